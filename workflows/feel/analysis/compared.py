"""Which texts an expression compares a variable with, for checks that know the possible ones."""

from collections.abc import Iterator

from workflows.feel.analysis.free_names import children
from workflows.feel.expression import parse
from workflows.feel.syntax import tree

EQUALITIES = frozenset({"=", "!="})
CONTAINS = "list contains"


def compared_texts(expression: str) -> frozenset[tuple[str, str]]:
    """Return each pair (variable, text) that the expression compares; raise FeelError.

    Seen: `v = "x"`, `v != "x"`, `v in ("x", "y")` and `list contains(v, "x")`; not the condition
    of a filter nor the body of a loop, whose names may be those of an item.
    """
    return frozenset(_pairs(parse(expression).tree))


def _pairs(node: tree.Node) -> Iterator[tuple[str, str]]:
    for left, right in _compared(node):
        match left, right:
            case tree.Name(name=name), tree.Literal(value=str(text)):
                yield name, text
    for child in (node.source,) if isinstance(node, tree.Filter) else children(node):
        yield from _pairs(child)


def _compared(node: tree.Node) -> Iterator[tuple[tree.Node, tree.Node]]:
    """Yield what is compared with what by this node alone."""
    if isinstance(node, tree.Comparison) and node.operator in EQUALITIES:
        yield node.left, node.right
        yield node.right, node.left
    elif isinstance(node, tree.In):
        yield from ((node.value, test) for test in node.tests)
    elif isinstance(node, tree.Call) and not node.names and _calls(node, CONTAINS):
        yield from zip(node.arguments[:1], node.arguments[1:2], strict=False)


def _calls(node: tree.Call, name: str) -> bool:
    return isinstance(node.function, tree.Name) and node.function.name == name
