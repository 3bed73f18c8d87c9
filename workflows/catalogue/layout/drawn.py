"""The drawing inside a diagram's file: what it holds already, and writing more into it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from workflows.catalogue.diagram_text import settle
from workflows.catalogue.layout.shapes import SCOPES, Box, Plan, Point
from workflows.engine.diagram.dialects import BPMN, NAMESPACES, kind_of, tag
from workflows.engine.diagram.draft import NODES

BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
DRAWN = {"bpmndi": BPMNDI, "dc": DC, "di": DI}
SHAPES = NODES | {
    "participant",
    "lane",
    "textAnnotation",
    "dataObjectReference",
    "dataStoreReference",
}
EDGES = frozenset({"sequenceFlow", "messageFlow"})
LEVEL = frozenset({"participant", "lane"})


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the file draws already: boxes and paths by the id of what they draw."""

    boxes: dict[str, Box]
    paths: dict[str, list[Point]]


def read_drawn(root: etree._Element) -> Drawn:
    """Return every box and path of the file.

    A shape without bounds counts for nothing, nor does the path of a flow whose ends are not drawn.
    """
    boxes = {
        shape.get("bpmnElement", ""): box
        for shape in root.iter(f"{{{BPMNDI}}}BPMNShape")
        if (box := _box(shape.find("dc:Bounds", DRAWN))) is not None
    }
    lost = {
        flow.get("id", "")
        for flow in _to_draw(root)
        if kind_of(flow) in EDGES
        and not {flow.get("sourceRef"), flow.get("targetRef")} <= set(boxes)
    }
    paths = {
        edge.get("bpmnElement", ""): [
            (_number(point.get("x")), _number(point.get("y")))
            for point in edge.findall("di:waypoint", DRAWN)
        ]
        for edge in root.iter(f"{{{BPMNDI}}}BPMNEdge")
    }
    kept = {id_: path for id_, path in paths.items() if len(path) > 1 and id_ not in lost}
    return Drawn(boxes, kept)


def undrawn(root: etree._Element) -> tuple[str, ...]:
    """Return the ids of what can be drawn and is not; a flow needs two ends in its scope."""
    drawn = read_drawn(root)
    seen = drawn.boxes.keys() | drawn.paths.keys()
    scopes = {node.get("id"): node.getparent() for node in _to_draw(root)}
    return tuple(
        node.get("id", "")
        for node in _to_draw(root)
        if node.get("id") not in seen and _has_ends(node, scopes)
    )


def write_plan(root: etree._Element, plan: Plan) -> None:
    """Add the shapes and edges of `plan` to the drawing, less those it has already."""
    plane = _plane(root)
    drawn = read_drawn(root)
    _drop_empty(plane, drawn)
    taken = {node.get("id", "") for node in root.iter()}
    elements = {node.get("id", ""): node for node in root.iter(f"{{{BPMN}}}*")}
    for id_, box in plan.boxes.items():
        if id_ in elements and id_ not in drawn.boxes:
            _write_shape(plane, elements[id_], box, plan.labels.get(id_), taken)
    for shape in plane.findall("bpmndi:BPMNShape", DRAWN):
        wider = plan.widened.get(shape.get("bpmnElement", ""))
        bounds = shape.find("dc:Bounds", DRAWN)
        if wider is not None and bounds is not None:
            bounds.set("width", str(wider.width))
    for id_, path in plan.paths.items():
        if id_ in elements and id_ not in drawn.paths:
            _write_edge(plane, id_, path, plan.labels.get(id_), taken)


def _to_draw(root: etree._Element) -> Iterator[etree._Element]:
    return (n for n in root.iter(f"{{{BPMN}}}*") if n.get("id") and kind_of(n) in SHAPES | EDGES)


