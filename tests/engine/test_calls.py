"""Call activities: a process of the same file or of another one runs in their place."""

from itertools import pairwise

import pytest

from tests.engine.case import MORNING, Case, read
from tests.engine.test_normalise import HEAD, codes, flow
from workflows.engine import InvalidProcess, ProcessDefinition, find_flaws, parse_process, start


def diagram(process_id: str, inside: str, shared: str = "") -> bytes:
    """Return a diagram of one executable process."""
    process = f'<process id="{process_id}" isExecutable="true">{inside}</process>'
    return f"{HEAD}{shared}{process}</definitions>".encode()


def calling(*ids: str, called: str = "avis", said: str = "") -> str:
    """Return call activities in a row, after the task `a` and before a choice on `avis`."""
    calls = "".join(
        f'<callActivity id="{id_}" name="Demander un avis"><extensionElements>'
        f'<zeebe:calledElement processId="{called}"/>{said}</extensionElements></callActivity>'
        for id_ in ids
    )
    chain = ["a", *ids, "g"]
    return (
        '<task id="a"/><exclusiveGateway id="g" default="g_non"/><task id="oui"/><task id="non"/>'
        + calls
        + "".join(flow(one, other) for one, other in pairwise(chain))
        + flow("g", "oui", condition='=avis = "favorable"')
        + flow("g", "non")
    )


AVIS = diagram(
    "avis",
    '<startEvent id="s"/><task id="a" name="Rendre un avis"/><exclusiveGateway id="g"/>'
    '<task id="v"/><endEvent id="e"/>'
    + flow("s", "a")
    + flow("a", "g")
    + flow("g", "v", condition="=motif != null")
    + flow("g", "e", id="sinon")
    + flow("v", "e"),
)


def mapped(inputs: str = "", outputs: str = "") -> str:
    """Return an ioMapping of `source=target` pairs parted by blanks."""
    pairs = [("input", inputs), ("output", outputs)]
    inside = "".join(
        f'<zeebe:{kind} source="={source}" target="{target}"/>'
        for kind, text in pairs
        for source, target in (pair.split("=") for pair in text.split())
    )
    return f"<zeebe:ioMapping>{inside}</zeebe:ioMapping>"


def with_avis(main: str, **others: bytes) -> ProcessDefinition:
    """Return the definition of `main` that may call `avis.bpmn` and others."""
    files = {"avis.bpmn": AVIS} | {f"{name}.bpmn": data for name, data in others.items()}
    return parse_process(diagram("p", main), {}, files)


def test_a_process_of_another_file_runs_in_the_place_of_its_call():
    case = Case(with_avis(calling("c"))).do("a")
    inside = case.ready

    case.do("c_a", avis="favorable")

    assert inside == ["c_a"]
    assert case.definition.tasks["c_a"].name == "Rendre un avis"
    assert case.ready == ["oui"]
    assert "c" in case.passed


def test_what_is_called_is_known_by_its_file_and_the_id_it_is_drawn_with():
    definition = with_avis(calling("c"))

    task, decision = (definition.origins[id_] for id_ in ("c_a", "v"))

    assert (task.file, task.element_id, task.caller) == ("avis.bpmn", "a", "c")
    assert (decision.file, decision.element_id, decision.caller) == ("avis.bpmn", "v", "c")
    assert "a" not in definition.origins


def test_a_call_inside_a_called_process_is_told_by_the_call_of_the_main_one():
    middle = diagram("milieu", '<callActivity id="k" calledElement="avis"/>')

    definition = with_avis(calling("c", called="milieu"), milieu=middle)

    assert Case(definition).do("a").do("k_a", avis="favorable").ready == ["oui"]
    assert definition.origins["k_a"].caller == "c"


def test_two_calls_of_one_file_each_run_their_own_copy():
    case = Case(with_avis(calling("c", "d"))).do("a").do("c_a")
    second = case.ready

    case.do("d_a", avis="favorable")

    assert second == ["d_a"]
    assert case.ready == ["oui"]


