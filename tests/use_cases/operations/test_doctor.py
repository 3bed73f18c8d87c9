"""The doctor finds what no screen shows: each row broken by hand is told, a sound one never is."""

from uuid import uuid4

import pytest
from sqlalchemy import delete, select, update

from tests.use_cases.cast import (
    attach,
    begin,
    do,
    file_dossier,
    install,
    live_task,
    make_agent,
    make_citizen,
)
from tests.use_cases.files import pdf
from workflows.errors import ProcessFailure
from workflows.model import (
    Dossier,
    DossierState,
    Incident,
    OutboxItem,
    Piece,
    Task,
    TaskState,
    Wait,
    WaitKind,
)
from workflows.use_cases.act import SYSTEM, acting
from workflows.use_cases.dossiers.withdraw import withdraw
from workflows.use_cases.incidents import report
from workflows.use_cases.operations.doctor import check_up
from workflows.use_cases.worker.work import beat, work_once


def codes(world, **options) -> list[str]:
    return sorted({trouble.code for trouble in check_up(world, **options).troubles})


def break_rows(world, *statements) -> None:
    with acting(world, SYSTEM) as act:
        for statement in statements:
            act.session.execute(statement)


@pytest.fixture
def waiting(world, aide):
    """A dossier that waits for its citizen, with two timers; everything due was done."""
    dossier_id = file_dossier(world, make_citizen(world), aide)
    do(
        world,
        make_agent(world),
        live_task(world, dossier_id),
        decision="a_completer",
        motif="Pièce",
    )
    work_once(world)
    return dossier_id


def test_an_installation_at_work_is_sound(world, aide, waiting):
    begin(world, make_citizen(world, "jean@exemple.nc"), aide)
    gone = file_dossier(world, rose := make_citizen(world, "lea@exemple.nc"), aide)
    with acting(world, rose) as act:
        withdraw(act, gone)
    work_once(world)

    found = check_up(world, files=True)

    assert found.troubles == ()
    assert (found.sound, found.dossiers, found.incidents) == (True, 2, 0)


def test_a_dossier_with_nothing_left_is_told_unless_an_incident_says_so(world, waiting):
    break_rows(
        world,
        update(Task).values(state=TaskState.CANCELLED),
        delete(Wait),
    )

    assert codes(world) == ["immobile"]

    with acting(world, SYSTEM) as act:
        report(act.session, act.now, waiting, ProcessFailure("Bloqué."))
    assert "immobile" not in codes(world)
    assert check_up(world).incidents == 1


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        (delete(Wait).where(Wait.element_id == "Quinze"), "attente-absente"),
        (update(Wait).values(due_at=Wait.due_at), None),
        (update(Wait).where(Wait.element_id == "Quinze").values(name="autre"), "attente-en-trop"),
        (update(Task).values(state=TaskState.CANCELLED), "tache-absente"),
        (update(Task).values(state=TaskState.READY), "tache-en-trop"),
        (update(Dossier).values(process_state=None), "etat"),
        (update(Dossier).values(process_state=b'{"v": 9}'), "etat"),
        (update(Dossier).values(state=DossierState.RETIRE), "reste"),
        (update(OutboxItem).values(delivered_at=None, failure="refus"), "envoi"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_row_that_disagrees_is_told(world, waiting, statement, code):
    break_rows(world, statement)

    found = check_up(world)

    assert {trouble.code for trouble in found.troubles} >= ({code} if code else set())
    assert found.sound is (code is None)


def test_a_timer_put_aside_by_an_incident_is_no_trouble(world, waiting):
    break_rows(world, delete(Wait))
    with acting(world, SYSTEM) as act:
        report(act.session, act.now, waiting, ProcessFailure("Bloqué.", "Quinze"))

    assert codes(world) == []


def test_a_closed_dossier_that_still_waits_is_told_only_for_what_its_process_left(world, waiting):
    stray = Wait(id=uuid4(), dossier_id=waiting, element_id="Fin", kind=WaitKind.MESSAGE)
    break_rows(world, update(Dossier).values(state=DossierState.REFUSE))
    assert codes(world) == []

    with acting(world, SYSTEM) as act:
        act.session.add(stray)

    assert codes(world) == ["attente-en-trop"]


def test_a_worker_that_stopped_is_told_with_what_it_leaves(world, aide):
    file_dossier(world, make_citizen(world), aide)
    beat(world)
    assert codes(world) == []

    world.clock.advance(minutes=10)

    assert codes(world) == ["envois-en-retard", "worker"]


def test_a_timer_that_nobody_wakes_is_told(world, waiting):
    world.clock.advance(days=16)
    beat(world)

    assert codes(world) == ["echeances-en-retard"]


def test_files_are_read_again_when_asked(world, aide):
    citizen = make_citizen(world)
    _dossier, task_id = begin(world, citizen, aide)
    attach(world, citizen, task_id, "identite.pdf", pdf())
    beat(world)
    [name] = [name for name in world.storage.files if "." not in name]
    assert check_up(world, files=True).files == 1
    assert codes(world, files=True) == []

    world.storage.files[name] = b"autre chose"
    assert codes(world, files=True) == ["fichier-altere"]
    assert codes(world) == []

    del world.storage.files[name]
    assert codes(world, files=True) == ["fichier-absent"]


def test_every_dossier_is_examined_batch_after_batch(sqlite_world, aide_folder, monkeypatch):
    world = sqlite_world
    monkeypatch.setattr("workflows.use_cases.operations.examine.BATCH", 2)
    code = install(world, aide_folder)
    for rank in range(5):
        begin(world, make_citizen(world, f"{rank}@exemple.nc"), code)
    beat(world)
    break_rows(
        world, update(Dossier).where(Dossier.number.endswith("5")).values(process_state=None)
    )

    found = check_up(world)

    assert found.dossiers == 5
    assert [(each.code, each.number[-1]) for each in found.troubles] == [("etat", "5")]


def test_the_report_is_plain_json(world, waiting):
    break_rows(world, delete(Wait))

    told = check_up(world).as_json()

    assert told["sound"] is False
    assert told["troubles"][0]["code"] == "attente-absente"
    assert told["troubles"][0]["number"].startswith("AT-2026-")


def test_reading_changes_nothing(world, waiting):
    world.clock.advance(days=16)
    with acting(world, SYSTEM) as act:
        before = act.session.execute(select(Dossier.revision, Dossier.process_state)).all()

    check_up(world, files=True)

    with acting(world, SYSTEM) as act:
        assert act.session.execute(select(Dossier.revision, Dossier.process_state)).all() == before
        assert not act.session.scalars(select(Incident)).all()
        assert not act.session.scalars(select(Piece)).all()
