"""Whatever stops a process leaves an incident that names its place, and a sound doctor."""

import pytest
from sqlalchemy import select

from tests.use_cases.cast import do, file_dossier, install, live_task, make_agent, make_citizen
from tests.use_cases.sample_demarches import bpmn, end, gateway, human, timer, write_folder
from workflows.errors import ProcessFailure
from workflows.model import AnswerSet, Dossier, DossierState, Incident, Task, TaskState
from workflows.use_cases.act import SYSTEM, looking
from workflows.use_cases.operations.doctor import check_up
from workflows.use_cases.worker.work import work_once

HEAD = [("Debut", "Deposer"), ("Deposer", "Examiner"), ("Examiner", "Choix")]
DEADLOCK = [*HEAD, ("Choix", "Union"), ("Choix", "Union", "f2", '="a" = "b"'), ("Union", "Fin")]
ENDLESS = [
    *HEAD,
    ("Choix", "Tour", "f1"),
    ("Choix", "Fin", "f2", '=decision = "jamais"'),
    ("Tour", "Choix"),
]
NO_WAY_OUT = [
    *HEAD,
    ("Choix", "Fin", "f1", '=absente = "x"'),
    ("Choix", "Union", "f2", "=absente &gt; 2"),
    ("Union", "Fin"),
]


def write_trap(folder, flows):
    """After an examination, or a day without one, the process meets a trap."""
    middle = {
        "Union": '<bpmn:parallelGateway id="Union" name="Union"/>',
        "Tour": gateway("Tour"),
    }
    used = {name for flow in flows for name in flow[:2]}
    elements = [
        '<bpmn:startEvent id="Debut"/>',
        human("Deposer", "Déposer", "demande"),
        human("Examiner", "Examiner", "instruction"),
        timer("Tard", "Examiner", "P1D", name="1 jour"),
        gateway("Choix", default="" if flows is NO_WAY_OUT else f"s{len(HEAD)}"),
        *(text for name, text in middle.items() if name in used),
        end("Fin", "accepte"),
    ]
    if flows is ENDLESS:
        elements[4] = gateway("Choix", default="f1")
    lanes = {"Usager": ["Debut", "Deposer"], "Bureau": ["Examiner", "Tard", "Choix", "Fin"]}
    return write_folder(folder, bpmn(lanes, elements, [*flows, ("Tard", "Choix")]))


TRAPS = pytest.mark.parametrize(
    ("flows", "place", "cause"),
    [
        (DEADLOCK, "Union", "plus rien n’y est à faire ni attendu"),
        (ENDLESS, "", "tourne en rond"),
        (NO_WAY_OUT, "Choix", "Aucune condition n’est remplie"),
    ],
    ids=["deadlock", "spent budget", "undefined variable"],
)


def incident(world):
    with looking(world, SYSTEM) as act:
        found = act.session.scalars(select(Incident)).one()
        act.session.expunge_all()
    return found


@TRAPS
def test_a_trap_met_by_a_person_leaves_an_incident_and_the_task(
    world, tmp_path, flows, place, cause
):
    code = install(world, write_trap(tmp_path / "piege", flows))
    dossier_id = file_dossier(world, make_citizen(world), code)
    task_id = live_task(world, dossier_id)

    with pytest.raises(ProcessFailure):
        do(world, make_agent(world), task_id, decision="conforme")

    found = incident(world)
    assert cause in found.cause
    assert found.element_id == (place or found.element_id)
    assert live_task(world, dossier_id) == task_id
    with looking(world, SYSTEM) as act:
        assert len(act.session.scalars(select(AnswerSet.id)).all()) == 1
    work_once(world)
    assert check_up(world).troubles == ()


@TRAPS
def test_a_trap_met_by_a_timer_leaves_an_incident_and_stops_no_other(
    world, tmp_path, flows, place, cause
):
    code = install(world, write_trap(tmp_path / "piege", flows))
    file_dossier(world, make_citizen(world), code)
    world.clock.advance(days=2)

    work_once(world)
    work_once(world)

    assert cause in incident(world).cause
    with looking(world, SYSTEM) as act:
        ready = select(Task.element_id).where(Task.state == TaskState.READY)
        assert act.session.scalars(ready).all() == ["Examiner"]
        assert act.session.scalars(select(Dossier.state)).one() is DossierState.DEPOSE
    found = check_up(world)
    assert (found.troubles, found.incidents) == ((), 1)
