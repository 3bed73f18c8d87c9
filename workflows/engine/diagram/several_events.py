"""Events with several definitions: one to send after the other, the first to come, or all of them.

Each definition gets an event of its own, marked as the drawn one: for people it stays one event.
"""

from collections.abc import Iterable
from copy import deepcopy

from lxml import etree

from workflows.engine.definition import InvalidProcess
from workflows.engine.diagram.dialects import NAMESPACES, ZEEBE, kind_of, tag
from workflows.engine.diagram.draft import (
    DRAWN,
    ENTRY,
    EVENTS,
    SILENT,
    TOGETHER,
    Draft,
    arriving,
    definitions_of,
    leaving,
    nodes_of,
    said_name,
    scope_of,
)
from workflows.translation import _

THROWING = ("intermediateThrowEvent", "endEvent")
CATCHING = ("intermediateCatchEvent", "boundaryEvent")
ALONE = frozenset({"linkEventDefinition", "compensateEventDefinition"})
ENDING = ("errorEventDefinition", "cancelEventDefinition", "terminateEventDefinition")
ORDER = (  # what is sent before what: the last ones stop their scope
    "messageEventDefinition",
    "signalEventDefinition",
    "escalationEventDefinition",
    "compensateEventDefinition",
    *ENDING,
)


def part_thrown(draft: Draft) -> None:
    """Make of an event that sends several things a chain of events; refuse what cannot be mixed."""
    for event in draft.every(*EVENTS):
        _resolve_references(draft, event)
        _undo_cancelled(event)
        if len(definitions_of(event)) > 1:
            _refuse_mixed(event)
            if kind_of(event) in THROWING:
                _chain(draft, event)


def kind_names(kinds: Iterable[str]) -> str:
    """Return the kinds of some definitions, BPMN tags with or without their ending, in French."""
    short = (kind.removesuffix("EventDefinition") for kind in kinds)
    return ", ".join(_NAMES.get(kind, kind) for kind in short)


def part_caught(draft: Draft) -> None:
    """Make of an event that waits for several things one event for each.

    The first to come goes on alone, unless the drawing says `parallelMultiple`: then all must.
    """
    for event in draft.every(*CATCHING):
        _drop_twins(event)
        if len(definitions_of(event)) <= 1:
            continue
        if kind_of(event) == "boundaryEvent":
            _part_boundary(draft, event)
        elif event.get("parallelMultiple") == "true":
            _await_all(draft, event)
        else:
            _await_first(draft, event)


def _resolve_references(draft: Draft, event: etree._Element) -> None:
    """Put in the event the definitions that it shares with others by `eventDefinitionRef`."""
    shared = {node.get("id"): node for node in definitions_of(draft.root)}
    for reference in event.findall("bpmn:eventDefinitionRef", NAMESPACES):
        name = (reference.text or "").strip().rpartition(":")[2]  # a QName
        if name in shared:
            copy = deepcopy(shared[name])
            copy.attrib.pop("id", "")
            event.replace(reference, copy)


def _undo_cancelled(event: etree._Element) -> None:
    """Let the cancellation of a transaction undo what it did, if it can be."""
    cancels = event.find("bpmn:cancelEventDefinition", NAMESPACES) is not None
    scope = scope_of(event)
    undone = scope.find(".//bpmn:boundaryEvent/bpmn:compensateEventDefinition", NAMESPACES)
    if cancels and kind_of(event) in THROWING and undone is not None:
        etree.SubElement(event, tag("compensateEventDefinition"))


def _refuse_mixed(event: etree._Element) -> None:
    kinds = [kind_of(each) for each in definitions_of(event)]
    if kind_of(event) in THROWING:
        clash = "linkEventDefinition" in kinds or sum(kind in ENDING for kind in kinds) > 1
    else:
        clash = bool(ALONE & set(kinds))
    if clash:
        raise InvalidProcess(
            _("L’événement « %(name)s » mêle %(kinds)s : dessinez un événement pour chacun.")
            % {"name": said_name(event), "kinds": kind_names(kinds)},
            event.get("id", ""),
        )


_NAMES = {
    "message": "un message",
    "signal": "un signal",
    "escalation": "une escalade",
    "compensate": "une compensation",
    "error": "une erreur",
    "cancel": "une annulation",
    "terminate": "un arrêt",
    "link": "un lien",
    "timer": "un minuteur",
    "conditional": "une condition",
}


def _chain(draft: Draft, event: etree._Element) -> None:
    """Send every definition but the last by an event of its own before `event`."""
    *others, _last = sorted(definitions_of(event), key=lambda each: ORDER.index(kind_of(each)))
    chain = [_twin(draft, event, each, "intermediateThrowEvent") for each in others]
    _hand_over_job(event, chain)
    for flow in arriving(event):
        flow.set("targetRef", chain[0].get("id", ""))
    for one, following in zip(chain, [*chain[1:], event], strict=True):
        one.set(SILENT, "true")
        draft.connect(one, following)
    event.set(ENTRY, chain[0].get("id", ""))