def _has_ends(node: etree._Element, scopes: Mapping[str | None, etree._Element | None]) -> bool:
    if kind_of(node) not in EDGES:
        return True
    ends = (node.get("sourceRef"), node.get("targetRef"))
    if kind_of(node) == "messageFlow":
        return all(end in scopes for end in ends)
    return all(scopes.get(end) is node.getparent() for end in ends)


def _plane(root: etree._Element) -> etree._Element:
    """Return the plane of the file, made when there is none."""
    found = root.find("bpmndi:BPMNDiagram/bpmndi:BPMNPlane", DRAWN)
    if found is not None:
        return found
    diagram = etree.SubElement(root, f"{{{BPMNDI}}}BPMNDiagram", nsmap=DRAWN)
    taken = {node.get("id", "") for node in root.iter()}
    diagram.set("id", _free("BPMNDiagram_1", taken))
    plane = etree.SubElement(diagram, f"{{{BPMNDI}}}BPMNPlane")
    plane.set("id", _free("BPMNPlane_1", taken))
    whole = root.find("bpmn:collaboration", NAMESPACES)
    whole = root.find("bpmn:process", NAMESPACES) if whole is None else whole
    if whole is not None:
        if not whole.get("id"):
            whole.set("id", _free("Collaboration_1", taken))
        plane.set("bpmnElement", whole.get("id", ""))
    settle(diagram)
    return plane


def _drop_empty(plane: etree._Element, drawn: Drawn) -> None:
    """Remove shapes without bounds and edges that lead nowhere: they draw nothing."""
    known = {node.get("id") for node in _to_draw(plane.getroottree().getroot())}
    for name, kept in (("BPMNShape", drawn.boxes), ("BPMNEdge", drawn.paths)):
        for each in plane.findall(f"bpmndi:{name}", DRAWN):
            if each.get("bpmnElement") in known and each.get("bpmnElement") not in kept:
                plane.remove(each)


def _write_shape(
    plane: etree._Element, node: etree._Element, box: Box, label: Box | None, taken: set[str]
) -> None:
    shape = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNShape")
    shape.set("id", _free(f"{node.get('id')}_di", taken))
    shape.set("bpmnElement", node.get("id", ""))
    if kind_of(node) in LEVEL:
        shape.set("isHorizontal", "true")
    if kind_of(node) in SCOPES:
        shape.set("isExpanded", "true")
    if kind_of(node) == "exclusiveGateway":
        shape.set("isMarkerVisible", "true")
    _write_bounds(shape, box)
    _write_label(shape, label)
    settle(shape)


def _write_edge(
    plane: etree._Element, flow: str, path: list[Point], label: Box | None, taken: set[str]
) -> None:
    edge = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNEdge")
    edge.set("id", _free(f"{flow}_di", taken))
    edge.set("bpmnElement", flow)
    for x, y in path:
        point = etree.SubElement(edge, f"{{{DI}}}waypoint")
        point.set("x", str(x))
        point.set("y", str(y))
    _write_label(edge, label)
    settle(edge)


def _write_label(shape: etree._Element, label: Box | None) -> None:
    if label is not None:
        _write_bounds(etree.SubElement(shape, f"{{{BPMNDI}}}BPMNLabel"), label)


def _write_bounds(shape: etree._Element, box: Box) -> None:
    bounds = etree.SubElement(shape, f"{{{DC}}}Bounds")
    for name in ("x", "y", "width", "height"):
        bounds.set(name, str(getattr(box, name)))


def _free(wanted: str, taken: set[str]) -> str:
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted}_{number}"
    taken.add(found)
    return found


def _box(bounds: etree._Element | None) -> Box | None:
    if bounds is None:
        return None
    x, y, width, height = (_number(bounds.get(name)) for name in ("x", "y", "width", "height"))
    return Box(x, y, width, height) if width > 0 and height > 0 else None


def _number(text: str | None) -> int:
    try:
        return round(float(text or 0))
    except (ValueError, OverflowError):
        return 0


__all__ = ["Drawn", "read_drawn", "tag", "undrawn", "write_plan"]
