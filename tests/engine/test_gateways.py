"""Gateways: who waits for whom, in and out of loops."""

import pytest

from tests.engine.case import Case, read
from workflows.engine import parse_process
from workflows.errors import ProcessFailure


def test_a_parallel_join_waits_for_both_branches():
    case = Case(read("avis")).do("Instruire")
    both = case.ready

    case.do("Eau")

    assert both == ["Eau", "Voirie"]
    assert case.ready == ["Voirie"]
    assert case.do("Voirie").ready == ["Conclure"]


@pytest.mark.parametrize("order", [("Eau", "Voirie"), ("Voirie", "Eau")], ids=" puis ".join)
def test_a_parallel_join_in_a_loop_waits_for_both_branches_at_each_round(order):
    """SpiffWorkflow counts the arrivals of earlier rounds and lets one branch through alone."""
    case = Case(read("avis")).do("Instruire")

    for _round in range(4):
        case.do(order[0])
        assert case.ready == [order[1]]
        case.do(order[1]).do("Conclure", encore=True)
        order = order[::-1]

    assert case.ready == ["Eau", "Voirie"]


@pytest.mark.parametrize(
    ("chosen", "opened"),
    [
        ({"eau": True, "feu": True}, ["Eau", "Feu"]),
        ({"eau": True}, ["Eau"]),
        ({"eau": None, "feu": False}, ["Aucune"]),
    ],
    ids=["both", "one", "default"],
)
def test_an_inclusive_gateway_opens_what_is_true_and_waits_for_what_it_opened(chosen, opened):
    case = Case(read("consultations")).do("Choisir", **chosen)
    ready = case.ready

    for element_id in opened:
        assert "Conclure" not in case.ready
        case.do(element_id)

    assert ready == opened
    assert case.ready == ["Conclure"]


def test_a_branch_that_loops_does_not_reach_the_join_before_its_condition_holds():
    case = Case(read("tournee"))

    case.do("Attendre")
    for _round in range(3):
        case.do("Corriger", bon=False)

    assert case.ready == ["Corriger"]
    assert case.do("Corriger", bon=True).advance.finished


def test_a_gateway_with_no_true_condition_and_no_default_is_a_failure_that_names_it():
    bpmn = (
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">'
        b'<startEvent id="s"/><exclusiveGateway id="g" name="Choix"/><task id="a"/><task id="b"/>'
        b'<sequenceFlow id="f" sourceRef="s" targetRef="g"/>'
        b'<sequenceFlow id="x" sourceRef="g" targetRef="a">'
        b"<conditionExpression>=n = 1</conditionExpression></sequenceFlow>"
        b'<sequenceFlow id="y" sourceRef="g" targetRef="b">'
        b"<conditionExpression>=n = 2</conditionExpression></sequenceFlow>"
        b"</process></definitions>"
    )

    with pytest.raises(ProcessFailure, match="« Choix »") as failure:
        Case(parse_process(bpmn))

    assert failure.value.element_id == "g"


def test_a_join_that_nothing_can_complete_is_a_failure_and_not_a_silence():
    bpmn = (
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">'
        b'<startEvent id="s"/><task id="t"/><exclusiveGateway id="g"/><parallelGateway id="j"/>'
        b'<endEvent id="e"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>'
        b'<sequenceFlow id="f2" sourceRef="t" targetRef="g"/>'
        b'<sequenceFlow id="f3" sourceRef="g" targetRef="j"/>'
        b'<sequenceFlow id="f4" sourceRef="s" targetRef="j"/>'
        b'<sequenceFlow id="f5" sourceRef="g" targetRef="e">'
        b"<conditionExpression>=true</conditionExpression></sequenceFlow>"
        b'<sequenceFlow id="f6" sourceRef="j" targetRef="e"/></process></definitions>'
    )
    case = Case(parse_process(bpmn))

    with pytest.raises(ProcessFailure, match="bloqué") as failure:
        case.do("t")

    assert failure.value.element_id == "j"
