"""What a diagram refers to and does not hold: left behind by an editor, seen by nobody."""

from lxml import etree

from workflows.engine.diagram.dialects import kind_of, tag

BY_TEXT = ("incoming", "outgoing", "flowNodeRef")
BY_DRAWING = ("{*}BPMNShape", "{*}BPMNEdge")


def lost_references(root: etree._Element) -> list[etree._Element]:
    """Return the references and drawings of elements that are not in the diagram."""
    known = _known(root)
    named = [
        each
        for each in root.iter(*(tag(kind) for kind in BY_TEXT))
        if (each.text or "").strip() not in known
    ]
    drawn = [each for each in root.iter(*BY_DRAWING) if each.get("bpmnElement") not in known]
    return [*named, *drawn]


def lost_defaults(root: etree._Element) -> list[etree._Element]:
    """Return the nodes whose default way out is not in the diagram."""
    known = _known(root)
    return [
        node
        for node in root.iter()
        if kind_of(node) and node.get("default") is not None and node.get("default") not in known
    ]


def _known(root: etree._Element) -> set[str]:
    return {node.get("id", "") for node in root.iter() if kind_of(node)}
