"""A drawing for diagrams that lack one: columns by longest way, lanes as bands, square corners.

`lay_out` completes the bytes of a diagram; `lay_out_tree` a tree that is being edited.
"""

from lxml import etree

from workflows.catalogue.diagram_text import open_diagram, write_diagram
from workflows.catalogue.layout.drawn import read_drawn, undrawn, write_plan
from workflows.catalogue.layout.missing import plan_missing
from workflows.catalogue.layout.pools import plan_diagram


def lay_out(bpmn: bytes) -> bytes:
    """Return a diagram in which everything has a place; raise InvalidXml."""
    root = open_diagram(bpmn)
    if not undrawn(root):
        return bpmn
    lay_out_tree(root)
    return write_diagram(root, bpmn)


def lay_out_tree(root: etree._Element) -> None:
    """Give a place to every element that has none; what is drawn already does not move."""
    drawn = read_drawn(root)
    plan = plan_missing(root, drawn) if drawn.boxes else plan_diagram(root)
    write_plan(root, plan)


__all__ = ["lay_out", "lay_out_tree", "undrawn"]
