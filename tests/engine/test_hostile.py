"""Files made to hang, kill or fool the server: each refused, or a failure, within ten seconds."""

from contextlib import suppress
from time import process_time

import pytest

from tests.engine.case import MORNING, Case
from workflows.engine import InvalidProcess, complete, find_flaws, parse_process
from workflows.errors import Invalid, ProcessFailure, WorkflowError

BPMN = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
ZEEBE = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'


def wrap(inside: str, before: str = "", after: str = "") -> bytes:
    return (
        f'{before}<definitions {BPMN} {ZEEBE}><process id="p" isExecutable="true">{inside}'
        f"</process>{after}</definitions>"
    ).encode()


def chain(count: int) -> str:
    nodes = "".join(f'<task id="t{n}"/>' for n in range(count))
    flows = "".join(
        f'<sequenceFlow id="f{n}" sourceRef="t{n}" targetRef="t{n + 1}"/>' for n in range(count - 1)
    )
    return nodes + flows


def nested(depth: int) -> str:
    inside = '<task id="deep"/>'
    for level in range(depth):
        inside = f'<subProcess id="s{level}">{inside}</subProcess>'
    return inside


def bomb(levels: int) -> str:
    lines = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "boum" * 10}">' for n in range(levels)
    )
    return f"<!DOCTYPE d [{lines}]>"


def calls(depth: int) -> tuple[str, str]:
    """Two calls of a process that calls twice a process that calls twice…"""
    processes = "".join(
        f'<process id="c{n}"><callActivity id="a{n}" calledElement="c{n + 1}"/>'
        f'<callActivity id="b{n}" calledElement="c{n + 1}"/></process>'
        for n in range(depth)
    )
    last = f'<process id="c{depth}"><task id="last"/></process>'
    return '<callActivity id="a" calledElement="c0"/>', processes + last


