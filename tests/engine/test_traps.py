"""The traps of SpiffWorkflow 3.2, each closed: seen open first by running the library alone."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from time import perf_counter

import pytest

from tests.engine.case import MORNING, Case, read
from workflows.engine import complete, parse_process, start, wake
from workflows.engine.codec import load
from workflows.engine.spiff.environment import Move
from workflows.errors import ProcessFailure, WorkflowError

MARK = "pwned_by_a_diagram"
CODE = f'__import__("os").environ.setdefault("{MARK}", "1")'
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    ' xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn">'
)


def model(middle: str, extra: str = "") -> bytes:
    """Return a process start -> `middle` (whose element is `t`) -> end."""
    return (
        f'{HEAD}<process id="p" isExecutable="true"><startEvent id="s"/>{middle}<endEvent id="e"/>'
        '<sequenceFlow id="f1" sourceRef="s" targetRef="t"/>'
        f'<sequenceFlow id="f2" sourceRef="t" targetRef="e"/>{extra}</process></definitions>'
    ).encode()


def quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


ZEEBE = "<extensionElements>{}</extensionElements>"
TIMER = "<timerEventDefinition><{0}>{1}</{0}></timerEventDefinition>"
LOOP = "<multiInstanceLoopCharacteristics>{}</multiInstanceLoopCharacteristics>"
SLOTS = {
    "script": '<scriptTask id="t"><script>{code}</script></scriptTask>',
    "zeebe script": '<scriptTask id="t">'
    + ZEEBE.format('<zeebe:script expression="{code}" resultVariable="x"/>')
    + "</scriptTask>",
    "preScript": '<userTask id="t">'
    + ZEEBE.format("<spiffworkflow:preScript>{code}</spiffworkflow:preScript>")
    + "</userTask>",
    "postScript": '<task id="t">'
    + ZEEBE.format("<spiffworkflow:postScript>{code}</spiffworkflow:postScript>")
    + "</task>",
    "service operator": '<serviceTask id="t">'
    + ZEEBE.format(
        '<spiffworkflow:serviceTaskOperator id="x"><spiffworkflow:parameters>'
        '<spiffworkflow:parameter id="a" type="str" value="{code}"/></spiffworkflow:parameters>'
        "</spiffworkflow:serviceTaskOperator>"
    )
    + "</serviceTask>",
    "camunda expression": '<serviceTask id="t" camunda:expression="{code}"/>',
    "input": '<serviceTask id="t">'
    + ZEEBE.format(
        '<zeebe:taskDefinition type="mail"/><zeebe:ioMapping>'
        '<zeebe:input source="={code}" target="x"/></zeebe:ioMapping>'
    )
    + "</serviceTask>",
    "output": '<userTask id="t">'
    + ZEEBE.format('<zeebe:ioMapping><zeebe:output source="={code}" target="x"/></zeebe:ioMapping>')
    + "</userTask>",
    "due date": '<userTask id="t">'
    + ZEEBE.format('<zeebe:taskSchedule dueDate="={code}"/>')
    + "</userTask>",
    "collection": '<userTask id="t">'
    + LOOP.format(ZEEBE.format('<zeebe:loopCharacteristics inputCollection="={code}"/>'))
    + "</userTask>",
    "cardinality": '<task id="t">'
    + LOOP.format("<loopCardinality>{code}</loopCardinality>")
    + "</task>",
    "completion": '<task id="t">'
    + LOOP.format(
        "<loopCardinality>2</loopCardinality><completionCondition>{code}</completionCondition>"
    )
    + "</task>",
    "loop condition": '<task id="t"><standardLoopCharacteristics><loopCondition>{code}'
    "</loopCondition></standardLoopCharacteristics></task>",
    "date": '<intermediateCatchEvent id="t">'
    + TIMER.format("timeDate", "{code}")
    + "</intermediateCatchEvent>",
    "feel date": '<intermediateCatchEvent id="t">'
    + TIMER.format("timeDate", "={code}")
    + "</intermediateCatchEvent>",
    "duration": '<intermediateCatchEvent id="t">'
    + TIMER.format("timeDuration", "{code}")
    + "</intermediateCatchEvent>",
    "cycle": '<intermediateCatchEvent id="t">'
    + TIMER.format("timeCycle", "{code}")
    + "</intermediateCatchEvent>",
    "conditional event": '<intermediateCatchEvent id="t"><conditionalEventDefinition><condition>'
    "{code}</condition></conditionalEventDefinition></intermediateCatchEvent>",
    "flow": '<exclusiveGateway id="t" default="f2"/><task id="o"/>'
    '<sequenceFlow id="x" sourceRef="t" targetRef="o"><conditionExpression>{code}'
    "</conditionExpression></sequenceFlow>",
    "message correlation": '<receiveTask id="t" messageRef="m"/>',
}
CODES = {
    "import": CODE,
    "subclasses": f'().__class__.__base__.__subclasses__() + "{MARK}"',
    "exec": f"exec('{MARK} = 1')",
    "lambda": f"(lambda: {MARK})()",
    "juel": "${T(java.lang.Runtime).getRuntime().exec('" + MARK + "')}",
    "format": '"{0.__class__}".format("' + MARK + '")',
}
_compiled: list[str] = []
_watching: list[bool] = []


def _watch(event: str, args: tuple[object, ...]) -> None:
    if _watching and event in {"compile", "exec", "os.system", "subprocess.Popen"}:
        said = repr(args[0])
        code = getattr(args[0], "co_names", ()) or ()
        if MARK in said or MARK in code:
            _compiled.append(said)


sys.addaudithook(_watch)


@contextmanager
def nothing_executed() -> Iterator[None]:
    """Fail if any code with our mark is compiled or run inside."""
    _compiled.clear()
    _watching.append(True)
    try:
        yield
    finally:
        _watching.pop()
    assert _compiled == []


@pytest.mark.timeout(10)
@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
@pytest.mark.parametrize("slot", SLOTS.values(), ids=SLOTS)
def test_code_in_any_slot_is_refused_or_inert(slot, code):
    """Trap 1: the library hands every text of a diagram to eval() or exec()."""
    bpmn = model(slot.replace("{code}", quoted(code)))

    with nothing_executed(), suppress(WorkflowError):
        case = Case(parse_process(bpmn))
        for task in case.advance.ready:
            complete(case.definition, case.advance.state, task.id, {}, MORNING)


def test_the_watch_of_executed_code_sees_code_executed():
    with pytest.raises(AssertionError), nothing_executed():
        exec(compile(f"{MARK} = 1", "x", "exec"), {})  # noqa: S102  # proves that the watch works


@pytest.mark.parametrize(
    "door",
    [
        lambda environment: environment.evaluate(CODE, {}),
        lambda environment: environment.execute(CODE, {}),
        lambda environment: environment.call_service({}, operation_name=CODE),
    ],
    ids=["evaluate", "execute", "call_service"],
)
def test_the_doors_by_which_the_library_runs_python_are_shut(door):
    """Trap 1: whatever code path of the library is taken, these three are all it can call."""
    environment = Move(read("instruction"), {}, MORNING).environment

    with nothing_executed(), pytest.raises(ProcessFailure):
        door(environment)


def counting_loop(limit: int) -> bytes:
    count = ZEEBE.format(
        '<zeebe:script expression="=if n = null then 1 else n + 1" resultVariable="n"/>'
    )
    return model(
        f'<scriptTask id="c">{count}</scriptTask><exclusiveGateway id="g" default="again"/>'
        '<userTask id="t"/><exclusiveGateway id="m"/>',
        '<sequenceFlow id="a" sourceRef="m" targetRef="c"/>'
        '<sequenceFlow id="b" sourceRef="c" targetRef="g"/>'
        '<sequenceFlow id="again" sourceRef="g" targetRef="m"/>'
        '<sequenceFlow id="out" sourceRef="g" targetRef="t">'
        f"<conditionExpression>=n = {limit}</conditionExpression></sequenceFlow>",
    ).replace(b'sourceRef="s" targetRef="t"', b'sourceRef="s" targetRef="m"')


def test_a_long_automatic_loop_is_not_lost_from_sight():
    """Trap 2: the library looks 1,000 levels deep; a loop of 1,800 steps vanished in silence."""
    case = Case(parse_process(counting_loop(600)))

    assert case.ready == ["t"]
    assert case.passed.count("c") == 600


def test_an_endless_automatic_loop_is_a_failure_that_names_it():
    started = perf_counter()

    with pytest.raises(ProcessFailure, match="tourne en rond") as failure:
        Case(parse_process(counting_loop(-1)))

    assert failure.value.element_id in {"c", "g", "m"}
    assert perf_counter() - started < 10


def test_seven_hundred_corrections_cost_as_much_at_the_end_as_at_the_beginning():
    """Trap 2: a loop with a person in it was lost after 500 rounds; and each round cost more."""
    case = Case(read("instruction")).do("Deposer")
    times, sizes = [], []

    for _round in range(700):
        began = perf_counter()
        case.do("Verifier").do("Completer")
        times.append(perf_counter() - began)
        sizes.append(len(case.advance.state))

    first, last = sorted(times[:100])[50], sorted(times[-100:])[50]
    assert case.ready == ["Verifier"]
    assert set(sizes) == {sizes[0]}
    assert last <= 1.3 * first


def test_a_branch_that_loops_beside_one_that_waits_does_not_grow_the_state():
    case = Case(read("tournee")).do("Corriger", bon=False)
    size = len(case.advance.state)

    for _round in range(50):
        case.do("Corriger", bon=False)

    assert len(case.advance.state) == size
    assert case.ready == ["Attendre", "Corriger"]


def test_a_long_reminder_and_a_deadline_overdue_together_both_fire():
    """The past is also cut within one long move, while the activity's own events still wait."""
    attached = (
        '<boundaryEvent id="r" attachedToRef="t" cancelActivity="false"><timerEventDefinition>'
        "<timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>"
        '<boundaryEvent id="d" attachedToRef="t"><timerEventDefinition>'
        "<timeDuration>P2D</timeDuration></timerEventDefinition></boundaryEvent>"
    )
    count = ZEEBE.format(
        '<zeebe:script expression="=if n = null then 1 else n + 1" resultVariable="n"/>'
    )
    bpmn = model(
        f'<userTask id="t"/>{attached}<scriptTask id="c">{count}</scriptTask>'
        '<exclusiveGateway id="g" default="again"/><exclusiveGateway id="m"/><endEvent id="out"/>',
        '<sequenceFlow id="a" sourceRef="r" targetRef="m"/>'
        '<sequenceFlow id="z" sourceRef="m" targetRef="c"/>'
        '<sequenceFlow id="b" sourceRef="c" targetRef="g"/>'
        '<sequenceFlow id="again" sourceRef="g" targetRef="m"/>'
        '<sequenceFlow id="x" sourceRef="g" targetRef="out">'
        "<conditionExpression>=n = 300</conditionExpression></sequenceFlow>"
        '<sequenceFlow id="y" sourceRef="d" targetRef="e"/>',
    )

    case = Case(parse_process(bpmn)).after(days=3)

    assert case.advance.finished
    assert case.passed.count("c") == 300
    assert case.passed[-2:] == ["d", "e"]


