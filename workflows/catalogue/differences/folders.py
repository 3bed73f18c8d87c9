"""What changed between two versions of a démarche, in words an analyst reads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum

from workflows.catalogue.card.about import FILE, About
from workflows.catalogue.differences.words import CARD_NAMES, in_words
from workflows.catalogue.drawing import Node, read_file
from workflows.catalogue.folder import Folder
from workflows.catalogue.parts import PROCESS
from workflows.dmn import read_xml
from workflows.forms import Component
from workflows.translation import _

Described = Mapping[str, tuple[str, Mapping[str, object]]]  # id -> (label, aspects)


@dataclass(frozen=True, slots=True)
class _End:
    """Where a flow leaves or arrives: renaming the element there does not change the flow."""

    id: str
    label: str = field(compare=False)

    def __str__(self) -> str:
        """Return the name of the element, for people."""
        return self.label


class ChangeKind(StrEnum):
    """What happened to a thing."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; `element` is an id inside `file`, empty for the whole file."""

    kind: ChangeKind
    file: str
    element: str
    sentence: str


def compare(before: Folder, after: Folder) -> tuple[Change, ...]:
    """Return the differences, in the order: card, diagram, tables, forms, other files."""
    return (
        *_differences(FILE, _card(before.about), _card(after.about)),
        *_diagrams(before, after),
        *_tables(before, after),
        *_forms(before, after),
        *_files(before, after),
    )


def _differences(file: str, before: Described, after: Described) -> Iterator[Change]:
    for name in [*before, *(name for name in after if name not in before)]:
        if name not in after:
            yield _change(ChangeKind.REMOVED, file, name, before[name][0])
        elif name not in before:
            yield _change(ChangeKind.ADDED, file, name, after[name][0])
        else:
            yield from _aspects(file, name, before[name], after[name])


def _aspects(
    file: str,
    name: str,
    before: tuple[str, Mapping[str, object]],
    after: tuple[str, Mapping[str, object]],
) -> Iterator[Change]:
    for aspect, old in before[1].items():
        new = after[1].get(aspect)
        if old != new:
            said = {"label": after[0], "aspect": aspect, "old": in_words(old), "new": in_words(new)}
            sentence = _("« %(label)s », %(aspect)s : %(old)s devient %(new)s.") % said
            yield Change(ChangeKind.CHANGED, file, name, sentence)


def _change(kind: ChangeKind, file: str, name: str, label: str) -> Change:
    sentence = _("« %s » est ajouté.") if kind is ChangeKind.ADDED else _("« %s » est retiré.")
    return Change(kind, file, name, sentence % label)


def _card(about: About) -> Described:
    return {
        each.name: (CARD_NAMES[each.name], {_("valeur"): getattr(about, each.name)})
        for each in fields(about)
    }


def _diagrams(before: Folder, after: Folder) -> Iterator[Change]:
    old, new = (
        {PROCESS: folder.process.bpmn, **folder.process.diagrams} for folder in (before, after)
    )
    for file in dict.fromkeys((*old, *new)):
        yield from _differences(file, _elements(old.get(file)), _elements(new.get(file)))


def _elements(bpmn: bytes | None) -> Described:
    if bpmn is None:
        return {}
    drawing = read_file(bpmn)
    nodes = {node.id: (node.label, _node_aspects(node)) for node in drawing.nodes.values()}
    ways = {
        flow.id: (
            flow.name or flow.id,
            {
                _("condition"): flow.condition,
                _("départ"): _End(flow.source, drawing.nodes[flow.source].label),
                _("arrivée"): _End(flow.target, drawing.nodes[flow.target].label),
            },
        )
        for flow in drawing.flows
        if flow.source in drawing.nodes and flow.target in drawing.nodes
    }
    return {**nodes, **ways}


def _node_aspects(node: Node) -> dict[str, object]:
    said = node.extensions
    return {
        _("nom"): node.name,
        _("nature"): node.kind,
        _("couloir"): node.lane,
        _("formulaire"): said.form_id,
        _("groupes"): ", ".join(said.candidate_groups),
        _("échéance"): said.due_date,
        _("minuteur"): node.timer,
        _("type de service"): said.type,
        _("en-têtes"): said.headers,
        _("décision"): said.decision_id,
        _("propriétés"): said.properties,
        _("valeurs calculées"): {each.target: each.source for each in said.inputs},
        _("sortie par défaut"): node.default,
    }


def _tables(before: Folder, after: Folder) -> Iterator[Change]:
    for file in sorted({*before.decisions, *after.decisions}):
        old, new = (_rules(folder.decisions.get(file)) for folder in (before, after))
        yield from _differences(file, old, new)


def _rules(table: bytes | None) -> Described:
    """Return each rule of a decision file by its id, its cells as one line."""
    if table is None:
        return {}
    found: dict[str, tuple[str, Mapping[str, object]]] = {}
    for rule in read_xml(table).iter("{*}rule"):
        cells = [" ".join((cell.text or "").split()) for cell in rule.iter("{*}text")]
        line = " | ".join(cells)
        found[rule.get("id", line)] = (rule.get("id", line), {_("règle"): line})
    return found


def _forms(before: Folder, after: Folder) -> Iterator[Change]:
    for form_id in sorted({*before.forms, *after.forms}):
        old, new = (_questions(folder, form_id) for folder in (before, after))
        yield from _differences(f"forms/{form_id}.form", old, new)


def _questions(folder: Folder, form_id: str) -> Described:
    form = folder.forms.get(form_id)
    if form is None:
        return {}
    return {each.id: (each.label or each.id, _question_aspects(each)) for each in form.components}


def _question_aspects(component: Component) -> dict[str, object]:
    return {
        _("libellé"): component.label,
        _("clé"): component.key,
        _("type"): component.type,
        _("texte"): component.text("text"),
        _("aide"): component.text("description"),
        _("contrôles"): dict(component.rules),
        _("masqué si"): component.hide,
        _("propriétés"): dict(component.properties),
        _("choix"): component.source.get("values"),
    }


def _files(before: Folder, after: Folder) -> Iterator[Change]:
    """Compare the files that are texts, as wholes."""
    for name in sorted({*before.files, *after.files}):
        if not name.endswith((".md", ".txt")) and not name.startswith("scenarios/"):
            continue
        if name not in after.files:
            yield _change(ChangeKind.REMOVED, name, "", name)
        elif name not in before.files:
            yield _change(ChangeKind.ADDED, name, "", name)
        elif before.files[name] != after.files[name]:
            yield Change(ChangeKind.CHANGED, name, "", _("« %s » est réécrit.") % name)
