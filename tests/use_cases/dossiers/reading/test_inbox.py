"""The inbox: what comes first, page after page, for whom, in which words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from tests.use_cases import sample_demarches as demarches
from tests.use_cases.cast import (
    do,
    file_dossier,
    install,
    live_task,
    make_agent,
    make_citizen,
    make_world,
)
from tests.use_cases.conftest import MONDAY
from workflows.errors import NotFound
from workflows.model import Role, Task
from workflows.use_cases.act import SYSTEM, acting, looking
from workflows.use_cases.dossiers.claim_task import claim, release
from workflows.use_cases.dossiers.reading.inbox import InboxQuery, inbox
from workflows.use_cases.words import day_words, due_words

NOUMEA = ZoneInfo("Pacific/Noumea")


@pytest.fixture
def counter(world, aide):
    """Seven filed dossiers, an hour apart, and two agents of the bureau."""
    return seven_filed(world, aide)


@pytest.fixture(scope="module")
def shelf(module_database_url, aide_folder):
    """The same, shared by the tests that only read."""
    world = make_world(module_database_url, MONDAY)
    yield seven_filed(world, install(world, aide_folder))
    world.database.dispose()


def seven_filed(world, aide):
    citizen = make_citizen(world)
    tasks = []
    for rank in range(7):
        world.clock.advance(hours=1)
        raw = {"nom": [f"Nom{rank}"], "prenoms": ["Rose"]}
        tasks.append(live_task(world, file_dossier(world, citizen, aide, raw)))
    return world, make_agent(world, "Paul"), make_agent(world, "Marie"), tasks


def listed(world, agent, **query):
    with looking(world, agent) as act:
        return inbox(act, InboxQuery(**query))


def test_what_i_claimed_comes_first_then_the_oldest_and_never_what_a_colleague_holds(counter):
    world, paul, marie, tasks = counter
    with acting(world, paul) as act:
        claim(act, tasks[5])
    with acting(world, marie) as act:
        claim(act, tasks[0])

    page = listed(world, paul)

    expected = [tasks[5], tasks[1], tasks[2], tasks[3], tasks[4], tasks[6]]
    assert [row.task_id for row in page.rows] == expected
    assert [row.mine for row in page.rows] == [True] + [False] * 5
    assert page.counts == {"mine": 1, "group": 6, "all_open": 7}
    assert [row.task_id for row in listed(world, paul, scope="mine").rows] == [tasks[5]]
    everything = listed(world, paul, scope="all_open").rows
    assert [row.task_id for row in everything] == [tasks[5], *tasks[:5], tasks[6]]
    assert everything[1].claimed_by == "Marie"


@pytest.mark.parametrize("scope", ["group", "all_open"])
def test_pages_follow_one_another_without_loss_or_repetition(counter, scope):
    world, paul, _marie, tasks = counter
    with acting(world, paul) as act:
        claim(act, tasks[3])
        claim(act, tasks[6])
    whole = [row.task_id for row in listed(world, paul, scope=scope).rows]

    seen, after = [], None
    while True:
        page = listed(world, paul, scope=scope, size=2, after=after)
        seen += [row.task_id for row in page.rows]
        after = page.next
        if after is None:
            break

    assert seen == whole
    assert len(set(seen)) == 7


def test_tasks_begun_at_the_same_moment_are_paged_too(counter):
    world, paul, _marie, tasks = counter
    with acting(world, SYSTEM) as act:
        act.session.execute(update(Task).values(created_at=world.now()))

    first = listed(world, paul, size=4)
    second = listed(world, paul, size=4, after=first.next)

    assert {row.task_id for row in (*first.rows, *second.rows)} == set(tasks)
    assert second.next is None


def test_what_i_did_is_listed_the_newest_first(counter):
    world, paul, marie, tasks = counter
    for task_id in (tasks[2], tasks[0]):
        world.clock.advance(minutes=1)
        do(world, paul, task_id, decision="refus", motif="Hors sujet")
    do(world, marie, tasks[1], decision="refus", motif="Hors sujet")

    page = listed(world, paul, scope="done")
    first = listed(world, paul, scope="done", size=1)
    second = listed(world, paul, scope="done", size=1, after=first.next)

    assert [row.task_id for row in page.rows] == [tasks[0], tasks[2]]
    assert [row.task_id for row in (*first.rows, *second.rows)] == [tasks[0], tasks[2]]
    assert page.rows[0].state_label == "Refusé"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("AT-2026-00003", [2]),
        ("at-2026-00003", [2]),
        ("nom4", [4]),
        ("rose", range(7)),
        ("%", []),
        ("_", []),
        ("introuvable", []),
        ("' or 1=1 --", []),
    ],
)
def test_a_text_narrows_to_numbers_and_applicants(shelf, text, found):
    world, paul, _marie, tasks = shelf

    page = listed(world, paul, text=text)

    assert [row.task_id for row in page.rows] == [tasks[rank] for rank in found]


def test_a_demarche_narrows_the_list(counter, tmp_path):
    world, paul, _marie, tasks = counter
    other = install(world, demarches.write_parallel(tmp_path / "parallele"))
    file_dossier(world, make_citizen(world, "autre@exemple.nc"), other)

    assert [row.task for row in listed(world, paul, demarche=other).rows] == ["Contrôler"]
    assert len(listed(world, paul, demarche="aide_test").rows) == len(tasks)


def test_an_agent_sees_his_groups_an_administrator_all_of_them(counter):
    world, _paul, _marie, tasks = counter
    outsider = make_agent(world, "Zoé", (demarches.OTHER_GROUP,))
    nowhere = make_agent(world, "Nina", ())
    administrator = make_agent(world, "Adèle", (), Role.ADMINISTRATOR)

    assert listed(world, outsider, scope="all_open").rows == ()
    assert listed(world, nowhere, scope="all_open").counts["all_open"] == 0
    assert len(listed(world, administrator, scope="all_open").rows) == len(tasks)


def test_who_leaves_a_group_no_longer_lists_what_he_claimed_there(counter):
    world, paul, _marie, tasks = counter
    with acting(world, paul) as act:
        claim(act, tasks[0])
    moved = make_agent(world, "Paul", (demarches.OTHER_GROUP,))
    moved = type(paul)(moved.audience, paul.id, paul.name, moved.groups, paul.role)

    assert listed(world, moved, scope="mine").rows == ()


@pytest.mark.parametrize("scope", ["mine", "done", "all_open", "group"])
@pytest.mark.parametrize("after", ["", "x", "bnVsbA==", "WzksICIyMDI2IiwgIngiXQ==", "é", "[]"])
def test_a_forged_cursor_is_not_found(shelf, scope, after):
    world, paul, _marie, _tasks = shelf

    with pytest.raises(NotFound):
        listed(world, paul, scope=scope, after=after)


def test_an_unknown_list_is_not_found(shelf):
    world, paul, _marie, _tasks = shelf

    with pytest.raises(NotFound):
        listed(world, paul, scope="everything")


def test_a_released_task_is_free_again(counter):
    world, paul, marie, tasks = counter
    with acting(world, paul) as act:
        claim(act, tasks[0])
    with acting(world, paul) as act:
        release(act, tasks[0])

    rows = listed(world, marie).rows

    assert rows[0].task_id == tasks[0]
    with looking(world, SYSTEM) as act:
        assert set(act.session.scalars(select(Task.claimed_by_id))) == {None}


def test_a_row_says_how_old_and_how_late_a_task_is(counter):
    world, paul, _marie, _tasks = counter
    world.clock.advance(days=18)

    row = listed(world, paul).rows[0]

    assert row.age_days == 18
    assert row.due_words == "en retard de 3 jours"
    assert (row.applicant, row.demarche) == ("Rose Nom0", "Aide de test")


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (None, ""),
        (timedelta(days=-3), "en retard de 3 jours"),
        (timedelta(days=-1), "en retard d'un jour"),
        (timedelta(hours=-1), "aujourd'hui"),
        (timedelta(hours=1), "aujourd'hui"),
        (timedelta(hours=13), "demain"),
        (timedelta(days=5), "dans 5 jours"),
    ],
)
def test_due_dates_are_told_in_days_of_the_local_calendar(due, words):
    noon = datetime(2026, 3, 3, 1, 30, tzinfo=UTC)  # 12:30 in Nouméa

    assert due_words(noon + due if due else None, noon, NOUMEA) == words


def test_a_day_is_written_in_french_in_the_local_calendar():
    evening = datetime(2026, 2, 28, 20, 0, tzinfo=UTC)

    assert day_words(evening, NOUMEA) == "1er mars 2026"
