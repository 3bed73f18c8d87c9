"""Drawings as analysts make them: what is changed so that they run, and what they are told."""

import pytest

from tests.engine.case import Case, read
from workflows.engine import InvalidProcess, ProcessDefinition, parse_process

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
    ' xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core">'
)


def drawn(inside: str, after: str = "", attributes: str = "") -> ProcessDefinition:
    """Return the definition of a process drawn as `inside`."""
    return parse_process(
        f'{HEAD}<process id="p"{attributes}>{inside}</process>{after}</definitions>'.encode()
    )


def flow(source: str, target: str, **said: str) -> str:
    """Return a flow; `said` may give it a condition, a name or an id."""
    condition = said.get("condition", "")
    inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
    id_ = said.get("id", f"{source}_{target}")
    name = f' name="{said["name"]}"' if "name" in said else ""
    return (
        f'<sequenceFlow id="{id_}"{name} sourceRef="{source}" targetRef="{target}">'
        f"{inner}</sequenceFlow>"
    )


def codes(definition: ProcessDefinition) -> dict[str, list[str]]:
    """Return the elements adjusted, by code."""
    found: dict[str, list[str]] = {}
    for each in definition.adjustments:
        found.setdefault(each.code, []).append(each.element_id)
        assert each.message
    return found


def test_a_process_with_neither_start_nor_end_gets_both():
    definition = drawn('<task id="a"/><task id="b"/>' + flow("a", "b"))

    case = Case(definition).do("a").do("b")

    assert case.advance.finished
    assert codes(definition) == {
        "not_executable": ["p"],
        "start_added": ["p"],
        "end_added": ["b"],
    }


def test_several_activities_without_predecessor_begin_together():
    case = Case(drawn('<task id="a"/><task id="b"/>'))

    assert case.ready == ["a", "b"]


def test_the_richest_process_is_chosen_when_none_is_executable():
    poor = '<process id="q"><task id="x"/></process>'

    definition = drawn('<task id="a"/><task id="b"/>' + flow("a", "b"), poor)

    assert definition.process_id == "p"
    assert codes(definition)["process_left_out"] == ["q"]


def test_the_executable_process_is_chosen_even_if_smaller():
    big = '<process id="q"><task id="x"/><task id="y"/></process>'

    definition = drawn('<task id="a"/>', big, ' isExecutable="true"')

    assert definition.process_id == "p"


def test_events_may_be_called_start_and_end():
    inside = '<startEvent id="Start"/><task id="Root"/><endEvent id="End"/>'

    definition = drawn(inside + flow("Start", "Root") + flow("Root", "End"))

    assert Case(definition).do("Root").advance.finished


def test_a_dangling_flow_is_ignored_and_told():
    definition = drawn('<task id="a"/>' + flow("a", "nowhere", id="lost"))

    assert Case(definition).do("a").advance.finished
    assert codes(definition)["flow_dangling"] == ["lost"]


def test_a_task_with_two_ways_out_takes_both():
    definition = drawn(
        '<task id="a"/><task id="b"/><task id="c"/>' + flow("a", "b") + flow("a", "c")
    )

    assert Case(definition).do("a").ready == ["b", "c"]
    assert codes(definition)["split_added"] == ["a"]


@pytest.mark.parametrize(
    ("answer", "ready"), [({"n": 1}, ["b"]), ({"n": 2}, ["b", "c"]), ({}, ["d"])], ids=str
)
def test_conditions_on_flows_that_leave_a_task_are_obeyed(answer, ready):
    definition = drawn(
        '<task id="a" default="a_d"/><task id="b"/><task id="c"/><task id="d"/>'
        + flow("a", "b", condition="=n > 0")
        + flow("a", "c", condition="=n > 1")
        + flow("a", "d")
    )

    assert Case(definition).do("a", **answer).ready == ready