def _hand_over_job(event: etree._Element, chain: list[etree._Element]) -> None:
    """Let the message of the event do its job: a mail is not sent by a signal or an error."""
    job = event.find("bpmn:extensionElements/zeebe:taskDefinition", NAMESPACES)
    if job is None or event.find("bpmn:messageEventDefinition", NAMESPACES) is not None:
        return
    for each in chain:
        if each.find("bpmn:messageEventDefinition", NAMESPACES) is not None:
            extensions = etree.SubElement(each, tag("extensionElements"))
            extensions.extend(
                deepcopy(said)
                for said in event.find("bpmn:extensionElements", NAMESPACES)  # type: ignore[union-attr]
                if said.tag != f"{{{ZEEBE}}}properties"
            )
            job.getparent().remove(job)  # type: ignore[union-attr]
            return


def _twin(
    draft: Draft, event: etree._Element, definition: etree._Element, kind: str
) -> etree._Element:
    """Add an event of its own for one of the definitions of `event`."""
    twin = draft.add(scope_of(event), kind, f"{event.get('id')}_2", event.get("name", ""))
    twin.set(DRAWN, event.get("id", ""))
    draft.share_lane(twin, event)
    twin.append(definition)
    return twin


def _drop_twins(event: etree._Element) -> None:
    """Keep one of several definitions that say the same: it is awaited once."""
    said = set()
    for definition in definitions_of(event):
        words = etree.tostring(_without_ids(definition), method="c14n")
        if words in said:
            event.remove(definition)
        said.add(words)


def _without_ids(definition: etree._Element) -> etree._Element:
    copy = deepcopy(definition)
    copy.tail = None
    for node in copy.iter(etree.Element):
        node.attrib.pop("id", "")
    return copy


def _await_first(draft: Draft, event: etree._Element) -> None:
    events = [event, *_twins(draft, event, "intermediateCatchEvent")]
    chosen = {id_ for id_, node in _nodes(event).items() if kind_of(node) == "eventBasedGateway"}
    flows = arriving(event)
    for flow in [each for each in flows if each.get("sourceRef") in chosen]:
        for twin in events[1:]:
            draft.connect(_nodes(event)[flow.get("sourceRef", "")], twin)
    after = _gateway(draft, event, "exclusiveGateway", "suite")
    _leave_from(event, after)
    for each in events:
        draft.connect(each, after)
    if others := [each for each in flows if each.get("sourceRef") not in chosen]:
        before = _gateway(draft, event, "eventBasedGateway", "attente")
        event.set(ENTRY, before.get("id", ""))
        for flow in others:
            flow.set("targetRef", before.get("id", ""))
        for each in events:
            draft.connect(before, each)


def _await_all(draft: Draft, event: etree._Element) -> None:
    flows, nodes = arriving(event), _nodes(event)
    if any(kind_of(nodes[flow.get("sourceRef", "")]) == "eventBasedGateway" for flow in flows):
        raise InvalidProcess(
            _(
                "« %s » attend tous ses événements derrière une passerelle qui n’en laisse passer "
                "qu’un : retirez « parallèle », ou la passerelle."
            )
            % said_name(event),
            event.get("id", ""),
        )
    events = [event, *_twins(draft, event, "intermediateCatchEvent")]
    merge = _gateway(draft, event, "exclusiveGateway", "entree")
    split = _gateway(draft, event, "parallelGateway", "attente")
    join = _gateway(draft, event, "parallelGateway", "ensemble")
    join.set(DRAWN, event.get("id", ""))
    event.set(ENTRY, merge.get("id", ""))
    _leave_from(event, join)
    for flow in flows:
        flow.set("targetRef", merge.get("id", ""))
    draft.connect(merge, split)
    for each in events:
        each.set(SILENT, "true")
        draft.connect(split, each)
        draft.connect(each, join)


def _part_boundary(draft: Draft, event: etree._Element) -> None:
    events = [event, *_twins(draft, event, "boundaryEvent")]
    after = _gateway(draft, event, "exclusiveGateway", "suite")
    _leave_from(event, after)
    for each in events:
        each.set("attachedToRef", event.get("attachedToRef", ""))
        each.set("cancelActivity", event.get("cancelActivity", "true"))
        if event.get("parallelMultiple") == "true":
            each.set(TOGETHER, " ".join(other.get("id", "") for other in events))
        draft.connect(each, after)


def _twins(draft: Draft, event: etree._Element, kind: str) -> list[etree._Element]:
    return [_twin(draft, event, each, kind) for each in definitions_of(event)[1:]]


def _gateway(draft: Draft, event: etree._Element, kind: str, wanted: str) -> etree._Element:
    return draft.add(scope_of(event), kind, f"{event.get('id')}_{wanted}", "")


def _leave_from(event: etree._Element, node: etree._Element) -> None:
    for flow in leaving(event):
        flow.set("sourceRef", node.get("id", ""))


def _nodes(event: etree._Element) -> dict[str, etree._Element]:
    return {node.get("id", ""): node for node in nodes_of(scope_of(event))}
