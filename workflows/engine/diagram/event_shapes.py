"""Events that the engine runs under another shape: links, event sub-processes, bare timers."""

from collections.abc import Sequence

from lxml import etree

from workflows.engine.definition import InvalidProcess
from workflows.engine.diagram.dialects import NAMESPACES, kind_of, tag
from workflows.engine.diagram.draft import (
    ADDED,
    BODY,
    EVENTS,
    Draft,
    arriving,
    definitions_of,
    flows_of,
    is_event_scope,
    leaving,
    nodes_of,
    remove,
    retag,
    said_name,
    scope_of,
)
from workflows.engine.diagram.several_events import kind_names
from workflows.engine.spiff.timers import TimerKind
from workflows.translation import _

CATCHING = ("boundaryEvent", "intermediateCatchEvent")
GLOSSARY = "/glossary/"  # a link to a modeller's dictionary, not a value
CANCEL_CODE = "demarches:cancel"  # a cancelled transaction is an error only its boundary hears


def settle_events(draft: Draft) -> None:
    """Give every event definitions that the engine can wait for or send."""
    for event in draft.every(*EVENTS):
        _settle_kind(draft, event)
        for definition in definitions_of(event):
            _settle_definition(draft, event, definition)
        if kind_of(event) in CATCHING and not definitions_of(event):
            _call_by_name(draft, event)
    for scope in draft.scopes():
        _join_links(draft, scope)


def wrap_event_scopes(draft: Draft) -> None:
    """Give event sub-processes BPMN's meaning by boundary events.

    What a scope holds beside its event sub-processes becomes a sub-process `body`; each event
    sub-process is started by an event attached to it. SpiffWorkflow never reads
    `isInterrupting`; boundary events it runs right.
    """
    for scope in reversed(draft.scopes()):
        if held := [node for node in nodes_of(scope) if is_event_scope(node)]:
            _wrap(draft, scope, held)


def _call_by_name(draft: Draft, event: etree._Element) -> None:
    etree.SubElement(event, tag("messageEventDefinition"))
    message = _by_hand() % said_name(event)
    if kind_of(event) == "boundaryEvent":
        draft.adjust("boundary_bare", event, message)
    else:
        draft.adjust("catch_bare", event, message)


def _by_hand() -> str:
    return _("« %s » ne dit pas ce qu’il attend : on le déclenche par son nom, comme un message.")


ALLOWED = {
    "intermediateCatchEvent": {"message", "timer", "signal", "conditional", "link"},
    "intermediateThrowEvent": {"message", "signal", "escalation", "error", "cancel", "link"},
    "boundaryEvent": {
        *("message", "timer", "signal", "conditional"),
        *("error", "escalation", "cancel"),
    },
    "startEvent": {"message", "timer", "signal", "conditional", "error", "escalation"},
    "endEvent": {"message", "signal", "escalation", "error", "cancel", "terminate", "link"},
}


def _settle_kind(draft: Draft, event: etree._Element) -> None:
    """Refuse a definition that BPMN does not know on such an event; a moment is never sent."""
    kinds = {kind_of(each).removesuffix("EventDefinition") for each in definitions_of(event)}
    if kind_of(event) == "intermediateThrowEvent" and kinds and kinds <= {"timer", "conditional"}:
        message = _("« %s » est dessiné comme un envoi : il attend.") % said_name(event)
        draft.adjust("throw_that_waits", event, message)
        retag(event, "intermediateCatchEvent")
    inside = kind_of(event) != "startEvent" or is_event_scope(scope_of(event))
    if kind_of(event) == "intermediateCatchEvent" and kinds - ALLOWED["intermediateCatchEvent"]:
        for definition in definitions_of(event):
            _bare_to_message(draft, event, definition)
    elif inside and (wrong := sorted(kinds - ALLOWED[kind_of(event)])):
        raise InvalidProcess(
            _("L’événement « %(name)s » ne peut pas être de ce genre ici (%(kind)s) : changez-le.")
            % {"name": said_name(event), "kind": kind_names(wrong)},
            event.get("id", ""),
        )


def _settle_definition(draft: Draft, event: etree._Element, definition: etree._Element) -> None:
    kind = kind_of(definition)
    if kind == "cancelEventDefinition":
        _cancel_to_error(draft, definition)
    elif not all(_said(definition, names) for names in _VALUES.get(kind, ())):
        _bare_to_message(draft, event, definition)


