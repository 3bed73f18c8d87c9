"""Relations between points and ranges (DMN 1.5, 10.3.4.7, tables 72-73), and `range`.

`A.start < B.start` below reads as in the standard's table; null whenever ends do not compare.
"""

from collections.abc import Callable

from workflows.feel.builtins.library import LIBRARY, built_in
from workflows.feel.errors import FeelError
from workflows.feel.scope import Run
from workflows.feel.semantics.comparison import at_most, equal, greater, less, within
from workflows.feel.semantics.ternary import conjunction, disjunction
from workflows.feel.semantics.values import Range
from workflows.feel.syntax import tree
from workflows.feel.syntax.grammar import parse_expression

Relation = Callable[[Range, Range], bool | None]


def _both(*values: bool | None) -> bool | None:
    return conjunction(values)


def _either(*values: bool | None) -> bool | None:
    return disjunction(values)


@built_in("before(point1: Any, point2: Any)")
def before(one: object, other: object) -> bool | None:
    """Tell whether a point or range ends before the other begins."""
    if isinstance(one, Range) and isinstance(other, Range):
        open_end = not (one.end_included and other.start_included)
        touches = open_end and equal(one.end, other.start) is True
        return _either(less(one.end, other.start), touches)
    if isinstance(one, Range):
        touches = not one.end_included and equal(one.end, other) is True
        return _either(less(one.end, other), touches)
    if isinstance(other, Range):
        touches = not other.start_included and equal(one, other.start) is True
        return _either(less(one, other.start), touches)
    return less(one, other)


@built_in("after(point1: Any, point2: Any)")
def after(one: object, other: object) -> bool | None:
    """Tell whether a point or range begins after the other ends."""
    return before(other, one)


@built_in("meets(range1: range, range2: range)")
def meets(one: Range, other: Range) -> bool | None:
    """Tell whether the first range ends where the second begins, both included."""
    return _both(one.end_included, other.start_included, equal(one.end, other.start))


@built_in("met by(range1: range, range2: range)")
def met_by(one: Range, other: Range) -> bool | None:
    """Tell whether the first range begins where the second ends, both included."""
    return meets(other, one)


@built_in("overlaps(range1: range, range2: range)")
def overlaps(one: Range, other: Range) -> bool | None:
    """Tell whether the ranges share a point."""
    return _both(_reaches(one, other), _reaches(other, one))


def _reaches(one: Range, other: Range) -> bool | None:
    """Tell whether `one` ends at or after the beginning of `other`."""
    touches = one.end_included and other.start_included
    return _either(greater(one.end, other.start), touches and equal(one.end, other.start))


@built_in("overlaps before(range1: range, range2: range)")
def overlaps_before(one: Range, other: Range) -> bool | None:
    """Tell whether the first range begins before the second and ends inside it."""
    return _both(_begins_before(one, other), _reaches(one, other), _ends_by(one, other))


@built_in("overlaps after(range1: range, range2: range)")
def overlaps_after(one: Range, other: Range) -> bool | None:
    """Tell whether the first range begins inside the second and ends after it."""
    return _both(_reaches(other, one), _ends_before(other, one), _begins_by(other, one))


def _begins_before(one: Range, other: Range) -> bool | None:
    closer = one.start_included and not other.start_included
    return _either(less(one.start, other.start), closer and equal(one.start, other.start))


def _begins_by(one: Range, other: Range) -> bool | None:
    same = one.start_included or not other.start_included
    return _either(less(one.start, other.start), same and equal(one.start, other.start))


def _ends_before(one: Range, other: Range) -> bool | None:
    closer = other.end_included and not one.end_included
    return _either(less(one.end, other.end), closer and equal(one.end, other.end))


def _ends_by(one: Range, other: Range) -> bool | None:
    same = other.end_included or not one.end_included
    return _either(less(one.end, other.end), same and equal(one.end, other.end))


@built_in("finishes(point: Any, range: range)")
def finishes(one: object, other: Range) -> bool | None:
    """Tell whether a point or range ends as the range does, beginning no earlier."""
    if not isinstance(one, Range):
        return _both(other.end_included, equal(other.end, one))
    same_end = one.end_included == other.end_included
    return _both(same_end, equal(one.end, other.end), _begins_by(other, one))


@built_in("finished by(range: range, point: Any)")
def finished_by(one: Range, other: object) -> bool | None:
    """Tell whether a point or range finishes this range."""
    return finishes(other, one)


@built_in("includes(range: range, point: Any)")
def includes(one: Range, other: object) -> bool | None:
    """Tell whether a point or range is inside this range."""
    if not isinstance(other, Range):
        return within(other, one)
    return _both(_begins_by(one, other), _ends_by(other, one))


@built_in("during(point: Any, range: range)")
def during(one: object, other: Range) -> bool | None:
    """Tell whether a point or range is inside the range."""
    return includes(other, one)


@built_in("starts(point: Any, range: range)")
def starts(one: object, other: Range) -> bool | None:
    """Tell whether a point or range begins as the range does, ending no later."""
    if not isinstance(one, Range):
        return _both(other.start_included, equal(other.start, one))
    same_start = one.start_included == other.start_included
    return _both(same_start, equal(one.start, other.start), _ends_by(one, other))


@built_in("started by(range: range, point: Any)")
def started_by(one: Range, other: object) -> bool | None:
    """Tell whether a point or range starts this range."""
    return starts(other, one)


@built_in("coincides(point1: Any, point2: Any)", deep=True)
def coincides(one: object, other: object) -> bool | None:
    """Tell whether two points or two ranges are the same."""
    if isinstance(one, Range) and isinstance(other, Range):
        same = (one.start_included, one.end_included) == (other.start_included, other.end_included)
        return _both(same, equal(one.start, other.start), equal(one.end, other.end))
    return equal(one, other)


@built_in("range(from: string)", needs_run=True)
def range_of_text(run: Run, text: str) -> Range | None:
    """Read an interval whose ends are literals; null for another text or ends out of order."""
    try:
        node = parse_expression(text)
    except FeelError:
        return None
    if not isinstance(node, tree.RangeOf):
        return None
    start, end = _end(node.start, run), _end(node.end, run)
    if start is None or end is None or at_most(start, end) is not True:
        return None
    if type(start) is not type(end):
        return None
    return Range(start, end, node.start_included, node.end_included)


def _end(node: tree.Node, run: Run) -> object:
    """Return the value of a literal or of `date("…")` and its likes; null for anything else."""
    if isinstance(node, tree.Literal):
        return node.value
    if not isinstance(node, tree.Call) or not isinstance(node.function, tree.Name):
        return None
    literal = len(node.arguments) == 1 and isinstance(node.arguments[0], tree.Literal)
    if not literal or node.function.name not in {"date", "time", "date and time", "duration"}:
        return None
    value = node.arguments[0]
    return (
        LIBRARY[node.function.name].call([value.value], run)
        if isinstance(value, tree.Literal)
        else None
    )
