"""Call activities: the called process of the same file becomes a sub-process in its place."""

from copy import deepcopy

from lxml import etree

from workflows.engine.definition import InvalidProcess
from workflows.engine.dialects import BPMN, kind_of, read_extensions
from workflows.engine.draft import (
    ENGINE,
    Draft,
    all_nodes,
    refuse_many,
    retag,
    said_name,
)
from workflows.translation import _

CALLED = f"{{{ENGINE}}}called"
REFERENCES = ("sourceRef", "targetRef", "attachedToRef", "default")
NOT_COPIED = frozenset({"laneSet", "documentation", "extensionElements"})


def inline_calls(draft: Draft) -> None:
    """Replace every call by what it calls; a call of an unknown process is left as it is."""
    while calls := [n for n in draft.every("callActivity") if _called(n) in draft.partners]:
        _inline(draft, calls[0], _called(calls[0]))
        refuse_many(len(all_nodes(draft.process)))
    for node in draft.every("callActivity"):
        if _called(node) == draft.process.get("id"):
            _refuse_recursion(node)


def _called(node: etree._Element) -> str:
    return read_extensions(node).called_process


def _inline(draft: Draft, node: etree._Element, called: str) -> None:
    if called in {holder.get(CALLED) for holder in node.iterancestors()}:
        _refuse_recursion(node)
    copy = deepcopy(draft.partners[called])
    _rename_taken(draft, copy, node.get("id", ""))
    retag(node, "subProcess")
    node.set(CALLED, called)
    for child in [each for each in copy if kind_of(each) not in NOT_COPIED]:
        node.append(child)


def _rename_taken(draft: Draft, copy: etree._Element, prefix: str) -> None:
    """Give new ids to the elements of `copy` whose ids the process has already."""
    taken = {each.get("id") for each in draft.process.iter()}
    renamed = {}
    for each in copy.iter(f"{{{BPMN}}}*"):
        if (old := each.get("id")) in taken and old is not None:
            renamed[old] = draft.free_id(f"{prefix}_{old}")
            each.set("id", renamed[old])
    for each in copy.iter(f"{{{BPMN}}}*"):
        for name in REFERENCES:
            if each.get(name) in renamed:
                each.set(name, renamed[each.get(name, "")])


def _refuse_recursion(node: etree._Element) -> None:
    raise InvalidProcess(
        _("« %s » appelle un processus qui s’appelle lui-même.") % said_name(node),
        node.get("id", ""),
    )
