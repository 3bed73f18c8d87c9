"""What other engines and modellers write: read as their authors meant it, or refused in words."""

import pytest

from tests.engine.case import Case
from tests.engine.test_normalise import HEAD, codes, drawn, flow
from workflows.engine import InvalidProcess, find_flaws, parse_process

KIN = {
    "Flowable": "http://flowable.org/bpmn",
    "Activiti": "http://activiti.org/bpmn",
    "Operaton": "http://operaton.org/schema/1.0/bpmn",
    "Camunda 7": "http://camunda.org/schema/1.0/bpmn",
}
LIST = (
    "<multiInstanceLoopCharacteristics{said}><loopDataInputRef>{items}</loopDataInputRef>"
    "<loopDataOutputRef>{results}</loopDataOutputRef>"
    '<inputDataItem id="unAvis" name="un avis"/><outputDataItem id="reponse"/>'
    "</multiInstanceLoopCharacteristics>"
)


def one(task: str, before: str = "") -> str:
    """Return a process of one task `t` between a start and an end."""
    return f'{before}<startEvent id="s"/>{task}<endEvent id="e"/>' + flow("s", "t") + flow("t", "e")


def timed(text: str, kind: str = "timeDuration") -> str:
    definition = f"<timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition>"
    return one(f'<intermediateCatchEvent id="t">{definition}</intermediateCatchEvent>')


@pytest.mark.parametrize("space", KIN.values(), ids=KIN)
def test_the_kin_of_camunda_7_is_read_like_it(space):
    task = (
        f'<userTask xmlns:x="{space}" id="t" x:formKey="demande" x:candidateGroups="mairie, ${{g}}"'
        ' x:dueDate="${echeance}"><extensionElements><x:properties>'
        '<x:property name="rang" value="1"/></x:properties></extensionElements></userTask>'
    )

    definition = drawn(one(task))

    read = definition.tasks["t"]
    assert (read.form_id, read.candidate_groups, dict(read.properties)) == (
        "demande",
        ("mairie",),
        {"rang": "1"},
    )
    assert "echeance" in definition.routing_variables


@pytest.mark.parametrize("space", KIN.values(), ids=KIN)
def test_a_list_of_the_kin_of_camunda_7_is_gone_through(space):
    loop = (
        f'<multiInstanceLoopCharacteristics xmlns:x="{space}" x:collection="services"'
        ' x:elementVariable="service"/>'
    )

    case = Case(drawn(one(f'<task id="t">{loop}</task>')), services=["eaux", "forêts"])

    assert case.ready == ["t", "t"]


@pytest.mark.parametrize(
    ("said", "groups"),
    [
        ("comptabilité", ("comptabilité",)),
        ("user(zoé), group(direction)", ("direction",)),
        ("${responsable}", ()),
    ],
    ids=["a bare name", "as functions", "an expression"],
)
def test_the_potential_owners_of_standard_bpmn_are_groups(said, groups):
    owner = (
        "<potentialOwner><resourceAssignmentExpression><formalExpression>"
        f"{said}</formalExpression></resourceAssignmentExpression></potentialOwner>"
    )

    definition = drawn(one(f'<userTask id="t">{owner}</userTask>'))

    assert definition.tasks["t"].candidate_groups == groups


def inputs(source: str) -> str:
    """Return the data inputs and outputs of a task, filled from `source`, put into `reponses`."""
    return (
        '<ioSpecification><dataInput id="t_in" name="IN"/><dataOutput id="t_out" name="OUT"/>'
        "</ioSpecification><dataInputAssociation>"
        f"<sourceRef>{source}</sourceRef><targetRef>t_in</targetRef></dataInputAssociation>"
        "<dataOutputAssociation><sourceRef>t_out</sourceRef><targetRef>_r</targetRef>"
        "</dataOutputAssociation>"
    )


STANDARD_LISTS = {
    "a variable by its name": ("", "", "avis", "reponses"),
    "a data input": (
        '<property id="_a" name="avis"/><property id="_r" name="reponses"/>',
        inputs("_a"),
        "t_in",
        "t_out",
    ),
    "a data object": (
        '<dataObject id="avis" name="Les avis"/><dataObject id="_r" name="reponses"/>',
        inputs("avis"),
        "tns:t_in",
        "t_out",
    ),
}


@pytest.mark.parametrize(
    ("before", "inside", "items", "results"), STANDARD_LISTS.values(), ids=STANDARD_LISTS
)
def test_the_list_of_standard_bpmn_is_gone_through_and_gathered(before, inside, items, results):
    loop = LIST.format(said=' isSequential="true"', items=items, results=results)
    definition = drawn(
        f'{before}<userTask id="t">{inside}{loop}</userTask>'
        + '<userTask id="u"/><exclusiveGateway id="g" default="g_e"/><endEvent id="e"/>'
        + flow("t", "g")
        + flow("g", "u", condition='=reponses = ["oui", "non"]')
        + flow("g", "e"),
        attributes=' isExecutable="true"',
    )

    case = Case(definition, avis=["eaux", "forêts"]).do("t", reponse="oui").do("t", reponse="non")

    assert case.ready == ["u"]
    assert "instances_unknown" not in codes(definition)


