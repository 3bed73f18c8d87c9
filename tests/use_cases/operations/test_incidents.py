"""Incidents: whatever stops a process is kept, once, in French, beside its dossier."""

import pytest
from sqlalchemy import select

from tests.use_cases import sample_demarches as demarches
from tests.use_cases.cast import do, file_dossier, install, live_task, make_agent, make_citizen
from workflows.errors import IllegalTransition, ProcessFailure, TaskGone
from workflows.feel import evaluate
from workflows.model import AnswerSet, Incident
from workflows.use_cases.act import SYSTEM, looking
from workflows.use_cases.incidents import failing_as_incident


def wrong_expression():
    evaluate("1 +", {})


def wrong_transition():
    raise IllegalTransition("Le dossier ne peut pas passer.")


def bug():
    return {}["absent"]


@pytest.mark.parametrize("failing", [wrong_expression, wrong_transition, bug])
def test_whatever_stops_a_process_becomes_one_failure_that_knows_its_dossier(failing):
    with pytest.raises(ProcessFailure) as stopped, failing_as_incident("the dossier"):
        failing()

    assert stopped.value.dossier_id == "the dossier"
    assert stopped.value.message.startswith("Le processus n'a pas pu avancer : ")


def test_a_task_already_done_is_no_incident():
    with pytest.raises(TaskGone), failing_as_incident("the dossier"):
        raise TaskGone("Cette tâche est déjà faite.")


@pytest.fixture
def stuck(world, tmp_path):
    """A démarche whose second task leads to a letter that does not exist."""
    elements = [
        '<bpmn:startEvent id="Debut"/>',
        demarches.human("Deposer", "Déposer", "demande"),
        demarches.human("Examiner", "Examiner", "complement"),
        demarches.service("Ecrire", "mail", lettre="perdue"),
        demarches.end("Fin", "accepte"),
    ]
    flows = [
        ("Debut", "Deposer"),
        ("Deposer", "Examiner"),
        ("Examiner", "Ecrire"),
        ("Ecrire", "Fin"),
    ]
    lanes = {"Usager": ["Debut", "Deposer"], "Bureau": ["Examiner"]}
    folder = demarches.write_folder(tmp_path / "perdue", demarches.bpmn(lanes, elements, flows))
    return install(world, folder)


def test_a_completion_that_stops_the_process_leaves_one_incident_and_nothing_else(world, stuck):
    agent = make_agent(world)
    dossier_id = file_dossier(world, make_citizen(world), stuck)
    task_id = live_task(world, dossier_id)

    for _click in range(2):
        with pytest.raises(ProcessFailure):
            do(world, agent, task_id, reponse="Vu")

    with looking(world, SYSTEM) as act:
        found = select(Incident.dossier_id, Incident.element_id, Incident.cause)
        assert act.session.execute(found).all() == [
            (dossier_id, "Ecrire", "La lettre « perdue » n'existe pas.")
        ]
        assert len(act.session.scalars(select(AnswerSet.id)).all()) == 1
    assert live_task(world, dossier_id) == task_id