@pytest.mark.timeout(10)
def test_a_dangling_data_object_does_not_hang_the_parser():
    """Trap 5: the library climbs for ever from a sub-process to itself."""
    bpmn = model(
        '<subProcess id="t"><startEvent id="is"/><task id="it"><dataInputAssociation id="d">'
        "<sourceRef>ref</sourceRef></dataInputAssociation></task><endEvent id='ie'/>"
        '<dataObjectReference id="ref" dataObjectRef="nowhere"/>'
        '<sequenceFlow id="if1" sourceRef="is" targetRef="it"/>'
        '<sequenceFlow id="if2" sourceRef="it" targetRef="ie"/></subProcess>'
    )

    assert Case(parse_process(bpmn)).ready == ["it"]


@pytest.mark.parametrize(
    "value",
    [
        {"typename": "Boum"},
        {"typename": "UUID", "value": "x"},
        {"$": ["n", "1"]},
        {"$": {"$": 1}},
        [{"typename": "datetime"}],
    ],
    ids=str,
)
def test_reserved_keys_in_answers_are_only_keys(value):
    """Trap 6: a field called `typename` bricked the dossier at the next load."""
    case = Case(read("instruction")).do("Deposer", montant=value)

    case.after(days=1)

    instance = load(_move(case), case.definition, case.advance.state)
    assert instance.move.variables["montant"] == value
    assert case.do("Verifier").ready == ["Completer"]


def _move(case: Case):
    return lambda variables: Move(case.definition, variables, case.now)


def test_one_definition_serves_many_threads():
    definition = read("membres")

    def play(number: int) -> list[str]:
        names = [str(name) for name in range(number % 5 + 1)]
        case = Case(definition).do("Composer", membres=names)
        for _vote in names:
            case.do("Voter", avisMembre="pour")
        return case.ready

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(play, range(200)))

    assert results == [["Oui"] if n % 5 + 1 >= 2 else ["Non"] for n in range(200)]


def test_the_clock_of_the_machine_decides_nothing():
    """The library reads datetime.now(): in another century, every timer was due or none."""
    definition = read("relances")
    long_ago = MORNING.replace(year=1986)
    begun = start(definition, {}, long_ago)

    same_day = wake(definition, begun.state, long_ago + timedelta(days=6))
    week_later = wake(definition, begun.state, long_ago + timedelta(days=7))

    assert begun.waits[0].due_at == long_ago + timedelta(days=7)
    assert same_day.effects == ()
    assert [effect.element_id for effect in week_later.effects] == ["Relancer"]
