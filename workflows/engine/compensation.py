"""Compensation: what was done is undone by the activity drawn for it, the last one first.

An activity with a compensation event notes that it was done; where the process throws a
compensation, a sub-process runs the handlers of what was done, in the reverse order of drawing.
"""

from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from workflows.engine.definition import InvalidProcess
from workflows.engine.dialects import NAMESPACES, ZEEBE, kind_of, tag
from workflows.engine.draft import (
    Draft,
    by_id,
    feel_name,
    remove,
    retag,
    said_name,
    scope_of,
    set_condition,
)
from workflows.translation import _

DEFINITION = "bpmn:compensateEventDefinition"


@dataclass(frozen=True, slots=True)
class Undoing:
    """An activity that can be undone, by `handler`, once the variable `done` is true."""

    activity_id: str
    handler: etree._Element
    done: str


def handlers_of(root: etree._Element) -> dict[str, str]:
    """Return the activity that each compensation event is associated with, by the event's id."""
    return {
        each.get("sourceRef", ""): each.get("targetRef", "")
        for each in root.iter(tag("association"))
    }


def settle_compensations(draft: Draft, handlers: dict[str, str]) -> None:
    """Replace compensation events by what they do. Raise InvalidProcess for one that does none."""
    known = by_id(draft.process)
    events = [e for e in draft.every("boundaryEvent") if e.find(DEFINITION, NAMESPACES) is not None]
    undoings = [_undoing(event, handlers, known) for event in events]
    for undoing in undoings:
        remove(undoing.handler)
        draft.taken.discard(undoing.handler.get("id", ""))  # for its first copy
        _on_done(known[undoing.activity_id], undoing.done, "=true")
    for event in events:
        remove(event)
    for node in draft.every("intermediateThrowEvent", "endEvent"):
        definition = node.find(DEFINITION, NAMESPACES)
        if definition is not None:
            only = definition.get("activityRef")
            chosen = [each for each in reversed(undoings) if only in {None, each.activity_id}]
            _throw(draft, node, chosen)


def _undoing(
    event: etree._Element, handlers: dict[str, str], known: dict[str, etree._Element]
) -> Undoing:
    activity_id = event.get("attachedToRef", "")
    handler = known.get(handlers.get(event.get("id", ""), ""))
    if handler is None or activity_id not in known:
        raise InvalidProcess(
            _("« %s » ne dit pas ce qui compense : reliez-le à une activité par une association.")
            % said_name(event),
            event.get("id", ""),
        )
    return Undoing(activity_id, handler, f"fait_{feel_name(activity_id)}")


def _on_done(activity: etree._Element, variable: str, value: str) -> None:
    """Give `variable` the FEEL `value` when `activity` is complete."""
    extensions = activity.find("bpmn:extensionElements", NAMESPACES)
    if extensions is None:
        extensions = etree.SubElement(activity, tag("extensionElements"))
    mapping = extensions.find("zeebe:ioMapping", NAMESPACES)
    if mapping is None:
        mapping = etree.SubElement(extensions, f"{{{ZEEBE}}}ioMapping")
    output = etree.SubElement(mapping, f"{{{ZEEBE}}}output")
    output.set("source", value)
    output.set("target", variable)


def _throw(draft: Draft, node: etree._Element, undoings: list[Undoing]) -> None:
    """Make of the throwing event `node` a sub-process that undoes, then ends if it ended."""
    if kind_of(node) == "endEvent":
        end = draft.add(scope_of(node), "endEvent", f"{node.get('id')}_fin", "")
        for extensions in node.findall("bpmn:extensionElements", NAMESPACES):
            end.append(extensions)
        draft.connect(node, end)
    retag(node, "subProcess")
    remove(node.find(DEFINITION, NAMESPACES))  # type: ignore[arg-type]  # seen by the caller
    last = draft.add(node, "startEvent", f"{node.get('id')}_debut", "")
    for undoing in undoings:
        last = _undo(draft, node, last, undoing)
    draft.connect(last, draft.add(node, "endEvent", f"{node.get('id')}_annule", ""))


def _undo(
    draft: Draft, scope: etree._Element, last: etree._Element, undoing: Undoing
) -> etree._Element:
    """Add to `scope`, after `last`, the handler if the activity was done; return the last node."""
    handler = deepcopy(undoing.handler)
    handler.set("id", draft.free_id(handler.get("id", "")))
    handler.attrib.pop("isForCompensation", "")
    scope.append(handler)
    _on_done(handler, undoing.done, "=false")
    gateway = draft.add(scope, "exclusiveGateway", f"{handler.get('id')}_si_fait", "")
    after = draft.add(scope, "exclusiveGateway", f"{handler.get('id')}_ensuite", "")
    draft.connect(last, gateway)
    set_condition(draft.connect(gateway, handler), f"={undoing.done} = true")
    gateway.set("default", draft.connect(gateway, after).get("id", ""))
    draft.connect(handler, after)
    return after
