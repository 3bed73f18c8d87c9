"""One signal, three hundred dossiers, two workers that are killed: each moves exactly once."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.kills.processes import Process
from tests.use_cases import talking_demarches as demarches
from tests.use_cases.cast import TestWorld, file_dossier, install, make_citizen
from workflows.model import Delivery, JournalEntry, Task, TaskState
from workflows.use_cases.act import SYSTEM, acting, looking
from workflows.use_cases.events.send_event import asked_event, send_event
from workflows.use_cases.operations.doctor import check_up

CROWD = 300
KILLS = 6
PATIENCE = 90  # seconds for all of it

pytestmark = pytest.mark.slow


@pytest.fixture
def workers(world: TestWorld, tmp_path: Path) -> Iterator[list[Process]]:
    """Two workers over the database of `world`, not started."""
    environment = {
        "DEMARCHES_MODE": "test",
        "DATABASE_URL": world.settings.database_url,
        "SMTP_URL": f"mailbox:{tmp_path / 'courriels'}",
        "STORAGE_URL": f"file:{tmp_path / 'pieces'}",
    }
    made = [Process(("worker",), environment, tmp_path / f"worker{n}.log") for n in (1, 2)]
    yield made
    for each in made:
        if each.running is not None and each.running.poll() is None:
            each.kill()


def pending(world: TestWorld) -> int:
    with looking(world, SYSTEM) as act:
        left = select(func.count()).where(Delivery.handed_at.is_(None))
        return act.session.scalar(left) or 0


def received(world: TestWorld) -> Counter[object]:
    """How many times each dossier says that it received something."""
    with looking(world, SYSTEM) as act:
        wanted = select(JournalEntry.dossier_id).where(JournalEntry.verb == "received")
        return Counter(act.session.scalars(wanted))


def wait_for_work(world: TestWorld, left: int, end: float) -> None:
    """Wait until at most `left` deliveries are pending."""
    while pending(world) > left:
        assert time.monotonic() < end, f"{pending(world)} left"
        time.sleep(0.02)


@pytest.mark.timeout(280)
def test_workers_that_die_move_each_of_three_hundred_dossiers_once(world, workers, tmp_path):
    code = install(world, demarches.write_campaign(tmp_path / "campagne"))
    citizen = make_citizen(world)
    for _dossier in range(CROWD):
        file_dossier(world, citizen, code)
    with acting(world, SYSTEM) as act:
        assert send_event(act, asked_event("signal", "cloture")) == CROWD
    chance = random.Random(CROWD)  # noqa: S311  moments of death, not secrets

    end = time.monotonic() + PATIENCE
    for each in workers:
        each.start()
    for kill in range(1, KILLS + 1):
        wait_for_work(world, CROWD - kill * CROWD // (KILLS + 2), end)
        doomed = chance.choice(workers)
        doomed.kill()
        doomed.start()
    wait_for_work(world, 0, end)

    assert sum(each.kills for each in workers) == KILLS
    assert set(received(world).values()) == {1}
    assert len(received(world)) == CROWD
    with looking(world, SYSTEM) as act:
        ready = select(func.count()).where(Task.state == TaskState.READY)
        assert act.session.scalar(ready.where(Task.element_id == "Deliberer")) == CROWD
    assert {trouble.code for trouble in check_up(world).troubles} <= {"envois-en-retard"}
