"""Filters and positions in a list (DMN 1.5, 10.3.2.5): `list[condition]`, `list[-1]`."""

from decimal import Decimal

from workflows.feel.scope import Evaluate, Frame


def selected(source: object, condition: Evaluate, frame: Frame) -> object:
    """Return the items for which `condition` is true, or the one at its position.

    A value that is no list counts as a list of itself, null as an empty one. Inside, `item` is the
    item, and its entries are names when it is a context.
    """
    items = _as_list(source)
    if not items:
        return _selected_of_none(condition, frame)
    kept: list[object] = []
    for index, item in enumerate(items):
        frame.run.budget.take(1 + len(item) if isinstance(item, dict) else 1)
        found = condition(_frame_of(item, frame))
        if index == 0 and isinstance(found, Decimal):
            return item_at(items, found)
        if found is True:
            kept.append(item)
    return kept


def _as_list(source: object) -> list[object]:
    if isinstance(source, list):
        return source
    return [] if source is None else [source]


def _selected_of_none(condition: Evaluate, frame: Frame) -> object:
    """Filter an empty list: still null for a position, as there is no such item."""
    found = condition(frame.inner({"item": None}))
    return None if isinstance(found, Decimal) else []


def _frame_of(item: object, frame: Frame) -> Frame:
    if isinstance(item, dict):
        return frame.inner({"item": item, **item})
    return frame.inner({"item": item})


def item_at(items: list[object], position: Decimal) -> object:
    """Return the item at a position counted from 1, or from the end when negative; else null."""
    if position != position.to_integral_value() or not 1 <= abs(position) <= len(items):
        return None
    index = int(position)
    return items[index - 1] if index > 0 else items[index]
