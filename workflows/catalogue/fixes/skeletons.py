"""Files to begin with: a form of one question, a table of one rule, a fiche of empty headings."""

import json

from lxml import etree

DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"
SCHEMA_VERSION = 19
FICHE_TEXT = """## À quoi sert cette démarche

À compléter.

## Qui est concerné

À compléter.

## Comment se déroule la démarche

À compléter.
"""


def form(form_id: str, title: str) -> bytes:
    """Return a form of one page and one optional text."""
    question = {
        "id": "Champ_commentaire",
        "type": "textarea",
        "key": f"{form_id}_commentaire",
        "label": "Commentaire",
    }
    page = {"id": "Page_1", "type": "group", "label": title, "components": [question]}
    made = {
        "id": form_id,
        "type": "default",
        "schemaVersion": SCHEMA_VERSION,
        "executionPlatform": "Camunda Cloud",
        "executionPlatformVersion": "8.6.0",
        "components": [page],
    }
    return json.dumps(made, ensure_ascii=False, indent=2).encode() + b"\n"


def decision_table(stem: str, decision_id: str, title: str) -> bytes:
    """Return a table with one input, one output and one rule that is always true."""
    root = etree.fromstring(f'<definitions xmlns="{DMN}"/>')
    for name, value in (("id", f"Definitions_{stem}"), ("name", title), ("namespace", stem)):
        root.set(name, value)
    decision = etree.SubElement(root, f"{{{DMN}}}decision", id=decision_id, name=title)
    table = etree.SubElement(decision, f"{{{DMN}}}decisionTable", id=f"Table_{stem}")
    entry = etree.SubElement(table, f"{{{DMN}}}input", id="Entree_1", label="À choisir")
    expression = etree.SubElement(entry, f"{{{DMN}}}inputExpression", id="Expression_1")
    etree.SubElement(expression, f"{{{DMN}}}text").text = "true"
    etree.SubElement(table, f"{{{DMN}}}output", id="Sortie_1", name="resultat", typeRef="string")
    rule = etree.SubElement(table, f"{{{DMN}}}rule", id="Regle_1")
    for kind, text in (("inputEntry", "-"), ("outputEntry", '"à compléter"')):
        cell = etree.SubElement(rule, f"{{{DMN}}}{kind}", id=f"{kind}_1")
        etree.SubElement(cell, f"{{{DMN}}}text").text = text
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"
