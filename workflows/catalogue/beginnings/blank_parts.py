"""The files that a démarche is added, ready to be filled: the only place that writes them."""

import json
from datetime import datetime
from xml.sax.saxutils import quoteattr

from workflows.catalogue.scenarios.steps import Scenario, Step
from workflows.catalogue.scenarios.text import write_scenario
from workflows.translation import _

SCHEMA_VERSION = 19
TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"\
 xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/"\
 xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/"\
 id="Definitions" name={name} namespace="http://camunda.org/schema/1.0/dmn">
  <decision id={id} name={name}>
    <decisionTable id="Table" hitPolicy="UNIQUE">
      <input id="Entree" label="À préciser">
        <inputExpression id="Expression" typeRef="string">
          <text>"à préciser"</text>
        </inputExpression>
      </input>
      <output id="Sortie" label="Résultat" name="resultat" typeRef="string" />
      <rule id="Regle">
        <inputEntry id="Regle_entree">
          <text>-</text>
        </inputEntry>
        <outputEntry id="Regle_sortie">
          <text>"à préciser"</text>
        </outputEntry>
      </rule>
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="Schema">
      <dmndi:DMNShape id="Forme" dmnElementRef={id}>
        <dc:Bounds height="80" width="180" x="160" y="80" />
      </dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
"""
DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"\
 xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"\
 xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"\
 xmlns:di="http://www.omg.org/spec/DD/20100524/DI"\
 xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"\
 xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="Definitions"\
 targetNamespace="http://bpmn.io/schema/bpmn"\
 modeler:executionPlatform="Camunda Cloud"\
 modeler:executionPlatformVersion="8.6.0">
  <bpmn:process id={id} name={name} isExecutable="true">
    <bpmn:startEvent id="Debut">
      <bpmn:outgoing>Flux_debut</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:manualTask id="Faire" name={name}>
      <bpmn:incoming>Flux_debut</bpmn:incoming>
      <bpmn:outgoing>Flux_fin</bpmn:outgoing>
    </bpmn:manualTask>
    <bpmn:endEvent id="Fin">
      <bpmn:incoming>Flux_fin</bpmn:incoming>
    </bpmn:endEvent>
    <bpmn:sequenceFlow id="Flux_debut" sourceRef="Debut" targetRef="Faire" />
    <bpmn:sequenceFlow id="Flux_fin" sourceRef="Faire" targetRef="Fin" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="Schema">
    <bpmndi:BPMNPlane id="Plan" bpmnElement={id}>
      <bpmndi:BPMNShape id="Debut_di" bpmnElement="Debut">
        <dc:Bounds x="160" y="102" width="36" height="36" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="Faire_di" bpmnElement="Faire">
        <dc:Bounds x="260" y="80" width="100" height="80" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="Fin_di" bpmnElement="Fin">
        <dc:Bounds x="422" y="102" width="36" height="36" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="Flux_debut_di" bpmnElement="Flux_debut">
        <di:waypoint x="196" y="120" />
        <di:waypoint x="260" y="120" />
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="Flux_fin_di" bpmnElement="Flux_fin">
        <di:waypoint x="360" y="120" />
        <di:waypoint x="422" y="120" />
      </bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""


def blank_form(name: str, title: str = "") -> bytes:
    """Return a form of one page that asks one long text."""
    answer = {
        "type": "textarea",
        "id": "Champ_reponse",
        "key": f"reponse_{name}",
        "label": _("Réponse"),
        "validate": {"required": True, "maxLength": 2000},
    }
    label = title or _in_words(name)
    page = {"id": "Page_1", "type": "group", "label": label, "components": [answer]}
    form = {
        "type": "default",
        "id": name,
        "schemaVersion": SCHEMA_VERSION,
        "executionPlatform": "Camunda Cloud",
        "executionPlatformVersion": "8.6.0",
        "components": [page],
    }
    return (json.dumps(form, ensure_ascii=False, indent=2) + "\n").encode()


def blank_letter(subject: str = "") -> bytes:
    """Return a letter with its object, its link and its signature."""
    body = _(
        "Bonjour,\n\nTexte à écrire.\n\nSuivez votre dossier en ligne :\n{{ lien }}\n\n"
        "{{ service }}\n{{ organisation }}\n"
    )
    said = " ".join(subject.split()) or _("Votre demande")
    head = _("Objet : %(subject)s, dossier {{ numero }}") % {"subject": said}
    return f"{head}\n\n{body}".encode()


def blank_table(decision: str, title: str = "") -> bytes:
    """Return a table of one rule for a decision."""
    said = {"id": decision, "name": title or decision}
    return TABLE.format(**{key: quoteattr(text) for key, text in said.items()}).encode()


def blank_diagram(process: str, title: str = "") -> bytes:
    """Return a diagram to be called: one manual task between a start and an end."""
    said = {"id": process, "name": title or _in_words(process)}
    return DIAGRAM.format(**{key: quoteattr(text) for key, text in said.items()}).encode()


def blank_fiche() -> bytes:
    """Return a fiche of headings to be filled."""
    text = _(
        "## À quoi sert cette démarche\n\nÀ compléter.\n\n"
        "## Qui est concerné\n\nÀ compléter.\n\n"
        "## Comment se déroule la démarche\n\nÀ compléter.\n"
    )
    return text.encode()


def blank_scenario(name: str, task: str, start: datetime) -> bytes:
    """Return a scenario of one step: somebody does this task."""
    return write_scenario(Scenario(name, _in_words(name), start, (Step(task=task),)))


def _in_words(name: str) -> str:
    return name.replace("_", " ").capitalize()