DOUBLING = (
    '<startEvent id="s"/><parallelGateway id="g"/>'
    '<sequenceFlow id="f0" sourceRef="s" targetRef="g"/>'
    '<sequenceFlow id="f1" sourceRef="g" targetRef="m"/>'
    '<sequenceFlow id="f2" sourceRef="g" targetRef="m"/>'
    '<exclusiveGateway id="m"/><sequenceFlow id="f3" sourceRef="m" targetRef="g"/>'
)
REFUSED = {
    "not xml": b"\x00\x01\x02",
    "empty": b"",
    "html": b"<html><body/></html>",
    "entity bomb": wrap("&e6;", bomb(7)),
    "external entity": wrap("&x;", '<!DOCTYPE d [<!ENTITY x SYSTEM "secret.txt">]>'),
    "doctype alone": wrap('<task id="t"/>', "<!DOCTYPE definitions>"),
    "no process": f"<definitions {BPMN}/>".encode(),
    "empty process": wrap(""),
    "too many nodes": wrap(chain(301)),
    "ten thousand nodes": wrap(chain(10_000)),
    "deeper than xml may be": wrap(nested(5_000)),
    "three megabytes": wrap(f"<!--{'x' * 3_000_000}--><task id='t'/>"),
    "same id twice": wrap('<task id="t"/><task id="t"/>'),
    "same id for a flow and a task": wrap(
        '<task id="t"/><task id="u"/><sequenceFlow id="t" sourceRef="t" targetRef="u"/>'
    ),
    "flow out of a sub-process": wrap(
        '<subProcess id="s"><task id="i"/></subProcess><task id="o"/>'
        '<sequenceFlow id="f" sourceRef="i" targetRef="o"/>'
    ),
    "event attached to nothing": wrap(
        '<task id="t"/><boundaryEvent id="b" attachedToRef="nowhere"/>'
    ),
    "event attached to a gateway": wrap(
        '<exclusiveGateway id="g"/><boundaryEvent id="b" attachedToRef="g"/>'
    ),
    "event attached inside another scope": wrap(
        '<subProcess id="s"><task id="t"/></subProcess><boundaryEvent id="b" attachedToRef="t"/>'
    ),
    "process that calls itself": wrap('<callActivity id="c" calledElement="p"/>'),
    "processes that call each other": wrap(
        '<callActivity id="c" calledElement="q"/>',
        after='<process id="q"><callActivity id="d" calledElement="r"/></process>'
        '<process id="r"><callActivity id="e" calledElement="q"/></process>',
    ),
    "calls that double": wrap(calls(12)[0], after=calls(12)[1]),
    "complex gateway": wrap('<complexGateway id="g"/>'),
    "ad hoc": wrap('<adHocSubProcess id="s"><task id="t"/></adHocSubProcess>'),
    "an event and a link in one": wrap(
        '<intermediateCatchEvent id="e"><timerEventDefinition/><linkEventDefinition name="x"/>'
        "</intermediateCatchEvent>"
    ),
    "link to nowhere": wrap(
        '<task id="t"/><sequenceFlow id="f" sourceRef="t" targetRef="l"/>'
        '<intermediateThrowEvent id="l"><linkEventDefinition name="x"/></intermediateThrowEvent>'
    ),
    "event sub-process without trigger": wrap(
        '<task id="t"/><subProcess id="s" triggeredByEvent="true"><startEvent id="x"/></subProcess>'
    ),
    "duration in letters": wrap(
        '<intermediateCatchEvent id="e"><timerEventDefinition><timeDuration>demain</timeDuration>'
        "</timerEventDefinition></intermediateCatchEvent>"
    ),
    **{
        f"duration {text}": wrap(
            '<intermediateCatchEvent id="e"><timerEventDefinition>'
            f"<timeDuration>{text}</timeDuration></timerEventDefinition></intermediateCatchEvent>"
        )
        for text in ("P", "PT", "P15", "P5H", "P1D2", "R3/P1D", "P1.5.2D", "-")
    },
    "date that does not exist": wrap(
        '<intermediateCatchEvent id="e"><timerEventDefinition><timeDate>2027-02-30</timeDate>'
        "</timerEventDefinition></intermediateCatchEvent>"
    ),
    "loop maximum in letters": wrap(
        '<task id="t"><standardLoopCharacteristics loopMaximum="beaucoup"/></task>'
    ),
    "loop maximum of thousands of digits": wrap(
        f'<task id="t"><standardLoopCharacteristics loopMaximum="{"9" * 5_000}"/></task>'
    ),
    "id of the engine's own": wrap('<task id="(start)"/>'),
    "expression too deep": wrap(
        f'<scriptTask id="t"><extensionElements><zeebe:script expression="={"(" * 5000}1'
        f'{")" * 5000}" resultVariable="x"/></extensionElements></scriptTask>'
    ),
    "regular expression of another engine": wrap(
        '<scriptTask id="t"><extensionElements><zeebe:script expression="=matches(" '
        'resultVariable="x"/></extensionElements></scriptTask>'
    ),
}


@pytest.mark.timeout(10)
@pytest.mark.parametrize("bpmn", REFUSED.values(), ids=REFUSED)
def test_a_hostile_file_is_refused_with_a_message(bpmn):
    with pytest.raises(Invalid) as refusal:
        parse_process(bpmn)

    assert refusal.value.message


def script(expression: str) -> bytes:
    return wrap(
        '<scriptTask id="t"><extensionElements>'
        f'<zeebe:script expression="{expression}" resultVariable="x"/></extensionElements>'
        "</scriptTask>"
    )


def boundary_timer(period: str) -> bytes:
    return wrap(
        '<userTask id="t"/><boundaryEvent id="b" attachedToRef="t" cancelActivity="false">'
        f"<timerEventDefinition><timeCycle>{period}</timeCycle></timerEventDefinition>"
        "</boundaryEvent>"
    )


