"""What a file that comes from elsewhere is: by its ending, or by its content when that is vague."""

import json
from pathlib import PurePosixPath

from lxml import etree

from workflows.dmn import InvalidXml, read_xml

PLAIN = frozenset({".bpmn", ".dmn", ".form", ".txt", ".toml", ".md"})
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}definitions"
DMN = ("{http://www.omg.org/spec/DMN/", "{https://www.omg.org/spec/DMN/")
WORDS = {  # for a name without a letter that ours may have
    ".bpmn": "diagramme",
    ".dmn": "table",
    ".form": "formulaire",
    ".txt": "lettre",
    ".toml": "scenario",
}


def kind_of_file(name: str, content: bytes) -> str:
    """Return the ending that a file has among ours; nothing for one that is none of them.

    Other tools export `.bpmn2`, `.bpmn20.xml`, `.dmn11.xml`, or a form as plain `.json`.
    """
    ending = PurePosixPath(name).suffix.lower()
    if ending in PLAIN:
        return ending
    if ending == ".json":
        return ".form" if _is_form(content) else ""
    return _kind_of_xml(content) if ending in {".xml", ".bpmn2", ".bpm"} else ""


def stem_of(name: str) -> str:
    """Return the name of a file without its folder and its endings: `a.bpmn20.xml` gives `a`."""
    stem = PurePosixPath(name).stem
    inner = PurePosixPath(stem)
    twice = inner.suffix.lower().startswith((".bpmn", ".dmn", ".form"))
    return inner.stem if twice else stem


def _kind_of_xml(content: bytes) -> str:
    try:
        root = read_xml(content)
    except InvalidXml:
        return ""
    if root.tag == BPMN:
        return ".bpmn"
    is_table = etree.QName(root).localname == "definitions" and root.tag.startswith(DMN)
    return ".dmn" if is_table else ""


def _is_form(content: bytes) -> bool:
    try:
        form = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return isinstance(form, dict) and isinstance(form.get("components"), list)
