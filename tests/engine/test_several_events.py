"""Events with several definitions: the first to come, all of them, or all sent."""

import pytest

from tests.engine.case import MORNING, Case
from tests.engine.test_normalise import drawn, flow
from workflows.engine import InvalidProcess, ProcessDefinition, Versions, find_flaws, find_obstacles
from workflows.engine.repair import skip

NAMES = (
    '<message id="m1" name="reponse"/><message id="m2" name="retrait"/>'
    '<signal id="s1" name="cloture"/><error id="e1" name="refus" errorCode="1"/>'
    '<escalation id="c1" name="alerte" escalationCode="A"/>'
)
MESSAGE = '<messageEventDefinition messageRef="m1"/>'
OTHER = '<messageEventDefinition messageRef="m2"/>'
SIGNAL = '<signalEventDefinition signalRef="s1"/>'
DAYS = "<timerEventDefinition><timeDuration>P10D</timeDuration></timerEventDefinition>"
WEEKLY = "<timerEventDefinition><timeCycle>R/P7D</timeCycle></timerEventDefinition>"
CONDITION = "<condition>=pret = true</condition>"
TRUE = f"<conditionalEventDefinition>{CONDITION}</conditionalEventDefinition>"
ERROR = '<errorEventDefinition errorRef="e1"/>'
ESCALATION = '<escalationEventDefinition escalationRef="c1"/>'
TERMINATE = "<terminateEventDefinition/>"
COMPENSATE = "<compensateEventDefinition/>"
LINK = '<linkEventDefinition name="L"/>'


def catching(definitions: str, attributes: str = "") -> ProcessDefinition:
    """Return a process that does `a`, waits at `x`, then does `b`; `o` is beside it."""
    return drawn(
        f'<task id="a"/><intermediateCatchEvent id="x" name="Suite"{attributes}>{definitions}'
        '</intermediateCatchEvent><task id="b"/>' + flow("a", "x") + flow("x", "b"),
        NAMES,
    )


def attached(definitions: str, attributes: str = "") -> ProcessDefinition:
    """Return a process that does `a`, whose boundary event `x` leads to `b`."""
    return drawn(
        '<startEvent id="s"/><task id="a"/><task id="n"/>'
        f'<boundaryEvent id="x" attachedToRef="a"{attributes}>{definitions}</boundaryEvent>'
        '<task id="b"/>' + flow("s", "a") + flow("a", "n") + flow("x", "b"),
        NAMES,
    )


ALL = ' parallelMultiple="true"'
BESIDE = ' cancelActivity="false"'
FIRST = {
    "message": lambda case: case.receive("reponse"),
    "signal": lambda case: case.hear("cloture"),
    "timer": lambda case: case.after(days=10),
}


@pytest.mark.parametrize("come", FIRST.values(), ids=FIRST)
def test_the_first_of_several_events_goes_on_and_the_others_are_no_longer_awaited(come):
    case = Case(catching(MESSAGE + SIGNAL + DAYS)).do("a")
    awaited = {(wait.element_id, wait.kind) for wait in case.advance.waits}

    come(case)

    assert awaited == {("x", "message"), ("x", "signal"), ("x", "timer")}
    assert (case.ready, case.awaited) == (["b"], [])
    assert case.passed.count("x") == 1
    assert case.do("b").advance.finished


def test_a_condition_among_several_events_is_looked_at_as_well():
    definition = drawn(
        f'<task id="a"/><task id="o"/><intermediateCatchEvent id="x">{MESSAGE}{TRUE}'
        '</intermediateCatchEvent><task id="b"/>' + flow("a", "x") + flow("x", "b"),
        NAMES,
    )

    assert Case(definition).do("a").do("o", pret=True).ready == ["b"]


def test_an_event_that_waits_for_all_goes_on_after_the_last():
    case = Case(catching(MESSAGE + SIGNAL + DAYS, ALL)).do("a")
    ready = [case.after(days=10).ready, case.hear("cloture").ready]
    passed = case.passed.count("x")

    case.receive("reponse")

    assert (ready, passed) == ([[], []], 0)
    assert case.ready == ["b"]
    assert case.passed.count("x") == 1


def test_an_event_reached_by_two_ways_waits_for_all_once_for_each_token():
    definition = drawn(
        '<startEvent id="s"/><exclusiveGateway id="g" default="g_a"/><task id="a"/><task id="c"/>'
        f'<intermediateCatchEvent id="x"{ALL}>{MESSAGE}{OTHER}</intermediateCatchEvent>'
        '<task id="b"/>'
        + flow("s", "g")
        + flow("g", "a")
        + flow("g", "c", condition="=n = 1")
        + flow("a", "x")
        + flow("c", "x")
        + flow("x", "b"),
        NAMES,
    )

    case = Case(definition).do("a").receive("retrait").receive("reponse")

    assert case.ready == ["b"]


