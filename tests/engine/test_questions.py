"""Work whose result the process needs at once: it stands still, is answered, and goes on."""

from itertools import pairwise

import pytest

from tests.engine.case import MORNING
from workflows.engine import answered, complete, parse_process, start
from workflows.errors import ProcessFailure

NUMBER = """<bpmn:serviceTask id="n" name="Numéroter"><bpmn:extensionElements>
  <zeebe:taskDefinition type="numero"/><zeebe:taskHeaders><zeebe:header key="serie" value="P"/>
  <zeebe:header key="variable" value="permis"/></zeebe:taskHeaders>
  <zeebe:ioMapping>%s</zeebe:ioMapping></bpmn:extensionElements>%s</bpmn:serviceTask>"""
SEVERAL = """<bpmn:multiInstanceLoopCharacteristics isSequential="%s">
  <bpmn:loopCardinality>=3</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"""
MAIL = """<bpmn:serviceTask id="mail"><bpmn:extensionElements><zeebe:taskDefinition type="mail"/>
  <zeebe:ioMapping><zeebe:input source="=permis" target="numeroPermis"/></zeebe:ioMapping>
  </bpmn:extensionElements></bpmn:serviceTask>"""


def process(middle: str, flows: str):
    return parse_process(
        f"""<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
      xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="D"><bpmn:process id="p"
      isExecutable="true"><bpmn:startEvent id="s"/>{middle}{flows}</bpmn:process>
      </bpmn:definitions>""".encode()
    )


def flow(*elements: str) -> str:
    return "".join(
        f'<bpmn:sequenceFlow id="f_{a}_{b}" sourceRef="{a}" targetRef="{b}"/>'
        for a, b in pairwise(elements)
    )


class Counter:
    """Answers each question with the next number, and remembers what was asked."""

    def __init__(self) -> None:
        self.asked = []

    def __call__(self, question):
        self.asked.append(question)
        return f"P-{len(self.asked)}"


@pytest.fixture
def numbered():
    """A process whose task is followed by a number, which a mail reads."""
    drawn = '<bpmn:userTask id="t"/>' + NUMBER % ("", "") + MAIL
    return process(drawn, flow("s", "t", "n", "mail"))


def completed(definition):
    begun = start(definition, {}, MORNING)
    return complete(definition, begun.state, begun.ready[0].id, {}, MORNING)


def test_a_process_stands_still_until_it_has_its_number(numbered):
    advance = completed(numbered)

    [question] = advance.asked
    assert (question.element_id, question.name, question.type) == ("n", "Numéroter", "numero")
    assert (question.variable, question.parameters["serie"]) == ("permis", "P")
    assert (advance.ready, advance.waits, advance.finished) == ((), (), False)


def test_what_is_answered_is_read_at_once_and_both_moves_make_one(numbered):
    whole = answered(numbered, completed(numbered), MORNING, Counter())

    assert [effect.parameters for effect in whole.effects] == [{"numeroPermis": "P-1"}]
    assert [each.element_id for each in whole.passed][:3] == ["t", "n", "mail"]
    assert (whole.asked, whole.finished) == ((), True)


def test_an_advance_that_asks_nothing_is_given_back_as_it_is():
    definition = process('<bpmn:userTask id="t"/>', flow("s", "t"))
    advance = start(definition, {}, MORNING)

    assert answered(definition, advance, MORNING, Counter()) is advance


@pytest.mark.parametrize("sequential", ["true", "false"])
def test_each_of_several_has_a_number_of_its_own(sequential):
    counter = Counter()
    definition = process(NUMBER % ("", SEVERAL % sequential), flow("s", "n"))

    whole = answered(definition, start(definition, {}, MORNING), MORNING, counter)

    assert whole.finished
    assert len({question.id for question in counter.asked}) == 3


def test_inputs_are_computed_for_the_question():
    counter = Counter()
    given = '<zeebe:input source="=&#34;PC-&#34; + string(1 + 1)" target="serie"/>'
    definition = process(NUMBER % (given, ""), flow("s", "n"))

    answered(definition, start(definition, {}, MORNING), MORNING, counter)

    assert counter.asked[0].parameters["serie"] == "PC-2"


def test_a_process_that_asks_without_end_is_stopped():
    gateway = '<bpmn:exclusiveGateway id="g" default="f_g_n"/><bpmn:userTask id="t"/>'
    leaving = """<bpmn:sequenceFlow id="out" sourceRef="g" targetRef="t">
      <bpmn:conditionExpression>=permis = "jamais"</bpmn:conditionExpression></bpmn:sequenceFlow>"""
    definition = process(NUMBER % ("", "") + gateway, flow("s", "n", "g", "n") + leaving)
    begun = start(definition, {}, MORNING)

    with pytest.raises(ProcessFailure, match="tourne en rond à « Numéroter »"):
        answered(definition, begun, MORNING, Counter())
