"""What a lone diagram lacks to be a démarche: its card, its fiche, forms, letters and tables."""

import json
from collections.abc import Iterable, Iterator

import re2

from workflows.catalogue.beginnings.blank_parts import (
    blank_fiche,
    blank_form,
    blank_letter,
    blank_table,
)
from workflows.catalogue.beginnings.naming import code_from, with_title
from workflows.catalogue.beginnings.starting_points import BLANK, template_files
from workflows.catalogue.card.about import CITIZEN, SYSTEM
from workflows.catalogue.card.about import FILE as ABOUT
from workflows.catalogue.card.toml_edit import with_table
from workflows.catalogue.drawing import Drawing, read_file
from workflows.catalogue.files import CODE, Files
from workflows.catalogue.letters.letter import LETTER_OF
from workflows.catalogue.parts import FICHE, PROCESS
from workflows.dmn import InvalidXml, read_xml
from workflows.engine.diagram.dialects import ZEEBE, embedded_name
from workflows.engine.diagram.draft import HUMAN

CITIZENS = re2.compile(r"usager|citoyen|demandeur|administre|petitionnaire|beneficiaire|applicant")
SYSTEMS = re2.compile(r"systeme|automat|system|moteur|plateforme")


def complete(files: Files, title: str) -> dict[str, bytes]:
    """Return the files that the diagram needs and that are not there; raise InvalidXml.

    What cannot bear the name that the diagram gives it is left to the checks to tell.
    """
    drawing = _all_drawn(files)
    wanted = {ABOUT: _card(drawing, title), FICHE: blank_fiche()}
    wanted |= {f"forms/{name}.form": blank_form(name) for name in _forms(drawing)}
    wanted |= dict(_embedded_forms(files))
    wanted |= {f"letters/{name}.txt": blank_letter() for name in _letters(drawing)}
    known = set(_decisions(files))
    wanted |= {
        f"{code_from(name)}.dmn": blank_table(name)
        for name in _called(drawing)
        if name not in known and code_from(name)
    }
    return {path: content for path, content in wanted.items() if path not in files}


def _all_drawn(files: Files) -> Drawing:
    """Return the main diagram and those it may call as one."""
    main, *others = (
        read_file(files[path])
        for path in sorted(files, key=lambda path: path != PROCESS)
        if path.endswith(".bpmn")
    )
    nodes = dict(main.nodes)
    for rank, drawing in enumerate(others):
        nodes |= {f"{rank}#{key}": node for key, node in drawing.nodes.items()}
    lanes = dict.fromkeys(lane for drawing in (main, *others) for lane in drawing.lanes)
    return Drawing(nodes=nodes, flows=(), lanes=tuple(lanes))


def _card(drawing: Drawing, title: str) -> bytes:
    """Write the card of the blank démarche, with the lanes of this diagram."""
    blank = with_title(template_files(BLANK)[ABOUT], title).decode()
    held = {lane: _holder(lane) for lane in drawing.lanes if lane.strip()}
    groups = {code: lane for lane, code in held.items() if code not in {CITIZEN, SYSTEM}}
    return with_table(with_table(blank, "lanes", held), "groups", groups).encode()


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


def _embedded_forms(files: Files) -> Iterator[tuple[str, bytes]]:
    """Yield the forms that Camunda 8 keeps inside the diagram, each as a file of its own."""
    for path in sorted(name for name in files if name.endswith(".bpmn")):
        for held in read_xml(files[path]).iter(f"{{{ZEEBE}}}userTaskForm"):
            name = embedded_name(held.get("id", ""))
            try:
                form = json.loads(held.text or "")
            except (ValueError, RecursionError):
                continue  # a blank one takes its place
            if CODE.fullmatch(name) and isinstance(form, dict):
                said = json.dumps({**form, "id": name}, ensure_ascii=False, indent=2)
                yield f"forms/{name}.form", f"{said}\n".encode()


def _letters(drawing: Drawing) -> Iterator[str]:
    headers = (
        node.extensions.headers.get(LETTER_OF.get(node.extensions.type, ""), "")
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
