"""What supervisors and operators read, and who is refused, on both databases."""

from datetime import timedelta

import pytest

from tests.use_cases.cast import do, file_dossier, live_task, make_agent, make_citizen
from workflows.errors import Forbidden, NotFound
from workflows.model import DossierState, Incident, OutboxItem, Role
from workflows.use_cases.act import ANONYMOUS, SYSTEM, acting, looking
from workflows.use_cases.demarches.list_versions import list_versions, show_version
from workflows.use_cases.dossiers.claim_task import claim
from workflows.use_cases.operations.read_records import (
    NATURE,
    OPEN,
    STATE,
    Asked,
    read_incidents,
    read_journal,
)
from workflows.use_cases.operations.supervise import (
    Counters,
    count_work,
    list_failed,
    retry,
    show_dashboard,
)

CHIEFS = {Role.CHIEF, Role.ADMINISTRATOR}
OPERATORS = {Role.ADMINISTRATOR}
DESIGNERS = {Role.ANALYST, Role.ADMINISTRATOR}
READINGS = [
    (show_dashboard, CHIEFS),
    (list_failed, OPERATORS),
    (lambda act: read_journal(act, Asked()), OPERATORS),
    (lambda act: read_incidents(act, Asked()), CHIEFS),
    (list_versions, DESIGNERS),
    (lambda act: show_version(act, "aide_test", 1), DESIGNERS),
]
NAMES = ["dashboard", "failed effects", "journal", "incidents", "versions", "one version"]


@pytest.mark.parametrize(("reading", "roles"), READINGS, ids=NAMES)
def test_each_reading_is_open_to_its_roles_alone(world, aide, reading, roles):
    opened = set()

    for role in Role:
        with looking(world, make_agent(world, role.value, role=role)) as act:
            try:
                reading(act)
                opened.add(role)
            except Forbidden:
                pass

    assert opened == roles
    for actor in (make_citizen(world), ANONYMOUS):
        with looking(world, actor) as act, pytest.raises(Forbidden):
            reading(act)


def test_the_counters_follow_what_is_taken_and_done(world, aide):
    agent = make_agent(world)
    dossier_id = file_dossier(world, make_citizen(world), aide)
    assert counted(world, agent) == Counters()

    with acting(world, agent) as act:
        claim(act, live_task(world, dossier_id))
    assert counted(world, agent) == Counters(mine=1)
    assert counted(world, make_agent(world)) == Counters()
    assert counted(world, ANONYMOUS) == Counters()

    do(world, agent, live_task(world, dossier_id), decision="conforme")
    assert counted(world, agent) == Counters()


def counted(world, actor):
    with looking(world, actor) as act:
        return count_work(act)


def test_the_dashboard_sums_up_states_late_tasks_and_the_oldest(world, aide):
    chief = make_agent(world, role=Role.CHIEF)
    old = file_dossier(world, make_citizen(world, "a@exemple.nc"), aide)
    world.clock.advance(days=16)
    done = file_dossier(world, make_citizen(world, "b@exemple.nc"), aide)
    do(world, chief, live_task(world, done), decision="conforme")

    with looking(world, chief) as act:
        shown = show_dashboard(act)

    states = dict(shown.states)
    assert (states[DossierState.DEPOSE], states[DossierState.ACCEPTE]) == (1, 1)
    assert (shown.late, shown.decided_lately) == (1, 1)
    assert [(load.task, load.waiting, load.late) for load in shown.loads] == [
        ("Examiner la demande", 1, 1)
    ]
    assert [(each.id, each.age_days) for each in shown.oldest] == [(old, 16)]


def test_the_journal_is_read_by_page_word_and_nature(world, aide):
    admin = make_agent(world, role=Role.ADMINISTRATOR)
    file_dossier(world, make_citizen(world), aide)

    with looking(world, admin) as act:
        everything = read_journal(act, Asked())
        pages = [read_journal(act, Asked(size=1, page=page))[0] for page in range(3)]
        filed = read_journal(act, Asked(only={NATURE: "filed"}))
        oldest = read_journal(act, Asked(sort="at", descending=False))
        found = read_journal(act, Asked(text="DEMANDE env"))
        nothing = read_journal(act, Asked(text="%"))

    assert [row.id for row in everything] == sorted((row.id for row in everything), reverse=True)
    assert tuple(pages) == everything[:3]
    assert {row.verb for row in filed} == {"filed"}
    assert oldest == everything[::-1]
    assert [row.label for row in found] == ["Demande envoyée"]
    assert nothing == ()
    assert everything[0].number == "AT-2026-00001"


def test_open_incidents_are_told_apart(world, aide):
    admin = make_agent(world, role=Role.ADMINISTRATOR)
    dossier_id = file_dossier(world, make_citizen(world), aide)
    with acting(world, SYSTEM) as act:
        for cause, resolved in (("Ouvert", None), ("Résolu", act.now)):
            at = act.now + timedelta(minutes=1)
            act.session.add(
                Incident(dossier_id=dossier_id, cause=cause, at=at, resolved_at=resolved)
            )

    with looking(world, admin) as act:
        every = read_incidents(act, Asked())
        opened = read_incidents(act, Asked(only={STATE: OPEN}))

    assert {row.cause for row in every} == {"Ouvert", "Résolu"}
    assert [row.cause for row in opened] == ["Ouvert"]
    assert counted(world, admin).incidents == 1
    assert counted(world, make_agent(world, role=Role.CHIEF)).incidents == 1
    assert counted(world, make_agent(world, role=Role.CHIEF, groups=())).incidents == 0
    assert counted(world, make_agent(world)).incidents == 0


def test_an_effect_given_up_is_handed_back_once(world):
    admin = make_agent(world, role=Role.ADMINISTRATOR, groups=())
    with acting(world, SYSTEM) as act:
        item = OutboxItem(
            key="k", kind="mail", payload={"to": "a@b.nc"}, created_at=act.now, tries=8
        )
        act.session.add(item)
        act.session.flush()
        item_id = item.id

    with acting(world, admin) as act:
        retry(act, item_id)

    with acting(world, admin) as act, pytest.raises(NotFound):
        retry(act, item_id)
    with looking(world, SYSTEM) as act:
        again = act.session.get_one(OutboxItem, item_id)
        assert (again.tries, again.next_try_at) == (0, world.now())


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_hands_an_effect_back(world, role):
    actor = make_agent(world, role=role, groups=())

    with acting(world, actor) as act, pytest.raises(Forbidden):
        retry(act, actor.id)


def test_a_version_counts_the_dossiers_under_way(world, aide):
    analyst = make_agent(world, role=Role.ANALYST, groups=())
    agent = make_agent(world)
    for rank in range(2):
        dossier_id = file_dossier(world, make_citizen(world, f"c{rank}@exemple.nc"), aide)
    do(world, agent, live_task(world, dossier_id), decision="refus", motif="Non")

    with looking(world, analyst) as act:
        [row] = list_versions(act)
        sheet = show_version(act, aide, 1)

    assert [(each.number, each.current, each.under_way) for each in row.versions] == [(1, True, 1)]
    assert sheet.row == row.versions[0]
    assert ("Bureau", "Bureau des essais") in sheet.lanes
    assert {step.status for step in sheet.steps} == {"ahead"}
    with looking(world, analyst) as act, pytest.raises(NotFound):
        show_version(act, aide, 2)
