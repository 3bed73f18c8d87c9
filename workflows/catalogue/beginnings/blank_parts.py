"""The files that a démarche is added: a form, a letter, a table, a scenario, ready to be filled."""

import json
from datetime import date
from xml.sax.saxutils import quoteattr

from workflows.catalogue.beginnings.naming import code_from
from workflows.translation import _

TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"\
 xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/"\
 xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/"\
 id={model} name={name} namespace="http://camunda.org/schema/1.0/dmn">
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


def blank_form(name: str) -> bytes:
    """Return a form that asks one long text."""
    answer = {
        "type": "textarea",
        "id": "champ_reponse",
        "key": f"reponse_{name}",
        "label": _("Réponse"),
        "validate": {"required": True, "maxLength": 2000},
    }
    form = {"type": "default", "id": name, "schemaVersion": 19, "components": [answer]}
    return (json.dumps(form, ensure_ascii=False, indent=2) + "\n").encode()


def blank_letter() -> bytes:
    """Return a letter with its object, its link and its signature."""
    text = _(
        "Objet : Votre demande {{ numero }}\n\nBonjour,\n\nTexte à écrire.\n\n{{ lien }}\n\n"
        "{{ service }}\n{{ organisation }}\n"
    )
    return text.encode()


def blank_table(decision: str) -> bytes:
    """Return a table of one rule for a decision."""
    said = {"id": decision, "name": decision, "model": code_from(decision) or "table"}
    return TABLE.format(**{key: quoteattr(text) for key, text in said.items()}).encode()


def blank_scenario(name: str, task: str, day: date) -> bytes:
    """Return a scenario of one step: somebody does this task."""
    title = json.dumps(name.replace("_", " ").capitalize(), ensure_ascii=False)
    step = f"\n[[step]]\ntask = {json.dumps(task, ensure_ascii=False)}\nanswers = {{}}\n"
    return f"name = {title}\nstart = {day.isoformat()}T09:00:00\n{step}".encode()
