"""Fixes of the diagram as a file: a place for everything, an identifier for every element."""

from lxml import etree

from workflows.catalogue.findings import Finding
from workflows.catalogue.fixes.bench import Bench, Fixer, one
from workflows.catalogue.fixes.nodes import free_id
from workflows.catalogue.layout import lay_out_tree
from workflows.engine.diagram.dialects import BPMN, kind_of, tag
from workflows.engine.diagram.draft import NODES
from workflows.errors import Invalid
from workflows.translation import _

LAY_OUT, NAME, OTHER_ID = "dessiner", "donner-identifiants", "donner-autre-identifiant"
MANY = 2


def _lay_out(bench: Bench, _finding: Finding, _value: str) -> None:
    lay_out_tree(bench.root)


def _give_ids(bench: Bench, _finding: Finding, _value: str) -> None:
    for node in bench.root.iter(*(tag(kind) for kind in sorted(NODES | {"sequenceFlow"}))):
        if not node.get("id"):
            kind = kind_of(node)
            node.set("id", free_id(bench.root, f"{kind[0].upper()}{kind[1:]}_1"))


def _rename_second(bench: Bench, finding: Finding, _value: str) -> None:
    """Give another id to the second element that bears one, with what is surely its own."""
    old = finding.element
    bearers = [node for node in bench.root.iter(f"{{{BPMN}}}*") if node.get("id") == old]
    if len(bearers) < MANY:
        raise Invalid(_("L'élément « %(id)s » n'existe plus : vérifiez de nouveau.") % {"id": old})
    first, second = bearers[:MANY]
    new = free_id(bench.root, old)
    second.set("id", new)
    if kind_of(second) == "sequenceFlow":
        for end, kind in (("sourceRef", "outgoing"), ("targetRef", "incoming")):
            shared = first.get(end) == second.get(end)
            _follow(bench.root, second.get(end, ""), kind, (old, new), 1 if shared else 0)
    for kind, end in (("outgoing", "sourceRef"), ("incoming", "targetRef")):
        flows = {(each.text or "").strip() for each in second.iterchildren(tag(kind))}
        for flow in bench.root.iter(tag("sequenceFlow")):
            if flow.get("id") in flows and flow.get(end) == old:
                flow.set(end, new)
    shapes = [n for n in bench.root.iter("{*}BPMNShape", "{*}BPMNEdge") if _draws(n, old)]
    for shape in shapes[1:MANY]:
        shape.set("bpmnElement", new)


def _follow(
    root: etree._Element, holder: str, kind: str, names: tuple[str, str], which: int
) -> None:
    """Change, in the node `holder`, the reference of rank `which` to a flow that was renamed."""
    old, new = names
    found = [node for node in root.iter(f"{{{BPMN}}}*") if node.get("id") == holder]
    references = [
        each
        for node in found[:1]
        for each in node.iterchildren(tag(kind))
        if (each.text or "").strip() == old
    ]
    for reference in references[which : which + 1]:
        reference.text = new


def _draws(shape: etree._Element, id_: str) -> bool:
    return shape.get("bpmnElement") == id_


FIXERS = (
    Fixer(
        "identifiant-double",
        OTHER_ID,
        one(OTHER_ID, _("Donner un autre identifiant au second"), safe=False),
        _rename_second,
    ),
    Fixer("dessin-absent", LAY_OUT, one(LAY_OUT, _("Dessiner ce qui manque"), safe=True), _lay_out),
    Fixer(
        "identifiant-absent",
        NAME,
        one(NAME, _("Donner un identifiant à ces éléments"), safe=True),
        _give_ids,
    ),
)
