"""What points at a file of a démarche: tasks at their form, letters' tasks, scenarios at both."""

import tomllib
from collections.abc import Callable, Iterator, Mapping

from workflows.catalogue.beginnings.naming import process_ids_of
from workflows.catalogue.card.about import FILE as ABOUT
from workflows.catalogue.drawing import Drawing, Node, read_file
from workflows.catalogue.files import Files
from workflows.catalogue.letters.letter import LETTER_OF
from workflows.catalogue.parts import FICHE, PROCESS
from workflows.catalogue.references.uses import Place, Use
from workflows.dmn import InvalidXml, read_xml
from workflows.translation import _

Points = Callable[[Node], bool]
Names = Callable[[Mapping[str, object]], bool]

NEEDED = frozenset({ABOUT, FICHE, PROCESS})
FORMS, LETTERS, SCENARIOS = "forms/", "letters/", "scenarios/"
LETTER_LISTS = ("mails", "documents")


def stem_of(path: str) -> str:
    """Return how other files name this one: its name without folder and ending."""
    return path.rpartition("/")[2].rpartition(".")[0]


def users_of(files: Files, path: str) -> tuple[Use, ...]:
    """Return every place that names a file; a file that cannot be read names nothing."""
    stem = stem_of(path)
    drawn = read_diagrams(files) or {}
    if path.startswith(FORMS):
        return tuple(_tasks(drawn, lambda node: node.extensions.form_id == stem))
    if path.startswith(LETTERS):
        sent = _tasks(drawn, lambda node: _letter_of(node) == stem)
        return (*sent, *_scenarios(files, lambda step: stem in letters_of(step)))
    if path.startswith(SCENARIOS):
        return tuple(_scenarios(files, lambda step: step.get("like") == stem))
    if path.endswith(".bpmn"):
        called = process_ids_of(files.get(path, b""))
        return tuple(_tasks(drawn, lambda node: node.calls in called))
    if path.endswith(".dmn"):
        own = _decisions(files.get(path, b""))
        return tuple(_tasks(drawn, lambda node: node.extensions.decision_id in own))
    return ()


def read_diagrams(files: Files) -> dict[str, Drawing] | None:
    """Return every diagram by its path; None when one of them cannot be read."""
    try:
        return {path: read_file(files[path]) for path in sorted(files) if path.endswith(".bpmn")}
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


def _tasks(drawn: Mapping[str, Drawing], points: Points) -> Iterator[Use]:
    for path, drawing in drawn.items():
        for node in drawing.nodes.values():
            if points(node):
                said = _("diagramme, « %(task)s »") % {"task": node.label}
                yield Use(Place.DIAGRAM, path, node.id, said)


def _letter_of(node: Node) -> str:
    header = LETTER_OF.get(node.extensions.type, "")
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
