"""Where a dossier is on its diagram, drawn and in words; decisions that are buttons."""

import pytest

from tests.use_cases import sample_demarches as demarches
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
from workflows.errors import InvalidAnswers
from workflows.model import DossierState
from workflows.use_cases.act import looking
from workflows.use_cases.dossiers.fill_task import open_task
from workflows.use_cases.dossiers.reading.diagram import diagram
from workflows.use_cases.dossiers.reading.my_dossiers import show_dossier


@pytest.fixture
def buttons(world, tmp_path):
    """A démarche whose tasks end in a gateway that no field decides."""
    elements = [
        '<bpmn:startEvent id="Debut"/>',
        demarches.human("Deposer", "Déposer", "demande"),
        demarches.gateway("Voie"),
        demarches.human("Examiner", "Examiner", ""),
        demarches.gateway("Sort"),
        demarches.end("Oui", "accepte"),
        demarches.end("Non", "refuse"),
        demarches.end("Renonce", "sans_suite"),
    ]
    flows = [
        ("Debut", "Deposer"),
        ("Deposer", "Voie"),
        ("Voie", "Examiner", "continuer"),
        ("Voie", "Renonce", "renoncer"),
        ("Examiner", "Sort"),
        ("Sort", "Oui", "accorder"),
        ("Sort", "Non", "refuser"),
    ]
    lanes = {"Usager": ["Debut", "Deposer", "Voie"], "Bureau": ["Examiner", "Sort"]}
    folder = demarches.write_folder(tmp_path / "boutons", demarches.bpmn(lanes, elements, flows))
    return install(world, folder)


def test_the_diagram_shows_what_was_passed_and_what_is_live(world, aide):
    citizen, agent = make_citizen(world), make_agent(world)
    dossier_id = file_dossier(world, citizen, aide)
    do(world, agent, live_task(world, dossier_id), decision="a_completer", motif="Un RIB")

    with looking(world, agent) as act:
        drawn = diagram(act, dossier_id)

    assert drawn.bpmn.startswith(b"<?xml")
    assert drawn.live == ("Completer",)
    assert {"Debut", "Deposer", "Examiner", "Choix", "DireCompleter"} <= set(drawn.passed)
    status = {step.element_id: step.status for step in drawn.steps}
    assert status["Deposer"] == "passed"
    assert status["Completer"] == "live"
    assert status["Fin_accepte"] == "ahead"


@pytest.mark.parametrize(
    ("decision", "statuses"),
    [
        ("refus", {"Fin_refuse": "passed", "Fin_accepte": "apart", "Completer": "apart"}),
        ("a_completer", {"Fin_refuse": "ahead", "Fin_accepte": "ahead", "Completer": "live"}),
    ],
)
def test_what_a_dossier_can_no_longer_come_to_is_not_announced(world, aide, decision, statuses):
    citizen, agent = make_citizen(world), make_agent(world)
    dossier_id = file_dossier(world, citizen, aide)
    do(world, agent, live_task(world, dossier_id), decision=decision, motif="Hors délai")

    with looking(world, agent) as act:
        steps = diagram(act, dossier_id).steps

    found = {step.element_id: step.status for step in steps if step.element_id in statuses}
    assert found == statuses


def test_a_task_offers_its_gateway_as_buttons_and_takes_none_but_these(world, buttons):
    citizen, agent = make_citizen(world), make_agent(world)
    dossier_id, task_id = begin(world, citizen, buttons)
    with looking(world, citizen) as act:
        sheet = open_task(act, task_id)
    name = sheet.choice_variable
    values = [choice.value for choice in sheet.choices]

    for wrong in ({}, {name: "autre"}):
        with pytest.raises(InvalidAnswers) as refused:
            do(world, citizen, task_id, **wrong)
        assert set(refused.value.errors) == {name}
    do(world, citizen, task_id, **{name: values[0]})

    assert [task.element_id for task in live_tasks(world, dossier_id)] == ["Examiner"]
    with looking(world, citizen) as act:
        rows = [row for part in show_dossier(act, dossier_id).answers for row in part.rows]
        examine = live_task(world, dossier_id)
    assert "Wamytan" in [row.text for row in rows], "the draft was sent, not emptied"
    with looking(world, agent) as act:
        decide = open_task(act, examine)
    assert decide.form.pages == ()
    card = do(world, agent, examine, **{decide.choice_variable: decide.choices[-1].value})
    assert card.state is DossierState.REFUSE


def test_what_another_file_draws_is_shown_there_and_by_its_call_in_the_main_diagram(
    world, tmp_path
):
    code = install(world, demarches.write_calling(tmp_path / "appel"))
    citizen, agent = make_citizen(world), make_agent(world)
    dossier_id = file_dossier(world, citizen, code)

    with looking(world, agent) as act:
        drawn = diagram(act, dossier_id)

    (called,) = drawn.called
    assert drawn.live == ("Consulter",)
    assert (called.file, called.name) == ("avis.bpmn", "Consulter un service")
    assert (called.live, called.passed) == (("Rendre",), ("Ouvrir",))
    assert b'id="avis"' in called.bpmn
    assert {step.name: step.status for step in drawn.steps}["Fin"] == "ahead"
