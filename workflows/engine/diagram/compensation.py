"""Compensation: what was done is undone by the activity drawn for it, the last one first.

An activity that can be undone counts how many times it was done. Where the process throws a
compensation, a sub-process runs the handlers of what was done in the same scope, as many times,
in the reverse order of the flow.
"""

from dataclasses import dataclass

from lxml import etree

from workflows.engine.definition import InvalidProcess
from workflows.engine.diagram.copies import renamed_copy
from workflows.engine.diagram.dialects import NAMESPACES, ZEEBE, kind_of, tag
from workflows.engine.diagram.draft import (
    ENGINE,
    Draft,
    all_nodes,
    by_id,
    definitions_of,
    is_event_scope,
    nodes_of,
    refuse_many,
    remove,
    retag,
    said_name,
    scope_of,
    set_condition,
)
from workflows.engine.diagram.paths import steps_from_start
from workflows.translation import _

DEFINITION = "bpmn:compensateEventDefinition"
UNDOES = f"{{{ENGINE}}}undoes"  # the activities that a throwing event undoes, the last one first
THROWING = ("intermediateThrowEvent", "endEvent")


@dataclass(frozen=True, slots=True)
class Undoing:
    """An activity that `handler` can undo, as many times as the variable `done` says."""

    activity: etree._Element
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
    events = [e for e in draft.every("boundaryEvent") if _compensates(e)]
    undoings = [_undoing(draft, event, handlers, known) for event in events]
    undoings += [
        _undone_from_inside(draft, each) for each in draft.scopes() if _undoes_its_scope(each)
    ]
    if undoings:
        ranks = steps_from_start(draft.process)
        undoings.sort(key=lambda each: ranks.get(each.activity.get("id", ""), ()), reverse=True)
    for node in draft.every(*THROWING):
        if _compensates(node):
            _choose(draft, node, undoings)
    for each in [*events, *(undoing.handler for undoing in undoings)]:
        remove(each)
    for undoing in undoings:
        draft.taken.difference_update(each.get("id", "") for each in undoing.handler.iter())
        _on_done(undoing)
    by_activity = {each.activity.get("id", ""): each for each in undoings}
    while throws := [each for each in draft.every(*THROWING) if each.get(UNDOES) is not None]:
        chosen = throws[0].get(UNDOES, "").split()
        del throws[0].attrib[UNDOES]
        _throw(draft, throws[0], [by_activity[id_] for id_ in chosen])
        refuse_many(len(all_nodes(draft.process)))


def _compensates(event: etree._Element) -> bool:
    return event.find(DEFINITION, NAMESPACES) is not None


def _undoing(
    draft: Draft,
    event: etree._Element,
    handlers: dict[str, str],
    known: dict[str, etree._Element],
) -> Undoing:
    activity = known.get(event.get("attachedToRef", ""))
    handler = known.get(handlers.get(event.get("id", ""), ""))
    if handler is None or activity is None:
        raise InvalidProcess(
            _("« %s » ne dit pas ce qui compense : reliez-le à une activité par une association.")
            % said_name(event),
            event.get("id", ""),
        )
    return Undoing(activity, handler, draft.variable("fait", activity.get("id", "")))


def _undoes_its_scope(scope: etree._Element) -> bool:
    """Tell whether `scope` is an event sub-process that undoes the one that holds it."""
    return is_event_scope(scope) and any(
        kind_of(node) == "startEvent" and _compensates(node) for node in nodes_of(scope)
    )


def _undone_from_inside(draft: Draft, handler: etree._Element) -> Undoing:
    activity = scope_of(handler)
    if kind_of(activity) == "process":
        raise InvalidProcess(
            _("« %s » compense le processus entier, qui ne finit qu’une fois : retirez-le.")
            % said_name(handler),
            handler.get("id", ""),
        )
    return Undoing(activity, handler, draft.variable("fait", activity.get("id", "")))


def _choose(draft: Draft, node: etree._Element, undoings: list[Undoing]) -> None:
    """Note on a throwing event the activities that it undoes."""
    reach = scope_of(node)
    while is_event_scope(reach):
        reach = scope_of(reach)
    named = definitions_of(node)[0].get("activityRef")
    chosen = [
        each.activity.get("id", "")
        for each in undoings
        if node not in each.handler.iterdescendants()
        and _is_undone_from(each, reach, undoings)
        and named in {None, each.activity.get("id"), *_holders(each.activity)}
    ]
    node.set(UNDOES, " ".join(chosen))
    if not chosen:
        message = _("« %s » n’a rien à défaire : posez une compensation sur une activité.")
        draft.adjust("undoes_nothing", node, message % said_name(node))


