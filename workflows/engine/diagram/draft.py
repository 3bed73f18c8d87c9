"""A BPMN tree being made executable: what is found in it, what is added, what was changed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from workflows.engine.definition import Adjustment, InvalidProcess, Origin
from workflows.engine.diagram.dialects import BPMN, NAMESPACES, kind_of, tag
from workflows.translation import _

ENGINE = "urn:demarches:engine"  # our own marks in the tree, never written to a file
CHOICE = f"{{{ENGINE}}}choice"
ADDED = f"{{{ENGINE}}}added"  # a node that the analyst did not draw
BODY = f"{{{ENGINE}}}body"  # a sub-process that stands for the scope that holds it
DRAWN = f"{{{ENGINE}}}drawn"  # the id of the drawn event that an added node stands for
COPIED = f"{{{ENGINE}}}copied"  # the id of what a node of a called process is a copy of
SILENT = f"{{{ENGINE}}}silent"  # a part of a drawn event that is not passed by itself
ENTRY = f"{{{ENGINE}}}entry"  # the node by which a token comes to an event of several parts
TOGETHER = f"{{{ENGINE}}}together"  # the events that fire when all of them have
MAX_NODES = 300
QUALIFIED = ("attachedToRef", "messageRef", "signalRef", "errorRef", "escalationRef")
ACTIVITIES = frozenset(
    {
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "scriptTask",
        "businessRuleTask",
        "subProcess",
        "callActivity",
        "transaction",
        "adHocSubProcess",
    }
)
GATEWAYS = frozenset(
    {
        "exclusiveGateway",
        "inclusiveGateway",
        "parallelGateway",
        "eventBasedGateway",
        "complexGateway",
    }
)
EVENTS = frozenset(
    {
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
    }
)
NODES = ACTIVITIES | GATEWAYS | EVENTS
HUMAN = frozenset({"task", "userTask", "manualTask"})
SCOPES = frozenset({"process", "subProcess"})


@dataclass(slots=True)
class Draft:
    """An executable tree in the making: one process, and the list of what was changed.

    `partners` are the other processes, by id: not run, but they may be called; `files` says which
    of them are in another file, and `origins` where the elements that were called are drawn.
    """

    root: etree._Element
    process: etree._Element
    partners: dict[str, etree._Element] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    adjustments: list[Adjustment] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)  # every id given so far, once one was needed
    variables: dict[str, str] = field(default_factory=dict)  # of ours, with what each is for

    def adjust(self, code: str, node: etree._Element | str, message: str) -> None:
        """Note that something was changed, for the analyst to know."""
        element_id = node if isinstance(node, str) else node.get("id", "")
        self.adjustments.append(Adjustment(code, element_id, message))

    def drawn_adjustments(self) -> tuple[Adjustment, ...]:
        """Return what was changed, each with the file and the id of the element as drawn."""
        drawn = (
            Adjustment(each.code, id_, each.message, file)
            for each in self.adjustments
            for file, id_ in [self.place(each.element_id)]
        )
        return tuple(dict.fromkeys(drawn))

    def place(self, element_id: str) -> tuple[str, str]:
        """Return the file, empty for the main one, and the id of an element as drawn."""
        origin = self.origins.get(element_id)
        return (origin.file, origin.element_id) if origin else ("", element_id)

    def scopes(self) -> list[etree._Element]:
        """Return the process and its sub-processes, outermost first."""
        return [node for node in self.process.iter() if kind_of(node) in SCOPES]

    def every(self, *kinds: str) -> list[etree._Element]:
        """Return the elements of these kinds, in the order of the file."""
        return [node for node in self.process.iter() if kind_of(node) in kinds]

    def free_id(self, wanted: str) -> str:
        """Return `wanted`, or the first of `wanted_2`, `wanted_3`… that no element has."""
        if not self.taken:
            self.taken.update(node.get("id", "") for node in self.root.iter())
        number, found = 1, wanted
        while found in self.taken:
            number += 1
            found = f"{wanted}_{number}"
        self.taken.add(found)
        return found

    def variable(self, prefix: str, element_id: str) -> str:
        """Return the name of our own variable for an element: one for each, whatever its id."""
        number, name = 1, feel_name(f"{prefix}_{element_id}")
        while self.variables.setdefault(name, element_id) != element_id:
            number += 1
            name = feel_name(f"{prefix}_{element_id}_{number}")
        return name

    def add(self, scope: etree._Element, kind: str, wanted_id: str, name: str) -> etree._Element:
        """Add a node to `scope` and return it."""
        node = etree.SubElement(scope, tag(kind))
        node.set("id", self.free_id(wanted_id))
        node.set(ADDED, "true")
        if name:
            node.set("name", name)
        return node

    def share_lane(self, node: etree._Element, like: etree._Element) -> None:
        """Put `node` in the lanes of `like`."""
        for reference in list(self.process.iter(tag("flowNodeRef"))):
            lane = reference.getparent()
            if (reference.text or "").strip() == like.get("id") and lane is not None:
                etree.SubElement(lane, tag("flowNodeRef")).text = node.get("id")

    def connect(self, source: etree._Element, target: etree._Element) -> etree._Element:
        """Add a flow between two nodes of one scope and return it."""
        flow = etree.SubElement(scope_of(source), tag("sequenceFlow"))
        flow.set("id", self.free_id(f"{source.get('id')}_{target.get('id')}"))
        flow.set("sourceRef", source.get("id", ""))
        flow.set("targetRef", target.get("id", ""))
        return flow


def all_nodes(process: etree._Element) -> list[etree._Element]:
    """Return the flow nodes of `process` and of its sub-processes."""
    return [node for node in process.iter() if kind_of(node) in NODES]


def refuse_many(count: int) -> None:
    """Raise InvalidProcess when a process of `count` nodes is over the limit."""
    if count > MAX_NODES:
        raise InvalidProcess(
            _("Le diagramme compte plus de %d éléments : découpez-le.") % MAX_NODES
        )


def nodes_of(scope: etree._Element) -> list[etree._Element]:
    """Return the flow nodes directly in `scope`."""
    return [node for node in scope if kind_of(node) in NODES]


def flows_of(scope: etree._Element) -> list[etree._Element]:
    """Return the sequence flows directly in `scope`."""
    return scope.findall("bpmn:sequenceFlow", NAMESPACES)


def scope_of(node: etree._Element) -> etree._Element:
    """Return the process or sub-process that holds `node`."""
    scope = node.getparent()
    if scope is None:
        raise ValueError(f"{node.get('id')} is not in a scope")
    return scope


def leaving(node: etree._Element) -> list[etree._Element]:
    """Return the flows that leave `node`, in the order of the file."""
    return [flow for flow in flows_of(scope_of(node)) if flow.get("sourceRef") == node.get("id")]


def arriving(node: etree._Element) -> list[etree._Element]:
    """Return the flows that arrive at `node`, in the order of the file."""
    return [flow for flow in flows_of(scope_of(node)) if flow.get("targetRef") == node.get("id")]


def condition_of(flow: etree._Element) -> str:
    """Return the condition of `flow`, empty when it has none."""
    return (flow.findtext("bpmn:conditionExpression", "", NAMESPACES) or "").strip()


def set_condition(flow: etree._Element, text: str) -> None:
    """Give `flow` the condition `text`, or none when it is empty."""
    for old in flow.findall("bpmn:conditionExpression", NAMESPACES):
        flow.remove(old)
    if text:
        etree.SubElement(flow, tag("conditionExpression")).text = text


def definitions_of(event: etree._Element) -> list[etree._Element]:
    """Return the event definitions of `event`: timer, message…"""
    return [node for node in event if kind_of(node).endswith("EventDefinition")]


def retag(node: etree._Element, kind: str) -> None:
    """Make `node` an element of another BPMN kind, keeping all it holds."""
    node.tag = f"{{{BPMN}}}{kind}"


def remove(node: etree._Element) -> None:
    """Take `node` out of the tree."""
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def said_name(node: etree._Element) -> str:
    """Return the name of `node` on one line, or its id as drawn."""
    name = " ".join((node.get("name") or "").split())
    return name or node.get(COPIED, node.get("id", ""))


def feel_name(text: str) -> str:
    """Return `text` as a FEEL name: letters, digits and underscores."""
    return "".join(sign if sign.isalnum() else "_" for sign in text)


def is_event_scope(node: etree._Element) -> bool:
    """Tell whether `node` is an event sub-process."""
    return kind_of(node) == "subProcess" and node.get("triggeredByEvent") == "true"


def by_id(root: etree._Element) -> dict[str, etree._Element]:
    """Return the BPMN elements under `root` by id. Raise InvalidProcess for an id given twice."""
    found: dict[str, etree._Element] = {}
    for node in _identified(root):
        id_ = node.get("id", "")
        if id_ in found:
            raise InvalidProcess(
                _("L’identifiant « %s » est donné à deux éléments : changez-en un.") % id_, id_
            )
        found[id_] = node
    return found


def twice_given(root: etree._Element) -> list[str]:
    """Return the ids that several drawn elements under `root` bear, each once."""
    kinds = NODES | {"sequenceFlow", "lane", "process", "message", "signal"}
    ids = [node.get("id", "") for node in _identified(root) if kind_of(node) in kinds]
    return [id_ for id_, times in Counter(ids).items() if times > 1]


def _identified(root: etree._Element) -> Iterator[etree._Element]:
    return (node for node in root.iter() if kind_of(node) and node.get("id") is not None)


def unqualify(root: etree._Element) -> None:
    """Take the prefix off references written `tns:Message_1`, as the schema allows."""
    known = {node.get("id") for node in root.iter()}
    for node in root.iter(f"{{{BPMN}}}*"):
        for name in QUALIFIED:
            prefix, mark, local = (node.get(name) or "").partition(":")
            if mark and f"{prefix}:{local}" not in known and local in known:
                node.set(name, local)
