"""Dossiers under way go to another version: nothing is lost, nothing restarts, until undone."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, update

from tests.catalogue.folders import PROCESS, changed, written
from tests.use_cases.cast import (
    begin,
    do,
    file_dossier,
    install,
    live_task,
    live_tasks,
    make_agent,
    make_citizen,
)
from tests.use_cases.sample_demarches import timer, write_aide, write_stuck
from workflows.errors import Conflict, Forbidden, Invalid, NotFound
from workflows.model import (
    Demarche,
    DemarcheVersion,
    Dossier,
    DossierState,
    Draft,
    Incident,
    JournalEntry,
    Role,
    Task,
    TaskState,
    VersionMove,
    Wait,
)
from workflows.use_cases.act import SYSTEM, acting, looking
from workflows.use_cases.demonstration.seed import seed_demo
from workflows.use_cases.dossiers.claim_task import claim
from workflows.use_cases.operations.doctor import check_up
from workflows.use_cases.operations.move_dossiers import apply_moves, move_dossier, undo_moves
from workflows.use_cases.operations.plan_moves import Order, Verdict, plan_moves
from workflows.use_cases.worker.work import work_once

BPMN = Path(__file__).parents[3] / "bpmn"
RENAMED = {"Examiner": "Controler"}


def version_two(folder: Path, *texts: str) -> Path:
    """Write the small démarche again, with texts of its diagram replaced: old, new, old, new…"""
    path = write_aide(folder)
    process = (path / "process.bpmn").read_text(encoding="utf-8")
    for old, new in zip(texts[::2], texts[1::2], strict=True):
        assert old in process
        process = process.replace(old, new)
    (path / "process.bpmn").write_text(process, encoding="utf-8")
    return path


@pytest.fixture
def visa(world, aide, tmp_path):
    """A second version: « Examiner » renamed, and a visa of the council before the document."""
    visa = (
        '<bpmn:userTask id="Visa" name="Viser"><bpmn:extensionElements><zeebe:userTask/>'
        '<zeebe:formDefinition formId="complement"/></bpmn:extensionElements></bpmn:userTask>'
        '<bpmn:sequenceFlow id="s_visa" sourceRef="Visa" targetRef="Etablir"/></bpmn:process>'
    )
    lane = '<bpmn:lane id="LC" name="Conseil"><bpmn:flowNodeRef>Visa</bpmn:flowNodeRef></bpmn:lane>'
    path = version_two(
        tmp_path / "deux" / "aide_test",
        'sourceRef="Choix" targetRef="Etablir"',
        'sourceRef="Choix" targetRef="Visa"',
        "</bpmn:process>",
        visa,
        "</bpmn:laneSet>",
        f"{lane}</bpmn:laneSet>",
        "Examiner",
        "Controler",
    )
    return lambda: install(world, path)


@pytest.fixture
def admin(world):
    return make_agent(world, "Ada Min", (), Role.ADMINISTRATOR)


def rows(world, *columns):
    with looking(world, SYSTEM) as act:
        return [tuple(row) for row in act.session.execute(select(*columns)).all()]


def versions(world):
    with looking(world, SYSTEM) as act:
        found = select(Dossier.number, DemarcheVersion.number).join(
            DemarcheVersion, DemarcheVersion.id == Dossier.version_id
        )
        return dict(tuple(row) for row in act.session.execute(found.order_by(Dossier.number)))


def move(world, actor, order):
    return list(apply_moves(world, actor, order, plan_moves(world, actor, order)))


def test_the_dry_run_tells_each_dossier_apart_and_changes_nothing(world, aide, visa, admin):
    agent = make_agent(world)
    file_dossier(world, make_citizen(world), aide)
    asked = file_dossier(world, make_citizen(world, "b@exemple.nc"), aide)
    do(world, agent, live_task(world, asked), decision="a_completer")
    begin(world, make_citizen(world, "c@exemple.nc"), aide)
    done = file_dossier(world, make_citizen(world, "d@exemple.nc"), aide)
    do(world, agent, live_task(world, done), decision="conforme")
    before = rows(world, Dossier.number, Dossier.version_id, Dossier.process_state)
    visa()

    plan = plan_moves(world, admin, Order(aide))
    mapped = plan_moves(world, admin, Order(aide, mapping=RENAMED))

    assert (plan.target, len(plan.fates)) == (2, 3)
    assert [plan.count(verdict) for verdict in Verdict] == [2, 1, 0]
    [(verdict, obstacle, count)] = plan.reasons()
    assert (verdict, obstacle.element_id, count) == (Verdict.NEEDS_MAPPING, "Examiner", 1)
    assert "n’existe plus" in obstacle.message
    assert mapped.count(Verdict.COMPATIBLE) == 3
    assert rows(world, Dossier.number, Dossier.version_id, Dossier.process_state) == before


def test_a_moved_dossier_keeps_task_due_date_draft_claim_and_journal(world, aide, visa, admin):
    agent = make_agent(world)
    dossier_id = file_dossier(world, make_citizen(world), aide)
    task_id = live_task(world, dossier_id)
    with acting(world, agent) as act:
        claim(act, task_id)
        act.session.add(Draft(task_id=task_id, values={"motif": "à moitié"}, saved_at=act.now))
    kept = (Task.id, Task.due_at, Task.claimed_by_id, Task.claimed_at, Task.created_at)
    before, journal = rows(world, *kept), rows(world, JournalEntry.id, JournalEntry.label)
    visa()
    world.clock.advance(days=3)

    moved = move(world, admin, Order(aide, mapping=RENAMED))

    assert [each.failure for each in moved] == [""]
    assert rows(world, *kept) == before
    assert rows(world, Draft.task_id, Draft.values) == [(task_id, {"motif": "à moitié"})]
    assert rows(world, JournalEntry.id, JournalEntry.label)[: len(journal)] == journal
    assert [task.element_id for task in live_tasks(world, dossier_id)] == ["Controler"]
    assert versions(world) == {"AT-2026-00001": 2}
    assert rows(world, Dossier.state) == [(DossierState.EN_INSTRUCTION,)]


def test_the_dossier_goes_on_by_the_new_rules(world, aide, visa, admin):
    dossier_id = file_dossier(world, make_citizen(world), aide)
    visa()
    move(world, admin, Order(aide, mapping=RENAMED))

    do(world, make_agent(world), live_task(world, dossier_id), decision="conforme")

    [task] = live_tasks(world, dossier_id)
    assert (task.element_id, task.group_code) == ("Visa", "conseil")
    work_once(world)
    assert check_up(world).troubles == ()


def test_timers_ring_at_the_moment_they_had(world, aide, visa, admin):
    dossier_id = file_dossier(world, make_citizen(world), aide)
    do(world, make_agent(world), live_task(world, dossier_id), decision="a_completer")
    before = sorted(rows(world, Wait.element_id, Wait.due_at))
    visa()
    world.clock.advance(days=10)

    move(world, admin, Order(aide, mapping=RENAMED))

    assert sorted(rows(world, Wait.element_id, Wait.due_at)) == before
    world.clock.advance(days=20)
    work_once(world)
    assert rows(world, Dossier.state) == [(DossierState.SANS_SUITE,)]


def test_a_move_is_undone_until_the_next_step(world, aide, visa, admin):
    first = file_dossier(world, make_citizen(world), aide)
    second = file_dossier(world, make_citizen(world, "b@exemple.nc"), aide)
    before = sorted(rows(world, Task.id, Task.element_id, Task.name, Task.due_at, Task.group_code))
    visa()
    move(world, admin, Order(aide, mapping=RENAMED))
    moved = sorted(rows(world, Task.id, Task.element_id, Task.name, Task.due_at, Task.group_code))
    assert moved != before

    assert [each.failure for each in undo_moves(world, admin, Order(aide))] == ["", ""]

    assert versions(world) == {"AT-2026-00001": 1, "AT-2026-00002": 1}
    again = sorted(rows(world, Task.id, Task.element_id, Task.name, Task.due_at, Task.group_code))
    assert again == before
    assert rows(world, VersionMove.dossier_id) == []

    move(world, admin, Order(aide, mapping=RENAMED))
    do(world, make_agent(world), live_task(world, first), decision="a_completer")
    undone = {each.number: each.failure for each in undo_moves(world, admin, Order(aide))}

    assert versions(world) == {"AT-2026-00001": 2, "AT-2026-00002": 1}
    assert "a avancé depuis" in undone["AT-2026-00001"]
    do(world, make_agent(world), live_task(world, second), decision="conforme")
    work_once(world)
    assert check_up(world).troubles == ()


def test_the_state_of_before_is_forgotten_after_a_season(world, aide, visa, admin):
    file_dossier(world, make_citizen(world), aide)
    visa()
    move(world, admin, Order(aide, mapping=RENAMED))

    world.clock.advance(days=89)
    work_once(world)
    kept = rows(world, VersionMove.dossier_id)
    world.clock.advance(days=1)
    work_once(world)

    assert (len(kept), rows(world, VersionMove.dossier_id)) == (1, [])


def test_a_dossier_that_cannot_move_stays_and_the_others_go(world, aide, admin, tmp_path):
    waiting = file_dossier(world, make_citizen(world), aide)
    do(world, make_agent(world), live_task(world, waiting), decision="a_completer")
    file_dossier(world, make_citizen(world, "b@exemple.nc"), aide)
    broken = file_dossier(world, make_citizen(world, "c@exemple.nc"), aide)
    with acting(world, SYSTEM) as act:
        of_dossier = update(Dossier).where(Dossier.id == broken)
        act.session.execute(of_dossier.values(process_state=b"{}"))
    install(world, version_two(tmp_path / "deux" / "aide_test", '"Trente"', '"Quarante"'))

    plan = plan_moves(world, admin, Order(aide))
    moved = list(apply_moves(world, admin, Order(aide), plan))

    assert [fate.verdict for fate in plan.fates] == [
        Verdict.NEEDS_MAPPING,
        Verdict.COMPATIBLE,
        Verdict.BLOCKED,
    ]
    assert [each.number[-1] for each in moved] == ["2"]
    assert list(versions(world).values()) == [1, 2, 1]
    assert rows(world, Incident.id) == []


def test_a_dossier_that_moved_meanwhile_is_told_and_no_other_suffers(world, aide, visa, admin):
    for rank in range(2):
        file_dossier(world, make_citizen(world, f"{rank}@exemple.nc"), aide)
    visa()
    order = Order(aide, mapping=RENAMED)
    plan = plan_moves(world, admin, order)
    with acting(world, admin) as act:
        move_dossier(act, plan.fates[0].dossier_id, order)

    moved = list(apply_moves(world, admin, order, plan))

    assert "déjà sur cette version" in moved[0].failure
    assert moved[1].failure == ""


def test_a_task_that_changes_hands_is_nobodys_again(world, aide, admin, tmp_path):
    agent = make_agent(world)
    dossier_id = file_dossier(world, make_citizen(world), aide)
    with acting(world, agent) as act:
        claim(act, live_task(world, dossier_id))
    texts = ('name="Bureau"', 'name="Conseil"', 'formId="instruction"', 'formId="complement"')
    install(world, version_two(tmp_path / "deux" / "aide_test", *texts))

    move(world, admin, Order(aide))

    [task] = live_tasks(world, dossier_id)
    assert (task.group_code, task.claimed_by_id) == ("conseil", None)
    assert (task.lane, task.form_id) == ("Conseil", "complement")


def test_what_no_mapping_can_help_is_blocked(world, aide, admin, tmp_path):
    file_dossier(world, make_citizen(world), aide)
    late = timer("Tard", "Examiner", "P9D", name="9 jours")
    texts = ("</bpmn:process>", f"{late}</bpmn:process>")
    install(world, version_two(tmp_path / "deux" / "aide_test", *texts))

    plan = plan_moves(world, admin, Order(aide))

    [(verdict, obstacle, count)] = plan.reasons()
    assert (verdict, obstacle.element_id, count) == (Verdict.BLOCKED, "Examiner", 1)
    assert move(world, admin, Order(aide)) == []


def test_a_version_that_repairs_the_diagram_frees_what_was_stuck(world, admin, tmp_path):
    from_stuck = 'name="Impasse"'
    stuck = write_stuck(tmp_path / "bloquee")
    code = install(world, stuck)
    file_dossier(world, make_citizen(world), code)
    world.clock.advance(days=2)
    work_once(world)
    assert rows(world, Wait.id) == []
    process = (stuck / "process.bpmn").read_text(encoding="utf-8")
    repaired = process.replace(from_stuck, f'{from_stuck} default="f_non"')
    (stuck / "process.bpmn").write_text(repaired, encoding="utf-8")
    install(world, stuck)

    move(world, admin, Order(code))
    work_once(world)

    assert rows(world, Dossier.state) == [(DossierState.REFUSE,)]


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.CHIEF])
def test_only_who_designs_or_administers_moves_dossiers(world, aide, visa, role):
    dossier_id = file_dossier(world, make_citizen(world), aide)
    visa()
    person = make_agent(world, role=role)

    with pytest.raises(Forbidden):
        plan_moves(world, person, Order(aide))
    with pytest.raises(Forbidden), acting(world, person) as act:
        move_dossier(act, dossier_id, Order(aide, mapping=RENAMED))
    with pytest.raises(Forbidden):
        list(undo_moves(world, person, Order(aide)))


@pytest.mark.parametrize(
    ("order", "refusal"),
    [
        (Order("inconnue"), NotFound),
        (Order("aide_test", 9), NotFound),
        (Order("aide_test", mapping={"Examiner": "Nulle_part"}), Invalid),
    ],
    ids=["démarche", "version", "mapping"],
)
def test_an_order_to_nowhere_is_refused(world, aide, admin, order, refusal):
    with pytest.raises(refusal):
        plan_moves(world, admin, order)


def test_a_closed_dossier_moves_no_more(world, aide, visa, admin):
    dossier_id = file_dossier(world, make_citizen(world), aide)
    do(world, make_agent(world), live_task(world, dossier_id), decision="conforme")
    visa()

    with pytest.raises(Conflict), acting(world, admin) as act:
        move_dossier(act, dossier_id, Order(aide))


def test_the_permits_of_the_demonstration_follow_a_renaming_and_a_visa(world, admin, tmp_path):
    seed_demo(world, [BPMN / "permis_de_chasser"])
    visa = (
        '<bpmn:userTask id="Visa" name="Viser le permis"/>'
        '<bpmn:sequenceFlow id="Flux_vise" sourceRef="Visa" targetRef="EtablirPermis"/>'
    )
    texts = ('"Verifier"', '"Controler"', ">Verifier<", ">Controler<")
    files = changed(
        PROCESS,
        *texts,
        'sourceRef="Decision" targetRef="EtablirPermis"',
        'sourceRef="Decision" targetRef="Visa"',
        "</bpmn:process>",
        f"{visa}</bpmn:process>",
    )
    ready = select(Task.id, Task.due_at).where(Task.state == TaskState.READY).order_by(Task.id)
    with looking(world, SYSTEM) as act:
        before = act.session.execute(ready).all()
    waits = sorted(rows(world, Wait.element_id, Wait.due_at))
    code = install(world, written(files, tmp_path))

    moved = move(world, admin, Order(code, mapping={"Verifier": "Controler"}))

    assert len(moved) >= 5
    assert {each.failure for each in moved} == {""}
    with looking(world, SYSTEM) as act:
        assert act.session.execute(ready).all() == before
        assert act.session.get_one(Demarche, code).current is not None
    assert sorted(rows(world, Wait.element_id, Wait.due_at)) == waits
    assert not [each for each in check_up(world).troubles if each.number]


def test_an_order_names_its_version_or_takes_the_one_in_service(world, aide, visa, admin):
    file_dossier(world, make_citizen(world), aide)
    visa()

    assert plan_moves(world, admin, Order(aide)).target == 2
    back = plan_moves(world, admin, replace(Order(aide), number=1))
    assert (back.target, back.fates) == (1, ())