def _is_undone_from(undoing: Undoing, reach: etree._Element, undoings: list[Undoing]) -> bool:
    """Tell whether a throw in `reach` undoes this, no sub-process between them doing it itself."""
    own = [each.activity for each in undoings]
    for holder in undoing.activity.iterancestors():
        if holder is reach:
            return True
        if holder in own:
            return False
    return False


def _holders(activity: etree._Element) -> list[str]:
    return [each.get("id", "") for each in activity.iterancestors()]


def _on_done(undoing: Undoing) -> None:
    """Count the times the activity is done."""
    count = undoing.done
    _map(undoing.activity, "output", f"=if {count} = null then 1 else {count} + 1", count)


def _throw(draft: Draft, node: etree._Element, undoings: list[Undoing]) -> None:
    """Make of the throwing event `node` a sub-process that undoes, then ends if it ended."""
    if kind_of(node) == "endEvent":
        end = draft.add(scope_of(node), "endEvent", f"{node.get('id')}_fin", "")
        for extensions in node.findall("bpmn:extensionElements", NAMESPACES):
            end.append(extensions)
        draft.connect(node, end)
    retag(node, "subProcess")
    for definition in definitions_of(node):
        remove(definition)
    last = draft.add(node, "startEvent", f"{node.get('id')}_debut", "")
    for undoing in undoings:
        last = _undo(draft, node, last, undoing)
    draft.connect(last, draft.add(node, "endEvent", f"{node.get('id')}_annule", ""))


def _undo(
    draft: Draft, scope: etree._Element, last: etree._Element, undoing: Undoing
) -> etree._Element:
    """Add to `scope`, after `last`, the handler for each time it was done; return the last node.

    One script looks at the count and takes one away: two throws at once undo a thing once.
    """
    handler = renamed_copy(draft, undoing.handler, scope)
    _settle_handler(handler)
    scope.append(handler)
    id_, count = handler.get("id"), undoing.done
    left = draft.variable("reste", handler.get("id", ""))
    _map(scope, "input", "=null", left)  # so that each throw has its own
    take = draft.add(scope, "scriptTask", f"{id_}_compte", "")
    script = etree.SubElement(_extensions(take), f"{{{ZEEBE}}}script")
    script.set("expression", f"={count}")
    script.set("resultVariable", left)
    _map(take, "output", f"=if {count} > 0 then {count} - 1 else 0", count)
    gateway = draft.add(scope, "exclusiveGateway", f"{id_}_si_fait", "")
    after = draft.add(scope, "exclusiveGateway", f"{id_}_ensuite", "")
    draft.connect(last, take)
    draft.connect(take, gateway)
    set_condition(draft.connect(gateway, handler), f"={left} > 0")
    gateway.set("default", draft.connect(gateway, after).get("id", ""))
    draft.connect(handler, take)
    return after


def _extensions(node: etree._Element) -> etree._Element:
    found = node.find("bpmn:extensionElements", NAMESPACES)
    return etree.SubElement(node, tag("extensionElements")) if found is None else found


def _map(node: etree._Element, kind: str, source: str, target: str) -> None:
    """Add an input or an output to `node`."""
    extensions = _extensions(node)
    mapping = extensions.find("zeebe:ioMapping", NAMESPACES)
    if mapping is None:
        mapping = etree.SubElement(extensions, f"{{{ZEEBE}}}ioMapping")
    binding = etree.SubElement(mapping, f"{{{ZEEBE}}}{kind}")
    binding.set("source", source)
    binding.set("target", target)


def _settle_handler(handler: etree._Element) -> None:
    """Make a handler begin when it is reached."""
    handler.attrib.pop("triggeredByEvent", "")
    for start in [node for node in nodes_of(handler) if kind_of(node) == "startEvent"]:
        for definition in [each for each in definitions_of(start) if _is_compensation(each)]:
            remove(definition)


def _is_compensation(definition: etree._Element) -> bool:
    return kind_of(definition) == "compensateEventDefinition"
