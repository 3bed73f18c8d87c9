"""Aggregates of lists (DMN 1.5, 10.3.4.4): min, max, sum, mean, median, mode, all, any."""

from datetime import timedelta
from decimal import Decimal

from workflows.feel.builtins.library import built_in
from workflows.feel.scope import Run
from workflows.feel.semantics.arithmetic import add, divide, multiply, power, subtract
from workflows.feel.semantics.comparison import order
from workflows.feel.semantics.ternary import conjunction, disjunction
from workflows.feel.semantics.values import YearsMonths

HALF = Decimal("0.5")


@built_in("min(...list: Any)")
def smallest(items: list[object]) -> object:
    """Return the smallest item; null for an empty list or items without order."""
    return _extreme(items, -1)


@built_in("max(...list: Any)")
def greatest(items: list[object]) -> object:
    """Return the greatest item; null for an empty list or items without order."""
    return _extreme(items, 1)


def _extreme(items: list[object], side: int) -> object:
    if not items:
        return None
    found = items[0]
    for item in items:
        compared = order(item, found)
        if compared is None:
            return None
        if compared == side:
            found = item
    return found


@built_in("sum(...list: Any)")
def total(items: list[object]) -> object:
    """Return the sum of numbers or of durations; null for an empty list or another type."""
    if not items or not _summable(items):
        return None
    found = items[0]
    for item in items[1:]:
        found = add(found, item)
    return found


def _summable(items: list[object]) -> bool:
    return any(
        all(isinstance(item, kind) for item in items) for kind in (Decimal, timedelta, YearsMonths)
    )


@built_in("mean(...list: Any)")
def mean(items: list[object]) -> object:
    """Return the arithmetic mean."""
    return divide(total(items), Decimal(len(items)))


@built_in("all(...list: Any)")
def all_true(items: list[object]) -> bool | None:
    """Return the conjunction of booleans, true for none."""
    return conjunction(items)


@built_in("any(...list: Any)")
def any_true(items: list[object]) -> bool | None:
    """Return the disjunction of booleans, false for none."""
    return disjunction(items)


@built_in("product(...list: Any)")
def product(items: list[object]) -> object:
    """Return the product of numbers, null for an empty list."""
    numbers = _numbers(items)
    if not numbers:
        return None
    found: object = Decimal(1)
    for item in numbers:
        found = multiply(found, item)
    return found


def _numbers(items: list[object]) -> list[Decimal] | None:
    """Return the items when all are numbers."""
    found = [item for item in items if isinstance(item, Decimal)]
    return found if len(found) == len(items) else None


@built_in("median(...list: Any)")
def median(items: list[object]) -> object:
    """Return the number in the middle, or the mean of the two there."""
    numbers = sorted(_numbers(items) or ())
    if not numbers:
        return None
    middle = len(numbers) // 2
    if len(numbers) % 2:
        return numbers[middle]
    return multiply(add(numbers[middle - 1], numbers[middle]), HALF)


@built_in("stddev(...list: Any)")
def standard_deviation(items: list[object]) -> object:
    """Return the sample standard deviation, null for fewer than two numbers."""
    numbers = _numbers(items)
    if numbers is None or len(numbers) < 2:  # noqa: PLR2004  the sample's n - 1
        return None
    middle = mean(list(items))
    squares: list[object] = [power(subtract(item, middle), Decimal(2)) for item in numbers]
    return power(divide(total(squares), Decimal(len(numbers) - 1)), HALF)


@built_in("mode(...list: Any)", needs_run=True)
def mode(run: Run, items: list[object]) -> object:
    """Return the most frequent numbers, in ascending order; null when an item is no number."""
    numbers = _numbers(items)
    if numbers is None:
        return None
    run.budget.take(len(numbers))
    counts: dict[Decimal, int] = {}
    for item in numbers:
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(item for item, times in counts.items() if times == most)
