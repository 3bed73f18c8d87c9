"""Equality, order and `in` (DMN 1.5, 10.3.2.13 and tables 51-55): true, false or null."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from workflows.feel.semantics.far_years import FarDay, as_far
from workflows.feel.semantics.temporal import seconds_of
from workflows.feel.semantics.value_types import type_name
from workflows.feel.semantics.values import DECIMAL128, Range

ORDERED = frozenset(
    (
        "number",
        "string",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
    )
)
ATOMS = frozenset((Decimal, str, bool))


def equal(left: object, right: object) -> bool | None:
    """Tell whether two values are equal; null when they are of different types."""
    if type(left) is type(right) and type(left) in ATOMS:
        return left == right
    if left is None or right is None:
        return left is right
    kind = type_name(left)
    if isinstance(left, FarDay) or isinstance(right, FarDay):
        found = order(left, right)
        return None if found is None else found == 0
    if kind != type_name(right):
        return None  # a date and a date and time included: midnight is not the same everywhere
    return _EQUALS.get(kind, _same)(left, right)


def _same(left: object, right: object) -> bool | None:
    return left == right


def _equal_lists(left: object, right: object) -> bool | None:
    if not isinstance(left, list) or not isinstance(right, list):
        return None
    if len(left) != len(right):
        return False
    return all(equal(one, other) is True for one, other in zip(left, right, strict=True))


def _equal_contexts(left: object, right: object) -> bool | None:
    if not isinstance(left, dict) or not isinstance(right, dict):
        return None
    return left.keys() == right.keys() and all(
        equal(value, right[key]) is True for key, value in left.items()
    )


def _equal_ranges(left: object, right: object) -> bool | None:
    if not isinstance(left, Range) or not isinstance(right, Range):
        return None
    return (
        left.operator == right.operator
        and left.start_included == right.start_included
        and left.end_included == right.end_included
        and equal(left.start, right.start) is True
        and equal(left.end, right.end) is True
    )


def _equal_times(left: object, right: object) -> bool | None:
    """Compare to the second, as the properties that the standard names (10.3.2.3.5) do."""
    if not isinstance(left, time) or not isinstance(right, time):
        return None
    if (left.tzinfo is None) != (right.tzinfo is None):
        return False
    return int(seconds_of(left)) == int(seconds_of(right))


def _equal_moments(left: object, right: object) -> bool | None:
    if not isinstance(left, datetime) or not isinstance(right, datetime):
        return None
    if (left.tzinfo is None) != (right.tzinfo is None):
        return False
    return left.replace(microsecond=0) == right.replace(microsecond=0)


_EQUALS: dict[str, Callable[[object, object], bool | None]] = {
    "list": _equal_lists,
    "context": _equal_contexts,
    "range": _equal_ranges,
    "time": _equal_times,
    "date and time": _equal_moments,
}


def order(left: object, right: object) -> int | None:
    """Return -1, 0 or 1 as `left` is before, at or after `right`; null when there is no order."""
    if type(left) is Decimal and type(right) is Decimal:
        return int(DECIMAL128.compare(left, right))
    kind = type_name(left)
    if kind != type_name(right) or kind not in ORDERED:
        return None
    if isinstance(left, FarDay) or isinstance(right, FarDay):
        return _order_far(left, right)
    if isinstance(left, time) and isinstance(right, time):
        return _order_times(left, right)
    if isinstance(left, datetime) and isinstance(right, datetime):
        return _order_moments(left, right)
    return _order_of_same(left, right)


def _order_of_same(left: Any, right: Any) -> int:  # Any: two values of one ordered type
    return int(left > right) - int(left < right)


def _order_far(left: object, right: object) -> int | None:
    if not isinstance(left, date | FarDay) or not isinstance(right, date | FarDay):
        return None
    one, other = as_far(left), as_far(right)
    if one.cycles != other.cycles:
        return -1 if one.cycles < other.cycles else 1
    return order(one.twin, other.twin)


def _order_moments(left: datetime, right: datetime) -> int | None:
    if (left.tzinfo is None) != (right.tzinfo is None):
        return None
    return (left > right) - (left < right)


def _order_times(left: time, right: time) -> int | None:
    if (left.tzinfo is None) != (right.tzinfo is None):
        return None
    one, other = seconds_of(left), seconds_of(right)
    return (one > other) - (one < other)


def less(left: object, right: object) -> bool | None:
    """Evaluate `left < right`."""
    if type(left) is Decimal and type(right) is Decimal:
        return left < right
    found = order(left, right)
    return None if found is None else found < 0


def at_most(left: object, right: object) -> bool | None:
    """Evaluate `left <= right`."""
    if type(left) is Decimal and type(right) is Decimal:
        return left <= right
    found = order(left, right)
    return None if found is None else found <= 0


def greater(left: object, right: object) -> bool | None:
    """Evaluate `left > right`."""
    if type(left) is Decimal and type(right) is Decimal:
        return left > right
    found = order(left, right)
    return None if found is None else found > 0


def at_least(left: object, right: object) -> bool | None:
    """Evaluate `left >= right`."""
    if type(left) is Decimal and type(right) is Decimal:
        return left >= right
    found = order(left, right)
    return None if found is None else found >= 0


def different(left: object, right: object) -> bool | None:
    """Evaluate `left != right`."""
    found = equal(left, right)
    return None if found is None else not found


OPERATORS: dict[str, Callable[[object, object], bool | None]] = {
    "=": equal,
    "!=": different,
    "<": less,
    "<=": at_most,
    ">": greater,
    ">=": at_least,
}


def within(value: object, interval: Range) -> bool | None:
    """Tell whether `value` is in `interval`; null when it cannot be compared."""
    if interval.operator:
        end = interval.end if interval.operator in {"<", "<="} else interval.start
        return OPERATORS[interval.operator](value, end)
    if interval.start is None or interval.end is None:
        return None
    after = (at_least if interval.start_included else greater)(value, interval.start)
    before = (at_most if interval.end_included else less)(value, interval.end)
    if after is None or before is None:
        return None
    return after and before


def satisfies(value: object, test: object) -> bool | None:
    """Tell whether `value` passes a test that is a value: equal, in the list or in the range."""
    if isinstance(test, Range):
        return equal(value, test) if isinstance(value, Range) else within(value, test)
    if isinstance(test, list):
        return _in_list(value, test)
    return equal(value, test)


def _in_list(value: object, tests: list[object]) -> bool | None:
    if isinstance(value, list) and equal(value, tests) is True:
        return True
    return any(
        equal(value, test) is True or (isinstance(test, Range) and within(value, test) is True)
        for test in tests
    )


def seconds_between(later: datetime, earlier: datetime) -> timedelta | None:
    """Return the time between two moments, null when only one has a zone."""
    if (later.tzinfo is None) != (earlier.tzinfo is None):
        return None
    # Python subtracts the clocks of two moments in one zone; a day with 23 hours must count as such
    offsets = (earlier.utcoffset() or timedelta()) - (later.utcoffset() or timedelta())
    return later.replace(tzinfo=None) - earlier.replace(tzinfo=None) + offsets