def test_the_digest_of_a_process_counts_what_it_calls():
    other = AVIS.replace(b"Rendre un avis", b"Rendre son avis")
    alone, one, two = (
        parse_process(diagram("p", calling("c")), {}, files)
        for files in ({}, {"avis.bpmn": AVIS}, {"avis.bpmn": other})
    )

    assert len({alone.digest, one.digest, two.digest}) == 3


def test_messages_errors_and_signals_of_another_file_are_found_by_their_name():
    shared = '<message id="m" name="reponse"/><error id="x" name="refus" errorCode="1"/>'
    inside = (
        '<startEvent id="s"/><intermediateCatchEvent id="w">'
        '<messageEventDefinition messageRef="m"/></intermediateCatchEvent>'
        '<endEvent id="e"><errorEventDefinition errorRef="x"/></endEvent>'
    ) + flow("s", "w")
    main = (
        '<startEvent id="s"/><callActivity id="c" calledElement="q"/>'
        '<boundaryEvent id="b" attachedToRef="c"><errorEventDefinition errorRef="x"/>'
        '</boundaryEvent><task id="n"/><task id="r"/>'
        + flow("s", "c")
        + flow("c", "n")
        + flow("b", "r")
    )
    called = diagram("q", inside + flow("w", "e"), shared)
    own = '<message id="m" name="autre"/><error id="x" name="refus" errorCode="1"/>'

    case = Case(parse_process(diagram("p", main, own), {}, {"q.bpmn": called}))

    assert [wait.name for wait in case.advance.waits] == ["reponse"]
    assert case.receive("reponse").ready == ["r"]


def test_a_called_process_keeps_its_lanes_and_one_without_takes_those_of_its_call():
    lanes = (
        '<laneSet id="l"><lane id="{0}" name="{0}"><flowNodeRef>{1}</flowNodeRef></lane></laneSet>'
    )
    main = lanes.format("Guichet", "c") + calling("c")
    bare = with_avis(main)
    own = diagram("avis", lanes.format("Service", "a") + '<task id="a"/>')

    laned = parse_process(diagram("p", main), {}, {"avis.bpmn": own})

    assert bare.tasks["c_a"].lane == "Guichet"
    assert laned.tasks["c_a"].lane == "Service"
    assert laned.lanes == ("Guichet", "Service")


def test_what_was_done_in_a_called_process_can_be_compensated():
    inside = (
        '<startEvent id="s"/><task id="book"/><boundaryEvent id="k" attachedToRef="book">'
        '<compensateEventDefinition/></boundaryEvent><task id="undo" isForCompensation="true"/>'
        '<association id="l" sourceRef="k" targetRef="undo"/>'
        '<intermediateThrowEvent id="t"><compensateEventDefinition activityRef="book"/>'
        "</intermediateThrowEvent>"
    )
    called = diagram("avis", inside + flow("s", "book") + flow("book", "t"))

    definition = parse_process(diagram("p", calling("c", "d")), {}, {"avis.bpmn": called})

    case = Case(definition).do("a").do("book").do("undo")
    assert case.ready == ["d_book"]


def test_by_default_variables_go_in_and_come_back():
    case = Case(with_avis(calling("c"))).do("a", motif="urgent")

    assert case.do("c_a", avis="favorable").ready == ["v"]
    assert case.do("v").ready == ["oui"]


def test_an_input_is_known_inside_the_call_and_only_there():
    said = mapped(inputs="texte=motif")
    main = calling("c", said=said) + '<task id="z"/>' + flow("oui", "h") + flow("non", "h")
    after = '<exclusiveGateway id="h" default="h_f"/><task id="f"/>' + flow("h", "f")
    case = Case(with_avis(main + after + flow("h", "z", condition="=motif != null")))

    case.do("a", texte="urgent").do("c_a", avis="favorable").do("v", motif="autre").do("oui")

    assert case.ready == ["f"]


