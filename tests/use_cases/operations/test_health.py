"""What /healthz knows: the database, and the age of the last worker's sign of life."""

import pytest

from workflows.model import WorkerBeat
from workflows.use_cases.act import SYSTEM, acting
from workflows.use_cases.operations.health import health


def test_an_installation_without_worker_is_told_late(sqlite_world):
    found = health(sqlite_world)

    assert (found.database, found.worker_age, found.worker_late) == (True, None, True)


@pytest.mark.parametrize(("age", "late"), [(0, False), (120, False), (121, True)])
def test_a_worker_is_late_after_the_settings_delay(sqlite_world, age, late):
    with acting(sqlite_world, SYSTEM) as act:
        act.session.add(WorkerBeat(name="old", at=act.now))
        act.session.add(WorkerBeat(name="older", at=act.now.replace(year=2020)))
    sqlite_world.clock.advance(seconds=age)

    found = health(sqlite_world)

    assert (found.worker_age, found.worker_late) == (age, late)
    assert found.as_json()["worker"] == ("late" if late else "ok")


def test_a_database_that_does_not_answer_is_told(sqlite_world, monkeypatch):
    monkeypatch.setattr(sqlite_world.database, "is_alive", lambda: False)

    assert health(sqlite_world).as_json()["database"] == "unreachable"
