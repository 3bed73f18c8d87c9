"""The list that multiple instances go through, as standard BPMN says it: by data inputs."""

from dataclasses import dataclass

from lxml import etree

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


@dataclass(frozen=True, slots=True)
class ItemNames:
    """What an activity goes through, item by item, and what it gathers; empty when not said."""

    items: str = ""  # FEEL
    item: str = ""
    results: str = ""
    result: str = ""  # FEEL


def item_names(activity: etree._Element, loop: etree._Element) -> ItemNames:
    """Return what `loopDataInputRef`, `inputDataItem` and their twins of the way out say.

    A reference leads to a data input of the activity, then by its association to a property or a
    data object of the process; some tools write the name of the variable there.
    """
    given = _text(loop, "loopDataInputRef")
    taken = _text(loop, "loopDataOutputRef")
    items = _variable(activity, _source(activity, given))
    results = _variable(activity, _target(activity, taken))
    result = _own_name(loop.find(f"{BPMN}outputDataItem"))
    return ItemNames(
        items=f"={items}" if items else "",
        item=_own_name(loop.find(f"{BPMN}inputDataItem")),
        results=results if result else "",
        result=f"={result}" if results and result else "",
    )


def _source(activity: etree._Element, reference: str) -> str:
    """Return what the data input `reference` of an activity is filled with."""
    for each in activity.iterfind(f"{BPMN}dataInputAssociation"):
        if reference and _text(each, "targetRef") == reference:
            return _text(each, "sourceRef") or reference
    return reference


def _target(activity: etree._Element, reference: str) -> str:
    for each in activity.iterfind(f"{BPMN}dataOutputAssociation"):
        if reference and _text(each, "sourceRef") == reference:
            return _text(each, "targetRef") or reference
    return reference


def _variable(activity: etree._Element, id_: str) -> str:
    """Return the variable that the element `id_` stands for, `id_` itself when there is none."""
    if not id_:
        return ""
    root = activity.getroottree().getroot()
    found = next((node for node in root.iter(f"{BPMN}*") if node.get("id") == id_), None)
    return _own_name(found) or (id_ if id_.isidentifier() else "")


def _own_name(node: etree._Element | None) -> str:
    """Return the name of a data element when it is that of a variable, else its id."""
    names = () if node is None else (node.get("name", ""), node.get("id", ""))
    return next((name for name in names if name.isidentifier()), "")


def _text(holder: etree._Element, name: str) -> str:
    return (holder.findtext(f"{BPMN}{name}") or "").strip().rpartition(":")[2]
