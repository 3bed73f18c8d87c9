"""A dossier as it stood at any moment: each moment seen while it was the present comes back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from tests.use_cases import files
from tests.use_cases import sample_demarches as demarches
from tests.use_cases.cast import (
    TestWorld,
    attach,
    begin,
    do,
    file_dossier,
    install,
    live_task,
    make_agent,
    make_citizen,
)
from workflows.errors import Forbidden, Invalid, NotFound
from workflows.model import DossierState, Role, TaskState
from workflows.use_cases.act import Act, Actor, acting, looking
from workflows.use_cases.dossiers.claim_task import claim, release
from workflows.use_cases.dossiers.reading.my_dossiers import DossierSheet, show_dossier
from workflows.use_cases.dossiers.reading.past import PastSheet, dossier_at
from workflows.use_cases.dossiers.withdraw import withdraw
from workflows.use_cases.operations.move_dossiers import move_dossier
from workflows.use_cases.operations.plan_moves import Order
from workflows.use_cases.worker.work import work_once


def seen(world: TestWorld, agent: Actor, dossier_id: UUID, at: datetime) -> PastSheet:
    with looking(world, agent) as act:
        return dossier_at(act, dossier_id, at)


def shown(world: TestWorld, agent: Actor, dossier_id: UUID) -> DossierSheet:
    with looking(world, agent) as act:
        return show_dossier(act, dossier_id)


def same_as_shown(past: PastSheet, present: DossierSheet) -> bool:
    """Tell whether the past told of this very moment is what the dossier's page says now."""
    live = [task for task in present.tasks if task.state is TaskState.READY]
    return (
        past.state is present.card.state
        and past.answers == present.answers
        and past.pieces == present.pieces
        and past.documents == present.documents
        and past.journal == present.journal
        and [(t.name, t.lane, t.due_at, t.holder or None) for t in past.tasks]
        == [(t.name, t.lane, t.due_at, t.claimed_by) for t in live]
    )


def steps_of_a_life(world: TestWorld, citizen: Actor, agent: Actor, code: str):
    """Return a dossier, and what happens to it one thing after the other."""
    chief = make_agent(world, "Chef", role=Role.CHIEF)
    dossier_id, task_id = begin(world, citizen, code)
    attach(world, citizen, task_id, "domicile.pdf", files.pdf())

    def handle(actor: Actor, verb: Callable[[Act, UUID], None]) -> None:
        with acting(world, actor) as act:
            verb(act, live_task(world, dossier_id))

    def answer() -> None:
        waiting = live_task(world, dossier_id)
        attach(world, citizen, waiting, "rib.pdf", files.pdf(), field="complement")
        do(world, citizen, waiting, reponse="Le voici")

    def decide(decision: str) -> None:
        do(world, agent, live_task(world, dossier_id), decision=decision, motif="Un RIB")

    return dossier_id, [
        lambda: do(world, citizen, task_id),
        lambda: handle(agent, claim),
        lambda: handle(chief, release),
        lambda: decide("a_completer"),
        lambda: (world.clock.advance(days=15), work_once(world)),
        answer,
        lambda: decide("conforme"),
        lambda: work_once(world),
    ]


def test_every_moment_of_a_life_comes_back_as_it_was_seen(world, aide):
    citizen, agent = make_citizen(world), make_agent(world)
    dossier_id, steps = steps_of_a_life(world, citizen, agent, aide)
    kept: list[PastSheet] = []
    for step in steps:
        world.clock.advance(hours=5)
        step()
        now = seen(world, agent, dossier_id, world.now())
        assert same_as_shown(now, shown(world, agent, dossier_id))
        kept.append(now)

    again = [seen(world, agent, dossier_id, sheet.at) for sheet in kept]

    lasting = {"moments": ()}  # what came later is known later
    assert [replace(s, **lasting) for s in again] == [replace(s, **lasting) for s in kept]
    told = " ".join(sheet.state for sheet in kept[:5])
    assert told == "depose en_instruction en_instruction a_completer a_completer"
    assert [str(sheet.state) for sheet in kept[5:]] == ["en_instruction", "accepte", "accepte"]
    assert [len(sheet.waits) for sheet in kept] == [0, 0, 0, 2, 1, 0, 0, 0]
    assert kept[3].waits[0].due_at == kept[3].at + timedelta(days=15)


