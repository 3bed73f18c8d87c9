"""Adding to a diagram and taking from it: nodes, flows, extensions, lanes."""

from collections.abc import Iterator

from lxml import etree

from workflows.catalogue.diagram_text import settle
from workflows.engine.diagram.dialects import BPMN, NAMESPACES, ZEEBE, kind_of, tag
from workflows.engine.diagram.draft import NODES

FLOW_ELEMENTS = NODES | {"sequenceFlow", "laneSet", "documentation", "extensionElements"}
BOUND = ("sequenceFlow", "messageFlow", "association", "boundaryEvent")
ENDS = ("sourceRef", "targetRef", "attachedToRef")
REFERENCES = ("incoming", "outgoing", "flowNodeRef")
PROPERTY = ("properties", "property", "name")  # the list, each entry of it, what names an entry
HEADER = ("taskHeaders", "header", "key")


def free_id(root: etree._Element, wanted: str) -> str:
    """Return `wanted`, or `wanted_2`, `wanted_3`… when it is taken."""
    taken = {node.get("id") for node in root.iter()}
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted}_{number}"
    return found


def add_node(scope: etree._Element, kind: str, wanted_id: str, name: str = "") -> etree._Element:
    """Add a node after the flow elements of a scope and return it."""
    node = etree.Element(tag(kind))
    node.set("id", free_id(scope.getroottree().getroot(), wanted_id))
    if name:
        node.set("name", name)
    _insert(scope, node)
    return node


def add_flow(source: etree._Element, target: etree._Element) -> etree._Element:
    """Add a flow between two nodes of one scope, told by both when the file tells such things."""
    scope = source.getparent()
    if scope is None:
        raise ValueError("a node outside any scope")
    flow = etree.Element(tag("sequenceFlow"))
    flow.set("id", free_id(scope.getroottree().getroot(), f"Flux_{source.get('id')}"))
    flow.set("sourceRef", source.get("id", ""))
    flow.set("targetRef", target.get("id", ""))
    _insert(scope, flow)
    if scope.getroottree().getroot().find(".//bpmn:outgoing", NAMESPACES) is not None:
        _tell(source, "outgoing", flow)
        _tell(target, "incoming", flow)
    return flow


def remove_element(node: etree._Element) -> None:
    """Take an element away with its drawing and all that refers to it, its flows included."""
    root, id_ = node.getroottree().getroot(), node.get("id", "")
    for other in list(root.iter(*(tag(kind) for kind in BOUND))):
        if other is not node and id_ in {other.get(name) for name in ENDS}:
            remove_element(other)
    for child in [each for each in node if kind_of(each) in NODES | {"sequenceFlow"}]:
        remove_element(child)
    for reference in _references(root, id_):
        drop(reference)
    for each in root.iter(f"{{{BPMN}}}*"):
        if each.get("default") == id_:
            del each.attrib["default"]
    drop(node)


def drop(node: etree._Element) -> None:
    """Remove one element with the blank line that it leaves, and nothing else."""
    parent, before = node.getparent(), node.getprevious()
    if parent is None:
        return
    if node.getnext() is None and before is not None:
        before.tail = node.tail
    elif node.getnext() is None and not (parent.text or "").strip():
        parent.text = None
    parent.remove(node)


def set_entry(node: etree._Element, kind: tuple[str, str, str], name: str, value: str) -> None:
    """Give a node a property or a task header, or another value to the one that it has."""
    listed, entry, named = kind
    holder = _extension(node, listed)
    for found in holder.findall(f"zeebe:{entry}", NAMESPACES):
        if found.get(named) == name:
            found.set("value", value)
            return
    made = etree.SubElement(holder, f"{{{ZEEBE}}}{entry}")
    made.set(named, name)
    made.set("value", value)
    settle(made)


def set_extension(node: etree._Element, name: str, attribute: str, value: str) -> None:
    """Give a node an extension of one attribute, such as its form."""
    _extension(node, name).set(attribute, value)


def put_in_lane(node: etree._Element, lane: etree._Element | None) -> None:
    """Put a node in a lane, the last of its references."""
    if lane is None:
        return
    reference = etree.SubElement(lane, tag("flowNodeRef"))
    reference.text = node.get("id")
    before = lane.findall("bpmn:flowNodeRef", NAMESPACES)
    if len(before) > 1:
        before[-2].addnext(reference)
    settle(reference)


def lane_of(node: etree._Element) -> etree._Element | None:
    """Return the innermost lane that refers to a node."""
    found = None
    for lane in node.getroottree().getroot().iter(tag("lane")):
        references = lane.findall("bpmn:flowNodeRef", NAMESPACES)
        if node.get("id") in {(each.text or "").strip() for each in references}:
            found = lane
    return found


def lane_named(root: etree._Element, name: str) -> etree._Element | None:
    """Return the lane of that name."""
    return next((lane for lane in root.iter(tag("lane")) if lane.get("name") == name), None)


def _extension(node: etree._Element, name: str) -> etree._Element:
    holder = node.find("bpmn:extensionElements", NAMESPACES)
    if holder is None:
        holder = etree.Element(tag("extensionElements"))
        notes = node.findall("bpmn:documentation", NAMESPACES)
        if notes:
            notes[-1].addnext(holder)
        else:
            node.insert(0, holder)
        settle(holder)
    found = holder.find(f"zeebe:{name}", NAMESPACES)
    if found is None:
        found = etree.SubElement(holder, f"{{{ZEEBE}}}{name}", nsmap={"zeebe": ZEEBE})
        settle(found)
    return found


def _insert(scope: etree._Element, made: etree._Element) -> None:
    last = [each for each in scope if kind_of(each) in FLOW_ELEMENTS]
    if last:
        last[-1].addnext(made)
    else:
        scope.insert(0, made)
    settle(made)


def _tell(node: etree._Element, kind: str, flow: etree._Element) -> None:
    made = etree.Element(tag(kind))
    made.text = flow.get("id")
    heads = {"documentation", "extensionElements", "incoming", kind}
    before = [each for each in node if kind_of(each) in heads]
    if before:
        before[-1].addnext(made)
    else:
        node.insert(0, made)
    settle(made)


def _references(root: etree._Element, id_: str) -> Iterator[etree._Element]:
    for kind in REFERENCES:
        for reference in list(root.iter(tag(kind))):
            if (reference.text or "").strip() == id_:
                yield reference
    for drawn in list(root.iter("{*}BPMNShape", "{*}BPMNEdge")):
        if drawn.get("bpmnElement") == id_:
            yield drawn
