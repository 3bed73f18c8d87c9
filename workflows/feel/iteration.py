"""`for`, `some` and `every` (DMN 1.5, 10.3.2.14): lists, ranges of numbers and of dates."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from workflows.feel.analysis.free_names import free_names
from workflows.feel.scope import Evaluate, Frame
from workflows.feel.semantics.comparison import order
from workflows.feel.semantics.values import Range
from workflows.feel.syntax import tree

Build = Callable[[tree.Node], Evaluate]
Source = Callable[[Frame], Iterable[object] | None]


def build_for(node: tree.For, build: Build) -> Evaluate:
    """Return the closure of `for … return …`; `partial` is the list made so far."""
    sources, result = _sources(node.iterators, build), build(node.result)
    reads_partial = any(name.name == "partial" for name in free_names(node.result))

    def collect(frame: Frame) -> list[object] | None:
        found: list[object] = []
        for scope in _scopes(sources, frame):
            if scope is None:
                return None
            if reads_partial:
                scope.run.budget.take(len(found))
                scope.values["partial"] = found.copy()
            found.append(result(scope))
        return found

    return collect


def build_quantified(node: tree.Quantified, build: Build) -> Evaluate:
    """Return the closure of `some` or `every … satisfies …`."""
    sources, condition = _sources(node.iterators, build), build(node.condition)
    decisive = not node.every

    def test(frame: Frame) -> bool | None:
        answer: bool | None = not decisive
        for scope in _scopes(sources, frame):
            found = None if scope is None else condition(scope)
            if found is decisive:
                return decisive
            if not isinstance(found, bool):
                answer = None
        return answer

    return test


def _sources(iterators: tuple[tree.Iterator, ...], build: Build) -> list[tuple[str, Source]]:
    return [(iterator.name, _source(iterator, build)) for iterator in iterators]


def _source(iterator: tree.Iterator, build: Build) -> Source:
    first = build(iterator.source)
    if iterator.end is None:
        return lambda frame: _items(first(frame))
    last = build(iterator.end)
    return lambda frame: _steps(first(frame), last(frame))


def _scopes(sources: list[tuple[str, Source]], frame: Frame) -> Iterator[Frame | None]:
    """Give one scope per combination, the last iterator fastest; None for a wrong source."""
    (name, source), *inner = sources
    items = source(frame)
    if items is None:
        yield None
        return
    for item in items:
        frame.run.budget.take()
        scope = frame.inner({name: item})
        if inner:
            yield from _scopes(inner, scope)
        else:
            yield scope


def _items(value: object) -> Iterable[object] | None:
    """Return what iterating over a value gives: a list's items, a range's steps, itself."""
    if isinstance(value, list):
        return value
    if isinstance(value, Range):
        return _steps_of_range(value)
    return None if value is None else [value]


def _steps_of_range(value: Range) -> Iterable[object] | None:
    steps = None if value.operator else _steps(value.start, value.end)
    if steps is None or order(value.start, value.end) == 1:
        return None
    return (
        step
        for step in steps
        if (value.start_included or step != value.start)
        and (value.end_included or step != value.end)
    )


def _steps(first: object, last: object) -> Iterable[object] | None:
    """Return the whole steps from one number or date to another, backwards if it is before."""
    if isinstance(first, Decimal) and isinstance(last, Decimal):
        return _numbers(first, last)
    if _is_day(first) and _is_day(last):
        return _days(first, last)
    return None


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _numbers(first: Decimal, last: Decimal) -> Iterable[object] | None:
    if first != first.to_integral_value() or last != last.to_integral_value():
        return None
    low, high = int(first), int(last)
    return map(Decimal, range(low, high + 1) if low <= high else range(low, high - 1, -1))


def _days(first: object, last: object) -> Iterable[object]:
    if not isinstance(first, date) or not isinstance(last, date):
        return
    step = timedelta(days=1 if first <= last else -1)
    for index in range(abs((last - first).days) + 1):
        yield first + index * step