_VALUES = {
    "timerEventDefinition": (tuple(TimerKind),),
    "conditionalEventDefinition": (("condition",),),
}


def _said(definition: etree._Element, names: Sequence[str]) -> str:
    texts = (definition.findtext(f"bpmn:{name}", "", NAMESPACES) for name in names)
    said = "".join(text or "" for text in texts).strip()
    return "" if said.startswith(GLOSSARY) else said


def _bare_to_message(draft: Draft, event: etree._Element, definition: etree._Element) -> None:
    if kind_of(event) == "startEvent" and not is_event_scope(scope_of(event)):
        remove(definition)
        return
    draft.adjust("event_without_value", event, _by_hand() % said_name(event))
    for child in list(definition):
        definition.remove(child)
    retag(definition, "messageEventDefinition")


def _cancel_to_error(draft: Draft, definition: etree._Element) -> None:
    errors = {node.get("errorCode"): node for node in draft.root.iter(tag("error"))}
    error = errors.get(CANCEL_CODE)
    if error is None:
        error = etree.SubElement(draft.root, tag("error"))
        error.set("id", draft.free_id("Annulation"))
        error.set("name", "annulation")
        error.set("errorCode", CANCEL_CODE)
    retag(definition, "errorEventDefinition")
    definition.set("errorRef", error.get("id", ""))


def _join_links(draft: Draft, scope: etree._Element) -> None:
    """Replace each pair of link events by a flow between them."""
    catching: dict[str, etree._Element] = {}
    throwing: list[tuple[str, etree._Element]] = []
    for node in nodes_of(scope):
        link = node.find("bpmn:linkEventDefinition", NAMESPACES)
        if link is None:
            continue
        name = (link.get("name") or node.get("name") or "").strip()
        node.remove(link)
        if kind_of(node) == "intermediateCatchEvent":
            catching[name] = node
        else:
            throwing.append((name, node))
        retag(node, "intermediateThrowEvent")
    for name, node in throwing:
        if name not in catching:
            raise InvalidProcess(
                _("Le lien « %s » ne mène nulle part : dessinez l’événement qui le reçoit.") % name,
                node.get("id", ""),
            )
        draft.connect(node, catching[name])


def _wrap(draft: Draft, scope: etree._Element, held: list[etree._Element]) -> None:
    body = etree.Element(tag("subProcess"))
    body.set("id", draft.free_id(f"{scope.get('id')}_corps"))
    body.set(ADDED, "true")
    body.set(BODY, "true")
    inside = [node for node in nodes_of(scope) if node not in held]
    for node in [*inside, *flows_of(scope)]:
        body.append(node)
    scope.append(body)
    start = draft.add(scope, "startEvent", f"{scope.get('id')}_debut", "")
    draft.connect(start, body)
    end = draft.add(scope, "endEvent", f"{scope.get('id')}_fin", "")
    draft.connect(body, end)
    for node in held:
        _attach(draft, body, node, end)


def _attach(
    draft: Draft, body: etree._Element, event_scope: etree._Element, end: etree._Element
) -> None:
    """Start `event_scope` from an event attached to `body`, which takes its start event's id."""
    start = next((n for n in nodes_of(event_scope) if kind_of(n) == "startEvent"), None)
    if start is None or not definitions_of(start):
        raise InvalidProcess(
            _("Le sous-processus événementiel « %s » ne dit pas ce qui le déclenche.")
            % said_name(event_scope),
            event_scope.get("id", ""),
        )
    boundary = etree.SubElement(scope_of(body), tag("boundaryEvent"))
    for name in ("id", "name"):
        if start.get(name):
            boundary.set(name, start.get(name, ""))
    boundary.set("attachedToRef", body.get("id", ""))
    boundary.set("cancelActivity", start.get("isInterrupting", "true"))
    boundary.set("parallelMultiple", start.get("parallelMultiple", "false"))
    for definition in definitions_of(start):
        boundary.append(definition)
    inner = draft.free_id(f"{start.get('id')}_interne")
    for flow in leaving(start):
        flow.set("sourceRef", inner)
    for flow in arriving(start):
        flow.set("targetRef", inner)
    start.set("id", inner)
    del event_scope.attrib["triggeredByEvent"]
    draft.connect(boundary, event_scope)
    draft.connect(event_scope, end)
