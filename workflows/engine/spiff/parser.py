"""A BPMN file as a ProcessDefinition: SpiffWorkflow's parser, with our specs and no Python."""

from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.task_parsers import SubprocessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.specs.event_definitions.simple import (
    NoneEventDefinition,
    TerminateEventDefinition,
)

from workflows.dmn import DecisionModel
from workflows.engine.diagram.calls import CLOSED
from workflows.engine.diagram.dialects import (
    ASKED,
    BPMN,
    NAMESPACES,
    SENT,
    correlation_key,
    feel_of,
    kind_of,
    read_extensions,
    tag,
)
from workflows.engine.diagram.draft import BODY, DRAWN, ENTRY, HUMAN, SILENT, TOGETHER
from workflows.engine.spiff import events, repeated, specs
from workflows.engine.spiff.timers import TimerKind
from workflows.engine.spiff.tree import Process

THROWING = frozenset({"intermediateThrowEvent", "sendTask"})
CATCHING = frozenset({"intermediateCatchEvent", "receiveTask"})


class SpecReader(ProcessParser):  # type: ignore[misc]  # untyped library
    """Reads one process or embedded sub-process of a normalised tree."""

    def create_spec(self) -> Process:
        """Return the empty spec of this process."""
        return Process(self.bpmn_id, self.get_name(), self.filename)

    def _index_process_nodes(self) -> None:
        """Know the elements of BPMN alone: a modeller's own may bear the same ids and names."""
        for node in self.node.iter(f"{{{BPMN}}}*"):
            if id_ := node.get("id"):
                self.nodes_by_id[id_] = node
            if kind_of(node) == "sequenceFlow":
                self.outgoing_sequence_flows.setdefault(node.get("sourceRef"), []).append(node)
            elif kind_of(node) == "boundaryEvent":
                host = node.get("attachedToRef")
                self.boundary_events_by_attached.setdefault(host, []).append(node)

    def add_tasks(self) -> None:
        """Read every node that can be reached from the start, then the flows between them.

        The library reads the next node from within the reading of one: a long or tangled diagram
        goes deeper than Python allows.
        """
        readers = [self._reader(node) for node in self._reachable()]
        first = {reader.bpmn_id: reader.read() for reader in readers}
        for reader in readers:
            reader.connect_all(first)

    def _reader(self, node: etree._Element) -> "NodeReader":
        _parser, spec_class = self.parser._get_parser_class(node.tag)
        return NodeReader(self, spec_class, node, self.nsmap)

    def _reachable(self) -> list[etree._Element]:
        """Return the nodes a token can reach, boundary events before what they are attached to."""
        waiting = [node.get("id") for node in self.xpath("./bpmn:startEvent")]
        seen = set(waiting)
        for id_ in waiting:
            events = [event.get("id") for event in self.get_boundary_events(id_)]
            flows = [flow.get("targetRef") for flow in self.get_outgoing_sequence_flows(id_)]
            found = [each for each in (*events, *flows) if each not in seen]
            waiting += dict.fromkeys(found)
            seen.update(found)
        nodes = [self.get_node_by_id(id_) for id_ in waiting]
        return sorted(nodes, key=lambda node: kind_of(node) != "boundaryEvent")


