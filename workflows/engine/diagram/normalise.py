"""What an analyst drew, changed just enough for the engine to run it as BPMN says."""

from collections.abc import Mapping
from types import MappingProxyType

from lxml import etree

from workflows.engine.definition import InvalidProcess
from workflows.engine.diagram.activities import settle_activities
from workflows.engine.diagram.calls import adopt, do_global_tasks, inline_calls, main_process
from workflows.engine.diagram.compensation import handlers_of, settle_compensations
from workflows.engine.diagram.conditions import settle_conditions
from workflows.engine.diagram.dialects import NAMESPACES, kind_of, tag, write_items
from workflows.engine.diagram.draft import (
    NODES,
    Draft,
    all_nodes,
    by_id,
    refuse_many,
    remove,
    said_name,
    unqualify,
)
from workflows.engine.diagram.event_shapes import settle_events, wrap_event_scopes
from workflows.engine.diagram.flows import (
    settle_ends,
    settle_flows,
    settle_references,
    settle_starts,
)
from workflows.engine.diagram.several_events import part_caught, part_thrown
from workflows.translation import _

MAX_FLOWS = 1_000
ENDS = ("sourceRef", "targetRef")
MAX_ID = 120
DECORATION = frozenset(
    {
        "association",
        "correlationKey",
        "correlationProperty",
        "dataInputAssociation",
        "dataObject",
        "dataObjectReference",
        "dataOutputAssociation",
        "dataStore",
        "dataStoreReference",
        "group",
        "ioSpecification",
        "property",
        "textAnnotation",
    }
)
UNSUPPORTED = {
    "complexGateway": "passerelle complexe",
    "adHocSubProcess": "sous-processus ad hoc",
    "choreographyTask": "chorégraphie",
    "subChoreography": "chorégraphie",
}


def normalise(
    root: etree._Element, others: Mapping[str, etree._Element] = MappingProxyType({})
) -> Draft:
    """Change the tree `root` in place; `others` are the diagrams it may call, by file name.

    Raise InvalidProcess for what cannot be run.
    """
    if root.tag != tag("definitions"):
        raise InvalidProcess(_("Ce fichier n’est pas un diagramme BPMN."))
    draft = _choose_process(root)
    try:
        _prepare(draft, others)
    except InvalidProcess as refusal:
        if not refusal.file:
            refusal.file, refusal.element_id = draft.place(refusal.element_id)
        raise
    return draft


def _prepare(draft: Draft, others: Mapping[str, etree._Element]) -> None:
    handlers = handlers_of(draft.root)
    write_items(draft.root)
    _strip_decoration(draft)
    _refuse_size(draft)
    unqualify(draft.root)
    by_id(draft.root)
    for root in others.values():
        write_items(root)
    adopt(draft, others)
    do_global_tasks(draft)
    inline_calls(draft)
    handlers |= handlers_of(draft.root)
    _strip_decoration(draft)
    _refuse_size(draft)
    _refuse_long(draft)
    _refuse_unsupported(draft)
    part_thrown(draft)
    settle_compensations(draft, handlers)
    _refuse_size(draft)
    settle_references(draft)
    settle_conditions(draft)
    settle_activities(draft)
    settle_events(draft)
    settle_starts(draft)
    settle_flows(draft)
    settle_ends(draft)
    wrap_event_scopes(draft)
    part_caught(draft)


def _choose_process(root: etree._Element) -> Draft:
    """Take the executable process, else the richest one; the others are partners, not run."""
    chosen = main_process(root)
    if chosen is None:
        raise InvalidProcess(_("Le diagramme ne contient aucun processus."))
    draft = Draft(root, chosen)
    if chosen.get("id") is None:
        chosen.set("id", draft.free_id("Process"))
    if chosen.get("isExecutable") != "true":
        chosen.set("isExecutable", "true")
        draft.adjust("not_executable", chosen, _("Le processus a été rendu exécutable."))
    for each in root.findall("bpmn:process", NAMESPACES):
        if each is not chosen:
            _leave_out(draft, each)
    return draft


def _leave_out(draft: Draft, process: etree._Element) -> None:
    if all_nodes(process):
        message = _("« %s » n’est pas exécuté : un seul processus l’est.") % said_name(process)
        draft.adjust("process_left_out", process, message)
    remove(process)
    draft.partners[process.get("id", "")] = process


def _strip_decoration(draft: Draft) -> None:
    for node in [each for each in draft.root.iter() if kind_of(each) in DECORATION]:
        remove(node)


def _refuse_size(draft: Draft) -> None:
    nodes = all_nodes(draft.process)
    refuse_many(len(nodes))
    flows = draft.every("sequenceFlow")
    if len(flows) > MAX_FLOWS:
        raise InvalidProcess(_("Le diagramme compte plus de %d flux : découpez-le.") % MAX_FLOWS)
    if not nodes:
        raise InvalidProcess(_("Le processus est vide : dessinez-y au moins une tâche."))
    for place, node in enumerate([*nodes, *flows]):
        if not node.get("id"):
            node.set("id", draft.free_id(f"{kind_of(node)}_{place}"))


def _refuse_long(draft: Draft) -> None:
    """Refuse what a dossier could not remember: an id without end, a name that is a text."""
    drawn = [*all_nodes(draft.process), *draft.every("sequenceFlow")]
    named = list(draft.root.iter(tag("message"), tag("signal"), tag("lane")))
    words = [(node, node.get("id", "")) for node in [*drawn, *named]]
    words += [(node, node.get("name", "")) for node in named]
    for node, word in words:
        if len(word) > MAX_ID:
            raise InvalidProcess(
                _("Un identifiant ou un nom dépasse %d caractères : raccourcissez-le.") % MAX_ID,
                node.get("id", ""),
            )


def _refuse_unsupported(draft: Draft) -> None:
    for node in draft.process.iter():
        if kind_of(node) in UNSUPPORTED:
            holder = node if node.get("id") else node.getparent()
            raise InvalidProcess(
                _("L’élément « %s » n’est pas pris en charge : remplacez-le.")
                % UNSUPPORTED[kind_of(node)],
                holder.get("id", "") if holder is not None else "",
            )
    linked = {flow.get(end) for flow in draft.every("sequenceFlow") for end in ENDS} - {None, ""}
    for node in (each for scope in draft.scopes() for each in scope):
        if node.get("id") in linked and kind_of(node) not in NODES:
            raise InvalidProcess(
                _("« %(name)s » est d’un genre étranger à BPMN (%(kind)s) : dessinez une tâche.")
                % {"name": said_name(node), "kind": etree.QName(node).localname},
                node.get("id", ""),
            )