@pytest.mark.parametrize("come", FIRST.values(), ids=FIRST)
def test_several_events_behind_an_event_gateway_are_one_of_its_ways(come):
    definition = drawn(
        f'<task id="a"/><eventBasedGateway id="g"/><intermediateCatchEvent id="x">{MESSAGE}{SIGNAL}'
        f'{DAYS}</intermediateCatchEvent><intermediateCatchEvent id="y">{OTHER}'
        '</intermediateCatchEvent><task id="b"/><task id="c"/>'
        + flow("a", "g")
        + flow("g", "x")
        + flow("g", "y")
        + flow("x", "b")
        + flow("y", "c"),
        NAMES,
    )
    other = Case(definition).do("a").receive("retrait")
    case = Case(definition).do("a")

    come(case)

    assert (case.ready, case.awaited) == (["b"], [])
    assert (other.ready, other.awaited) == (["c"], [])


@pytest.mark.parametrize("come", FIRST.values(), ids=FIRST)
def test_a_boundary_event_interrupts_by_any_of_its_definitions(come):
    case = Case(attached(MESSAGE + SIGNAL + DAYS))

    come(case)

    assert (case.ready, case.awaited) == (["b"], [])
    assert case.do("b").advance.finished


def test_a_boundary_event_that_does_not_interrupt_fires_for_each_of_its_definitions():
    case = Case(attached(MESSAGE + SIGNAL, BESIDE))

    case.receive("reponse").hear("cloture").receive("reponse")

    assert case.ready == ["a", "b", "b", "b"]
    assert case.do("a").awaited == []


def test_a_boundary_event_that_waits_for_all_interrupts_after_the_last():
    case = Case(attached(MESSAGE + DAYS, ALL))
    early = case.after(days=12).ready
    awaited = case.awaited

    case.receive("reponse")

    assert (early, awaited) == (["a"], ["x"])
    assert (case.ready, case.awaited) == (["b"], [])


def test_an_activity_done_before_all_came_forgets_those_that_did():
    case = Case(attached(MESSAGE + DAYS, ALL)).receive("reponse")

    case.do("a")

    assert (case.ready, case.awaited) == (["n"], [])


def test_all_of_several_events_may_come_again_when_they_do_not_interrupt():
    case = Case(attached(MESSAGE + WEEKLY, ALL + BESIDE))

    for _round in range(3):
        case.receive("reponse").after(days=7)

    assert case.ready == ["a", "b", "b", "b"]
    assert case.awaited == ["x", "x"]


def test_a_moment_that_comes_once_comes_together_with_others_once():
    case = Case(attached(MESSAGE + DAYS, ALL + BESIDE)).receive("reponse").after(days=10)

    assert (case.ready, case.awaited) == (["a", "b"], [])


@pytest.mark.parametrize(
    ("attributes", "ready"),
    [("", [["late"], ["late"]]), (ALL, [["t"], ["late"]]),
     (' isInterrupting="false"', [["late", "t"], ["late", "late", "t"]])],
    ids=["first", "all", "beside"],
)  # fmt: skip
def test_an_event_sub_process_begins_by_the_first_or_by_all(attributes, ready):
    case = Case(
        drawn(
            '<task id="t"/><subProcess id="es" triggeredByEvent="true">'
            f'<startEvent id="x"{attributes}>{MESSAGE}{SIGNAL}</startEvent><task id="late"/>'
            + flow("x", "late")
            + "</subProcess>",
            NAMES,
        )
    ).receive("reponse")
    first = case.ready

    if case.awaited:
        case.hear("cloture")

    assert [first, case.ready] == ready


def test_a_process_that_several_events_may_begin_begins_with_its_dossier():
    definition = drawn(
        f'<startEvent id="s">{MESSAGE}{DAYS}</startEvent><task id="a"/>' + flow("s", "a"), NAMES
    )

    assert Case(definition).ready == ["a"]


def test_everything_an_event_throws_is_sent():
    case = Case(
        drawn(
            f'<task id="a"/><intermediateThrowEvent id="x">{SIGNAL}{OTHER}{MESSAGE}'
            '</intermediateThrowEvent><task id="b"/>' + flow("a", "x") + flow("x", "b"),
            NAMES,
        )
    ).do("a")

    sent = [(effect.element_id, *effect.parameters.values()) for effect in case.advance.effects]
    assert sent == [("x", "retrait"), ("x", "reponse"), ("x", "cloture")]
    assert case.passed.count("x") == 1
    assert case.ready == ["b"]


def test_the_message_does_the_job_of_an_end_that_also_stops_everything():
    definition = drawn(
        '<task id="a"/><task id="o"/><endEvent id="x"><extensionElements>'
        '<zeebe:taskDefinition type="mail"/><zeebe:taskHeaders>'
        '<zeebe:header key="lettre" value="fin"/></zeebe:taskHeaders><zeebe:properties>'
        '<zeebe:property name="outcome" value="refuse"/></zeebe:properties></extensionElements>'
        f"{TERMINATE}{MESSAGE}</endEvent>" + flow("a", "x"),
        NAMES,
    )

    case = Case(definition).do("a")

    assert case.advance.finished
    assert case.advance.outcome == "refuse"
    assert [effect.type for effect in case.advance.effects] == ["mail"]
    assert case.effects == ["fin"]