class NodeReader(TaskParser):  # type: ignore[misc]  # untyped library
    """Reads one flow node of a normalised tree."""

    @property
    def bpmn_attributes(self) -> dict[str, Any]:
        """What SpiffWorkflow itself needs to know; lanes and texts are in the definition."""
        return {"bpmn_name": self.node.get("name")}

    def create_task(self) -> Any:
        """Return the spec of this node."""
        kind, said = kind_of(self.node), read_extensions(self.node)
        make = _MAKERS.get(kind)
        if make is not None:
            return make(self, said)
        if kind in HUMAN:
            return specs.Human(self.spec, self.bpmn_id, said, **self.bpmn_attributes)
        return self.spec_class(self.spec, self.bpmn_id, **self.bpmn_attributes)

    def read(self) -> Any:
        """Return the spec by which a token enters this node: its own, or what opens its events."""
        self.task: Any = self.create_task()
        self.task.bpmn_id = self.node.get(DRAWN, self.bpmn_id)
        self.task.silent = self.node.get(SILENT) == "true"
        self.task.entry = self.node.get(ENTRY, "")
        loop = self.node.find("bpmn:standardLoopCharacteristics", NAMESPACES)
        if loop is not None:
            self._add_loop_task(loop)
        several = self.node.find("bpmn:multiInstanceLoopCharacteristics", NAMESPACES)
        if several is not None:
            self._add_multiinstance_task(several)
        events = self.process_parser.get_boundary_events(self.bpmn_id)
        return self._add_boundary_event(events) if events else self.task

    def connect_all(self, first: Mapping[str, Any]) -> None:
        """Connect this node to those after it, in the order of the file."""
        default = self.node.get("default")
        for flow in self.process_parser.get_outgoing_sequence_flows(self.bpmn_id):
            target = first[flow.get("targetRef")]
            self.connect_outgoing(target, flow, flow.get("id") == default)

    def connect_outgoing(self, outgoing_task: Any, flow: etree._Element, is_default: bool) -> None:
        """Connect this node to the next one, under the flow's condition if it has one."""
        specs.name_flow(self.task, flow.get("id", ""), outgoing_task)
        condition = flow.find("bpmn:conditionExpression", NAMESPACES)
        if isinstance(self.task, specs.Choice) and condition is not None and not is_default:
            self.task.connect_if(specs.Condition(feel_of(condition.text or "")), outgoing_task)
        else:
            self.task.connect(outgoing_task)

    def _add_boundary_event(self, children: list[etree._Element]) -> Any:
        split = specs.BoundarySplit(self.spec, f"{self.bpmn_id}.BoundaryEventSplit")
        join = specs.BoundaryJoin(
            self.spec, f"{self.bpmn_id}.BoundaryEventJoin", split_task=split.name, cancel=True
        )
        split.connect(self.task)
        self.task.connect(join)
        for node in children:
            child = self.spec.task_specs[node.get("id")]
            split.connect(child)
            child.connect(join)
        return split

    def _add_loop_task(self, loop: etree._Element) -> None:
        condition = loop.findtext("bpmn:loopCondition", "", NAMESPACES)
        maximum = loop.get("loopMaximum", "0")
        before = loop.get("testBefore") == "true"
        self._hold(
            lambda name: repeated.Loop(self.spec, name, feel_of(condition), int(maximum), before)
        )

    def _add_multiinstance_task(self, loop: etree._Element) -> None:
        texts = {
            "cardinality": feel_of(loop.findtext("bpmn:loopCardinality", "", NAMESPACES)),
            "completion": feel_of(loop.findtext("bpmn:completionCondition", "", NAMESPACES)),
            "sequential": loop.get("isSequential", "false"),
        }
        said = read_extensions(self.node)
        self._hold(lambda name: repeated.Several(self.spec, name, said, texts))

    def _hold(self, make: Callable[[str], repeated.Repeated]) -> None:
        """Put the spec made by `make` in the place of this node's own, which it holds."""
        activity = self.spec.task_specs.pop(self.task.name)
        holder = make(activity.name)
        self.task = holder
        self._copy_task_attrs(activity)
        holder.bpmn_name = activity.bpmn_name
        holder.hold(activity)


def _event_definition(reader: NodeReader) -> Any:
    """Return what the event of `reader` waits for or sends."""
    for child in reader.node:
        make = _DEFINITIONS.get(kind_of(child))
        if make is not None:
            return make(reader, child)
    if reader.node.get("messageRef"):
        return _message(reader, reader.node)
    return NoneEventDefinition()


def _message(reader: NodeReader, node: etree._Element) -> events.Message:
    name = reader.process_parser.parser.messages.get(node.get("messageRef"))
    name = name or reader.node.get("name") or reader.bpmn_id
    return events.Message(name, correlation_key(node))


def _signal(reader: NodeReader, node: etree._Element) -> events.Signal:
    name = reader.process_parser.parser.signals.get(node.get("signalRef"))
    return events.Signal(name or reader.node.get("name") or reader.bpmn_id)


def _timer(reader: NodeReader, node: etree._Element) -> events.Timer:
    for kind in TimerKind:
        found = node.find(f"bpmn:{kind}", NAMESPACES)
        if found is not None:
            return events.Timer(reader.bpmn_id, kind, feel_of(found.text or ""))
    raise ValueError(f"timer without value: {reader.bpmn_id}")


def _conditional(reader: NodeReader, node: etree._Element) -> events.Conditional:
    return events.Conditional(
        reader.bpmn_id, feel_of(node.findtext("bpmn:condition", "", NAMESPACES))
    )


def _error(reader: NodeReader, node: etree._Element) -> events.Error:
    found = reader.process_parser.parser.errors.get(node.get("errorRef")) or {}
    return events.Error(found.get("name") or "error", found.get("error_code"))


def _escalation(reader: NodeReader, node: etree._Element) -> events.Escalation:
    found = reader.process_parser.parser.escalations.get(node.get("escalationRef")) or {}
    return events.Escalation(found.get("name") or "escalation", found.get("escalation_code"))


def _terminate(reader: NodeReader, node: etree._Element) -> TerminateEventDefinition:
    return TerminateEventDefinition()


_DEFINITIONS = {
    "timerEventDefinition": _timer,
    "messageEventDefinition": _message,
    "signalEventDefinition": _signal,
    "conditionalEventDefinition": _conditional,
    "errorEventDefinition": _error,
    "escalationEventDefinition": _escalation,
    "terminateEventDefinition": _terminate,
}


