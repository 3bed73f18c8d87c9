"""The tables of a ProcessDefinition, read from a normalised tree: tasks, lanes, expressions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from workflows.dmn import DecisionModel
from workflows.engine.definition import (
    Choice,
    Element,
    Expression,
    HumanTask,
    InvalidProcess,
    ServiceElement,
)
from workflows.engine.diagram.dialects import (
    NAMESPACES,
    SENT,
    Extensions,
    correlation_key,
    feel_of,
    kind_of,
    read_extensions,
)
from workflows.engine.diagram.draft import ADDED, CHOICE, DRAWN, HUMAN, NODES
from workflows.engine.spiff.timers import CYCLE, TimerKind, literal_to_feel
from workflows.feel import FeelError, parse, variables_read
from workflows.translation import _

EFFECTS = frozenset(
    {"serviceTask", "businessRuleTask", "sendTask", "intermediateThrowEvent", "endEvent"}
)
CATCHING = frozenset({"receiveTask", "intermediateCatchEvent", "boundaryEvent"})
OUTCOME = "outcome"
CRON_PARTS = range(5, 8)


@dataclass(slots=True)
class Tables:
    """What a process says, by element."""

    elements: dict[str, Element] = field(default_factory=dict)
    tasks: dict[str, HumanTask] = field(default_factory=dict)
    effects: list[ServiceElement] = field(default_factory=list)
    outcomes: dict[str, str] = field(default_factory=dict)
    expressions: list[Expression] = field(default_factory=list)
    variables: set[str] = field(default_factory=set)
    lanes: list[str] = field(default_factory=list)


def read_tables(process: etree._Element, models: Mapping[str, DecisionModel]) -> Tables:
    """Return the tables of `process`. Raise InvalidProcess for an expression that is no FEEL."""
    tables = Tables(lanes=lane_names(process))
    lanes = lanes_by_node(process)
    for node in process.iter():
        if kind_of(node) in NODES:
            _read_node(tables, node, lane_of(node, lanes), models)
        elif kind_of(node) == "sequenceFlow":
            _read_condition(tables, node)
    for expression in tables.expressions:
        tables.variables |= _variables(expression)
    return tables


def lane_names(process: etree._Element) -> list[str]:
    """Return the names of the lanes that hold nodes themselves, in the order of the file."""
    lanes = process.iterfind(".//bpmn:lane", NAMESPACES)
    named = [
        lane.get("name") or lane.get("id") or ""
        for lane in lanes
        if lane.find("bpmn:childLaneSet", NAMESPACES) is None
    ]
    return list(dict.fromkeys(named))


def lanes_by_node(process: etree._Element) -> dict[str, str]:
    """Return the lane of each node that one refers to; the innermost lane wins."""
    found: dict[str, str] = {}
    for lane in process.iterfind(".//bpmn:lane", NAMESPACES):
        name = lane.get("name") or lane.get("id") or ""
        for reference in lane.iterfind("bpmn:flowNodeRef", NAMESPACES):
            found[(reference.text or "").strip()] = name
    return found


def lane_of(node: etree._Element, lanes: Mapping[str, str]) -> str:
    """Return the lane of `node`, or that of the sub-process or activity that holds it."""
    holder: etree._Element | None = node
    while holder is not None:
        if name := lanes.get(holder.get("id") or "") or lanes.get(
            holder.get("attachedToRef") or ""
        ):
            return name
        holder = holder.getparent()
    return ""


def _read_node(
    tables: Tables, node: etree._Element, lane: str, models: Mapping[str, DecisionModel]
) -> None:
    said, kind = read_extensions(node), kind_of(node)
    id_ = node.get(DRAWN, node.get("id", ""))
    name = " ".join((node.get("name") or "").split())
    if kind in HUMAN or node.get(ADDED) is None:
        tables.elements[id_] = Element(id_, kind, name, lane, said.properties)
    if kind in HUMAN:
        choices = node.findall(CHOICE)
        tables.tasks[id_] = HumanTask(
            element_id=id_,
            name=name or id_,
            lane=lane,
            form_id=said.form_id,
            candidate_groups=said.candidate_groups,
            properties=said.properties,
            documentation=(node.findtext("bpmn:documentation", "", NAMESPACES) or "").strip(),
            choices=tuple(Choice(each.get("value", ""), each.get("label", "")) for each in choices),
            choice_variable=choices[0].get("variable", "") if choices else "",
        )
    if kind in EFFECTS and said.type:
        tables.effects.append(ServiceElement(id_, name or id_, said.type, said.headers))
    if kind == "endEvent" and said.properties.get(OUTCOME):
        tables.outcomes[id_] = said.properties[OUTCOME]
    if kind == "businessRuleTask" and not said.type:
        tables.variables |= models[said.decision_id].inputs_read(said.decision_id)
    tables.expressions += _said_expressions(id_, said)
    if kind in EFFECTS and said.type in {"", *SENT}:  # elsewhere a header is never FEEL
        texts = (text for text in said.headers.values() if text.startswith("="))
        tables.expressions += (Expression(id_, text, "header") for text in texts)
    tables.expressions += _event_expressions(node, id_)


def _said_expressions(id_: str, said: Extensions) -> Iterator[Expression]:
    places = [
        (said.script, "script"),
        (said.due_date, "dueDate"),
        (said.collection, "inputCollection"),
        (said.output_element, "outputElement"),
        *((binding.source, "input") for binding in said.inputs),
        *((binding.source, "output") for binding in said.outputs),
    ]
    for text, place in places:
        if text.startswith("=") or (text and place == "script"):
            yield Expression(id_, text, place)
        elif text and place == "dueDate":
            yield Expression(id_, _literal(text, id_), place)


def _event_expressions(node: etree._Element, id_: str) -> Iterator[Expression]:
    for kind in TimerKind:
        for found in node.iterfind(f"bpmn:timerEventDefinition/bpmn:{kind}", NAMESPACES):
            yield Expression(id_, _timer_text(kind, feel_of(found.text or ""), id_), "timer")
    for path in ("conditionalEventDefinition/bpmn:condition", *_LOOPS):
        for found in node.iterfind(f"bpmn:{path}", NAMESPACES):
            yield Expression(id_, feel_of(found.text or ""), "condition")
    if kind_of(node) in CATCHING:
        for holder in (node, *node.iterfind("bpmn:messageEventDefinition", NAMESPACES)):
            if (key := correlation_key(holder)).startswith("="):
                yield Expression(id_, key, "correlationKey")


_LOOPS = (
    "standardLoopCharacteristics/bpmn:loopCondition",
    "multiInstanceLoopCharacteristics/bpmn:loopCardinality",
    "multiInstanceLoopCharacteristics/bpmn:completionCondition",
)


def _read_condition(tables: Tables, flow: etree._Element) -> None:
    condition = flow.find("bpmn:conditionExpression", NAMESPACES)
    if condition is not None:
        text = feel_of(condition.text or "")
        tables.expressions.append(Expression(flow.get("id", ""), text, "condition"))


def _timer_text(kind: TimerKind, text: str, id_: str) -> str:
    if kind is not TimerKind.CYCLE or text.startswith("="):
        return _literal(text, id_)
    if match := CYCLE.match(text):
        if match[1] and not int(match[1]):
            raise InvalidProcess(
                _("Le minuteur répété « %s » ne sonne aucune fois : écrivez R1/… ou R/….") % text,
                id_,
            )
        return _literal(match[2], id_)
    if len(text.split()) in CRON_PARTS:
        raise InvalidProcess(
            _("« %s » est un calendrier « cron » : écrivez une période, R/PT1H ou R/P1D.") % text,
            id_,
        )
    raise InvalidProcess(
        _("Le minuteur répété « %s » s’écrit R3/P10D (trois fois, tous les dix jours).") % text,
        id_,
    )


def _literal(text: str, id_: str) -> str:
    try:
        return literal_to_feel(text)
    except ValueError as error:
        raise InvalidProcess(
            _("« %s » n’est ni une date, ni une durée comme P15D, ni une expression « =… ».")
            % text,
            id_,
        ) from error


def _variables(expression: Expression) -> frozenset[str]:
    try:
        parse(expression.text)
        return variables_read(expression.text)
    except FeelError as error:
        raise InvalidProcess(
            _("L’expression « %(text)s » n’est pas du FEEL : %(reason)s")
            % {"text": expression.text, "reason": error.message},
            expression.element_id,
        ) from error