def test_between_two_events_the_dossier_is_as_the_first_left_it(world, aide):
    citizen, agent = make_citizen(world), make_agent(world)
    dossier_id = file_dossier(world, citizen, aide)
    filed = world.now()
    world.clock.advance(days=3)
    do(world, agent, live_task(world, dossier_id), decision="refus", motif="Trop tard")

    sheet = seen(world, agent, dossier_id, filed + timedelta(days=1))

    assert sheet.state is DossierState.DEPOSE
    assert [task.element_id for task in sheet.tasks] == ["Examiner"]
    assert sheet.diagram.live == ("Examiner",)
    assert "Choix" not in sheet.diagram.passed
    assert "Motif" not in [row.label for section in sheet.answers for row in section.rows]


def test_a_file_is_there_from_the_moment_it_was_sent_not_attached(world, aide):
    citizen, agent = make_citizen(world), make_agent(world)
    dossier_id = file_dossier(world, citizen, aide)
    do(world, agent, live_task(world, dossier_id), decision="a_completer")
    world.clock.advance(days=1)
    task_id, attached = live_task(world, dossier_id), world.now()
    attach(world, citizen, task_id, "rib.pdf", files.pdf(), field="complement")
    world.clock.advance(days=1)
    do(world, citizen, task_id)

    before, after = (seen(world, agent, dossier_id, at) for at in (attached, world.now()))

    assert before.pieces == ()
    assert [piece.name for piece in after.pieces] == ["rib.pdf"]


def test_a_withdrawn_dossier_waits_for_nothing_and_did_before(world, aide):
    citizen, agent = make_citizen(world), make_agent(world)
    dossier_id = file_dossier(world, citizen, aide)
    do(world, agent, live_task(world, dossier_id), decision="a_completer")
    asked = world.now()
    world.clock.advance(days=2)
    with acting(world, citizen) as act:
        withdraw(act, dossier_id)

    after, before = (seen(world, agent, dossier_id, at) for at in (world.now(), asked))

    assert (after.state, after.tasks, after.waits) == (DossierState.RETIRE, (), ())
    assert before.state is DossierState.A_COMPLETER
    assert len(before.waits) == 2


def test_a_dossier_that_changed_version_is_told_in_the_words_of_the_one_it_followed(
    world, aide, tmp_path
):
    citizen, agent = make_citizen(world), make_agent(world)
    administrator = make_agent(world, "Ada", role=Role.ADMINISTRATOR)
    dossier_id = file_dossier(world, citizen, aide)
    filed = world.now()
    folder = demarches.write_aide(tmp_path / "aide_test")
    process = (folder / "process.bpmn").read_text(encoding="utf-8")
    renamed = process.replace('"Examiner"', '"Etudier"').replace(">Examiner<", ">Etudier<")
    renamed = renamed.replace("Examiner la demande", "Étudier la demande")
    (folder / "process.bpmn").write_text(renamed, encoding="utf-8")
    install(world, folder)
    world.clock.advance(days=1)
    with acting(world, administrator) as act:
        move_dossier(act, dossier_id, Order(aide, 2, {"Examiner": "Etudier"}))

    before, after = (seen(world, agent, dossier_id, at) for at in (filed, world.now()))

    assert (before.version, [task.name for task in before.tasks]) == (1, ["Examiner la demande"])
    assert (after.version, [task.name for task in after.tasks]) == (2, ["Étudier la demande"])
    assert (before.diagram.live, after.diagram.live) == (("Examiner",), ("Etudier",))


def test_the_past_is_for_agents_who_see_the_dossier_and_from_its_filing_on(world, aide):
    citizen, agent = make_citizen(world), make_agent(world)
    stranger = make_agent(world, "Luc", groups=())
    begin(world, citizen, aide)
    world.clock.advance(hours=1)
    dossier_id = file_dossier(world, citizen, aide)
    filed = world.now()

    with pytest.raises(Invalid, match="pas encore déposé"):
        seen(world, agent, dossier_id, filed - timedelta(minutes=1))
    with pytest.raises(Forbidden):
        seen(world, citizen, dossier_id, filed)
    with pytest.raises(NotFound):
        seen(world, stranger, dossier_id, filed)
