"""The diagrams as one graph of nodes and flows, read without the engine: what checks look at.

The graph is that of the process that runs and of those it calls, in its file or in others; a pool
that is not run is no part of it. An element of another file has the key `file#id`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from lxml import etree

from workflows.dmn import read_xml
from workflows.engine.diagram.calls import called_by, calls_global_task, main_process
from workflows.engine.diagram.dialects import (
    NAMESPACES,
    SENT,
    Extensions,
    correlation_key,
    feel_of,
    kind_of,
    read_extensions,
    tag,
)
from workflows.engine.reading import lane_names, lane_of, lanes_by_node

MAIN = "process.bpmn"
FLOW = tag("sequenceFlow")
NODE_SUFFIXES = ("Event", "Gateway", "ask", "Activity", "ubProcess", "transaction")
WAITING = frozenset({"receiveTask", "intermediateCatchEvent", "boundaryEvent", "startEvent"})
SENDING = frozenset({"serviceTask", "sendTask", "intermediateThrowEvent", "endEvent"})
CAUGHT = "intermediateCatchEvent"
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
    """A step, event or gateway; `timer` is None when it is no timer, "" when it has no value.

    `calls` is the process that a call activity runs, `process` the one that holds the node;
    `sends` is `message` or `signal` for an element that throws one, `link` the name of a link.
    """

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
    process: str = ""
    calls: str = ""
    sends: str = ""
    link: str = ""

    @property
    def label(self) -> str:
        """Return the name to show, or the identifier of a nameless node."""
        return self.name or placed(self.id)[1]


@dataclass(frozen=True)
class Drawing:
    """Nodes by key and flows in document order.

    `main` is the id of the process that runs, `run` holds it and those it calls, and `processes`
    gives the file of every process drawn.
    """

    nodes: Mapping[str, Node]
    flows: tuple[Flow, ...]
    lanes: tuple[str, ...]
    main: str = ""
    run: frozenset[str] = frozenset()
    processes: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def out(self) -> Mapping[str, tuple[Flow, ...]]:
        """Return the flows leaving each node."""
        return self._by_node(lambda flow: flow.source)

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Return every FEEL text of the diagram, conditions first."""
        conditions = (Slot(flow.id, flow.condition) for flow in self.flows if flow.condition)
        inside = (Slot(node.id, text) for node in self.nodes.values() for text in node.texts)
        return (*conditions, *inside)

    @cached_property
    def into(self) -> Mapping[str, tuple[Flow, ...]]:
        """Return the flows entering each node."""
        return self._by_node(lambda flow: flow.target)

    def _by_node(self, end: Callable[[Flow], str]) -> Mapping[str, tuple[Flow, ...]]:
        found: dict[str, list[Flow]] = {id_: [] for id_ in self.nodes}
        for flow in (*self.flows, *self._links()):
            if end(flow) in found:
                found[end(flow)].append(flow)
        return {id_: tuple(flows) for id_, flows in found.items()}

    def _links(self) -> Iterator[Flow]:
        """Yield the way from each link sent to where it comes out, at the same level."""
        linked = [node for node in self.nodes.values() if node.link]
        for sent in (node for node in linked if node.kind != CAUGHT):
            for caught in (node for node in linked if node.kind == CAUGHT):
                if _place(sent) == _place(caught):
                    yield Flow(f"{sent.id}>{caught.id}", sent.id, caught.id)

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
            todo += self.ahead[here]
        return frozenset(seen)

    @cached_property
    def ahead(self) -> Mapping[str, tuple[str, ...]]:
        """Return where a token may go from each node: its flows, its events, what it begins."""
        found = {id_: [flow.target for flow in self.out[id_]] for id_ in self.nodes}
        for node in self.nodes.values():
            if node.attached_to in found:
                found[node.attached_to].append(node.id)
        holders = {node.parent for node in self.nodes.values()}
        for node in self.nodes.values():
            if node.calls or node.id in holders:
                found[node.id] += self.begun_by(node.id)
        return {id_: tuple(nexts) for id_, nexts in found.items()}

    def begun_by(self, key: str) -> list[str]:
        """Return the nodes that begin as the sub-process or the call `key` does."""
        called = self.nodes[key].calls
        inside = [
            node
            for node in self.nodes.values()
            if node.parent == key or (called and node.process == called and not node.parent)
        ]
        starts = [node.id for node in inside if node.kind == "startEvent" or node.triggered]
        if any(node.kind == "startEvent" for node in inside):
            return starts
        return starts + [n.id for n in inside if not self.into[n.id] and not n.attached_to]


def _place(node: Node) -> tuple[str, str, str]:
    return node.link, node.parent, node.process


