"""A checking process never outlives the server that started it, however that one ended."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

GONE_WITHIN = 10  # seconds; one or two on a machine with nothing else to do
START = """
import os, signal, sys, time
from workflows.catalogue.apart.checker import Checker
"""
WAITING_HELD_BY_A_FORK = """
from tests.catalogue.apart.test_limits import children
from workflows.catalogue.apart.question import Question
checker = Checker()
checker.ask(Question("check", "rien", {}, 60))
left = children()
fork = os.fork()
if not fork:  # it holds a copy of each pipe
    os.close(1), os.close(2)
    time.sleep(60)
    os._exit(0)
print(*left, "/", fork, flush=True)
"""
COMPUTING = """
endless = "import sys\\nfrom workflows.catalogue.apart.cage import close, grant, leave_with\\n"
endless += "leave_with(int(sys.argv[1])); close(); grant(60); print(flush=True)\\nwhile 1: pass"
checker = Checker([sys.executable, "-c", endless])
os.read(checker._process.stdout.fileno(), 1)
print(checker._process.pid, flush=True)
"""
DIE = "os.kill(os.getpid(), signal.SIGKILL)"


def is_running(pid: int) -> bool:
    """Tell whether it still does something; one that ended may wait for its exit to be read."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize(
    "doing", [WAITING_HELD_BY_A_FORK, COMPUTING], ids=["waiting, held by a fork", "computing"]
)
def test_a_killed_server_leaves_no_checking_process(doing: str):
    command = [sys.executable, "-c", START + doing + DIE]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

    assert ended.returncode == -signal.SIGKILL, ended.stderr
    checking, _slash, holding = ended.stdout.partition("/")
    left = [int(pid) for pid in checking.split()]
    deadline = time.monotonic() + GONE_WITHIN
    while any(map(is_running, left)) and time.monotonic() < deadline:
        time.sleep(0.05)
    still = list(filter(is_running, left))
    for pid in [*still, *map(int, holding.split())]:
        os.kill(pid, signal.SIGKILL)
    assert left
    assert still == []
