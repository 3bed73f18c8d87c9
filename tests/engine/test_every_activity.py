"""Every activity BPMN knows, done once, several times together, one by one, or in a loop."""

from decimal import Decimal

import pytest

from tests.engine.case import Case
from tests.engine.test_normalise import HEAD, drawn, flow
from workflows.engine import ProcessDefinition, parse_process
from workflows.errors import ProcessFailure

DECISION = (
    b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d"'
    b' namespace="n"><decision id="tarif" name="tarif"><variable name="tarif"/><literalExpression>'
    b"<text>age * 2</text></literalExpression></decision></definitions>"
)


def typed(kind: str) -> str:
    return f'<extensionElements><zeebe:taskDefinition type="{kind}"/></extensionElements>'


BY_A_PERSON = {
    "untyped task": "<task {}>{}</task>",
    "user task": "<userTask {}>{}</userTask>",
    "manual task": "<manualTask {}>{}</manualTask>",
    "sub-process": '<subProcess {}>{}<startEvent id="i"/><task id="t"/><endEvent id="j"/>'
    + flow("i", "t")
    + flow("t", "j")
    + "</subProcess>",
    "transaction": '<transaction {}>{}<startEvent id="i"/><task id="t"/>'
    + flow("i", "t")
    + "</transaction>",
    "call activity": '<callActivity {} calledElement="q">{}</callActivity>',
}
BY_ITSELF = {
    "service task": "<serviceTask {}>" + typed("mail") + "{}</serviceTask>",
    "send task": "<sendTask {}>" + typed("mail") + "{}</sendTask>",
    "business rule by a job": "<businessRuleTask {}>" + typed("mail") + "{}</businessRuleTask>",
}
ITEMS = [Decimal(7), Decimal(8), Decimal(9)]
CALLED = '<process id="q"><startEvent id="qi"/><task id="t"/>' + flow("qi", "t") + "</process>"
LOOPS = {
    "together, a number": "<multiInstanceLoopCharacteristics><loopCardinality>=2 + 1"
    "</loopCardinality></multiInstanceLoopCharacteristics>",
    "together, a list": "<multiInstanceLoopCharacteristics><extensionElements>"
    '<zeebe:loopCharacteristics inputCollection="=[7, 8, 9]" inputElement="each"/>'
    "</extensionElements></multiInstanceLoopCharacteristics>",
    "together, Camunda 7": '<multiInstanceLoopCharacteristics camunda:collection="${liste}"'
    ' camunda:elementVariable="each"/>',
    "together, Camunda 7 by name": '<multiInstanceLoopCharacteristics camunda:collection="liste"/>',
    "one by one, a number": '<multiInstanceLoopCharacteristics isSequential="true">'
    "<loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>",
    "one by one, a list": '<multiInstanceLoopCharacteristics isSequential="true">'
    '<extensionElements><zeebe:loopCharacteristics inputCollection="=[7, 8, 9]"/>'
    "</extensionElements></multiInstanceLoopCharacteristics>",
    "until a maximum": '<standardLoopCharacteristics loopMaximum="3"/>',
    "while, looked at before": '<standardLoopCharacteristics testBefore="true" loopMaximum="3">'
    "<loopCondition>=true</loopCondition></standardLoopCharacteristics>",
}


def alone(activity: str, loop: str = "") -> ProcessDefinition:
    """Return a process that does `activity`, then the task `z`."""
    # BPMN puts the loop before what an activity holds; ours are read wherever they are
    text = activity.format('id="a"', loop)
    inside = f'<startEvent id="s"/>{text}<task id="z"/>' + flow("s", "a") + flow("a", "z")
    return drawn(inside, CALLED)


def ready_task(definition: ProcessDefinition) -> str:
    return "t" if "t" in definition.tasks else "a"


@pytest.mark.parametrize("activity", BY_A_PERSON.values(), ids=BY_A_PERSON)
def test_what_a_person_does_is_done_once(activity):
    definition = alone(activity)
    case = Case(definition)

    case.do(ready_task(definition))

    assert case.ready == ["z"]
    assert case.passed.count("a") == 1


