"""List functions (DMN 1.5, 10.3.4.4, table 70); statistics have a module of their own."""

from decimal import Decimal

from workflows.feel.builtins.library import built_in
from workflows.feel.functions import call
from workflows.feel.scope import Run
from workflows.feel.semantics.comparison import equal
from workflows.feel.semantics.values import Function


@built_in("list contains(list: list, element: Any)", deep=True)
def list_contains(items: list[object], element: object) -> bool:
    """Tell whether an item equals `element`."""
    return any(equal(item, element) is True for item in items)


@built_in("count(list: list)")
def count(items: list[object]) -> Decimal:
    """Return the number of items."""
    return Decimal(len(items))


@built_in("sublist(list: list, start position: number, length?: number)")
def sublist(items: list[object], start: Decimal, length: Decimal | None = None) -> object:
    """Return the items from a position counted from 1, or from the end when negative."""
    first = _index(items, start)
    if first is None:
        return None
    if length is None:
        return items[first:]
    if length < 1 or length > len(items) - first:
        return None
    return items[first : first + int(length)]


def _index(items: list[object], position: Decimal) -> int | None:
    """Return the Python index of a FEEL position, decimals cut; None outside the list."""
    if not 1 <= abs(position) < len(items) + 1:
        return None
    return int(position) - 1 if position > 0 else len(items) + int(position)


@built_in("append(list: list, ...item: Any)")
def append(items: list[object], added: list[object]) -> list[object]:
    """Return the list with items after its last."""
    return items + added


@built_in("concatenate(...list: list)")
def concatenate(lists: list[list[object]]) -> list[object]:
    """Return one list of the items of all."""
    return [item for items in lists for item in items]


@built_in("insert before(list: list, position: number, newItem: Any)")
def insert_before(items: list[object], position: Decimal, item: object) -> list[object] | None:
    """Return the list with an item inserted before a position."""
    index = _index(items, position)
    return None if index is None else [*items[:index], item, *items[index:]]


@built_in("remove(list: list, position: number)")
def remove(items: list[object], position: Decimal) -> list[object] | None:
    """Return the list without the item at a position."""
    index = _index(items, position)
    return None if index is None else items[:index] + items[index + 1 :]


@built_in("list replace(list: list, position: number, newItem: Any)")
def replace_at(items: list[object], position: Decimal, item: object) -> list[object] | None:
    """Return the list with another item at a position."""
    index = _index(items, position)
    return None if index is None else [*items[:index], item, *items[index + 1 :]]


@built_in("list replace(list: list, match: function, newItem: Any)", needs_run=True)
def replace_matching(
    run: Run, items: list[object], match: Function, replacement: object
) -> list[object] | None:
    """Return the list with another item where `match(item, newItem)` is true."""
    made: list[object] = []
    for item in items:
        found = call(match, [item, replacement], run)
        if not isinstance(found, bool):
            return None
        made.append(replacement if found else item)
    return made


@built_in("reverse(list: list)")
def reverse(items: list[object]) -> list[object]:
    """Return the items from the last to the first."""
    return items[::-1]


@built_in("index of(list: list, match: Any)", deep=True)
def index_of(items: list[object], match: object) -> list[object]:
    """Return the positions of the items equal to `match`."""
    return [Decimal(i) for i, item in enumerate(items, 1) if equal(item, match) is True]


@built_in("union(...list: list)", needs_run=True, deep=True)
def union(run: Run, lists: list[list[object]]) -> list[object]:
    """Return the distinct items of all lists."""
    return distinct_values(run, concatenate(lists))


@built_in("distinct values(list: list)", needs_run=True, deep=True)
def distinct_values(run: Run, items: list[object]) -> list[object]:
    """Return the items without those equal to an earlier one."""
    kept: list[object] = []
    for item in items:
        run.budget.take(1 + len(kept) // 4)
        if not any(equal(item, other) is True for other in kept):
            kept.append(item)
    return kept


@built_in("duplicate values(list: list)", needs_run=True, deep=True)
def duplicate_values(run: Run, items: list[object]) -> list[object]:
    """Return once each item that occurs several times."""
    seen: list[object] = []
    repeated: list[object] = []
    for item in items:
        run.budget.take(1 + len(seen) // 4)
        known = any(equal(item, other) is True for other in seen)
        (repeated if known else seen).append(item)
    return distinct_values(run, repeated)


@built_in("flatten(list: list)", needs_run=True)
def flatten(run: Run, items: list[object]) -> list[object]:
    """Return the items of the list and of the lists inside it, at any depth."""
    made: list[object] = []
    waiting = items[::-1]
    while waiting:
        run.budget.take()
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(item[::-1])
        else:
            made.append(item)
    return made


@built_in("partition(list: list, size: number)")
def partition(items: list[object], size: Decimal) -> list[object] | None:
    """Return the list cut into lists of `size` items, the last one shorter."""
    if size < 1 or size != size.to_integral_value():
        return None
    step = int(min(size, Decimal(len(items) or 1)))
    return [items[start : start + step] for start in range(0, len(items), step)]
