"""Sorting (DMN 1.5, 10.3.4.9, table 75)."""

from functools import cmp_to_key

from workflows.feel.builtins.library import built_in
from workflows.feel.functions import call
from workflows.feel.scope import Run
from workflows.feel.semantics.comparison import order
from workflows.feel.semantics.values import Function


@built_in("sort(list: list, precedes: function)", needs_run=True)
def sort_by(run: Run, items: list[object], precedes: Function) -> list[object]:
    """Return the items so that `precedes(one, following)` holds; equal ones keep their order."""

    def compare(one: object, other: object) -> int:
        if call(precedes, [one, other], run) is True:
            return -1
        return 1 if call(precedes, [other, one], run) is True else 0

    return sorted(items, key=cmp_to_key(compare))


@built_in("sort(list: list)", needs_run=True)
def sort_naturally(run: Run, items: list[object]) -> list[object] | None:
    """Return the items in ascending order, null when they have none."""
    run.budget.take(len(items) * max(1, len(items).bit_length()))
    if any(order(items[0], item) is None for item in items):
        return None
    return sorted(items, key=cmp_to_key(lambda one, other: order(one, other) or 0))