def test_only_what_the_outputs_name_comes_back():
    case = Case(with_avis(calling("c", said=mapped(outputs="conclusion=avis")))).do("a")

    assert case.do("c_a", avis="favorable", conclusion="défavorable").ready == ["non"]


@pytest.mark.parametrize(
    ("flag", "ready"),
    [("", ["oui"]), ('propagateAllChildVariables="false"', ["non"])],
    ids=["all", "none"],
)
def test_a_call_that_takes_nothing_back_keeps_its_variables(flag, ready):
    main = calling("c").replace('processId="avis"', f'processId="avis" {flag}')

    assert Case(with_avis(main)).do("a").do("c_a", avis="favorable").ready == ready


def test_a_call_that_gives_nothing_in_knows_only_its_inputs():
    flag = 'processId="avis" propagateAllParentVariables="false"'
    main = calling("c", said=mapped(inputs="n=rang")).replace('processId="avis"', flag)
    case = Case(with_avis(main)).do("a", motif="urgent", avis="défavorable")

    case.do("c_a", avis="favorable")

    assert case.ready == ["oui"]


def test_an_input_of_a_call_that_gives_nothing_else_does_not_come_back():
    flag = 'processId="avis" propagateAllParentVariables="false"'
    main = calling("c", said=mapped(inputs="n=avis")).replace('processId="avis"', flag)
    case = Case(with_avis(main)).do("a", avis="favorable")

    case.do("c_a", avis="défavorable")

    assert case.ready == ["oui"]


@pytest.mark.parametrize(
    ("out", "ready"),
    [
        ('<camunda:out source="conclusion" target="avis"/>', ["non"]),
        ('<camunda:out sourceExpression="${conclusion}" target="avis"/>', ["non"]),
        ('<camunda:out variables="all"/>', ["oui"]),
    ],
)
def test_the_mappings_of_camunda_7_are_obeyed(out, ready):
    case = Case(with_avis(calling("c", said=f'<camunda:in variables="all"/>{out}'))).do("a")

    assert case.do("c_a", avis="favorable", conclusion="défavorable").ready == ready


def test_calls_at_the_same_time_do_not_see_each_other():
    loop = (
        "<multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics "
        'inputCollection="=services" inputElement="service" outputCollection="avisRendus" '
        'outputElement="=conclusion"/></extensionElements></multiInstanceLoopCharacteristics>'
    )
    main = calling("c", said=mapped("service=motif", "avis=conclusion")).replace(
        "</callActivity>", f"{loop}</callActivity>"
    )
    check = '="favorable" in avisRendus and avis = null'
    case = Case(with_avis(main.replace('=avis = "favorable"', check))).do("a", services=["x", "y"])

    case.do("c_a", avis="favorable").do("c_a", avis="défavorable").do("v").do("v")

    assert case.ready == ["oui"]
    assert b'"avisRendus":["favorable"' in case.advance.state


@pytest.mark.parametrize(
    ("main", "others", "chain"),
    [
        (calling("c", called="p"), {}, "p → p"),
        (calling("c", called="q"), {"q": "q"}, "q → q"),
        (calling("c", called="q"), {"q": "r", "r": "q"}, "q → r → q"),
        (calling("c", called="q"), {"q": "r", "r": "p"}, "p → q → r → p"),
    ],
    ids=["itself", "a file that calls itself", "two files", "back to the main one"],
)
def test_calls_that_turn_in_circles_are_refused_with_their_names(main, others, chain):
    files = {
        name: diagram(name, f'<callActivity id="to" calledElement="{called}"/>')
        for name, called in others.items()
    }

    with pytest.raises(InvalidProcess, match="s’appelle lui-même") as refusal:
        with_avis(main, **files)

    assert f": {chain}." in refusal.value.message
    assert (refusal.value.element_id, refusal.value.file) == (
        ("to", f"{list(others)[-1]}.bpmn") if others else ("c", "")
    )


