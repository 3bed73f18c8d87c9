"""Checks in a process of their own: the same findings, and a server that nothing stops."""

import os
import select
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.catalogue.fixes.present import MORNING, PRESENT, fixed
from tests.catalogue.folders import CARD, CODE, GOOD, PROCESS, changed, good_files, without
from workflows.catalogue import (
    InvalidDemarche,
    Level,
    apply_fix_within_limits,
    check_within_limits,
    read_folder,
    run_scenarios,
    run_scenarios_within_limits,
)
from workflows.catalogue.apart.checker import Checker, Interrupted, Unread
from workflows.catalogue.apart.pool import PROCESSES
from workflows.catalogue.apart.question import Question
from workflows.catalogue.checks import check_files
from workflows.errors import Invalid

AMPLE = 60  # seconds, where time is not what is tried: the machine may be busy
BROKEN = changed(PROCESS, '=decision = "conforme"', "=decision = )")


def children() -> list[int]:
    """Return the checking processes of this one."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(os.getpid())],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    rows = [line.split(maxsplit=1) for line in listed.stdout.splitlines()]
    return [int(pid) for pid, command in rows if "catalogue.apart.child" in command]


@pytest.mark.parametrize(
    "files", [good_files(), BROKEN, without(CARD), {}], ids=["good", "broken", "no card", "empty"]
)
def test_the_findings_are_those_of_the_check(files):
    assert check_within_limits(CODE, files, AMPLE) == check_files(CODE, files)


def test_scenarios_give_the_same_results():
    assert run_scenarios_within_limits(CODE, good_files()) == run_scenarios(read_folder(GOOD))


def test_the_scenarios_of_a_folder_that_cannot_be_read_are_refused_with_its_findings():
    with pytest.raises(InvalidDemarche) as refused:
        run_scenarios_within_limits(CODE, without(CARD))

    assert [each.file for each in refused.value.findings] == [CARD]


def test_a_fix_made_apart_gives_the_same_files():
    [finding] = check_within_limits(CODE, changed(PROCESS, 'isExecutable="true"', ""))
    files = changed(PROCESS, 'isExecutable="true"', "")

    made = fixed(files, finding)
    assert apply_fix_within_limits(files, finding, None, PRESENT) == made
    assert apply_fix_within_limits(files, finding, finding.fixes[0], PRESENT) == made


def test_a_scenario_proposed_apart_begins_this_morning_where_the_administration_is():
    files = {name: data for name, data in good_files().items() if "scenarios/" not in name}
    [finding] = check_within_limits(CODE, files)

    made = apply_fix_within_limits(files, finding, finding.fixes[0], PRESENT)

    assert made == fixed(files, finding, finding.fixes[0])
    assert MORNING in made["scenarios/premier_parcours.toml"]


def test_a_fix_that_cannot_be_made_is_refused_in_words():
    [finding] = check_within_limits(CODE, changed(PROCESS, 'isExecutable="true"', ""))
    renamed = changed(PROCESS, 'id="permis_de_chasser"', 'id="autre"')

    with pytest.raises(Invalid, match="n'existe plus"):
        apply_fix_within_limits(renamed, finding, None, PRESENT)


def kill_all() -> None:
    """Kill the checking processes and see them gone."""
    for pid in children():
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)  # one that is still dying would be asked


def test_a_process_that_hangs_is_killed_and_replaced():
    kill_all()  # one that still starts may take its time
    check_within_limits(CODE, good_files(), AMPLE)
    [ready] = children()
    os.kill(ready, signal.SIGSTOP)
    began = time.monotonic()

    [finding] = check_within_limits(CODE, good_files(), seconds=1)

    assert (finding.code, finding.level) == ("verification-interrompue", Level.ERROR)
    assert "1 secondes" in finding.message
    assert finding.remedy
    assert time.monotonic() - began < 9
    assert ready not in children()
    assert check_within_limits(CODE, good_files(), AMPLE) == ()


def test_a_server_that_once_took_much_memory_keeps_its_process_warm():
    bytearray(400 * 1024 * 1024)  # a process begins with what its parent ever took
    kill_all()
    check_within_limits(CODE, good_files(), AMPLE)
    warm = children()

    check_within_limits(CODE, good_files(), AMPLE)

    assert children() == warm


def test_a_process_killed_while_it_waited_is_replaced_without_a_word():
    check_within_limits(CODE, good_files(), AMPLE)
    kill_all()

    assert check_within_limits(CODE, good_files(), AMPLE) == ()


def test_a_process_killed_before_it_reads_the_question_is_replaced_without_a_word():
    kill_all()
    check_within_limits(CODE, good_files(), AMPLE)
    [deaf] = children()
    os.kill(deaf, signal.SIGSTOP)

    with ThreadPoolExecutor(1) as threads, Path(f"/proc/{deaf}/fd/0").open("rb") as question:
        asked = threads.submit(check_within_limits, CODE, good_files(), AMPLE)
        came, _writing, _wrong = select.select([question], [], [], AMPLE)
        os.kill(deaf, signal.SIGKILL)

    assert came == [question]
    assert asked.result() == ()
    assert deaf not in children()


def test_threads_share_a_few_processes():
    with ThreadPoolExecutor(8) as threads:
        asked = [
            threads.submit(check_within_limits, CODE, good_files(), AMPLE) for _turn in range(24)
        ]

    assert [each.result() for each in asked] == [()] * 24
    assert 1 <= len(children()) <= PROCESSES


def speaking(*frames: str, then: str = "time.sleep(60)") -> Checker:
    """Return a checker whose process says these frames, then hangs or does something else."""
    said = "".join(
        f"os.write(1, len({frame!r}).to_bytes(4, 'big') + {frame!r}.encode());" for frame in frames
    )
    return Checker([sys.executable, "-c", f"import os, time; {said} {then}"])


def test_the_file_being_read_when_time_is_up_is_named():
    checker = speaking("{}", '{"reading": "fiche.md"}', '{"reading": "process.bpmn"}')

    with pytest.raises(Interrupted) as cut:
        checker.ask(Question("check", CODE, {}, seconds=1))
    checker.stop()

    assert cut.value.file == "process.bpmn"


HEARS = """from workflows.catalogue.apart import question, wire
line = wire.Line(0, 1)
question.receive_question(line)
line.send(b'{"reading": ""}')
"""


@pytest.mark.parametrize(
    ("hears", "cut"), [("", Unread), (HEARS, Interrupted)], ids=["before", "after"]
)
def test_only_a_process_that_dies_before_it_has_the_question_may_be_asked_again(hears, cut):
    checker = speaking("{}", then=f"\n{hears}os._exit(1)")

    with pytest.raises(Interrupted) as died:
        checker.ask(Question("check", CODE, {}, AMPLE))
    checker.stop()

    assert died.type is cut


@pytest.mark.parametrize("answer", ["not json", "[]", '"text"'])
def test_an_answer_that_makes_no_sense_is_an_interrupted_check(answer: str):
    checker = speaking("{}", answer)

    with pytest.raises(Interrupted):
        checker.ask(Question("check", CODE, {}, AMPLE))
    checker.stop()


def test_the_process_knows_none_of_our_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "canary-of-the-secrets")
    checker = Checker()

    checker.ask(Question("check", CODE, {}, AMPLE))
    told = b"".join(Path(f"/proc/{pid}/environ").read_bytes() for pid in children())
    checker.stop()

    assert b"PATH=" in told
    assert b"canary" not in told


FORKED = """
import os, signal, threading, time
from tests.catalogue.apart.test_limits import AMPLE, children
from tests.catalogue.folders import CODE, good_files
from workflows.catalogue import check_within_limits
from workflows.catalogue.apart.pool import PROCESSES
def check():
    assert check_within_limits(CODE, good_files(), AMPLE) == ()
check()
idle = children()
os.kill(*idle, signal.SIGSTOP)
asking = [threading.Thread(target=check) for _each in range(PROCESSES)]
for thread in asking:
    thread.start()
while len(busy := children()) < PROCESSES:  # the fork below is made while all of them are asked
    time.sleep(0.01)
forked = os.fork()
if not forked:
    assert not children()
    check()
    check()
    os._exit(len(children()) != 1)
assert os.waitstatus_to_exitcode(os.waitpid(forked, 0)[1]) == 0
os.kill(*idle, signal.SIGCONT)
for thread in asking:
    thread.join()
check()
assert children() == busy
"""


def test_a_forked_server_process_has_checkers_of_its_own_even_while_all_are_asked():
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", FORKED]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=150, check=False)

    assert (ended.returncode, ended.stderr) == (0, "")
