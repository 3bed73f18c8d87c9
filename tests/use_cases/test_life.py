"""A dossier's whole life at random: citizen, agents, clock and crashes against a small model.

LIFE_RUNS sets the number of runs of fifty steps.
"""

import os
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from tests.databases import copy_sqlite
from tests.use_cases import expected_life as life
from tests.use_cases.cast import (
    do,
    install,
    live_tasks,
    make_agent,
    make_citizen,
    make_world,
)
from tests.use_cases.conftest import MONDAY
from tests.use_cases.dying import Crash, dying
from tests.use_cases.expected_life import COMPLETING, EXAMINING, FILING, Expected
from tests.use_cases.watched_mail import WatchedMail
from workflows.errors import Forbidden, IllegalTransition, InvalidAnswers, NotFound, TaskGone
from workflows.model import CLOSED, Dossier, Role, Task, TaskState, Wait
from workflows.use_cases.act import SYSTEM, Actor, acting, looking
from workflows.use_cases.dossiers.claim_task import claim, release
from workflows.use_cases.dossiers.fill_task import save_page
from workflows.use_cases.dossiers.start_dossier import start_dossier
from workflows.use_cases.dossiers.withdraw import withdraw
from workflows.use_cases.operations.examine import examine_dossiers
from workflows.use_cases.worker.work import work_once

RUNS = int(os.environ.get("LIFE_RUNS", "20"))
STEPS = 50
RANK = st.integers(min_value=0, max_value=9)
DECISION = st.sampled_from([*["a_completer"] * 3, "conforme", "refus", ""])
NAME = st.sampled_from(["Wéa", "Wéa", "Wéa", "", "N" * 81])
DEATH = st.one_of(st.none(), st.integers(min_value=0, max_value=11))
READY = select(Task.dossier_id, Task.element_id).where(Task.state == TaskState.READY)
SHM = Path("/dev/shm")  # noqa: S108  # no test waits for a disk where there is one in memory
MEMORY = str(SHM) if SHM.is_dir() else None
MOST_OPEN = 3  # dossiers at one time; more would only make each of them live less


@dataclass(frozen=True)
class Opening:
    """What every life begins with: played once, then copied."""

    database: Path
    code: str = ""
    citizens: tuple[Actor, ...] = ()
    agents: tuple[Actor, ...] = ()
    stranger: Actor = SYSTEM
    dossiers: tuple[Expected, ...] = ()
    done: tuple[tuple[Actor, UUID], ...] = ()


