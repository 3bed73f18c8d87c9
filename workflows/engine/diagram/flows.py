"""Sequence flows as BPMN means them: nothing dangling, every start, end, split and choice drawn."""

from lxml import etree

from workflows.engine.definition import InvalidProcess
from workflows.engine.diagram.dialects import NAMESPACES, kind_of, read_extensions, tag
from workflows.engine.diagram.draft import (
    ACTIVITIES,
    ADDED,
    CHOICE,
    GATEWAYS,
    HUMAN,
    NODES,
    Draft,
    arriving,
    by_id,
    condition_of,
    definitions_of,
    flows_of,
    is_event_scope,
    leaving,
    nodes_of,
    remove,
    retag,
    said_name,
    scope_of,
    set_condition,
)
from workflows.translation import _

CATCHING = frozenset({"intermediateCatchEvent", "receiveTask"})


def settle_references(draft: Draft) -> None:
    """Remove flows that lead nowhere; refuse events attached to nothing."""
    known = by_id(draft.process)
    for flow in draft.every("sequenceFlow"):
        _settle_flow(draft, flow, known)
    for event in draft.every("boundaryEvent"):
        host = known.get(event.get("attachedToRef", ""))
        if host is None or kind_of(host) not in ACTIVITIES or not _siblings(host, event):
            raise InvalidProcess(
                _("L’événement « %s » n’est attaché à aucune activité.") % said_name(event),
                event.get("id", ""),
            )


def _settle_flow(draft: Draft, flow: etree._Element, known: dict[str, etree._Element]) -> None:
    source = known.get(flow.get("sourceRef", ""))
    target = known.get(flow.get("targetRef", ""))
    if not _is_node(source) or not _is_node(target):
        draft.adjust("flow_dangling", flow, _("Un flux ne mène nulle part : il est ignoré."))
        remove(flow)
    elif not (_siblings(source, target) and _siblings(source, flow)):
        raise InvalidProcess(
            _("Un flux traverse le bord d’un sous-processus : passez par un événement."),
            flow.get("id", ""),
        )


def _is_node(node: etree._Element | None) -> bool:
    return node is not None and kind_of(node) in NODES


def _siblings(one: etree._Element | None, other: etree._Element | None) -> bool:
    return one is not None and other is not None and one.getparent() is other.getparent()


def settle_starts(draft: Draft) -> None:
    """Give every scope exactly one start that begins at once."""
    for scope in draft.scopes():
        starts = [node for node in nodes_of(scope) if kind_of(node) == "startEvent"]
        if is_event_scope(scope):
            continue
        starts.sort(key=lambda each: bool(definitions_of(each)))  # one that needs nothing first
        for start in starts:
            _settle_start(draft, start, waits=scope is draft.process and start is starts[0])
        if not starts:
            _add_start(draft, scope)
        for start in starts[1:]:
            _leave_start(draft, start, starts[0])


def _settle_start(draft: Draft, start: etree._Element, *, waits: bool) -> None:
    """Keep the moment at which a dossier goes on; what else might begin one, a person does."""
    definitions = definitions_of(start)
    if waits and read_extensions(start).form_id:
        message = _("« %s » porte un formulaire, que personne ne remplit : un début n’attend pas.")
        draft.adjust("start_form", start, message % said_name(start))
    if waits and len(definitions) == 1 and _says_when(definitions[0]):
        message = _(
            "Un dossier commencé avant « %s » attend ce moment. Pour l’ouverture d’une campagne, "
            "écrivez plutôt opens_at dans demarche.toml."
        )
        draft.adjust("start_waits", start, message % said_name(start))
        return
    for definition in definitions:
        start.remove(definition)
    if definitions and waits:
        message = _(
            "Un dossier commence quand une personne le demande, jamais par l’événement « %s » : "
            "il n’aurait pas de demandeur."
        )
        draft.adjust("start_by_person", start, message % said_name(start))


def _says_when(definition: etree._Element) -> bool:
    moments = (definition.find(f"bpmn:{kind}", NAMESPACES) for kind in ("timeDate", "timeDuration"))
    return any(each is not None and (each.text or "").strip() for each in moments)


