"""Tasks, services and ends: what waits for a person, what is asked outside, how it ends."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from tests.engine.case import MORNING, Case, read
from workflows.engine import complete, parse_process
from workflows.errors import ProcessFailure, TaskGone


def test_a_definition_says_who_does_what_with_which_form():
    definition = read("instruction")

    verify = definition.tasks["Verifier"]

    assert definition.lanes == ("Usager", "Agent")
    assert definition.start_task == definition.tasks["Deposer"]
    assert (verify.lane, verify.form_id) == ("Agent", "instruction")
    assert verify.candidate_groups == ("bureau", "chefs")
    assert verify.properties == {"niveau": "1"}
    assert definition.routing_variables == {"decision", "montant"}
    assert definition.outcomes["Fin_accepte"] == "accepte"
    assert {effect.type for effect in definition.effects} == {"mail", "document"}


def test_a_definition_is_read_once_for_the_same_bytes():
    assert read("instruction") is read("instruction")


def test_a_dossier_goes_from_filing_to_its_outcome():
    case = Case(read("instruction"))

    case.do("Deposer").do("Verifier", decision="oui", montant=Decimal("12.50"))

    assert case.advance.finished
    assert case.advance.outcome == "accepte"
    assert case.passed == [
        "Debut",
        "Deposer",
        "Accuser",
        "AVerifier",
        "Verifier",
        "Decision",
        "Accorder",
        "Fin_accepte",
    ]


def test_a_service_is_an_effect_with_its_headers_and_its_evaluated_inputs():
    case = Case(read("instruction")).do("Deposer")

    case.do("Verifier", decision="oui", montant=Decimal("12.50"))

    (effect,) = case.advance.effects
    assert (effect.type, effect.element_id) == ("document", "Accorder")
    assert effect.parameters == {"modele": "permis", "double": Decimal("25.00"), "texte": "fixe"}


def test_each_occurrence_of_an_effect_has_its_own_key():
    case = Case(read("instruction")).do("Deposer")
    first = case.do("Verifier").advance.effects[0].key

    second = case.do("Completer").do("Verifier").advance.effects[0].key

    assert first.startswith("Demander:")
    assert first != second


def test_a_task_keeps_its_id_and_its_due_date_while_it_waits():
    case = Case(read("instruction")).do("Deposer")
    before = case.advance.ready

    case.after(days=3)

    assert case.advance.ready == before
    assert before[0].due_at == datetime(2026, 12, 7, 22, 0, tzinfo=UTC)


def test_only_routing_variables_stay_in_the_state():
    case = Case(read("instruction"))

    case.do("Deposer", nom="Wéa", montant=Decimal(1), decision=None)

    assert b"montant" in case.advance.state
    assert "Wéa".encode() not in case.advance.state


@pytest.mark.parametrize("decision", [None, "autre", True, Decimal(1)], ids=repr)
def test_an_answer_that_matches_no_condition_takes_the_default_flow(decision):
    case = Case(read("instruction")).do("Deposer")

    case.do("Verifier", decision=decision)

    assert case.ready == ["Completer"]


def test_an_undefined_variable_is_null_and_takes_the_default_flow():
    case = Case(read("instruction")).do("Deposer")

    case.do("Verifier")

    assert case.ready == ["Completer"]


def test_a_condition_must_be_true_and_not_merely_something():
    bpmn = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">
      <startEvent id="s"/><userTask id="t"/><exclusiveGateway id="g" default="no"/>
      <userTask id="a"/><userTask id="b"/>
      <sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
      <sequenceFlow id="f2" sourceRef="t" targetRef="g"/>
      <sequenceFlow id="yes" sourceRef="g" targetRef="a">
        <conditionExpression>=reponse</conditionExpression></sequenceFlow>
      <sequenceFlow id="no" sourceRef="g" targetRef="b"/></process></definitions>"""

    case = Case(parse_process(bpmn)).do("t", reponse="non")

    assert case.ready == ["b"]


def test_a_task_done_twice_is_gone():
    """Trap 4: SpiffWorkflow runs a task whatever its state; a double click did it twice."""
    case = Case(read("instruction"))
    (task,) = case.advance.ready
    after = complete(case.definition, case.advance.state, task.id, {}, MORNING)

    with pytest.raises(TaskGone, match="déjà faite"):
        complete(case.definition, after.state, task.id, {}, MORNING)


def test_a_task_that_does_not_exist_is_gone():
    case = Case(read("instruction"))

    with pytest.raises(TaskGone):
        complete(case.definition, case.advance.state, uuid4(), {}, MORNING)


def test_only_human_tasks_that_are_ready_can_be_completed():
    """Trap 4: SpiffWorkflow would run a waiting timer or a future task."""
    case = Case(read("instruction")).do("Deposer").do("Verifier")
    rows = json.loads(case.advance.state)["s"][0][1]
    others = [UUID(hex=row[0]) for row in rows if row[2] != "Completer"]

    for task_id in others:
        with pytest.raises(TaskGone):
            complete(case.definition, case.advance.state, task_id, {}, MORNING)
    assert len(others) >= 4


def test_a_failure_names_its_element():
    case = Case(read("instruction")).do("Deposer")
    (task,) = case.advance.ready
    answers = {"decision": "oui", "montant": object()}

    with pytest.raises(ProcessFailure) as failure:
        complete(case.definition, case.advance.state, task.id, answers, MORNING)

    assert failure.value.message


def test_a_decision_drawn_without_conditions_belongs_to_the_person_before_it():
    definition = read("choix")

    instruct = definition.tasks["Instruire"]

    assert [(choice.label) for choice in instruct.choices] == ["Accorder", "Refuser"]
    accept = instruct.choices[0].value
    case = Case(definition).do("Instruire", **{instruct.choice_variable: accept})
    assert case.ready == ["Signer"]


def test_a_decision_that_no_task_precedes_gets_a_task_of_its_own_in_its_lane():
    definition = read("choix")
    instruct = definition.tasks["Instruire"]
    refuse = instruct.choices[1].value

    case = Case(definition).do("Instruire", **{instruct.choice_variable: refuse})

    assert case.ready == ["Suite_decision"]
    added = definition.tasks["Suite_decision"]
    assert (added.name, added.lane) == ("Suite à donner", "Agent")
    assert [choice.label for choice in added.choices] == ["Notifier", "Fin_c"]


def test_two_calls_of_one_process_are_two_sub_processes():
    case = Case(read("appels"))

    case.do("Verifier").do("Seconde_Verifier")

    assert case.advance.finished


def test_dates_stay_dates_in_the_state():
    case = Case(read("instruction"))

    case.do("Deposer", montant=date(2027, 1, 1))

    assert b'{"$":["d","2027-01-01"]}' in case.advance.state