def test_the_only_flow_without_condition_is_the_default_one():
    definition = drawn(
        '<task id="a"/><exclusiveGateway id="g"/><task id="b"/><task id="c"/>'
        + flow("a", "g")
        + flow("g", "b", condition="=n = 1")
        + flow("g", "c")
    )

    assert Case(definition).do("a", n=2).ready == ["c"]


def test_a_default_flow_is_one_more_button_when_the_others_have_no_condition():
    definition = drawn(
        '<task id="a"/><exclusiveGateway id="g" default="g_c"/><task id="b"/><task id="c"/>'
        '<task id="d"/>' + flow("a", "g") + flow("g", "b") + flow("g", "c") + flow("g", "d")
    )

    task = definition.tasks["a"]

    assert [choice.value for choice in task.choices] == ["g_b", "g_d", "g_c"]
    assert Case(definition).do("a").ready == ["c"]
    assert Case(definition).do("a", choix_a="g_d").ready == ["d"]


def test_a_label_written_as_a_condition_becomes_a_choice():
    definition = drawn(
        '<task id="a"/><exclusiveGateway id="g"/><task id="b"/><task id="c"/>'
        + flow("a", "g")
        + flow("g", "b", condition="si le dossier est bon", name="Bon")
        + flow("g", "c", condition="sinon", name="Mauvais")
    )

    assert [choice.label for choice in definition.tasks["a"].choices] == ["Bon", "Mauvais"]
    assert len(codes(definition)["condition_not_feel"]) == 2


@pytest.mark.parametrize(
    "text",
    [
        "=n = 1",
        "n = 1",
        "${n == 1}",
        "${n == 1 &amp;&amp; n &gt; 0}",
        "#{n == 1 || n == 7}",
        "${n eq 1}",
        'n == 1 and not n in ["B"]',
    ],
)
def test_conditions_of_each_modeller_are_translated(text):
    definition = drawn(
        '<task id="a"/><exclusiveGateway id="g" default="g_c"/><task id="b"/><task id="c"/>'
        + flow("a", "g")
        + flow("g", "b", condition=text)
        + flow("g", "c")
    )

    assert Case(definition).do("a", n=1).ready == ["b"]
    assert Case(definition).do("a", n=2).ready == ["c"]


def test_a_method_call_of_camunda_7_is_refused_with_its_flow():
    with pytest.raises(InvalidProcess) as refusal:
        drawn(
            '<task id="a"/><exclusiveGateway id="g" default="g_c"/><task id="b"/><task id="c"/>'
            + flow("a", "g")
            + flow("g", "b", condition="${execution.getVariable('x') == 1}")
            + flow("g", "c")
        )

    assert refusal.value.element_id == "g_b"


@pytest.mark.parametrize(
    "task",
    [
        '<serviceTask id="a"/>',
        '<sendTask id="a"/>',
        '<receiveTask id="a"/>',
        '<scriptTask id="a"/>',
        '<businessRuleTask id="a"/>',
        '<callActivity id="a"/>',
        '<callActivity id="a" calledElement="elsewhere"/>',
        '<subProcess id="a"/>',
        '<transaction id="a"/>',
    ],
)
def test_what_is_not_configured_is_done_by_a_person(task):
    definition = drawn(task)

    assert Case(definition).do("a").advance.finished
    assert "a" in codes(definition)["done_by_person"]


@pytest.mark.parametrize(
    ("extension", "kind"),
    [
        ('<serviceTask id="a" camunda:type="external" camunda:topic="mail"/>', "mail"),
        (
            '<serviceTask id="a"><extensionElements><zeebe:taskDefinition type="mail"/>'
            "</extensionElements></serviceTask>",
            "mail",
        ),
        (
            '<businessRuleTask id="a"><extensionElements><zeebe:taskDefinition type="calcul"/>'
            "</extensionElements></businessRuleTask>",
            "calcul",
        ),
    ],
    ids=["camunda 7", "camunda 8", "rule by a job"],
)
def test_a_service_is_known_by_its_type_in_each_dialect(extension, kind):
    definition = drawn(extension)

    (effect,) = Case(definition).advance.effects

    assert effect.type == kind
    assert [service.type for service in definition.effects] == [kind]