def test_a_process_in_two_files_is_refused():
    with pytest.raises(InvalidProcess, match=r"aussi dans avis\.bpmn") as refusal:
        with_avis(calling("c"), double=AVIS)

    assert (refusal.value.file, refusal.value.element_id) == ("double.bpmn", "avis")


@pytest.mark.parametrize(
    ("data", "message", "element"),
    [
        (b"<not xml", "XML", ""),
        (b"<other/>", "n’est pas un diagramme", ""),
        (diagram("q", '<task id="t"/><task id="t"/>'), "donné à deux éléments", "t"),
    ],
    ids=["no xml", "no diagram", "an id twice"],
)
def test_a_file_that_cannot_be_called_is_refused_by_its_name(data, message, element):
    with pytest.raises(InvalidProcess, match=message) as refusal:
        with_avis(calling("c"), mauvais=data)

    assert (refusal.value.file, refusal.value.element_id) == ("mauvais.bpmn", element)


def test_what_is_wrong_in_a_called_process_is_told_in_its_file():
    inside = '<task id="a"/><complexGateway id="k"/>'
    with pytest.raises(InvalidProcess, match="passerelle complexe") as complex_gateway:
        parse_process(diagram("p", calling("c")), {}, {"avis.bpmn": diagram("avis", inside)})
    timer = "<timerEventDefinition><timeDuration>bientôt</timeDuration></timerEventDefinition>"
    event = f'<intermediateCatchEvent id="g">{timer}</intermediateCatchEvent>'
    with pytest.raises(InvalidProcess, match="n’est ni une date") as moment:
        parse_process(diagram("p", calling("c")), {}, {"avis.bpmn": diagram("avis", event)})

    assert (complex_gateway.value.file, complex_gateway.value.element_id) == ("avis.bpmn", "k")
    assert (moment.value.file, moment.value.element_id) == ("avis.bpmn", "g")


def test_what_is_changed_or_unsound_in_a_called_process_is_told_once_in_its_file():
    inside = (
        '<startEvent id="s"/><exclusiveGateway id="g"/><parallelGateway id="j"/><task id="a"/>'
        '<task id="b"/>'
        + flow("s", "g")
        + flow("g", "a", condition="=x")
        + flow("g", "b")
        + flow("a", "j")
        + flow("b", "j")
    )
    files = {"avis.bpmn": diagram("avis", inside)}

    definition = parse_process(diagram("p", calling("c", "d")), {}, files)

    changed = [each for each in definition.adjustments if each.file]
    assert [(each.code, each.file, each.element_id) for each in changed] == [
        ("end_added", "avis.bpmn", "j")
    ]
    told = [(flaw.code, flaw.file, flaw.element_id) for flaw in find_flaws(definition)]
    assert told == [("deadlock", "avis.bpmn", "j")]


def test_a_call_of_nothing_known_is_done_by_a_person():
    definition = with_avis(calling("c", called="inconnu"))

    assert Case(definition).do("a").ready == ["c"]
    assert codes(definition)["called_process_missing"] == ["c"]


def test_the_process_that_calls_is_chosen_before_a_larger_one_that_it_calls():
    small = '<process id="p" isExecutable="true"><callActivity id="c" calledElement="q"/></process>'
    large = '<process id="q" isExecutable="true"><task id="x"/><task id="y"/></process>'

    definition = parse_process(f"{HEAD}{large}{small}</definitions>".encode())

    assert definition.process_id == "p"
    assert [task.element_id for task in start(definition, {}, MORNING).ready] == ["x", "y"]


def test_calls_that_multiply_each_other_are_refused_before_they_are_made():
    files = {
        f"n{rank}": diagram(
            f"n{rank}",
            "".join(f'<callActivity id="c{i}" calledElement="n{rank + 1}"/>' for i in range(9)),
        )
        for rank in range(9)
    }

    with pytest.raises(InvalidProcess, match="plus de 300"):
        with_avis(calling("c", called="n0"), **files)


def test_our_own_diagram_of_two_calls_runs():
    case = Case(read("appels")).do("Verifier").do("Seconde_Verifier")

    assert case.advance.finished