def _add_start(draft: Draft, scope: etree._Element) -> None:
    nodes = [node for node in nodes_of(scope) if not _begins_otherwise(node)]
    first = [node for node in nodes if not arriving(node)] or nodes[:1]
    if not first:
        raise InvalidProcess(_("Rien ne commence dans « %s ».") % said_name(scope))
    start = draft.add(scope, "startEvent", f"{scope.get('id')}_debut", "")
    draft.adjust("start_added", scope, _("Un début a été ajouté à « %s ».") % said_name(scope))
    for node in first:
        draft.connect(start, node)


def _begins_otherwise(node: etree._Element) -> bool:
    return kind_of(node) == "boundaryEvent" or is_event_scope(node)


def _leave_start(draft: Draft, start: etree._Element, kept: etree._Element) -> None:
    """Several starts are several ways in; a dossier has one, the first drawn."""
    message = _("Le début « %(name)s » n’est pas utilisé : un dossier commence par « %(kept)s ».")
    draft.adjust(
        "start_unused", start, message % {"name": said_name(start), "kept": said_name(kept)}
    )
    retag(start, "intermediateThrowEvent")


def settle_flows(draft: Draft) -> None:
    """Draw the splits and choices that are implied."""
    for node in draft.every(*NODES):
        kind = kind_of(node)
        if kind == "endEvent" and leaving(node):
            retag(node, "intermediateThrowEvent")
        if kind in {"exclusiveGateway", "inclusiveGateway"}:
            _settle_gateway(draft, node)
        elif kind == "eventBasedGateway":
            _settle_event_gateway(draft, node)
        elif kind == "parallelGateway":
            _ignore_conditions(draft, node)
        elif kind not in GATEWAYS:
            _settle_split(draft, node)


def _settle_split(draft: Draft, node: etree._Element) -> None:
    """Put a gateway behind an activity or event with several flows, or a condition on one."""
    flows = leaving(node)
    conditional = any(condition_of(flow) for flow in flows)
    if len(flows) <= 1 and not conditional:
        return
    kind = "inclusiveGateway" if conditional else "parallelGateway"
    scope = scope_of(node)
    gateway = draft.add(scope, kind, f"{node.get('id')}_sorties", "")
    for flow in flows:
        flow.set("sourceRef", gateway.get("id", ""))
    draft.connect(node, gateway)
    if default := node.attrib.pop("default", ""):
        gateway.set("default", default)
    draft.adjust("split_added", node, _("« %s » a plusieurs sorties.") % said_name(node))
    if conditional:
        _settle_gateway(draft, gateway)


def _settle_gateway(draft: Draft, gateway: etree._Element) -> None:
    """Give a gateway its default flow and its conditions, or a person to decide."""
    flows = leaving(gateway)
    if gateway.get("default") not in {flow.get("id") for flow in flows}:
        gateway.attrib.pop("default", "")
    bare = [f for f in flows if not condition_of(f) and f.get("id") != gateway.get("default")]
    if len(flows) <= 1 or not bare:
        return
    if kind_of(gateway) == "inclusiveGateway":
        for flow in bare:
            set_condition(flow, "=true")
    elif len(bare) == 1 and "default" not in gateway.attrib:
        gateway.set("default", bare[0].get("id", ""))
    else:
        _ask(draft, gateway, bare)


def _ask(draft: Draft, gateway: etree._Element, flows: list[etree._Element]) -> None:
    """Make the way out of `gateway` the decision of the person before it, or of a new task."""
    if "default" in gateway.attrib:
        flows = [*flows, *(f for f in leaving(gateway) if f.get("id") == gateway.get("default"))]
    task = _deciding_task(gateway)
    if task is None:
        task = _add_decision(draft, gateway)
    variable = draft.variable("choix", task.get("id", ""))
    for flow in flows:
        set_condition(flow, f'={variable} = "{flow.get("id")}"')
        choice = etree.SubElement(task, CHOICE)
        choice.set("variable", variable)
        choice.set("value", flow.get("id", ""))
        choice.set("label", _label(gateway, flow))
    message = _("La sortie de « %s » est choisie par la personne qui fait la tâche.")
    draft.adjust("decision", gateway, message % said_name(gateway))


