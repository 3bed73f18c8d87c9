"""Every event that is thrown, and where it is heard; what an event cannot be."""

import pytest

from tests.engine.around import (
    ERROR,
    ESCALATION,
    MESSAGE,
    SIGNAL,
    TERMINATE,
    TIMERS,
    around,
    attached,
    event_scope,
)
from tests.engine.case import Case
from tests.engine.test_normalise import codes, drawn, flow
from workflows.engine import InvalidProcess


@pytest.mark.parametrize("place", ["boundary", "event sub-process"])
def test_an_error_takes_its_activity_away(place):
    said = {"outside": attached(ERROR, "true")}
    if place != "boundary":
        said = {"inside": event_scope(ERROR, "true")}
    thrown = f'<endEvent id="x2">{ERROR}</endEvent><task id="u"/>'
    case = around("", thrown=thrown, flows=flow("t", "x2") + flow("i", "u"), **said)

    case.do("t")

    assert case.ready == ["after", "o"]


def test_an_error_drawn_as_an_intermediate_event_is_thrown_all_the_same():
    thrown = f'<intermediateThrowEvent id="x2">{ERROR}</intermediateThrowEvent><task id="u"/>'
    flows = flow("t", "x2") + flow("x2", "u")
    case = around("", thrown=thrown, flows=flows, outside=attached(ERROR, "true"))

    assert case.do("t").ready == ["after", "o"]


KINDS = {
    "boundary": ('<boundaryEvent id="x" attachedToRef="a">{}</boundaryEvent>', TERMINATE),
    "end": ('<endEvent id="x">{}</endEvent>', TIMERS["date"]),
    "thrown": ('<intermediateThrowEvent id="x">{}</intermediateThrowEvent>', TERMINATE),
    "event sub-process": (
        '<subProcess id="es" triggeredByEvent="true"><startEvent id="x">{}</startEvent>'
        "</subProcess>",
        '<linkEventDefinition name="L"/>',
    ),
}


@pytest.mark.parametrize(("event", "definition"), KINDS.values(), ids=KINDS)
def test_a_definition_that_bpmn_does_not_know_on_such_an_event_is_refused_by_name(
    event, definition
):
    with pytest.raises(InvalidProcess, match="ne peut pas être de ce genre ici") as refusal:
        drawn('<task id="a"/>' + event.format(definition))

    assert refusal.value.element_id == "x"


def test_an_intermediate_event_that_nothing_can_trigger_is_begun_by_its_name():
    definition = drawn(
        f'<task id="a"/><intermediateCatchEvent id="x" name="Arrêt">{TERMINATE}'
        '</intermediateCatchEvent><task id="b"/>' + flow("a", "x") + flow("x", "b")
    )

    assert Case(definition).do("a").receive("Arrêt").ready == ["b"]
    assert codes(definition)["event_without_value"] == ["x"]


@pytest.mark.parametrize("place", ["boundary", "event sub-process"])
@pytest.mark.parametrize(("interrupts", "left"), [("true", []), ("false", ["u"])])
def test_an_escalation_takes_its_activity_away_only_if_it_interrupts(place, interrupts, left):
    said = {"outside": attached(ESCALATION, interrupts)}
    if place != "boundary":
        said = {"inside": event_scope(ESCALATION, interrupts)}
    thrown = f'<intermediateThrowEvent id="x2">{ESCALATION}</intermediateThrowEvent><task id="u"/>'
    case = around("", thrown=thrown, flows=flow("t", "x2") + flow("x2", "u"), **said)

    case.do("t")

    assert case.ready == ["after", "o", *left]


@pytest.mark.parametrize("tag", ["intermediateThrowEvent", "endEvent"])
@pytest.mark.parametrize(
    ("definition", "sent"),
    [(MESSAGE, [("message", "message")]), (SIGNAL, [("signal", "signal")]), ("", [])],
    ids=["message", "signal", "none"],
)
def test_an_event_that_sends_does_not_wait(tag, definition, sent):
    case = around("", thrown=f'<{tag} id="x2">{definition}</{tag}>', flows=flow("t", "x2"))

    case.do("t")

    effects = [(effect.type, effect.parameters[effect.type]) for effect in case.advance.effects]
    assert effects == sent
    assert case.ready == ["n", "o"]


def test_a_signal_thrown_is_heard_by_every_event_of_the_process_that_waits_for_it():
    outside = (
        f'<intermediateCatchEvent id="w">{SIGNAL}</intermediateCatchEvent><task id="heard"/>'
        + flow("f", "w")
        + flow("w", "heard")
        + attached(SIGNAL, "false")
    )
    thrown = f'<intermediateThrowEvent id="x2">{SIGNAL}</intermediateThrowEvent><task id="u"/>'

    case = around("", thrown=thrown, flows=flow("t", "x2") + flow("x2", "u"), outside=outside)

    assert case.do("t").ready == ["after", "heard", "o", "u"]


def test_a_terminate_end_stops_its_own_scope_and_no_other():
    thrown = '<endEvent id="x2"><terminateEventDefinition/></endEvent><task id="u"/>'
    case = around("", thrown=thrown, flows=flow("t", "x2") + flow("i", "u"))
    before = case.ready

    case.do("t")

    assert before == ["o", "t", "u"]
    assert case.ready == ["n", "o"]


def test_a_terminate_end_of_the_process_stops_everything():
    outside = '<endEvent id="x2"><terminateEventDefinition/></endEvent>' + flow("o", "x2")
    case = around("", outside=outside)

    assert case.do("o").advance.finished


def test_several_links_of_one_name_lead_to_one_place_each_scope_for_itself():
    link = '<linkEventDefinition name="L"/>'
    inside = (
        f'<intermediateThrowEvent id="g2">{link}</intermediateThrowEvent><intermediateCatchEvent'
        f' id="c2">{link}</intermediateCatchEvent><task id="u"/>'
    )
    outside = (
        f'<intermediateThrowEvent id="g1">{link}</intermediateThrowEvent><endEvent id="g3">{link}'
        f'</endEvent><intermediateCatchEvent id="c1">{link}</intermediateCatchEvent>'
        '<task id="after"/>' + flow("o", "g1") + flow("n", "g3") + flow("c1", "after")
    )
    case = around("", thrown=inside, flows=flow("t", "g2") + flow("c2", "u"), outside=outside)

    assert case.do("t").ready == ["o", "u"]
    assert case.do("u").do("n").do("o").ready == ["after", "after"]


def test_an_event_drawn_as_sent_that_says_a_moment_waits_for_it():
    definition = drawn(
        f'<task id="a"/><intermediateThrowEvent id="x">{TIMERS["duration"]}'
        '</intermediateThrowEvent><task id="b"/>' + flow("a", "x") + flow("x", "b")
    )

    case = Case(definition).do("a")

    assert case.awaited == ["x"]
    assert case.after(days=2).ready == ["b"]
    assert codes(definition)["throw_that_waits"] == ["x"]