def test_an_end_compensates_and_throws_its_error():
    case = Case(
        drawn(
            '<startEvent id="s"/><subProcess id="sub"><startEvent id="i"/><task id="a"/>'
            f'<boundaryEvent id="c" attachedToRef="a">{COMPENSATE}</boundaryEvent>'
            '<task id="undo" isForCompensation="true"/>'
            '<association id="l" sourceRef="c" targetRef="undo"/>'
            f'<endEvent id="x">{ERROR}{COMPENSATE}</endEvent>'
            + flow("i", "a")
            + flow("a", "x")
            + f'</subProcess><boundaryEvent id="b" attachedToRef="sub">{ERROR}</boundaryEvent>'
            '<task id="n"/><task id="repair"/>'
            + flow("s", "sub")
            + flow("sub", "n")
            + flow("b", "repair"),
            NAMES,
        )
    ).do("a")

    assert case.ready == ["undo"]
    assert case.do("undo").ready == ["repair"]


def test_definitions_shared_by_reference_are_those_of_the_event():
    case = Case(
        drawn(
            '<task id="a"/><intermediateCatchEvent id="x"><eventDefinitionRef>ns:d1'
            "</eventDefinitionRef><eventDefinitionRef>d2</eventDefinitionRef>"
            '</intermediateCatchEvent><task id="b"/>' + flow("a", "x") + flow("x", "b"),
            NAMES
            + '<messageEventDefinition id="d1" messageRef="m1"/>'
            + '<signalEventDefinition id="d2" signalRef="s1"/>',
        )
    ).do("a")

    assert [wait.name for wait in case.advance.waits] == ["reponse", "cloture"]
    assert case.hear("cloture").ready == ["b"]


def test_the_same_definition_twice_is_awaited_once():
    case = Case(catching(MESSAGE + MESSAGE.replace(" ", ' id="again" ', 1), ALL)).do("a")

    assert case.receive("reponse").ready == ["b"]


MIXED = {
    "link and message": (catching, LINK + MESSAGE, "un lien, un message"),
    "compensation and timer": (attached, COMPENSATE + DAYS, "une compensation, un minuteur"),
}


@pytest.mark.parametrize(("draw", "definitions", "names"), MIXED.values(), ids=MIXED)
def test_what_cannot_be_mixed_is_refused_by_name(draw, definitions, names):
    with pytest.raises(InvalidProcess, match=f"mêle {names}") as refusal:
        draw(definitions)

    assert refusal.value.element_id == "x"


@pytest.mark.parametrize("definitions", [LINK + SIGNAL, ERROR + TERMINATE], ids=["link", "ends"])
def test_an_event_cannot_throw_a_link_or_two_endings_at_once(definitions):
    with pytest.raises(InvalidProcess, match="dessinez un événement pour chacun") as refusal:
        drawn(f'<task id="a"/><endEvent id="x">{definitions}</endEvent>' + flow("a", "x"), NAMES)

    assert refusal.value.element_id == "x"


def test_waiting_for_all_behind_an_event_gateway_is_refused_by_name():
    with pytest.raises(InvalidProcess, match="retirez « parallèle »") as refusal:
        drawn(
            f'<eventBasedGateway id="g"/><intermediateCatchEvent id="x"{ALL}>{MESSAGE}{SIGNAL}'
            '</intermediateCatchEvent><task id="b"/>' + flow("g", "x") + flow("x", "b"),
            NAMES,
        )

    assert refusal.value.element_id == "x"


@pytest.mark.parametrize("attributes", ["", ALL], ids=["first", "all"])
@pytest.mark.parametrize("draw", [catching, attached], ids=["intermediate", "boundary"])
def test_several_events_are_sound(draw, attributes):
    assert find_flaws(draw(MESSAGE + SIGNAL, attributes)) == ()


@pytest.mark.parametrize("attributes", ["", ALL], ids=["first", "all"])
def test_a_token_that_waits_for_several_events_can_be_moved_there_and_away(attributes):
    definition = catching(MESSAGE + SIGNAL, attributes)
    case = Case(definition).do("a")

    away = skip(definition, case.advance.state, "x", "b", MORNING)
    back = skip(definition, away.state, "b", "x", MORNING)

    assert ([task.element_id for task in away.ready], away.waits) == (["b"], ())
    assert ([wait.element_id for wait in back.waits], back.ready) == (["x", "x"], ())


def test_a_dossier_that_waits_for_one_event_cannot_move_to_where_it_waits_for_several():
    old, new = catching(MESSAGE), catching(MESSAGE + SIGNAL)

    (obstacle,) = find_obstacles(Versions(old, new), Case(old).do("a").advance.state)

    assert obstacle.message == "« Suite » attend maintenant autre chose encore."


def test_an_expression_that_is_no_feel_is_told_on_the_drawn_event():
    with pytest.raises(InvalidProcess) as refusal:
        catching(MESSAGE + TRUE.replace("pret", "pret ="))

    assert refusal.value.element_id == "x"