DURATIONS = {
    "P0Y0M0DT0H0M2S": 2,
    "P0Y0M1DT2H": 26 * 3600,
    "P00Y1DT0S": 86_400,
    "-P0M1D": -86_400,
}


@pytest.mark.parametrize("text", DURATIONS)
def test_a_duration_may_say_zero_years_or_zero_months(text):
    case = Case(drawn(timed(text)))

    seconds = (case.advance.waits[0].due_at - case.now).total_seconds()
    assert seconds == DURATIONS[text]


def test_a_duration_of_months_may_say_zero_days():
    case = Case(drawn(timed("P0Y2M0DT0H0M0S")))

    assert case.advance.waits[0].due_at.date().isoformat() == "2027-01-22"  # in UTC


def test_a_duration_of_months_and_days_is_refused_in_words():
    with pytest.raises(InvalidProcess, match="ni une date, ni une durée"):
        drawn(timed("P1M2D"))


@pytest.mark.parametrize("text", ["0 0/5 * * * ?", "0 9 * * MON-FRI", "0 0 12 1/1 * ? *"])
def test_a_cron_calendar_is_refused_with_what_to_write(text):
    with pytest.raises(InvalidProcess, match="calendrier « cron » : écrivez une période"):
        drawn(timed(text, "timeCycle"))


def test_a_catching_event_that_says_nothing_waits_until_it_is_called_by_its_name():
    definition = drawn(one('<intermediateCatchEvent id="t" name="Soumettre"/>'))

    case = Case(definition)

    assert case.awaited == ["t"]
    assert codes(definition)["catch_bare"] == ["t"]
    assert case.receive("Soumettre").advance.finished


def test_behind_an_event_gateway_too_a_bare_event_waits():
    ways = "".join(
        f'<intermediateCatchEvent id="{id_}" name="{name}"/>'
        for id_, name in (("a", "Garder"), ("b", "Envoyer"))
    )
    definition = drawn(
        f'<task id="t"/><eventBasedGateway id="g"/>{ways}'
        + flow("t", "g")
        + flow("g", "a")
        + flow("g", "b")
        + flow("a", "t")
    )

    case = Case(definition).do("t")

    assert (case.ready, case.awaited) == ([], ["a", "b"])
    assert case.receive("Envoyer").advance.finished


@pytest.mark.parametrize(
    "strange",
    ['<betTask id="t" name="Parier"/>', '<x:pari xmlns:x="urn:x" id="t" name="Parier"/>'],
    ids=["in BPMN's namespace", "in another"],
)
def test_a_step_that_bpmn_does_not_know_is_named_not_left_out(strange):
    with pytest.raises(InvalidProcess, match="« Parier » est d’un genre étranger") as refused:
        drawn(one(strange))

    assert refused.value.element_id == "t"


@pytest.mark.parametrize(
    "setting",
    [
        '<x:field xmlns:x="urn:x" id="t"/>',
        '<x:sequenceFlow xmlns:x="urn:x" id="f" sourceRef="t" targetRef="u"/>',
        '<x:boundaryEvent xmlns:x="urn:x" id="u" attachedToRef="t"/>',
    ],
    ids=["a step", "a flow", "an event"],
)
def test_a_setting_named_like_what_bpmn_draws_is_only_a_setting(setting):
    task = f'<task id="t"><extensionElements>{setting}</extensionElements></task>'

    assert Case(drawn(one(task))).do("t").advance.finished


@pytest.mark.parametrize("kind", ["globalTask", "globalUserTask", "globalManualTask"])
@pytest.mark.parametrize("called", ["G", "tns:G"])
def test_the_call_of_a_global_task_is_done_by_a_person(kind, called):
    call = f'<callActivity id="t" name="Appeler" calledElement="{called}"/>'

    definition = drawn(one(call), f'<{kind} id="G" name="Avis"/>')

    assert Case(definition).do("t").advance.finished
    assert codes(definition) == {"not_executable": ["p"]}
    assert find_flaws(definition) == ()


def test_the_list_of_a_called_diagram_is_gone_through_too():
    loop = LIST.format(said="", items="t_in", results="t_out")
    called = parse_called(
        '<property id="_a" name="avis"/><property id="_r" name="reponses"/>'
        + one(f'<userTask id="t">{inputs("_a")}{loop}</userTask>')
    )

    case = Case(called, avis=["eaux", "forêts"])

    assert len(case.ready) == 2


def parse_called(inside: str):
    """Return a process that calls the process `q`, drawn as `inside` in another file."""
    main = f'{HEAD}<process id="p"><callActivity id="c" calledElement="q"/></process></definitions>'
    other = f'{HEAD}<process id="q">{inside}</process></definitions>'
    return parse_process(main.encode(), diagrams={"autre.bpmn": other.encode()})