def test_forms_groups_and_properties_of_camunda_7_are_read():
    definition = drawn(
        '<userTask id="a" camunda:formKey="demande" camunda:candidateGroups="x,y">'
        "<extensionElements>"
        '<camunda:properties><camunda:property name="k" value="v"/></camunda:properties>'
        "</extensionElements></userTask>"
    )

    task = definition.tasks["a"]

    assert (task.form_id, task.candidate_groups, task.properties) == (
        "demande",
        ("x", "y"),
        {"k": "v"},
    )


@pytest.mark.parametrize(
    "definition",
    ["<timerEventDefinition/>", "<conditionalEventDefinition/>", ""],
    ids=["timer", "condition", "nothing"],
)
def test_an_event_that_does_not_say_its_moment_is_begun_by_its_name(definition):
    case = Case(
        drawn(
            f'<task id="a"/><boundaryEvent id="b" name="Relance" attachedToRef="a">{definition}'
            '</boundaryEvent><task id="c"/>' + flow("b", "c")
        )
    )

    assert case.ready == ["a"]
    assert case.definition.messages == {"Relance"}
    assert case.receive("Relance").ready == ["c"]


def test_links_are_flows():
    definition = drawn(
        '<task id="a"/><intermediateThrowEvent id="go"><linkEventDefinition name="L"/>'
        '</intermediateThrowEvent><intermediateCatchEvent id="come"><linkEventDefinition name="L"/>'
        '</intermediateCatchEvent><task id="b"/>' + flow("a", "go") + flow("come", "b")
    )

    assert Case(definition).do("a").ready == ["b"]


def test_data_drawn_as_decoration_is_ignored():
    definition = drawn(
        '<dataObject id="d"/><dataObjectReference id="r" dataObjectRef="d"/>'
        '<dataStoreReference id="s"/><task id="a"><ioSpecification/><dataOutputAssociation id="o">'
        "<targetRef>r</targetRef></dataOutputAssociation></task>"
    )

    assert Case(definition).do("a").advance.finished


def test_nested_lanes_give_the_innermost_name():
    definition = drawn(
        '<laneSet id="l"><lane id="out" name="Service"><flowNodeRef>a</flowNodeRef>'
        '<childLaneSet id="c"><lane id="in" name="Guichet"><flowNodeRef>a</flowNodeRef></lane>'
        '</childLaneSet></lane></laneSet><task id="a"/>'
    )

    assert definition.tasks["a"].lane == "Guichet"
    assert definition.lanes == ("Guichet",)


def test_what_no_path_reaches_is_told():
    definition = drawn('<startEvent id="s"/><task id="a"/><task id="lost"/>' + flow("s", "a"))

    assert codes(definition)["unreachable"] == ["lost"]


def test_a_marker_that_does_not_say_how_many_times_means_once():
    definition = drawn(
        '<task id="a"><multiInstanceLoopCharacteristics/></task><task id="b">'
        "<standardLoopCharacteristics/></task>" + flow("a", "b")
    )

    assert Case(definition).do("a").do("b").advance.finished
    assert set(codes(definition)) >= {"instances_unknown", "loop_without_end"}


def test_an_event_gateway_that_leads_to_a_task_waits_for_its_name():
    case = Case(
        drawn(
            '<task id="a"/><eventBasedGateway id="g"/><task id="b" name="Lire"/>'
            '<intermediateCatchEvent id="t"><timerEventDefinition><timeDuration>P1D</timeDuration>'
            "</timerEventDefinition></intermediateCatchEvent>"
            + flow("a", "g")
            + flow("g", "b")
            + flow("g", "t")
        )
    ).do("a")

    assert case.receive("Lire").ready == ["b"]


def test_our_own_complete_diagrams_need_no_adjustment():
    for name in ("instruction", "avis", "attente", "retrait", "membres", "controle", "campagne"):
        assert read(name).adjustments == ()
