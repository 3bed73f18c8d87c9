"""Messages: which wait a message opens, and what a process sends with it."""

from datetime import date
from decimal import Decimal

import pytest

from tests.engine.case import Case, read
from workflows.engine import Advance, parse_process
from workflows.errors import NotAwaited, ProcessFailure

CHOSEN = "candidature_retenue"


def candidature(offer: object = "OF-12", **variables: object) -> Case:
    return Case(read("candidature")).do("Candidater", numeroOffre=offer, **variables)


def keys(advance: Advance) -> dict[str, str]:
    return {wait.element_id: wait.key for wait in advance.waits}


def test_each_wait_has_the_key_that_its_variables_gave_when_it_began():
    case = candidature()

    assert keys(case.advance) == {"Attendre": "OF-12", "Precision": "OF-12", "Retrait": "toutes"}


def test_a_message_opens_the_wait_of_its_name_and_its_key():
    case = candidature()

    case.receive(CHOSEN, "OF-12", retenue=True)

    assert case.ready == ["Signer"]


@pytest.mark.parametrize(("name", "key"), [(CHOSEN, "OF-13"), (CHOSEN, ""), ("autre", "OF-12")])
def test_a_message_of_another_name_or_key_is_not_awaited(name, key):
    case = candidature()

    with pytest.raises(NotAwaited):
        case.receive(name, key)


def test_a_key_is_settled_once_whatever_becomes_of_its_variables():
    case = candidature().receive("precision", "OF-12", numeroOffre="OF-99").do("Preciser")

    assert keys(case.advance)["Attendre"] == "OF-12"
    assert keys(case.advance)["Precision"] == "OF-12"


def test_an_event_that_does_not_interrupt_hears_its_message_again_and_again():
    case = candidature().receive("precision", "OF-12").receive("precision", "OF-12")

    assert case.ready == ["Preciser", "Preciser"]
    assert case.awaited == ["Attendre", "Precision", "Retrait"]


def test_an_event_sub_process_is_started_by_its_key():
    case = candidature()

    case.receive("offre_retiree", "toutes")

    assert (case.ready, case.awaited) == (["Lire_retrait"], [])


def test_a_message_without_a_declared_key_has_none():
    case = Case(read("attente")).do("Envoyer")

    assert keys(case.advance)["Reponse"] == ""


@pytest.mark.parametrize(
    ("given", "key"),
    [(" OF-12 ", "OF-12"), (Decimal("12.0"), "12"), (12, "12"), (date(2026, 3, 2), "2026-03-02")],
    ids=str,
)
def test_a_key_is_a_text_or_a_number(given, key):
    assert keys(candidature(given).advance)["Attendre"] == key


@pytest.mark.parametrize("nothing", [None, "", "  ", True, ["OF-12"], "x" * 201], ids=str)
def test_a_key_that_tells_nothing_is_a_failure_that_names_the_event(nothing):
    with pytest.raises(ProcessFailure) as stopped:
        candidature(nothing)

    assert stopped.value.element_id in {"Attendre", "Precision"}
    assert "clé du message" in stopped.value.message


def test_a_message_sent_says_its_name_for_whom_it_is_and_what_it_brings():
    case = candidature(Decimal("12.0"), candidat="Rose").receive(CHOSEN, "12", retenue=True)

    case.do("Signer")

    [effect] = case.advance.effects
    assert effect.type == "message"
    assert effect.parameters == {"message": "candidature_signee", "cle": "12", "signataire": "Rose"}


SENDER = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="D">
  <bpmn:process id="p" isExecutable="true">
    <bpmn:startEvent id="s"/><bpmn:parallelGateway id="g"/>
    <bpmn:intermediateCatchEvent id="ecoute"><bpmn:signalEventDefinition signalRef="fin"/>
    </bpmn:intermediateCatchEvent>
    <bpmn:userTask id="t"/>
    <bpmn:serviceTask id="envoi"><bpmn:extensionElements><zeebe:taskDefinition type="%s"/>
      <zeebe:taskHeaders><zeebe:header key="%s" value="cloture"/>
      <zeebe:header key="cle" value="=offre"/></zeebe:taskHeaders>
    </bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="g"/>
    <bpmn:sequenceFlow id="f2" sourceRef="g" targetRef="ecoute"/>
    <bpmn:sequenceFlow id="f3" sourceRef="g" targetRef="t"/>
    <bpmn:sequenceFlow id="f4" sourceRef="t" targetRef="envoi"/>
  </bpmn:process><bpmn:signal id="fin" name="cloture"/></bpmn:definitions>"""


def test_a_service_task_sends_the_message_that_its_headers_name():
    case = Case(parse_process((SENDER % ("message", "message")).encode()))

    case.do("t", offre="OF-1")

    [effect] = case.advance.effects
    assert (effect.type, effect.parameters) == ("message", {"message": "cloture", "cle": "OF-1"})
    assert case.awaited == ["ecoute"]


def test_an_event_sends_the_message_that_its_header_names_rather_than_its_own():
    named = b'<zeebe:header key="message" value="autre"/>'
    key = b'<zeebe:header key="cle"'
    drawn = read("candidature").bpmn.replace(key, named + key)
    case = Case(parse_process(drawn)).do("Candidater", numeroOffre="OF-1")

    case.receive(CHOSEN, "OF-1", retenue=True).do("Signer")

    assert [effect.parameters["message"] for effect in case.advance.effects] == ["autre"]


def test_a_signal_sent_by_a_service_task_is_heard_in_the_process_itself():
    case = Case(parse_process((SENDER % ("signal", "signal")).encode()))

    case.do("t", offre="OF-1")

    assert [effect.parameters["signal"] for effect in case.advance.effects] == ["cloture"]
    assert case.advance.finished


def test_a_message_sent_with_an_empty_key_is_a_failure():
    case = Case(parse_process((SENDER % ("message", "message")).encode()))

    with pytest.raises(ProcessFailure, match="clé du message « cloture »"):
        case.do("t", offre=None)


CALLING = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="D">
  <bpmn:process id="p" isExecutable="true"><bpmn:startEvent id="s"/>
    <bpmn:callActivity id="appel"><bpmn:extensionElements>
      <zeebe:calledElement processId="q" propagateAllParentVariables="false"
        propagateAllChildVariables="false"/></bpmn:extensionElements></bpmn:callActivity>
    <bpmn:sequenceFlow id="f" sourceRef="s" targetRef="appel"/></bpmn:process>
  <bpmn:process id="q"><bpmn:startEvent id="qs"/>
    <bpmn:intermediateCatchEvent id="ecoute"><bpmn:signalEventDefinition signalRef="fin"/>
    </bpmn:intermediateCatchEvent><bpmn:exclusiveGateway id="g" default="non"/>
    <bpmn:userTask id="a"/><bpmn:userTask id="b"/>
    <bpmn:sequenceFlow id="q1" sourceRef="qs" targetRef="ecoute"/>
    <bpmn:sequenceFlow id="q2" sourceRef="ecoute" targetRef="g"/>
    <bpmn:sequenceFlow id="oui" sourceRef="g" targetRef="a">
      <bpmn:conditionExpression>=sort = "oui"</bpmn:conditionExpression></bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="non" sourceRef="g" targetRef="b"/></bpmn:process>
  <bpmn:signal id="fin" name="cloture"/></bpmn:definitions>"""


def test_what_a_signal_brings_reaches_a_called_process_with_variables_of_its_own():
    case = Case(parse_process(CALLING.encode()))

    case.hear("cloture", sort="oui")

    assert len(case.ready) == 1
    assert case.ready[0].endswith("a")
