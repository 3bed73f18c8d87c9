"""Errors, escalations, cancellations and ends: what leaves a sub-process, and what it stops."""

import pytest

from tests.engine.case import Case, read
from tests.engine.test_normalise import drawn, flow
from workflows.engine import ProcessDefinition, parse_process
from workflows.errors import ProcessFailure

CODES = (
    '<error id="e1" name="un" errorCode="1"/><error id="e2" name="deux" errorCode="2"/>'
    '<escalation id="c1" name="alerte" escalationCode="A"/>'
)


def thrown(kind: str, reference: str, tag: str = "endEvent") -> str:
    """Return an event that throws an error, an escalation or a cancellation."""
    said = f' {kind}Ref="{reference}"' if reference else ""
    return f'<{tag} id="x"><{kind}EventDefinition{said}/></{tag}>'


def caught(kind: str, reference: str, **said: str) -> str:
    """Return a boundary event that catches it."""
    code = f' {kind}Ref="{reference}"' if reference else ""
    interrupts, id_ = said.get("interrupts", "true"), said.get("id", "b")
    return (
        f'<boundaryEvent id="{id_}" attachedToRef="{said.get("on", "sub")}"'
        f' cancelActivity="{interrupts}"><{kind}EventDefinition{code}/></boundaryEvent>'
    )


def scoped(inside: str, outside: str) -> ProcessDefinition:
    """Return a process whose sub-process does `t`, then what `inside` says."""
    return drawn(
        f'<startEvent id="s"/><subProcess id="sub"><startEvent id="i"/><task id="t"/>{inside}'
        + flow("i", "t")
        + f'</subProcess><task id="normal"/>{outside}'
        + flow("s", "sub")
        + flow("sub", "normal"),
        CODES,
    )


@pytest.mark.parametrize(
    ("boundary", "code"), [("e1", "e1"), ("", "e1"), ("", "")], ids=["code", "any", "no code"]
)
def test_an_error_leaves_by_the_boundary_that_catches_it_and_only_by_it(boundary, code):
    case = Case(
        scoped(
            thrown("error", code) + flow("t", "x"),
            caught("error", boundary) + '<task id="repair"/>' + flow("b", "repair"),
        )
    )

    assert case.do("t").ready == ["repair"]


def test_an_error_of_another_code_goes_through_and_fails_when_nothing_catches_it():
    case = Case(
        scoped(
            thrown("error", "e2") + flow("t", "x"),
            caught("error", "e1") + '<task id="repair"/>' + flow("b", "repair"),
        )
    )

    with pytest.raises(ProcessFailure, match="« deux » n’est interceptée") as failure:
        case.do("t")

    assert failure.value.element_id == "x"


def test_an_error_crosses_the_scopes_that_do_not_catch_it():
    case = Case(
        scoped(
            '<subProcess id="deep"><startEvent id="di"/><task id="dt"/>'
            + thrown("error", "e1")
            + flow("di", "dt")
            + flow("dt", "x")
            + '</subProcess><task id="after"/>'
            + flow("t", "deep")
            + flow("deep", "after"),
            caught("error", "e1") + '<task id="repair"/>' + flow("b", "repair"),
        )
    )

    assert case.do("t").do("dt").ready == ["repair"]


def test_an_escalation_alerts_without_stopping_and_may_come_again():
    case = Case(
        scoped(
            thrown("escalation", "c1", "intermediateThrowEvent")
            + '<exclusiveGateway id="g" default="g_u"/><task id="u"/>'
            + flow("t", "x")
            + flow("x", "g")
            + flow("g", "t", condition="=again = true")
            + flow("g", "u"),
            caught("escalation", "c1", interrupts="false")
            + '<task id="look"/>'
            + flow("b", "look"),
        )
    )

    case.do("t", again=True).do("t", again=False)

    assert case.ready == ["look", "look", "u"]


def test_an_escalation_nobody_hears_is_not_a_failure():
    case = Case(scoped(thrown("escalation", "c1") + flow("t", "x"), ""))

    assert case.do("t").ready == ["normal"]


