"""The diagram as a graph of nodes and flows, read without the engine: what the checks look at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from workflows.dmn import read_xml
from workflows.engine.dialects import (
    NAMESPACES,
    SENT,
    Extensions,
    correlation_key,
    feel_of,
    kind_of,
    read_extensions,
    tag,
)

NODE_SUFFIXES = ("Event", "Gateway", "ask", "Activity", "ubProcess", "transaction")
WAITING = frozenset({"receiveTask", "intermediateCatchEvent", "boundaryEvent", "startEvent"})
SENDING = frozenset({"serviceTask", "sendTask", "intermediateThrowEvent", "endEvent"})
TIMERS = ("timeDuration", "timeDate", "timeCycle")
LOOP_TEXTS = (
    "conditionalEventDefinition/bpmn:condition",
    "standardLoopCharacteristics/bpmn:loopCondition",
    "multiInstanceLoopCharacteristics/bpmn:loopCardinality",
    "multiInstanceLoopCharacteristics/bpmn:completionCondition",
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A FEEL text of the diagram and the element that carries it."""

    element: str
    text: str


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; `condition` is its FEEL text, empty when it has none."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A step, event or gateway; `timer` is None when it is no timer, "" when it has no value."""

    id: str
    kind: str
    name: str
    lane: str
    extensions: Extensions
    default: str = ""
    attached_to: str = ""
    interrupting: bool = True
    parent: str = ""
    triggered: bool = False
    timer: str | None = None
    texts: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Return the name to show, or the identifier of a nameless node."""
        return self.name or self.id


@dataclass(frozen=True)
class Drawing:
    """Nodes by id and flows in document order; `processes` are the ids of executable processes."""

    nodes: Mapping[str, Node]
    flows: tuple[Flow, ...]
    lanes: tuple[str, ...]
    processes: tuple[str, ...] = field(default=())

    @cached_property
    def out(self) -> Mapping[str, tuple[Flow, ...]]:
        """Return the flows leaving each node."""
        return {id_: tuple(f for f in self.flows if f.source == id_) for id_ in self.nodes}

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Return every FEEL text of the diagram, conditions first."""
        conditions = (Slot(flow.id, flow.condition) for flow in self.flows if flow.condition)
        inside = (Slot(node.id, text) for node in self.nodes.values() for text in node.texts)
        return (*conditions, *inside)

    @cached_property
    def into(self) -> Mapping[str, tuple[Flow, ...]]:
        """Return the flows entering each node."""
        return {id_: tuple(f for f in self.flows if f.target == id_) for id_ in self.nodes}

    def of_kind(self, *kinds: str) -> Iterator[Node]:
        """Yield the nodes of these BPMN tags."""
        return (node for node in self.nodes.values() if node.kind in kinds)

    def attached(self, node_id: str) -> Iterator[Node]:
        """Yield the boundary events of a node."""
        return (node for node in self.nodes.values() if node.attached_to == node_id)

    def reachable(self, *starts: str) -> frozenset[str]:
        """Return the nodes that a token leaving `starts` may come to, themselves included."""
        seen: set[str] = set()
        todo = list(starts)
        while todo:
            here = todo.pop()
            if here in seen or here not in self.nodes:
                continue
            seen.add(here)
            todo += [flow.target for flow in self.out[here]]
            todo += [event.id for event in self.attached(here)]
            todo += [n.id for n in self.nodes.values() if n.parent == here and self._begins(n)]
        return frozenset(seen)

    def _begins(self, node: Node) -> bool:
        """Tell whether a node of a sub-process starts by itself."""
        return (
            node.kind == "startEvent"
            or node.triggered
            or (not self.into[node.id] and not node.attached_to)
        )


def read_drawing(bpmn: bytes) -> Drawing:
    """Read nodes, flows and lanes; raise InvalidXml when it is not XML we accept."""
    root = read_xml(bpmn)
    lanes = _lanes(root)
    nodes = (_node(each, lanes) for each in root.iter(etree.Element) if _is_node(each))
    return Drawing(
        nodes={node.id: node for node in nodes},
        flows=tuple(_flow(each) for each in root.iter(tag("sequenceFlow"))),
        lanes=tuple(dict.fromkeys(each.get("name", "") for each in root.iter(tag("lane")))),
        processes=tuple(
            each.get("id", "")
            for each in root.iter(tag("process"))
            if each.get("isExecutable") == "true"
        ),
    )


def _is_node(element: etree._Element) -> bool:
    return kind_of(element).endswith(NODE_SUFFIXES) and bool(element.get("id"))


def _lanes(root: etree._Element) -> dict[str, str]:
    """Return node id -> lane name; of nested lanes the innermost comes last and wins."""
    found: dict[str, str] = {}
    for lane in root.iter(tag("lane")):
        for reference in lane.findall("bpmn:flowNodeRef", NAMESPACES):
            found[(reference.text or "").strip()] = lane.get("name", "")
    return found


def _node(element: etree._Element, lanes: Mapping[str, str]) -> Node:
    id_ = element.get("id", "")
    parent = element.getparent()
    within = parent.get("id", "") if parent is not None and _is_node(parent) else ""
    return Node(
        id=id_,
        kind=kind_of(element),
        name=" ".join(element.get("name", "").split()),
        lane=lanes.get(id_, lanes.get(within, "")),
        extensions=read_extensions(element),
        default=element.get("default", ""),
        attached_to=element.get("attachedToRef", ""),
        interrupting=element.get("cancelActivity", "true") != "false",
        parent=within,
        triggered=element.get("triggeredByEvent") == "true",
        timer=_timer(element),
        texts=tuple(_texts(element)),
    )


def _texts(element: etree._Element) -> Iterator[str]:
    """Yield the FEEL texts of a node; a literal (`P15D`) is none."""
    said = read_extensions(element)
    given = [said.due_date, said.collection, said.output_element, _timer(element) or ""]
    given += [binding.source for binding in (*said.inputs, *said.outputs)]
    given += [element.findtext(f"bpmn:{path}", "", NAMESPACES).strip() for path in LOOP_TEXTS]
    if kind_of(element) in WAITING:
        holders = (element, *element.iterfind("bpmn:messageEventDefinition", NAMESPACES))
        given += [correlation_key(each) for each in holders]
    if kind_of(element) in SENDING and said.type in {"", *SENT}:
        given += said.headers.values()
    if said.script:
        yield said.script
    yield from (feel_of(text) for text in given if feel_of(text).startswith("="))


def _timer(element: etree._Element) -> str | None:
    definition = element.find("bpmn:timerEventDefinition", NAMESPACES)
    if definition is None:
        return None
    texts = (definition.findtext(f"bpmn:{name}", "", NAMESPACES).strip() for name in TIMERS)
    return next((text for text in texts if text), "")


def _flow(element: etree._Element) -> Flow:
    return Flow(
        id=element.get("id", ""),
        source=element.get("sourceRef", ""),
        target=element.get("targetRef", ""),
        name=element.get("name", ""),
        condition=feel_of(element.findtext("bpmn:conditionExpression", "", NAMESPACES)),
    )