def key_of(file: str, element_id: str) -> str:
    """Return the key of an element; that of the main diagram is its id."""
    return element_id if not element_id or file in {"", MAIN} else f"{file}#{element_id}"


def placed(key: str) -> tuple[str, str]:
    """Return the file and the id of the element `key`."""
    file, _mark, element_id = key.rpartition("#")
    return file or MAIN, element_id


def read_drawing(bpmn: bytes, others: Mapping[str, bytes] = MappingProxyType({})) -> Drawing:
    """Read the main diagram and what it calls in `others`, by file name.

    Raise InvalidXml for a file that is not XML we accept.
    """
    roots = {MAIN: read_xml(bpmn), **{name: read_xml(data) for name, data in others.items()}}
    known: dict[str, tuple[str, etree._Element]] = {}
    for file, root in roots.items():
        for process in root.iter(tag("process")):
            known.setdefault(process.get("id", ""), (file, process))
    main = main_process(roots[MAIN])
    nodes: dict[str, Node] = {}
    flows: list[Flow] = []
    lanes: list[str] = []
    run = {} if main is None else {main.get("id", ""): ""}  # each process, with its call's lane
    for id_ in (waiting := list(run)):
        file, process = known[id_]
        found = {node.id: node for node in _nodes(file, process, run[id_])}
        nodes |= found
        flows += [_flow(file, each) for each in process.iter(FLOW)]
        lanes += lane_names(process)
        for node in found.values():
            if node.calls in known and node.calls not in run:
                run[node.calls] = node.lane
                waiting.append(node.calls)
    return Drawing(
        nodes=nodes,
        flows=tuple(flows),
        lanes=tuple(dict.fromkeys(lanes)),
        main="" if main is None else main.get("id", ""),
        run=frozenset(run),
        processes={id_: file for id_, (file, _process) in known.items()},
    )


def read_file(bpmn: bytes) -> Drawing:
    """Read every process of one diagram, whether it is run or not."""
    processes = list(read_xml(bpmn).iter(tag("process")))
    return Drawing(
        nodes={node.id: node for each in processes for node in _nodes(MAIN, each, "")},
        flows=tuple(_flow(MAIN, flow) for each in processes for flow in each.iter(FLOW)),
        lanes=tuple(dict.fromkeys(name for each in processes for name in lane_names(each))),
    )


def _nodes(file: str, process: etree._Element, lane: str) -> Iterator[Node]:
    lanes = lanes_by_node(process)
    for element in process.iter(etree.Element):
        if _is_node(element):
            held = lane_of(element, lanes) or lane
            yield _node(file, element, held, process.get("id", ""))


def _is_node(element: etree._Element) -> bool:
    return kind_of(element).endswith(NODE_SUFFIXES) and bool(element.get("id"))


def _node(file: str, element: etree._Element, lane: str, process: str) -> Node:
    parent = element.getparent()
    within = parent.get("id", "") if parent is not None and _is_node(parent) else ""
    kind = kind_of(element)
    if kind == "callActivity" and calls_global_task(element):
        kind = "userTask"
    return Node(
        id=key_of(file, element.get("id", "")),
        kind=kind,
        name=" ".join(element.get("name", "").split()),
        lane=lane,
        extensions=read_extensions(element),
        default=key_of(file, element.get("default", "")),
        attached_to=key_of(file, element.get("attachedToRef", "")),
        interrupting=element.get("cancelActivity", "true") != "false",
        parent=key_of(file, within),
        triggered=element.get("triggeredByEvent") == "true",
        timer=_timer(element),
        texts=tuple(_texts(element)),
        process=process,
        calls=called_by(element) if kind == "callActivity" else "",
        sends=_sends(element),
        link=_link(element),
    )


def _sends(element: etree._Element) -> str:
    if kind_of(element) not in SENDING:
        return ""
    if element.get("messageRef"):
        return "message"
    found = (each for each in SENT if _first_definition(element, each) is not None)
    return next(found, "")


def _link(element: etree._Element) -> str:
    found = _first_definition(element, "link")
    if found is None:
        return ""
    return (found.get("name") or element.get("name") or "").strip()


def _first_definition(element: etree._Element, kind: str) -> etree._Element | None:
    return element.find(f"bpmn:{kind}EventDefinition", NAMESPACES)


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


def _flow(file: str, element: etree._Element) -> Flow:
    return Flow(
        id=key_of(file, element.get("id", "")),
        source=key_of(file, element.get("sourceRef", "")),
        target=key_of(file, element.get("targetRef", "")),
        name=element.get("name", ""),
        condition=feel_of(element.findtext("bpmn:conditionExpression", "", NAMESPACES)),
    )