def _label(gateway: etree._Element, flow: etree._Element) -> str:
    if flow.get("name"):
        return said_name(flow)
    wanted = flow.get("targetRef")
    return said_name(next(node for node in scope_of(gateway) if node.get("id") == wanted))


def _deciding_task(gateway: etree._Element) -> etree._Element | None:
    """Return the human task just before `gateway`, when nobody else comes through it."""
    flows = arriving(gateway)
    if len(flows) != 1:
        return None
    before = [n for n in nodes_of(scope_of(gateway)) if n.get("id") == flows[0].get("sourceRef")]
    alone = kind_of(before[0]) in HUMAN and len(leaving(before[0])) == 1
    return before[0] if alone and before[0].find(CHOICE) is None else None


def _add_decision(draft: Draft, gateway: etree._Element) -> etree._Element:
    scope = scope_of(gateway)
    name = gateway.get("name") or _("Décider de la suite")
    task = draft.add(scope, "userTask", f"{gateway.get('id')}_decision", name)
    draft.share_lane(task, gateway)
    for flow in arriving(gateway):
        flow.set("targetRef", task.get("id", ""))
    draft.connect(task, gateway)
    return task


def _settle_event_gateway(draft: Draft, gateway: etree._Element) -> None:
    """Put an event before each activity that an event gateway leads to: it is begun by name."""
    scope = scope_of(gateway)
    nodes = {node.get("id"): node for node in nodes_of(scope)}
    for flow in leaving(gateway):
        target = nodes[flow.get("targetRef")]
        if kind_of(target) in CATCHING:
            continue
        name = said_name(flow) if flow.get("name") else said_name(target)
        event = draft.add(scope, "intermediateCatchEvent", f"{target.get('id')}_attente", name)
        etree.SubElement(event, tag("messageEventDefinition"))
        flow.set("targetRef", event.get("id", ""))
        draft.connect(event, target)
        message = _(
            "« %(gateway)s » attend un événement « %(name)s » : on le déclenche par son nom."
        )
        values = {"gateway": said_name(gateway), "name": name}
        draft.adjust("event_added", gateway, message % values)


def _ignore_conditions(draft: Draft, gateway: etree._Element) -> None:
    for flow in leaving(gateway):
        if condition_of(flow):
            set_condition(flow, "")
            message = _("Une condition à la sortie d’une passerelle parallèle est ignorée.")
            draft.adjust("condition_ignored", flow, message)


def settle_ends(draft: Draft) -> None:
    """End every path; say which nodes no path reaches."""
    for scope in draft.scopes():
        for node in nodes_of(scope):
            if kind_of(node) != "endEvent" and not is_event_scope(node) and not leaving(node):
                end = draft.add(scope, "endEvent", f"{node.get('id')}_fin", "")
                draft.connect(node, end)
                draft.adjust(
                    "end_added", node, _("Une fin a été ajoutée après « %s ».") % said_name(node)
                )
        _name_unreachable(draft, scope)


def _name_unreachable(draft: Draft, scope: etree._Element) -> None:
    following: dict[str, list[str]] = {}
    for flow in flows_of(scope):
        following.setdefault(flow.get("sourceRef", ""), []).append(flow.get("targetRef", ""))
    for event in nodes_of(scope):
        if kind_of(event) == "boundaryEvent":
            following.setdefault(event.get("attachedToRef", ""), []).append(event.get("id", ""))
    waiting = [n.get("id", "") for n in nodes_of(scope) if kind_of(n) == "startEvent"]
    seen = set(waiting)
    for each in waiting:
        found = [id_ for id_ in following.get(each, ()) if id_ not in seen]
        seen.update(found)
        waiting.extend(found)
    for node in nodes_of(scope):
        drawn = node.get(ADDED) is None and not is_event_scope(node)
        if drawn and node.get("id") not in seen:
            message = _("« %s » n’est jamais atteint : reliez-le au reste.")
            draft.adjust("unreachable", node, message % said_name(node))