def _make_activity(reader: NodeReader, said: Any) -> Any:
    return reader.spec_class(reader.spec, reader.bpmn_id, said, **reader.bpmn_attributes)


def _make_rule(reader: NodeReader, said: Any) -> Any:
    if said.type:
        return _make_work(reader, said)
    model = reader.process_parser.parser.models[said.decision_id]
    return specs.Rule(reader.spec, reader.bpmn_id, said, model, **reader.bpmn_attributes)


def _make_work(reader: NodeReader, said: Any) -> Any:
    kind = specs.Asking if said.type in ASKED else specs.Service
    return kind(reader.spec, reader.bpmn_id, said, **reader.bpmn_attributes)


def _make_start(reader: NodeReader, said: Any) -> Any:
    task = events.StartEvent(
        reader.spec, reader.bpmn_id, _event_definition(reader), **reader.bpmn_attributes
    )
    reader.spec.start.connect(task)
    return task


def _make_catch(reader: NodeReader, said: Any) -> events.CatchEvent:
    definition = _event_definition(reader)
    return events.CatchEvent(reader.spec, reader.bpmn_id, definition, **reader.bpmn_attributes)


def _make_throw(reader: NodeReader, said: Any) -> Any:
    if said.type and said.type not in SENT:
        return _make_work(reader, said)
    definition = _event_definition(reader)
    if said.type and isinstance(definition, NoneEventDefinition):
        definition = _named_event(reader, said)
    return events.Throwing(reader.spec, reader.bpmn_id, definition, said, **reader.bpmn_attributes)


def _named_event(reader: NodeReader, said: Any) -> Any:
    """Return the event that a task of type `message` or `signal` names in its headers."""
    name = said.headers.get(said.type) or reader.node.get("name") or reader.bpmn_id
    return events.Message(name) if said.type == "message" else events.Signal(name)


def _make_end(reader: NodeReader, said: Any) -> events.EndEvent:
    definition = _event_definition(reader)
    task = events.EndEvent(reader.spec, reader.bpmn_id, definition, said, **reader.bpmn_attributes)
    task.connect(reader.spec.end)
    return task


def _make_boundary(reader: NodeReader, said: Any) -> events.BoundaryEvent:
    return events.BoundaryEvent(
        reader.spec,
        reader.bpmn_id,
        _event_definition(reader),
        cancel_activity=reader.node.get("cancelActivity", "true") != "false",
        together=frozenset(reader.node.get(TOGETHER, "").split()),
        **reader.bpmn_attributes,
    )


def _make_embedded(reader: NodeReader, said: Any) -> specs.Embedded:
    spec_id = SubprocessParser.get_subprocess_spec(reader)
    return specs.Embedded(
        reader.spec,
        reader.bpmn_id,
        said,
        is_body=reader.node.get(BODY) == "true",
        closed=reader.node.get(CLOSED) == "true",
        subworkflow_spec=spec_id,
        **reader.bpmn_attributes,
    )


_MAKERS = {
    "businessRuleTask": _make_rule,
    "scriptTask": _make_activity,
    "serviceTask": _make_throw,
    "startEvent": _make_start,
    "endEvent": _make_end,
    "boundaryEvent": _make_boundary,
    "subProcess": _make_embedded,
    **dict.fromkeys(CATCHING, _make_catch),
    **dict.fromkeys(THROWING, _make_throw),
}


class SpecsParser(BpmnParser):  # type: ignore[misc]  # untyped library
    """SpiffWorkflow's parser over a tree that the normaliser prepared."""

    PROCESS_PARSER_CLASS = SpecReader
    PARSER_CLASSES = {  # noqa: RUF012  # the library reads a class attribute
        tag(kind): (NodeReader, spec_class)
        for kind, spec_class in {
            **dict.fromkeys(HUMAN, specs.Human),
            **dict.fromkeys(CATCHING, events.CatchEvent),
            **dict.fromkeys(THROWING, events.Throwing),
            "startEvent": events.StartEvent,
            "endEvent": events.EndEvent,
            "boundaryEvent": events.BoundaryEvent,
            "scriptTask": specs.Script,
            "serviceTask": specs.Service,
            "businessRuleTask": specs.Rule,
            "subProcess": specs.Embedded,
            "exclusiveGateway": specs.Exclusive,
            "inclusiveGateway": specs.Inclusive,
            "parallelGateway": specs.Parallel,
            "eventBasedGateway": events.EventGateway,
        }.items()
    }

    def __init__(self, models: dict[str, DecisionModel]) -> None:
        super().__init__()
        self.models = models


def read_specs(
    root: etree._Element, process_id: str, models: dict[str, DecisionModel]
) -> dict[str, Any]:
    """Return the specs of a normalised tree: the process's own and its sub-processes', by id."""
    parser = SpecsParser(models)
    parser.add_bpmn_xml(root)
    found = {process_id: parser.get_spec(process_id)}
    parser.get_subprocess_specs(process_id, found)  # adds them to what is given
    return found