def test_a_cancelled_transaction_leaves_by_its_cancel_boundary():
    definition = drawn(
        '<startEvent id="s"/><transaction id="sub"><startEvent id="i"/><task id="t"/>'
        + thrown("cancel", "")
        + flow("i", "t")
        + flow("t", "x")
        + "</transaction>"
        + caught("cancel", "")
        + '<task id="undo"/>'
        + flow("s", "sub")
        + flow("b", "undo")
    )

    assert Case(definition).do("t").ready == ["undo"]


def event_scope(start: str, inside: str) -> str:
    """Return an event sub-process begun by `start`."""
    return f'<subProcess id="es" triggeredByEvent="true">{start}{inside}</subProcess>'


@pytest.mark.parametrize(
    ("interrupts", "ready"), [("true", ["late"]), ("false", ["late", "t"])], ids=["stops", "beside"]
)
def test_an_event_sub_process_may_begin_by_a_timer(interrupts, ready):
    timer = "<timerEventDefinition><timeDuration>P30D</timeDuration></timerEventDefinition>"
    start = f'<startEvent id="x" isInterrupting="{interrupts}">{timer}</startEvent>'
    case = Case(
        drawn('<task id="t"/>' + event_scope(start, '<task id="late"/>' + flow("x", "late")))
    )

    case.after(days=30)

    assert case.ready == ready


def test_an_event_sub_process_catches_the_errors_of_its_process():
    start = '<startEvent id="c"><errorEventDefinition errorRef="e1"/></startEvent>'
    definition = drawn(
        '<startEvent id="s"/><task id="t"/>'
        + thrown("error", "e1")
        + flow("s", "t")
        + flow("t", "x")
        + event_scope(start, '<task id="repair"/>' + flow("c", "repair")),
        CODES,
    )

    assert Case(definition).do("t").ready == ["repair"]


def test_an_event_sub_process_belongs_to_the_sub_process_that_holds_it():
    stop = '<startEvent id="c"><messageEventDefinition/></startEvent>'
    case = Case(
        scoped(event_scope(stop, '<task id="undo"/>' + flow("c", "undo")), '<task id="o"/>')
    )
    awaited = case.awaited

    case.receive("c")

    assert awaited == ["c"]
    assert case.ready == ["undo"]
    assert case.do("undo").ready == ["normal"]


def test_terminate_ends_its_own_sub_process_and_no_more():
    case = Case(
        scoped(
            '<parallelGateway id="g"/><task id="u"/><endEvent id="x"><terminateEventDefinition/>'
            "</endEvent>" + flow("t", "g") + flow("g", "u") + flow("g", "x"),
            "",
        )
    )

    assert case.do("t").ready == ["normal"]


def test_an_end_waits_for_the_event_sub_processes_under_way():
    case = Case(read("retrait")).do("Deposer").receive("question").do("Instruire").do("Viser")

    assert case.ready == ["Repondre"]
    assert case.do("Repondre").advance.finished


def test_terminate_ends_a_process_with_its_event_sub_processes():
    end = b'<bpmn:endEvent id="Fin">'
    bpmn = read("retrait").bpmn.replace(end, end + b"<bpmn:terminateEventDefinition />")
    case = Case(parse_process(bpmn)).do("Deposer").receive("question")

    case.do("Instruire").do("Viser")

    assert case.advance.finished
    assert case.advance.outcome == "accepte"


def test_an_interrupted_activity_with_several_instances_leaves_none_behind():
    case = Case(
        drawn(
            '<startEvent id="s"/><subProcess id="sub"><multiInstanceLoopCharacteristics>'
            "<loopCardinality>=3</loopCardinality></multiInstanceLoopCharacteristics>"
            '<startEvent id="i"/><task id="t"/>'
            + flow("i", "t")
            + '</subProcess><boundaryEvent id="b" attachedToRef="sub"><timerEventDefinition>'
            "<timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>"
            '<task id="late"/>' + flow("s", "sub") + flow("b", "late")
        )
    )
    before = case.do("t").ready

    case.after(days=1)

    assert before == ["t", "t"]
    assert case.ready == ["late"]
    assert case.do("late").advance.finished