class Life(RuleBasedStateMachine):
    """Each rule is one person's action; what the model says of it must be what happens."""

    opening: Opening

    def __init__(self) -> None:
        super().__init__()
        self.room = TemporaryDirectory(prefix="demarches-life-", dir=MEMORY)
        url = copy_sqlite(self.opening.database, Path(self.room.name))
        self.mail = WatchedMail(url)
        self.world = replace(make_world(url, MONDAY), mail=self.mail)
        self.code, self.stranger = self.opening.code, self.opening.stranger
        self.citizens, self.agents = self.opening.citizens, self.opening.agents
        self.dossiers = [dossier.copy() for dossier in self.opening.dossiers]
        self.done = list(self.opening.done)
        self.crash: int | None = None
        self.deaths = 0

    @precondition(lambda self: sum(d.place is not None for d in self.dossiers) < MOST_OPEN)
    @rule(rank=RANK, name=NAME, death=DEATH)
    def apply(self, rank: int, name: str, death: int | None = None) -> None:
        self.start(rank)
        if self._at(FILING):
            self.type_the_application(rank, name)
            self.send(rank, death)

    @precondition(lambda self: not self._at(FILING))
    @rule(rank=RANK)
    def start(self, rank: int) -> None:
        citizen = self.citizens[rank % 2]
        drafts = [d for d in self.dossiers if d.citizen is citizen and d.place == FILING]

        def begin() -> None:
            with acting(self.world, citizen) as act:
                begun = start_dossier(act, self.code)
            begun_ids.append(begun)

        begun_ids: list[UUID] = []
        if self._happens(begin):
            if drafts:
                assert begun_ids == [drafts[0].id]
            else:
                self.dossiers.append(Expected(begun_ids[0], citizen))

    @precondition(lambda self: self._at(FILING))
    @rule(rank=RANK, name=NAME)
    def type_the_application(self, rank: int, name: str) -> None:
        dossier = self._pick(FILING, rank)
        if self._happens(lambda: self._type(dossier.citizen, dossier, nom=name)):
            dossier.typed["nom"] = name

    @precondition(lambda self: self._at(FILING))
    @rule(rank=RANK, death=DEATH)
    def send(self, rank: int, death: int | None) -> None:
        dossier = self._pick(FILING, rank)
        self.crash = death
        valid = 1 <= len(dossier.typed.get("nom", "")) <= 80
        if self._completes(dossier, dossier.citizen, {}, valid=valid):
            dossier.file()

    @precondition(lambda self: self._at(EXAMINING))
    @rule(rank=RANK, agent=RANK)
    def take(self, rank: int, agent: int) -> None:
        dossier, actor = self._pick(EXAMINING, rank), self.agents[agent % 3]
        held = dossier.holder not in {None, actor} and actor.role is not Role.CHIEF
        taken = self._happens(lambda: self._do(actor, claim, dossier), Forbidden if held else None)
        if taken and dossier.holder is not actor:
            dossier.take(actor)

    @precondition(lambda self: self._at(EXAMINING))
    @rule(rank=RANK, agent=RANK)
    def give_back(self, rank: int, agent: int) -> None:
        dossier, actor = self._pick(EXAMINING, rank), self.agents[agent % 3]
        may = dossier.holder is actor or actor.role is Role.CHIEF
        if self._happens(lambda: self._do(actor, release, dossier), None if may else Forbidden):
            dossier.holder = None

    @precondition(lambda self: self._at(EXAMINING))
    @rule(rank=RANK, agent=RANK, decision=DECISION)
    def type_a_decision(self, rank: int, agent: int, decision: str) -> None:
        dossier, actor = self._pick(EXAMINING, rank), self.agents[agent % 3]
        refusal = Forbidden if dossier.holder not in {None, actor} else None
        if self._happens(lambda: self._type(actor, dossier, decision=decision), refusal):
            dossier.typed["decision"] = decision
            if dossier.holder is None:
                dossier.take(actor)

    @precondition(lambda self: self._at(EXAMINING))
    @rule(rank=RANK, agent=RANK, decision=DECISION, death=DEATH)
    def decide(self, rank: int, agent: int, decision: str, death: int | None) -> None:
        self.crash = death
        dossier, actor = self._pick(EXAMINING, rank), self.agents[agent % 3]
        said = {"decision": decision} if decision else {}
        final = decision or dossier.typed.get("decision", "")
        if dossier.holder not in {None, actor}:
            self._happens(lambda: do(self.world, actor, self._task(dossier), **said), Forbidden)
        elif self._completes(dossier, actor, said, valid=bool(final)):
            dossier.decide(final, self.world.now())

    @precondition(lambda self: self._at(COMPLETING))
    @rule(rank=RANK, death=DEATH)
    def answer(self, rank: int, death: int | None) -> None:
        self.crash = death
        dossier = self._pick(COMPLETING, rank)
        if self._completes(dossier, dossier.citizen, {"reponse": "Voici."}, valid=True):
            dossier.answer()

    @precondition(lambda self: self.dossiers)
    @rule(rank=RANK, sure=st.integers(min_value=0, max_value=7))
    def withdraw(self, rank: int, sure: int) -> None:
        if sure:
            return  # people seldom do
        dossier = self.dossiers[rank % len(self.dossiers)]
        refusal = IllegalTransition if dossier.state in CLOSED else None

        def give_up() -> None:
            with acting(self.world, dossier.citizen) as act:
                withdraw(act, dossier.id)

        if self._happens(give_up, refusal):
            dossier.close(life.State.RETIRE)

    @precondition(lambda self: self.done)
    @rule(rank=RANK)
    def send_again_what_is_done(self, rank: int) -> None:
        actor, task_id = self.done[rank % len(self.done)]
        self._happens(lambda: do(self.world, actor, task_id), TaskGone)

    @precondition(lambda self: any(d.place for d in self.dossiers))
    @rule(rank=RANK)
    def trespass(self, rank: int) -> None:
        live = [d for d in self.dossiers if d.place]
        dossier = live[rank % len(live)]
        other = next(c for c in self.citizens if c is not dossier.citizen)
        for stranger, allowed in ((other, NotFound), (self.stranger, (NotFound, Forbidden))):
            with pytest.raises(allowed):
                do(self.world, stranger, self._task(dossier))

    @rule(hours=st.sampled_from([1, 24, 24 * 7, 24 * 15, 24 * 31]))
    def wait(self, hours: int) -> None:
        self.world.clock.advance(hours=hours)

    @rule(moment=st.integers(min_value=0, max_value=14))
    def die_soon(self, moment: int) -> None:
        self.crash = moment

    @rule(down=st.booleans())
    def work(self, down: bool) -> None:
        self.world.mail.down = down
        if not self._happens(lambda: work_once(self.world)):
            self.deaths += 1
            work_once(self.world)  # the next worker
        for dossier in self.dossiers:
            dossier.ring(self.world.now())

    @invariant()
    def rows_say_what_the_model_says(self) -> None:
        at: dict[UUID, list[str]] = {dossier.id: [] for dossier in self.dossiers}
        with looking(self.world, SYSTEM) as act:
            for dossier_id, element_id in act.session.execute(READY):
                at[dossier_id].append(element_id)
            states = act.session.execute(select(Dossier.id, Dossier.state)).all()
            waits = act.session.execute(select(Wait.dossier_id, Wait.due_at)).all()
        for dossier in self.dossiers:
            assert at[dossier.id] == ([dossier.place] if dossier.place else [])
        assert {id_: state for id_, state in states} == {d.id: d.state for d in self.dossiers}
        assert Counter((id_, due) for id_, due in waits) == Counter(
            (d.id, due) for d in self.dossiers for due in d.due
        )

    @invariant()
    def the_doctor_finds_nothing(self) -> None:
        assert [found for _number, found in examine_dossiers(self.world) if found] == []

    @invariant()
    def no_mail_left_before_the_commit_that_asked_for_it(self) -> None:
        assert [gone.mail.subject for gone in self.mail.departures if not gone.wanted] == []

    def teardown(self) -> None:
        self.crash = None
        self.world.mail.down = False
        for _round in range(10):  # a lease of a dead worker, and the pauses after refusals, end
            self.world.clock.advance(hours=3)
            work_once(self.world)
            for dossier in self.dossiers:
                dossier.ring(self.world.now())
        wanted = Counter(mail for dossier in self.dossiers for mail in dossier.mails)
        each = {(mail.key, mail.subject) for mail in self.mail.sent}
        sent = Counter(
            next((mark for mark in MARKS if mark in subject), subject) for _key, subject in each
        )
        self.world.database.dispose()
        self.room.cleanup()
        assert sent == wanted
        assert len(self.mail.sent) - len(each) <= self.deaths  # only the dead send again

    def _at(self, place: str) -> list[Expected]:
        return [dossier for dossier in self.dossiers if dossier.place == place]

    def _pick(self, place: str, rank: int) -> Expected:
        found = self._at(place)
        return found[rank % len(found)]

    def _task(self, dossier: Expected) -> UUID:
        return live_tasks(self.world, dossier.id)[0].id

    def _do(self, actor: Actor, verb: Callable[..., None], dossier: Expected) -> None:
        task_id = self._task(dossier)
        with acting(self.world, actor) as act:
            verb(act, task_id)

    def _type(self, actor: Actor, dossier: Expected, **typed: str) -> None:
        task_id = self._task(dossier)
        with acting(self.world, actor) as act:
            save_page(act, task_id, 0, {key: [text] for key, text in typed.items()})

    def _completes(
        self, dossier: Expected, actor: Actor, said: dict[str, str], *, valid: bool
    ) -> bool:
        task_id = self._task(dossier)
        refusal = None if valid else InvalidAnswers
        with_crash = self.crash is not None

        def complete() -> None:
            do(self.world, actor, task_id, **said)

        done = self._happens(complete, refusal)
        if with_crash and not done:  # whoever saw the page fail sends it again
            done = self._happens(complete, refusal)
        if done:
            self.done.append((actor, task_id))
        return done

    def _happens(
        self, action: Callable[[], object], refusal: type[Exception] | None = None
    ) -> bool:
        """Do it, perhaps dying on the way; tell whether it was done."""
        moment, self.crash = self.crash, None
        try:
            with dying(self.world, moment):
                action()
        except Crash:
            return False
        except Exception as error:
            if refusal is None or not isinstance(error, refusal):
                raise
            return False
        assert refusal is None, f"{refusal.__name__} was expected"
        return True


