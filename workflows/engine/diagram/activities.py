"""Activities that a drawing leaves unconfigured: a person does them, and the analyst is told."""

from lxml import etree

from workflows.engine.definition import InvalidProcess
from workflows.engine.diagram.dialects import NAMESPACES, kind_of, read_extensions
from workflows.engine.diagram.draft import ACTIVITIES, Draft, nodes_of, remove, retag, said_name
from workflows.engine.spiff.repeated import MOST_DIGITS
from workflows.translation import _


def settle_activities(draft: Draft) -> None:
    """Make a human task of every activity that says too little to run by itself."""
    for node in draft.every("transaction"):
        retag(node, "subProcess")
    for node in draft.every("callActivity"):
        _settle_call(draft, node)
    for kind, configured in _CONFIGURED.items():
        for node in draft.every(kind):
            if not configured(node):
                _to_human(draft, node)
    for node in draft.every(*ACTIVITIES):
        _settle_loop(draft, node)


def _settle_call(draft: Draft, node: etree._Element) -> None:
    if called := read_extensions(node).called_process:
        message = _(
            "« %(name)s » appelle « %(called)s », qui n’est dessiné nulle part : "
            "une personne le fera."
        )
        draft.adjust(
            "called_process_missing", node, message % {"name": said_name(node), "called": called}
        )
    _to_human(draft, node)


def _has_type(node: etree._Element) -> bool:
    return bool(read_extensions(node).type)


def _sends(node: etree._Element) -> bool:
    return _has_type(node) or bool(node.get("messageRef"))


def _receives(node: etree._Element) -> bool:
    return bool(node.get("messageRef"))


def _decides(node: etree._Element) -> bool:
    said = read_extensions(node)
    return bool(said.decision_id or said.type)


def _computes(node: etree._Element) -> bool:
    said = read_extensions(node)
    return bool(said.script and said.result_variable)


def _holds_nodes(node: etree._Element) -> bool:
    return bool(nodes_of(node))


_CONFIGURED = {
    "subProcess": _holds_nodes,
    "serviceTask": _has_type,
    "sendTask": _sends,
    "receiveTask": _receives,
    "businessRuleTask": _decides,
    "scriptTask": _computes,
}


def _to_human(draft: Draft, node: etree._Element) -> None:
    message = _("« %s » n’est pas configuré : une personne le fera.") % said_name(node)
    draft.adjust("done_by_person", node, message)
    node.attrib.pop("triggeredByEvent", "")
    for child in [each for each in node if kind_of(each) not in _KEPT]:
        node.remove(child)
    retag(node, "userTask")


_KEPT = frozenset(
    {
        "documentation",
        "extensionElements",
        "incoming",
        "outgoing",
        "standardLoopCharacteristics",
        "multiInstanceLoopCharacteristics",
    }
)


def _settle_loop(draft: Draft, node: etree._Element) -> None:
    """Drop a loop marker that says neither how many times nor until when."""
    loop = node.find("bpmn:standardLoopCharacteristics", NAMESPACES)
    maximum = "0" if loop is None else loop.get("loopMaximum", "0")
    if not maximum.isdecimal() or len(maximum) > MOST_DIGITS:
        raise InvalidProcess(
            _("Le nombre de fois de « %(name)s » n’est pas un nombre de %(n)d chiffres au plus.")
            % {"name": said_name(node), "n": MOST_DIGITS},
            node.get("id", ""),
        )
    if loop is not None and not (
        loop.get("loopMaximum") or loop.findtext("bpmn:loopCondition", "", NAMESPACES)
    ):
        message = _("« %s » se répète sans dire jusqu’à quand : fait une fois.") % said_name(node)
        draft.adjust("loop_without_end", node, message)
        remove(loop)
    several = node.find("bpmn:multiInstanceLoopCharacteristics", NAMESPACES)
    if several is not None and not (
        read_extensions(node).collection or several.findtext("bpmn:loopCardinality", "", NAMESPACES)
    ):
        message = _("« %s » ne dit pas combien de fois : fait une fois.") % said_name(node)
        draft.adjust("instances_unknown", node, message)
        remove(several)
