"""What an expression reads, without evaluating it: its free names and where they are."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from workflows.feel.builtins.library import LIBRARY
from workflows.feel.syntax import tree

Bound = frozenset[str]


@dataclass(frozen=True, slots=True)
class FreeName:
    """A name that the expression does not define itself.

    `certain` is false inside a filter, where the name may be an entry of the filtered item;
    `called` is true where it is called as a function.
    """

    name: str
    position: int
    certain: bool
    called: bool = False


def free_names(node: tree.Node, bound: Bound = frozenset()) -> Iterator[FreeName]:
    """Give every free name of `node`, in reading order, built-in functions left out."""
    return _walk(node, bound, True)


def names_read(node: tree.Node) -> frozenset[str]:
    """Return the free names of `node`, `?` excepted."""
    return frozenset(found.name for found in free_names(node)) - {"?"}


def _walk(node: tree.Node, bound: Bound, certain: bool) -> Iterator[FreeName]:
    walk = _WALKERS.get(type(node), _children)
    return walk(node, bound, certain)


def _children(node: tree.Node, bound: Bound, certain: bool) -> Iterator[FreeName]:
    for child in children(node):
        yield from _walk(child, bound, certain)


def children(node: tree.Node) -> Iterable[tree.Node]:
    """Return the nodes directly inside `node`, those of iterators and functions excepted."""
    parts = CHILDREN.get(type(node))
    return () if parts is None else parts(node)


def _name(node: tree.Name, bound: Bound, certain: bool) -> Iterator[FreeName]:
    if node.name not in bound:
        yield FreeName(node.name, node.position, certain)


def _call(node: tree.Call, bound: Bound, certain: bool) -> Iterator[FreeName]:
    function = node.function
    if not isinstance(function, tree.Name):
        yield from _walk(function, bound, certain)
    elif function.name not in bound and function.name not in LIBRARY:
        yield FreeName(function.name, function.position, certain, called=True)
    for argument in node.arguments:
        yield from _walk(argument, bound, certain)


def _filter(node: tree.Filter, bound: Bound, certain: bool) -> Iterator[FreeName]:
    yield from _walk(node.source, bound, certain)
    yield from _walk(node.condition, bound | {"item"}, False)


def _iteration(
    iterators: tuple[tree.Iterator, ...], last: tree.Node, bound: Bound, certain: bool
) -> Iterator[FreeName]:
    for iterator in iterators:
        for part in (iterator.source, iterator.end):
            if part is not None:
                yield from _walk(part, bound, certain)
        bound |= {iterator.name}
    yield from _walk(last, bound, certain)


def _for(node: tree.For, bound: Bound, certain: bool) -> Iterator[FreeName]:
    return _iteration(node.iterators, node.result, bound | {"partial"}, certain)


def _quantified(node: tree.Quantified, bound: Bound, certain: bool) -> Iterator[FreeName]:
    return _iteration(node.iterators, node.condition, bound, certain)


def _context(node: tree.ContextOf, bound: Bound, certain: bool) -> Iterator[FreeName]:
    for name, value in node.entries:
        # a function may call itself by the key it is given
        own = {name} if isinstance(value, tree.FunctionOf) else set()
        yield from _walk(value, bound | own, certain)
        bound |= {name}


def _function(node: tree.FunctionOf, bound: Bound, certain: bool) -> Iterator[FreeName]:
    names = {parameter.name for parameter in node.parameters}
    return _walk(node.body, bound | names, certain)


_WALKERS: dict[type, Callable[..., Iterator[FreeName]]] = {
    tree.Name: _name,
    tree.Call: _call,
    tree.Filter: _filter,
    tree.For: _for,
    tree.Quantified: _quantified,
    tree.ContextOf: _context,
    tree.FunctionOf: _function,
}

CHILDREN: dict[type, Callable[..., Iterable[tree.Node]]] = {
    tree.Path: lambda node: (node.source,),
    tree.Filter: lambda node: (node.source, node.condition),
    tree.Call: lambda node: (node.function, *node.arguments),
    tree.Negation: lambda node: (node.operand,),
    tree.Arithmetic: lambda node: (node.left, node.right),
    tree.Comparison: lambda node: (node.left, node.right),
    tree.Between: lambda node: (node.value, node.low, node.high),
    tree.In: lambda node: (node.value, *node.tests),
    tree.And: lambda node: node.operands,
    tree.Or: lambda node: node.operands,
    tree.If: lambda node: (node.condition, node.then, node.otherwise),
    tree.InstanceOf: lambda node: (node.value,),
    tree.ListOf: lambda node: node.items,
    tree.ContextOf: lambda node: tuple(value for _name, value in node.entries),
    tree.RangeOf: lambda node: (node.start, node.end),
    tree.Test: lambda node: (node.operand,),
    tree.UnaryTests: lambda node: node.tests,
}
