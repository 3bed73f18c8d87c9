"""No mail leaves before the commit that asks for it, whatever the moment of a death."""

from collections import Counter
from dataclasses import replace

import pytest

from tests.use_cases.cast import begin, do, file_dossier, install, make_citizen, make_world
from tests.use_cases.conftest import MONDAY
from tests.use_cases.dying import Crash, dying
from tests.use_cases.watched_mail import WatchedMail
from workflows.use_cases.worker.send_outbox import LEASE, deliver_next
from workflows.use_cases.worker.work import work_once

DEATHS = range(14)  # more than an act or a delivery has statements: the last ones live


@pytest.fixture
def watched(sqlite_url, aide_folder):
    """A world whose mailbox sees what is committed, and the démarche installed in it."""
    world = replace(make_world(sqlite_url, MONDAY), mail=WatchedMail(sqlite_url))
    yield world, install(world, aide_folder)
    world.database.dispose()


def dies(world, moment, action) -> bool:
    try:
        with dying(world, moment):
            action()
    except Crash:
        return True
    return False


def unwanted(world) -> list[str]:
    return [gone.mail.subject for gone in world.mail.departures if not gone.wanted]


def test_a_sending_that_died_and_is_asked_again_writes_once_and_after_its_commit(watched):
    world, code = watched
    citizen = make_citizen(world)

    deaths = 0
    for moment in DEATHS:
        _dossier_id, task_id = begin(world, citizen, code)
        if dies(world, moment, lambda: do(world, citizen, task_id)):  # noqa: B023  called at once
            deaths += 1
            assert world.mail.departures == []
            do(world, citizen, task_id)
    work_once(world)

    assert 1 < deaths < len(DEATHS)
    assert unwanted(world) == []
    assert Counter(mail.key for mail in world.mail.sent).total() == len(DEATHS)
    assert len({mail.key for mail in world.mail.sent}) == len(DEATHS)


def test_a_worker_that_dies_sends_nothing_before_its_lease_and_repeats_only_what_it_held(watched):
    world, code = watched
    citizen = make_citizen(world)

    deaths = 0
    for moment in DEATHS:
        file_dossier(world, citizen, code)
        deaths += dies(world, moment, lambda: deliver_next(world))
        world.clock.advance(seconds=LEASE.total_seconds())
        work_once(world)

    times = Counter(mail.key for mail in world.mail.sent)
    assert unwanted(world) == []
    assert len(times) == len(DEATHS)
    assert len(DEATHS) < times.total() <= len(DEATHS) + deaths  # some died with a mail just sent
    assert max(times.values()) == 2