@pytest.mark.parametrize("activity", BY_ITSELF.values(), ids=BY_ITSELF)
def test_what_is_done_outside_does_not_wait(activity):
    case = Case(alone(activity))

    assert case.effects == ["mail"]
    assert case.ready == ["z"]


@pytest.mark.parametrize("activity", BY_A_PERSON.values(), ids=BY_A_PERSON)
@pytest.mark.parametrize("loop", LOOPS)
def test_what_a_person_does_several_times_is_ready_together_or_one_by_one(activity, loop):
    definition = alone(activity, LOOPS[loop])
    task, case = ready_task(definition), Case(definition, liste=ITEMS)

    for left in (3, 2, 1):
        assert case.ready == [task] * (left if loop.startswith("together") else 1)
        case.do(task)

    assert case.ready == ["z"]
    assert case.passed.count("a") == 3


@pytest.mark.parametrize("activity", BY_ITSELF.values(), ids=BY_ITSELF)
@pytest.mark.parametrize("loop", LOOPS.values(), ids=LOOPS)
def test_what_is_done_outside_several_times_is_asked_as_many_times(activity, loop):
    case = Case(alone(activity, loop), liste=ITEMS)

    keys = [effect.key for effect in case.advance.effects]
    assert len(set(keys)) == 3
    assert case.ready == ["z"]


@pytest.mark.parametrize("loop", list(LOOPS.values())[:6], ids=list(LOOPS)[:6])
def test_an_event_on_several_instances_takes_them_all_away(loop):
    inside = (
        f'<startEvent id="s"/><task id="a">{loop}</task><boundaryEvent id="b" attachedToRef="a">'
        "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
        '</boundaryEvent><task id="late"/><task id="z"/>'
    )
    case = Case(
        drawn(inside + flow("s", "a") + flow("a", "z") + flow("b", "late")), liste=ITEMS
    ).do("a")

    case.after(days=1)

    assert case.ready == ["late"]


@pytest.mark.parametrize("sequential", ["false", "true"], ids=["together", "one by one"])
def test_results_keep_the_order_of_their_items_and_a_condition_stops_the_rest(sequential):
    loop = (
        f'<multiInstanceLoopCharacteristics isSequential="{sequential}"><extensionElements>'
        '<zeebe:loopCharacteristics inputCollection="=[1, 2, 3]" inputElement="n"'
        ' outputCollection="doubles" outputElement="=n * 2"/></extensionElements>'
        "<completionCondition>=numberOfCompletedInstances = 2</completionCondition>"
        "</multiInstanceLoopCharacteristics>"
    )
    gateway = (
        f'<startEvent id="s"/><task id="a">{loop}</task><exclusiveGateway id="g" default="g_n"/>'
        '<task id="yes"/><task id="n"/>'
        + flow("s", "a")
        + flow("a", "g")
        + flow("g", "yes", condition="=doubles = [2, 4, null]")
        + flow("g", "n")
    )

    assert Case(drawn(gateway)).do("a").do("a").ready == ["yes"]


def test_a_number_of_times_comes_from_what_was_answered_and_none_is_none():
    loop = (
        "<multiInstanceLoopCharacteristics><loopCardinality>=nombre</loopCardinality>"
        "</multiInstanceLoopCharacteristics>"
    )
    definition = drawn(
        f'<task id="q"/><task id="a">{loop}</task><task id="z"/>' + flow("q", "a") + flow("a", "z")
    )

    assert Case(definition).do("q", nombre=Decimal(2)).ready == ["a", "a"]
    assert Case(definition).do("q", nombre=Decimal(0)).ready == ["z"]
    with pytest.raises(ProcessFailure, match="nombre de fois"):
        Case(definition).do("q", nombre="deux")


