"""The decision files of a draft: their decisions as drawn, and who takes each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from workflows.catalogue.files import Files
from workflows.catalogue.references.part_uses import read_diagrams, stem_of
from workflows.catalogue.references.uses import Place, Use
from workflows.dmn import InvalidXml, read_xml
from workflows.dmn.xml import child, children
from workflows.translation import _

POLICIES = {
    "UNIQUE": _("une seule règle (U)"),
    "ANY": _("règles d'accord (A)"),
    "FIRST": _("première règle (F)"),
    "PRIORITY": _("priorité (P)"),
    "RULE ORDER": _("toutes, dans l'ordre (R)"),
    "OUTPUT ORDER": _("toutes, par priorité (O)"),
    "COLLECT": _("toutes (C)"),
    "COLLECT SUM": _("somme (C+)"),
    "COLLECT MIN": _("la plus petite (C<)"),
    "COLLECT MAX": _("la plus grande (C>)"),
    "COLLECT COUNT": _("nombre de règles (C#)"),
}


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision; no `policy`: it is no table, `rules` is 0 then."""

    id: str
    label: str
    policy: str
    rules: int
    users: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One decision file; `readable` is False when it is no XML."""

    stem: str
    label: str
    decisions: tuple[DecisionRow, ...]
    readable: bool = True


def table_rows(files: Files) -> tuple[TableRow, ...]:
    """Return the decision files of a draft by name."""
    callers = Callers(files)
    return tuple(
        _row(stem_of(path), files[path], callers) for path in sorted(files) if is_table(path)
    )


def is_table(path: str) -> bool:
    """Tell whether a path is that of a decision file."""
    return path.endswith(".dmn")


class Callers:
    """Who takes each decision: tasks of the diagrams, decisions of the files."""

    def __init__(self, files: Files) -> None:
        self._tasks: dict[str, list[Use]] = {}
        for path, drawing in (read_diagrams(files) or {}).items():
            for node in drawing.nodes.values():
                if node.extensions.decision_id:
                    said = _("diagramme, « %(task)s »") % {"task": node.label}
                    use = Use(Place.DIAGRAM, path, node.id, said)
                    self._tasks.setdefault(node.extensions.decision_id, []).append(use)
        trees = {path: _tree(files[path]) for path in sorted(files) if is_table(path)}
        self._readers = _readers({path: root for path, root in trees.items() if root is not None})

    def of(self, path: str, decision_id: str) -> tuple[Use, ...]:
        """Return what takes a decision of a file."""
        return (
            *self._tasks.get(decision_id, ()),
            *self._readers.get((path, decision_id), ()),
        )


def label_of(decision: etree._Element) -> str:
    """Return how a decision is called by people."""
    return decision.get("name") or decision.get("id") or ""


def policy_of(table: etree._Element) -> str:
    """Return in words which of the rules count."""
    policy, aggregation = table.get("hitPolicy") or "UNIQUE", table.get("aggregation")
    key = f"{policy} {aggregation}" if policy == "COLLECT" and aggregation else policy
    return POLICIES.get(key, key)


def _row(stem: str, content: bytes, callers: Callers) -> TableRow:
    root = _tree(content)
    if root is None:
        return TableRow(stem, stem, (), readable=False)
    decisions = tuple(
        _decision(each, callers.of(f"{stem}.dmn", each.get("id", "")))
        for each in children(root, "decision")
    )
    return TableRow(stem, root.get("name") or stem, decisions)


def _readers(
    trees: Mapping[str, etree._Element],
) -> Mapping[tuple[str, str], Sequence[Use]]:
    """Return the decisions that require each one, by its file and id."""
    found: dict[tuple[str, str], list[Use]] = {}
    spaces = {root.get("namespace", ""): path for path, root in trees.items()}
    for path, root in trees.items():
        for decision in children(root, "decision"):
            said = _("table « %s »") % label_of(decision)
            for required in decision.iter("{*}requiredDecision"):
                namespace, _mark, target = (required.get("href") or "").rpartition("#")
                here = namespace in {"", root.get("namespace", "")}
                home = path if here else spaces.get(namespace, path)
                use = Use(Place.TABLE, path, decision.get("id", ""), said)
                found.setdefault((home, target), []).append(use)
    return found


def _decision(decision: etree._Element, users: tuple[Use, ...]) -> DecisionRow:
    table = child(decision, "decisionTable")
    policy, rules = "", 0
    if table is not None:
        policy, rules = policy_of(table), sum(1 for _rule in children(table, "rule"))
    return DecisionRow(decision.get("id", ""), label_of(decision), policy, rules, users)


def _tree(content: bytes) -> etree._Element | None:
    try:
        return read_xml(content)
    except InvalidXml:
        return None  # the checks tell it