MARKS = (
    life.FILED,
    life.UNDER_WAY,
    life.TO_COMPLETE,
    life.REMINDER,
    *life.ENDED.values(),
)


def open_lives(template: Path, folder: Path, kept: Path) -> Opening:
    """Play what every life begins with: people, and one dossier in each hand."""

    class First(Life):
        opening = Opening(template)

    first = First()
    first.code = install(first.world, folder)
    first.citizens = tuple(make_citizen(first.world, f"c{n}@exemple.nc") for n in range(2))
    first.agents = (
        make_agent(first.world, "Paul"),
        make_agent(first.world, "Jeanne"),
        make_agent(first.world, "Chef", role=Role.CHIEF),
    )
    first.stranger = make_agent(first.world, "Luc", groups=("conseil",))
    for rank in range(2):  # a run draws only some of the rules: let every one have matter
        first.apply(rank, "Wéa")
    first.decide(0, 0, "a_completer", None)
    first.world.database.dispose()
    played = Path(shutil.copy(Path(first.room.name, "test.sqlite"), kept))
    first.room.cleanup()
    return Opening(
        played,
        first.code,
        first.citizens,
        first.agents,
        first.stranger,
        tuple(first.dossiers),
        tuple(first.done),
    )


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_whatever_happens_a_dossier_is_where_its_story_says(
    sqlite_template: Path, aide_folder: Path, tmp_path: Path
):
    class ThisLife(Life):
        opening = open_lives(sqlite_template, aide_folder, tmp_path)

    run_state_machine_as_test(
        ThisLife,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            database=None,
            derandomize="LIFE_RUNS" not in os.environ,
            suppress_health_check=list(HealthCheck),
        ),
    )