@pytest.mark.parametrize(
    ("before", "answers", "ready"),
    [("false", [False], ["a"]), ("true", [False], ["z"]), ("false", [False, False], ["z"])],
    ids=["done first", "asked first", "done once"],
)
def test_a_loop_asks_its_condition_after_or_before(before, answers, ready):
    loop = (
        f'<standardLoopCharacteristics testBefore="{before}"><loopCondition>=encore'
        "</loopCondition></standardLoopCharacteristics>"
    )
    case = Case(
        drawn(
            f'<task id="q"/><task id="a">{loop}</task><task id="z"/>'
            + flow("q", "a")
            + flow("a", "z")
        )
    ).do("q", encore=answers[0])

    for answer in answers[1:]:
        case.do("a", encore=answer)

    assert case.ready == ready


def test_several_instances_of_several_instances_keep_their_own_items():
    inner = (
        "<multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics"
        ' inputCollection="=groupe" inputElement="membre" outputCollection="avis"'
        ' outputElement="=membre + 10 * count(groupe)"/></extensionElements>'
        "</multiInstanceLoopCharacteristics>"
    )
    outer = inner.replace("=groupe", "=[[1, 2], [3]]").replace('"membre"', '"groupe"')
    outer = outer.replace('"avis"', '"tous"').replace("=membre + 10 * count(groupe)", "=avis")
    outer = outer.replace("<zeebe:loop", "<zeebe:loop", 1)
    definition = drawn(
        f'<startEvent id="s"/><subProcess id="h">{outer}<startEvent id="i"/>'
        f'<task id="a">{inner}</task>' + flow("i", "a") + "</subProcess>"
        '<exclusiveGateway id="g" default="g_n"/><task id="yes"/><task id="n"/>'
        + flow("s", "h")
        + flow("h", "g")
        + flow("g", "yes", condition="=tous = [[21, 22], [13]]")
        + flow("g", "n")
    )

    case = Case(definition)
    assert case.ready == ["a", "a", "a"]

    assert case.do("a", which=2).do("a").do("a").ready == ["yes"]


def test_a_script_computes_in_feel_and_its_value_is_read_after():
    script = (
        '<scriptTask id="c"><extensionElements><zeebe:script expression="=age * 2"'
        ' resultVariable="double"/></extensionElements></scriptTask>'
    )
    definition = drawn(
        f'<task id="a"/>{script}<exclusiveGateway id="g" default="g_n"/><task id="yes"/>'
        '<task id="n"/>'
        + flow("a", "c")
        + flow("c", "g")
        + flow("g", "yes", condition="=double = 84")
        + flow("g", "n")
    )

    assert Case(definition).do("a", age=Decimal(42)).ready == ["yes"]


def test_a_business_rule_decides_by_its_table():
    rule = (
        '<businessRuleTask id="c"><extensionElements><zeebe:calledDecision decisionId="tarif"'
        ' resultVariable="prix"/></extensionElements></businessRuleTask>'
    )
    inside = (
        f'<task id="a"/>{rule}<exclusiveGateway id="g" default="g_n"/><task id="yes"/>'
        '<task id="n"/>'
        + flow("a", "c")
        + flow("c", "g")
        + flow("g", "yes", condition="=prix = 84")
        + flow("g", "n")
    )
    bpmn = f'{HEAD}<process id="p">{inside}</process></definitions>'.encode()
    definition = parse_process(bpmn, {"tarif.dmn": DECISION})

    assert Case(definition).do("a", age=Decimal(42)).ready == ["yes"]


def test_an_exclusive_gateway_takes_the_first_of_the_conditions_that_are_true():
    definition = drawn(
        '<task id="a"/><exclusiveGateway id="g" default="g_d"/><task id="d"/><task id="b"/>'
        '<task id="c"/>'
        + flow("a", "g")
        + flow("g", "d")
        + flow("g", "b", condition="=n > 0")
        + flow("g", "c", condition="=n > 1")
    )

    assert Case(definition).do("a", n=Decimal(5)).ready == ["b"]
    assert Case(definition).do("a", n=Decimal(0)).ready == ["d"]


def test_a_task_that_two_ways_reach_is_done_for_each_token():
    definition = drawn(
        '<startEvent id="s"/><task id="a"/><task id="b"/><task id="c"/>'
        + flow("s", "a")
        + flow("s", "b")
        + flow("a", "c")
        + flow("b", "c")
    )

    assert Case(definition).do("a").do("b").ready == ["c", "c"]
