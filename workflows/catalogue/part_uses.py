"""What points at a file of a démarche: tasks at their form, letters' tasks, scenarios at both."""

import tomllib
from collections.abc import Callable, Iterator, Mapping

from workflows.catalogue.about import FILE as ABOUT
from workflows.catalogue.drawing import Drawing, Node, read_drawing
from workflows.catalogue.files import Files
from workflows.catalogue.parts import FICHE, PROCESS
from workflows.catalogue.uses import Place, Use
from workflows.dmn import InvalidXml, read_xml
from workflows.translation import _

Points = Callable[[Node], bool]
Names = Callable[[Mapping[str, object]], bool]

NEEDED = frozenset({ABOUT, FICHE, PROCESS})
HEADERS = {"mail": "lettre", "document": "modele"}
FORMS, LETTERS, SCENARIOS = "forms/", "letters/", "scenarios/"
LETTER_LISTS = ("mails", "documents")


def stem_of(path: str) -> str:
    """Return how other files name this one: its name without folder and ending."""
    return path.rpartition("/")[2].rpartition(".")[0]


def users_of(files: Files, path: str) -> tuple[Use, ...]:
    """Return every place that names a file; a file that cannot be read names nothing."""
    stem = stem_of(path)
    drawing = read_diagram(files)
    if path.startswith(FORMS):
        return tuple(_tasks(drawing, lambda node: node.extensions.form_id == stem))
    if path.startswith(LETTERS):
        sent = _tasks(drawing, lambda node: _letter_of(node) == stem)
        return (*sent, *_scenarios(files, lambda step: stem in letters_of(step)))
    if path.startswith(SCENARIOS):
        return tuple(_scenarios(files, lambda step: step.get("like") == stem))
    if path.endswith(".dmn"):
        own = _decisions(files.get(path, b""))
        return tuple(_tasks(drawing, lambda node: node.extensions.decision_id in own))
    return ()


def read_diagram(files: Files) -> Drawing | None:
    """Return the drawing of the process; None when it is missing or cannot be read."""
    try:
        return read_drawing(files.get(PROCESS, b""))
    except InvalidXml:
        return None


def letters_of(step: Mapping[str, object]) -> set[str]:
    """Return the letters that one step of a scenario expects, or looks into."""
    expected = step.get("expect")
    found = set(_texts(expected, *LETTER_LISTS)) if isinstance(expected, dict) else set()
    read = step.get("letters")
    return found | (set(read) if isinstance(read, dict) else set())


def steps_in(scenario: bytes) -> list[dict[str, object]]:
    """Return the steps of a scenario as TOML gives them; none when it cannot be read."""
    try:
        steps = tomllib.loads(scenario.decode()).get("step")
    except (ValueError, RecursionError):
        return []
    return [each for each in steps if isinstance(each, dict)] if isinstance(steps, list) else []


def _tasks(drawing: Drawing | None, points: Points) -> Iterator[Use]:
    for node in drawing.nodes.values() if drawing else ():
        if points(node):
            said = _("diagramme, « %(task)s »") % {"task": node.label}
            yield Use(Place.DIAGRAM, PROCESS, node.id, said)


def _letter_of(node: Node) -> str:
    header = HEADERS.get(node.extensions.type, "")
    return node.extensions.headers.get(header, "").strip()


def _scenarios(files: Files, points: Names) -> Iterator[Use]:
    for path in sorted(files):
        if path.startswith(SCENARIOS) and any(points(step) for step in steps_in(files[path])):
            said = _("scénario « %(name)s »") % {"name": stem_of(path)}
            yield Use(Place.SCENARIO, path, "", said)


def _decisions(table: bytes) -> set[str]:
    try:
        return {each.get("id", "") for each in read_xml(table).iter("{*}decision")} - {""}
    except InvalidXml:
        return set()


def _texts(table: Mapping[str, object], *names: str) -> Iterator[str]:
    for name in names:
        value = table.get(name)
        if isinstance(value, list):
            yield from (each for each in value if isinstance(each, str))
