"""Publishing hostile démarches: refused, or an incident at the first dossier; nothing executed."""

import sys
import time
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from tests.catalogue.folders import CODE, good_files
from tests.catalogue.hostile import BOMBS, CASES, SLOTS, small
from tests.catalogue.hostile import CODE as SMALL
from tests.use_cases.cast import begin, do, make_agent, make_citizen
from workflows.catalogue import InvalidDemarche
from workflows.errors import ProcessFailure
from workflows.model import DemarcheVersion, Incident, Role
from workflows.use_cases.act import acting, looking
from workflows.use_cases.demarches.browse import list_demarches
from workflows.use_cases.demarches.publish_demarche import publish_files

SECONDS = 10
KILL = 15  # to kill a checking process and begin another, on a loaded machine
OWNED = Path("/tmp/owned")  # noqa: S108  what the attacks would leave
DANGEROUS = {"exec", "compile", "os.system", "os.exec", "os.fork", "socket.connect"}
REFUSED = [
    name for name in CASES if name.partition("/")[2] not in BOMBS and not name.startswith("tangled")
]
AT_RUN = ("script", "input", "duration", "date", "conditional event")


class Ear:
    """Hears what the interpreter does while it listens; hooks cannot be taken away."""

    def __init__(self) -> None:
        self.heard: list[str] | None = None
        sys.addaudithook(self)

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.heard is not None and event in DANGEROUS:
            self.heard.append(f"{event} {arguments!r}"[:200])


EAR = Ear()


@pytest.fixture
def analyst(sqlite_world):
    return make_agent(sqlite_world, groups=(), role=Role.ANALYST)


def published(world, analyst, code: str, files) -> None:
    with acting(world, analyst) as act:
        publish_files(act, code, files)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_hostile_demarches_are_refused_one_after_the_other_and_nothing_is_executed(
    sqlite_world, analyst
):
    published(sqlite_world, analyst, CODE, good_files())  # what is compiled once is, now
    EAR.heard = []

    for name in REFUSED:
        code, files = CASES[name]
        began = time.monotonic()
        with pytest.raises(InvalidDemarche) as refused:
            published(sqlite_world, analyst, code, files)
        assert refused.value.findings, name
        assert time.monotonic() - began < SECONDS + KILL, name

    heard, EAR.heard = EAR.heard, None
    assert heard == []
    assert not OWNED.exists()
    with looking(sqlite_world, analyst) as act:
        assert [card.code for card in list_demarches(act)] == [CODE]
        assert act.session.scalar(select(func.count()).select_from(DemarcheVersion)) == 1


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("slot", AT_RUN)
@pytest.mark.parametrize("bomb", ["million", "product", "doubling"])
def test_a_bomb_that_only_running_lights_is_an_incident_in_time(
    sqlite_world, analyst, slot: str, bomb: str
):
    published(sqlite_world, analyst, *CASES[f"{slot}/{bomb}"])
    citizen = make_citizen(sqlite_world)
    dossier_id, task_id = begin(sqlite_world, citizen, SMALL)
    began = time.monotonic()

    with pytest.raises(ProcessFailure):
        do(sqlite_world, citizen, task_id)

    assert time.monotonic() - began < SECONDS
    assert _incidents(sqlite_world, analyst, dossier_id) in (["Piege"], [""])
    published(sqlite_world, analyst, SMALL, small())


def _incidents(world, actor, dossier_id: UUID) -> list[str]:
    with looking(world, actor) as act:
        of_dossier = select(Incident.element_id).where(Incident.dossier_id == dossier_id)
        return list(act.session.scalars(of_dossier))


def test_every_slot_is_tried():
    assert len(REFUSED) > 150
    assert set(AT_RUN) <= set(SLOTS)