FAILING = {
    "tokens that double": wrap(DOUBLING),
    "list of a million": script("=for i in 1..1000000 return i"),
    "product of lists": script("=for a in 1..999, b in 1..999, c in 1..999 return a"),
    "string that doubles": script(
        "=string join(for i in 1..99999 return string join(for j in 1..99999 return &quot;x&quot;))"
    ),
    "reminder every second": boundary_timer("R/PT1S"),
    "reminder every zero second": boundary_timer("R/PT0S"),
    "loop that nothing ends": wrap(
        '<scriptTask id="t"><standardLoopCharacteristics><loopCondition>=true</loopCondition>'
        '</standardLoopCharacteristics><extensionElements><zeebe:script expression="=1" '
        'resultVariable="x"/></extensionElements></scriptTask>'
    ),
    "instances of instances": wrap(
        '<subProcess id="a"><subProcess id="b"><subProcess id="c"><userTask id="t"/>'
        "{0}</subProcess>{0}</subProcess>{0}</subProcess>".replace(
            "{0}",
            "<multiInstanceLoopCharacteristics><loopCardinality>=100</loopCardinality>"
            "</multiInstanceLoopCharacteristics>",
        )
    ),
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("bpmn", FAILING.values(), ids=FAILING)
def test_a_hostile_process_fails_in_bounded_time(bpmn):
    began = process_time()

    with pytest.raises(ProcessFailure) as failure:
        Case(parse_process(bpmn))

    assert failure.value.message
    assert process_time() - began < 10


@pytest.mark.timeout(20)
def test_tokens_that_people_multiply_are_bounded():
    bpmn = wrap(
        '<startEvent id="s"/><userTask id="t"/><parallelGateway id="g"/>'
        '<sequenceFlow id="f0" sourceRef="s" targetRef="t"/>'
        '<sequenceFlow id="f1" sourceRef="t" targetRef="g"/>'
        + "".join(f'<sequenceFlow id="x{n}" sourceRef="g" targetRef="t"/>' for n in range(200))
    )
    case = Case(parse_process(bpmn))

    def go_on() -> None:
        for _round in range(10):
            case.do("t")

    with pytest.raises(ProcessFailure, match="tourne en rond"):
        go_on()


@pytest.mark.timeout(20)
@pytest.mark.parametrize("count", [250, 299])
def test_a_process_as_long_as_allowed_is_read_and_run(count):
    case = Case(parse_process(wrap(chain(count))))

    for number in range(count):
        (task,) = case.advance.ready
        assert task.element_id == f"t{number}"
        case.advance = complete(case.definition, case.advance.state, task.id, {}, MORNING)

    assert case.advance.finished


def meshed(kind: str) -> bytes:
    """Return as many gateways as allowed, each leading to three others."""
    nodes = "".join(f'<{kind} id="g{n}"/>' for n in range(299))
    flows = "".join(
        f'<sequenceFlow id="f{n}_{m}" sourceRef="g{n}" targetRef="g{(n * 7 + 1 + m) % 299}"/>'
        for n in range(299)
        for m in range(3)
    )
    return wrap(nodes + flows)


@pytest.mark.timeout(30)
@pytest.mark.parametrize("kind", ["exclusiveGateway", "inclusiveGateway", "parallelGateway"])
def test_tangled_gateways_are_read_explored_and_run_in_bounded_time(kind):
    began = process_time()

    definition = parse_process(meshed(kind))
    flaws = find_flaws(definition)
    with suppress(ProcessFailure):
        Case(definition)

    assert isinstance(flaws, tuple)
    assert process_time() - began < 10


def test_too_many_flows_are_refused():
    flows = "".join(f'<sequenceFlow id="f{n}" sourceRef="a" targetRef="b"/>' for n in range(1_001))

    with pytest.raises(InvalidProcess, match="plus de 1000 flux"):
        parse_process(wrap(f'<task id="a"/><task id="b"/>{flows}'))


@pytest.mark.parametrize("depth", [5, 15])
def test_sub_processes_may_be_nested(depth):
    case = Case(parse_process(wrap(nested(depth))))

    assert case.do("deep").advance.finished


def test_a_refusal_names_the_element_when_there_is_one():
    with pytest.raises(InvalidProcess) as refusal:
        parse_process(REFUSED["event attached to nothing"])

    assert refusal.value.element_id == "b"


@pytest.mark.timeout(60)
def test_truncated_and_damaged_files_are_never_a_crash():
    whole = wrap(chain(6) + DOUBLING)

    for place in range(0, len(whole), 7):
        for damaged in (whole[:place], whole[:place] + b"&<" + whole[place + 2 :]):
            with suppress(WorkflowError):
                parse_process(damaged)
