"""What a lone diagram lacks to be a démarche: its card, its fiche, forms, letters and tables."""

import json
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

import re2

from workflows.catalogue.about import CITIZEN, SYSTEM
from workflows.catalogue.about import FILE as ABOUT
from workflows.catalogue.drawing import Drawing, read_drawing
from workflows.catalogue.files import CODE, Files
from workflows.catalogue.naming import code_from, with_title
from workflows.catalogue.parts import FICHE, PROCESS
from workflows.catalogue.starting_points import BLANK, template_files
from workflows.dmn import InvalidXml, read_xml
from workflows.translation import _

CITIZENS = re2.compile(r"usager|citoyen|demandeur|administre|petitionnaire|beneficiaire|applicant")
SYSTEMS = re2.compile(r"systeme|automat|system|moteur|plateforme")
LETTER_HEADERS = {"mail": "lettre", "document": "modele"}
HUMAN = ("userTask", "manualTask", "task")
TABLES = re2.compile(r"(?m)^\[")
DECISION = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"\
 xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/"\
 xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/"\
 id={model} name={name} namespace="http://camunda.org/schema/1.0/dmn">
  <decision id={id} name={name}>
    <decisionTable id="Table" hitPolicy="UNIQUE">
      <input id="Entree" label="À préciser">
        <inputExpression id="Expression" typeRef="string">
          <text>{read}</text>
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


def complete(files: Files, title: str) -> dict[str, bytes]:
    """Return the files that the diagram needs and that are not there; raise InvalidXml.

    What cannot bear the name that the diagram gives it is left to the checks to tell.
    """
    drawing = read_drawing(files[PROCESS])
    wanted = {ABOUT: _card(drawing, title), FICHE: template_files(BLANK)[FICHE]}
    wanted |= {f"forms/{name}.form": _form(name) for name in _forms(drawing)}
    wanted |= {f"letters/{name}.txt": _letter() for name in _letters(drawing)}
    known = set(_decisions(files))
    wanted |= {
        f"{code_from(name)}.dmn": _table(name)
        for name in _called(drawing)
        if name not in known and code_from(name)
    }
    return {path: content for path, content in wanted.items() if path not in files}


def _card(drawing: Drawing, title: str) -> bytes:
    """Write the card of the blank démarche, with the lanes of this diagram."""
    blank = with_title(template_files(BLANK)[ABOUT], title).decode()
    found = TABLES.search(blank)
    head = blank[: found.start()] if found else blank
    held = {lane: _holder(lane) for lane in drawing.lanes if lane.strip()}
    groups = {code: lane for lane, code in held.items() if code not in {CITIZEN, SYSTEM}}
    lanes = "".join(f"{_quoted(lane)} = {_quoted(code)}\n" for lane, code in held.items())
    labels = "".join(f"{code} = {_quoted(label)}\n" for code, label in groups.items())
    return f"{head}[lanes]\n{lanes}\n[groups]\n{labels}".encode()


def _holder(lane: str) -> str:
    code = code_from(lane)
    if CITIZENS.search(code):
        return CITIZEN
    if SYSTEMS.search(code):
        return SYSTEM
    return code or "service_instructeur"


def _forms(drawing: Drawing) -> Iterator[str]:
    names = (node.extensions.form_id for node in drawing.of_kind(*HUMAN))
    return _fitting(names)


def _letters(drawing: Drawing) -> Iterator[str]:
    headers = (
        node.extensions.headers.get(LETTER_HEADERS.get(node.extensions.type, ""), "")
        for node in drawing.nodes.values()
    )
    return _fitting(header.strip() for header in headers)


def _called(drawing: Drawing) -> Iterator[str]:
    names = (node.extensions.decision_id for node in drawing.of_kind("businessRuleTask"))
    return (name for name in dict.fromkeys(names) if name)


def _fitting(names: Iterable[str]) -> Iterator[str]:
    return (name for name in dict.fromkeys(names) if CODE.fullmatch(name))


def _decisions(files: Files) -> Iterator[str]:
    for name, content in files.items():
        if not name.endswith(".dmn"):
            continue
        try:
            root = read_xml(content)
        except InvalidXml:
            continue
        yield from (each.get("id", "") for each in root.iter("{*}decision"))


def _form(name: str) -> bytes:
    answer = {
        "type": "textarea",
        "id": "champ_reponse",
        "key": f"reponse_{name}",
        "label": _("Réponse"),
        "validate": {"required": True, "maxLength": 2000},
    }
    form = {"type": "default", "id": name, "schemaVersion": 19, "components": [answer]}
    return (json.dumps(form, ensure_ascii=False, indent=2) + "\n").encode()


def _letter() -> bytes:
    text = _(
        "Objet : Votre demande {{ numero }}\n\nBonjour,\n\nTexte à écrire.\n\n{{ lien }}\n\n"
        "{{ service }}\n{{ organisation }}\n"
    )
    return text.encode()


def _table(name: str) -> bytes:
    return DECISION.format(
        id=quoteattr(name),
        name=quoteattr(name),
        model=quoteattr(code_from(name)),
        read=escape('"à préciser"'),
    ).encode()


def _quoted(text: str) -> str:
    """Write a TOML string: JSON's escapes are among its own."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
