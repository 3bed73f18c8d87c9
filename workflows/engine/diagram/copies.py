"""Copies of drawn elements in another place: free ids, known by where they come from."""

from collections.abc import Mapping
from copy import deepcopy

from lxml import etree

from workflows.engine.definition import Origin
from workflows.engine.diagram.dialects import BPMN, kind_of
from workflows.engine.diagram.draft import COPIED, Draft

LONG = 100  # beyond, a number tells copies apart: an id must not grow with each call
REFERENCES = ("sourceRef", "targetRef", "attachedToRef", "default", "activityRef")


def renamed_copy(draft: Draft, drawn: etree._Element, holder: etree._Element) -> etree._Element:
    """Return a copy of `drawn` to be put in `holder`: ids already taken begin with the holder's.

    The references between its elements follow, and so do the lanes.
    """
    copy = deepcopy(drawn)
    renamed = {}
    draft.taken.update(each.get("id", "") for each in draft.root.iter())
    for each in copy.iter(f"{{{BPMN}}}*"):
        if (old := each.get("id")) is not None:
            free = old not in draft.taken
            inside = f"{holder.get('id')}_{old}"
            renamed[old] = draft.free_id(old if free or len(inside) > LONG else inside)
            each.set("id", renamed[old])
            if not free:
                each.set(COPIED, each.get(COPIED, old))
                draft.origins[renamed[old]] = draft.origins.get(old, Origin("", old, ""))
    for each in copy.iter(f"{{{BPMN}}}*"):
        follow(each, renamed, REFERENCES, "flowNodeRef")
    for reference in list(draft.process.iter(f"{{{BPMN}}}flowNodeRef")):
        named = (reference.text or "").strip()
        lane = reference.getparent()
        if renamed.get(named, named) != named and lane is not None:
            etree.SubElement(lane, reference.tag).text = renamed[named]
    return copy


def follow(
    node: etree._Element, renamed: Mapping[str, str], attributes: tuple[str, ...], text: str
) -> None:
    """Make the references of `node`, in attributes or as the text of `text`, follow new ids."""
    for name in attributes:
        if node.get(name) in renamed:
            node.set(name, renamed[node.get(name, "")])
    if kind_of(node) == text:
        named = (node.text or "").strip()
        node.text = renamed.get(named, named)
