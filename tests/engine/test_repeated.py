"""Activities done several times: together, one by one, or until it is good."""

import pytest

from tests.engine.case import Case, read
from workflows.engine import parse_process
from workflows.engine.spiff.repeated import Repeated
from workflows.engine.spiff.specs import Join
from workflows.errors import ProcessFailure


def test_instances_together_are_as_many_tasks_and_their_results_keep_the_order():
    """Trap 3: SpiffWorkflow's callbacks are lost when a state is loaded; it waited for ever."""
    case = Case(read("membres")).do("Composer", membres=["Ana", "Bo", "Cy"])
    ready = case.ready

    case.do("Voter", which=2, avisMembre="pour")
    case.do("Voter", which=0, avisMembre="contre")
    case.do("Voter", avisMembre="pour")

    assert ready == ["Voter", "Voter", "Voter"]
    assert case.ready == ["Oui"]
    assert b'"avis":["contre","pour","pour"]' in case.advance.state


def test_what_an_instance_answers_stays_its_own():
    case = Case(read("membres")).do("Composer", membres=["Ana", "Bo"])

    case.do("Voter", avisMembre="pour").do("Voter")

    assert case.ready == ["Non"]
    assert b'"avis":["pour",null]' in case.advance.state


@pytest.mark.parametrize("members", [[], None], ids=["empty", "undefined"])
def test_no_item_means_no_instance_but_no_list_is_a_failure(members):
    case = Case(read("membres"))

    if members is None:
        with pytest.raises(ProcessFailure, match="ne donne pas une liste"):
            case.do("Composer")
    else:
        assert case.do("Composer", membres=members).ready == ["Non"]


def test_instances_one_by_one_follow_each_other():
    case = Case(read("visites")).do("Preparer", lieux=["Nord", "Sud"])

    case.do("Visiter").do("Rapporter", note="bien")
    assert case.ready == ["Visiter"]
    case.do("Visiter").do("Rapporter", note="mieux")

    assert case.ready == ["Conclure"]


def test_a_completion_condition_stops_the_instances_that_remain():
    case = Case(read("visites")).do("Preparer", lieux=["Nord", "Sud", "Îles"])

    case.do("Visiter").do("Rapporter", note="stop")

    assert case.ready == ["Conclure"]


@pytest.mark.parametrize(
    ("answers", "rounds"), [([False, True], 2), ([False, False, False], 3)], ids=["good", "maximum"]
)
def test_a_loop_goes_on_while_its_condition_is_true_at_most_its_maximum(answers, rounds):
    case = Case(read("essais"))

    for answer in answers:
        assert case.ready == ["Essayer"]
        case.do("Essayer", reussi=answer)

    assert case.ready == ["Conclure"]
    assert case.passed.count("Essayer") == rounds


@pytest.mark.parametrize("count", ["1000000", "10 ** 9", "101"])
def test_too_many_instances_are_refused_before_they_are_made(count):
    bpmn = f"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">
      <startEvent id="s"/><task id="t"><multiInstanceLoopCharacteristics>
      <loopCardinality>={count}</loopCardinality></multiInstanceLoopCharacteristics></task>
      <sequenceFlow id="f" sourceRef="s" targetRef="t"/></process></definitions>""".encode()

    with pytest.raises(ProcessFailure, match="plus que les 100 permises"):
        Case(parse_process(bpmn))


MANY = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"><process id="p" isExecutable="true">
<userTask id="t" name="Signer"><extensionElements><zeebe:properties>
<zeebe:property name="maxInstances" value="{asked}"/></zeebe:properties></extensionElements>
<multiInstanceLoopCharacteristics><loopCardinality>={number}</loopCardinality>
</multiInstanceLoopCharacteristics></userTask></process></definitions>"""


@pytest.mark.parametrize(
    ("asked", "number", "allowed"),
    [
        ("", 100, True),
        ("", 101, False),
        ("200", 200, True),
        ("200", 201, False),
        ("3", 4, False),
        ("100000", 500, True),
        ("100000", 501, False),
        pytest.param("9" * 5_000, 500, True, id="thousands of digits"),
        ("beaucoup", 101, False),
    ],
)
def test_an_activity_may_ask_for_more_instances_within_the_bounds(asked, number, allowed):
    definition = parse_process(MANY.format(asked=asked, number=number).encode())

    if allowed:
        assert len(Case(definition).advance.ready) == number
    else:
        with pytest.raises(ProcessFailure, match=f"« Signer » serait fait {number} fois, plus que"):
            Case(definition)


@pytest.mark.parametrize("kind", [Repeated, Join])
def test_a_kind_that_forgets_what_it_owes_its_base_cannot_even_be_built(kind):
    forgetful = type("Forgetful", (kind,), {})

    with pytest.raises(TypeError, match="abstract"):
        forgetful(None, "x")
