"""Fixes of gateways and flows: a default way out, what leads nowhere, what nothing leads to."""

from collections.abc import Iterator

from workflows.catalogue.drawing import Flow, key_of, placed
from workflows.catalogue.findings import Finding, Fix
from workflows.catalogue.fixes.bench import Bench, Fixer, node_of, one
from workflows.catalogue.fixes.nodes import drop, remove_element
from workflows.catalogue.parts import Parts
from workflows.catalogue.references.dangling import lost_defaults, lost_references
from workflows.engine.diagram.dialects import NAMESPACES, tag
from workflows.translation import _

INCLUSIVE = "passerelle-inclusive"
DEFAULT, REMOVE, REMOVE_FLOW, FORGET = (
    "sortie-par-defaut",
    "retirer-element",
    "retirer-flux",
    "retirer-condition",
)


def _offer_default(parts: Parts, finding: Finding) -> Iterator[Fix]:
    """Offer one way out of the gateway of a bare flow; the only bare one changes nothing."""
    drawing = parts.drawing
    key = key_of(finding.file, finding.element)
    flow = next((f for f in drawing.flows if f.id == key), None) if drawing else None
    if drawing is None or flow is None or drawing.nodes[flow.source].default:
        return
    bare = [each for each in drawing.out[flow.source] if not each.condition]
    label = _("En faire la sortie par défaut")
    yield Fix(DEFAULT, label, len(bare) == 1, finding.element)


def _offer_each_default(parts: Parts, finding: Finding) -> Iterator[Fix]:
    """Offer each way out of a gateway whose conditions may all be false."""
    key = key_of(finding.file, finding.element)
    for flow in parts.drawing.out.get(key, ()) if parts.drawing else ():
        label = _("Sortie par défaut : « %(name)s »") % {"name": _named(parts, flow)}
        yield Fix(DEFAULT, label, False, placed(flow.id)[1])


def _offer_inclusive(parts: Parts, finding: Finding) -> Iterator[Fix]:
    """Offer to wait only for the branches that were opened."""
    node = node_of(parts, finding)
    if node is not None and node.kind == "parallelGateway":
        yield Fix(INCLUSIVE, _("En faire une passerelle inclusive"), False)


def _make_inclusive(bench: Bench, finding: Finding, _value: str) -> None:
    bench.element(finding.element).tag = tag("inclusiveGateway")


def _named(parts: Parts, flow: Flow) -> str:
    target = parts.drawing.nodes.get(flow.target) if parts.drawing else None
    return flow.name or (target.label if target else flow.target)


def _set_default(bench: Bench, _finding: Finding, flow_id: str) -> None:
    flow = bench.element(flow_id)
    bench.element(flow.get("sourceRef", "")).set("default", flow_id)
    _drop_condition(bench, flow_id)


def _forget_condition(bench: Bench, finding: Finding, _value: str) -> None:
    _drop_condition(bench, finding.element)


def _drop_condition(bench: Bench, flow_id: str) -> None:
    flow = bench.element(flow_id)
    for condition in flow.findall("bpmn:conditionExpression", NAMESPACES):
        flow.remove(condition)
    if len(flow) == 0:
        flow.text = None


def _remove(bench: Bench, finding: Finding, _value: str) -> None:
    remove_element(bench.element(finding.element))


def _remove_references(bench: Bench, _finding: Finding, _value: str) -> None:
    for reference in lost_references(bench.root):
        drop(reference)
    for node in lost_defaults(bench.root):
        del node.attrib["default"]


FIXERS = (
    Fixer("moteur-deadlock", INCLUSIVE, _offer_inclusive, _make_inclusive),
    Fixer("passerelle-sans-condition", DEFAULT, _offer_default, _set_default),
    Fixer("passerelle-sans-defaut", DEFAULT, _offer_each_default, _set_default),
    Fixer(
        "moteur-flow-dangling",
        REMOVE_FLOW,
        one(REMOVE_FLOW, _("Supprimer ce flux"), safe=True),
        _remove,
    ),
    Fixer(
        "moteur-condition-ignored",
        FORGET,
        one(FORGET, _("Supprimer cette condition"), safe=True),
        _forget_condition,
    ),
    Fixer(
        "element-inatteignable",
        REMOVE,
        one(REMOVE, _("Supprimer cet élément et ses flux"), safe=False),
        _remove,
    ),
    Fixer(
        "reference-perdue",
        "retirer-references",
        one("retirer-references", _("Supprimer les références perdues"), safe=True),
        _remove_references,
    ),
)
