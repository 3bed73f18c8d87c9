"""The five operators on numbers, strings, dates and durations (DMN 1.5, 10.3.2.14-16, table 57)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_DOWN, Decimal, DecimalException

from workflows.feel.semantics.comparison import seconds_between
from workflows.feel.semantics.far_years import (
    Day,
    FarDay,
    as_far,
    at_time,
    refusal,
    settled,
    time_of,
)
from workflows.feel.semantics.temporal import add_months, at_utc_midnight, offset_of, seconds_of
from workflows.feel.semantics.values import DECIMAL128, YearsMonths

Operation = Callable[[object, object], object]
MICROSECOND = timedelta(microseconds=1)
DAY = timedelta(days=1)


def add(left: object, right: object) -> object:
    """Evaluate `left + right`; null when the types do not add."""
    if type(left) is Decimal and type(right) is Decimal:
        return _numbers(DECIMAL128.add, left, right)
    if isinstance(left, str) and isinstance(right, str):
        return left + right
    if isinstance(left, timedelta | YearsMonths):
        if isinstance(right, timedelta | YearsMonths):
            return _durations(left, right, 1)
        left, right = right, left
    if isinstance(right, timedelta | YearsMonths):
        return moved(left, right, 1)
    return None


def subtract(left: object, right: object) -> object:
    """Evaluate `left - right`; null when the types do not subtract."""
    if type(left) is Decimal and type(right) is Decimal:
        return _numbers(DECIMAL128.subtract, left, right)
    if isinstance(right, timedelta | YearsMonths):
        if isinstance(left, timedelta | YearsMonths):
            return _durations(left, right, -1)
        return moved(left, right, -1)
    if isinstance(left, date) and isinstance(right, date):
        return _between_days(left, right)
    if isinstance(left, FarDay) or isinstance(right, FarDay):
        raise refusal()
    if isinstance(left, time) and isinstance(right, time):
        return _between_times(left, right)
    return None


def multiply(left: object, right: object) -> object:
    """Evaluate `left * right`: numbers, or a duration and a number."""
    if type(left) is Decimal and type(right) is Decimal:
        return _numbers(DECIMAL128.multiply, left, right)
    if isinstance(left, Decimal):
        left, right = right, left
    if isinstance(right, Decimal):
        return _scaled(left, right)
    return None


def divide(left: object, right: object) -> object:
    """Evaluate `left / right`: numbers, a duration and a number, two durations; null by zero."""
    if type(left) is Decimal and type(right) is Decimal:
        return _numbers(DECIMAL128.divide, left, right) if right else None
    if isinstance(right, Decimal):
        return _divided(left, right) if right else None
    if isinstance(left, YearsMonths) and isinstance(right, YearsMonths):
        return _ratio(left.months, right.months)
    if isinstance(left, timedelta) and isinstance(right, timedelta):
        return _ratio(left // MICROSECOND, right // MICROSECOND)
    return None


def power(left: object, right: object) -> object:
    """Evaluate `left ** right`."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return _numbers(DECIMAL128.power, left, right)
    return None


def negate(value: object) -> object:
    """Evaluate `-value`: a number or a duration."""
    if isinstance(value, Decimal):
        return DECIMAL128.minus(value)
    if isinstance(value, YearsMonths):
        return YearsMonths(-value.months)
    return -value if isinstance(value, timedelta) else None


OPERATIONS: dict[str, Operation] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "**": power,
}


def _numbers(
    operation: Callable[[Decimal, Decimal], Decimal], left: Decimal, right: Decimal
) -> Decimal | None:
    """Return the result, or null when it is not a finite number of 34 digits."""
    try:
        found = operation(left, right)
    except DecimalException:
        return None
    return found if found.is_finite() else None


def _ratio(left: int, right: int) -> Decimal | None:
    return _numbers(DECIMAL128.divide, Decimal(left), Decimal(right)) if right else None


def _durations(
    left: timedelta | YearsMonths, right: timedelta | YearsMonths, sign: int
) -> timedelta | YearsMonths | None:
    if isinstance(left, YearsMonths) and isinstance(right, YearsMonths):
        return YearsMonths(left.months + sign * right.months)
    if isinstance(left, timedelta) and isinstance(right, timedelta):
        return _shift(left, right, sign)
    return None


def _shift(value: timedelta, by: timedelta, sign: int) -> timedelta | None:
    try:
        return value + by if sign > 0 else value - by
    except OverflowError:
        return None


def moved(value: object, by: timedelta | YearsMonths, sign: int) -> object:
    """Return a date, a time or a date and time, moved by a duration."""
    if isinstance(by, YearsMonths):
        return _moved_months(value, sign * by.months)
    if isinstance(value, time):
        return _moved_time(value, sign * by)
    if not isinstance(value, date | FarDay):
        return None
    try:
        return _moved_seconds(value, sign * by)
    except OverflowError:
        return _moved_far(as_far(value), sign * by)


def _moved_months(value: object, months: int) -> object:
    if not isinstance(value, date | FarDay):
        return None
    day, moment = add_months(value, months), time_of(value)
    return day if day is None or moment is None else at_time(day, moment)


def _moved_far(value: FarDay, by: timedelta) -> Day:
    """Move the twin of a day, and put the cycles back; refuse to go further than it can."""
    try:
        moved_twin = _moved_seconds(value.twin, by)
    except OverflowError as error:
        raise refusal() from error
    if isinstance(moved_twin, FarDay):
        raise refusal()
    return settled(value.cycles, moved_twin)


def _moved_seconds(value: Day, by: timedelta) -> Day:
    if isinstance(value, FarDay):
        return _moved_far(value, by)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            return value + by
        # through UTC, so that an hour later is an hour later when the clocks change
        return (value.astimezone(UTC) + by).astimezone(value.tzinfo)
    return (datetime.combine(value, time()) + by).date()


def _moved_time(value: time, by: timedelta) -> time:
    moment = datetime.combine(date(1970, 1, 2), value.replace(tzinfo=None))
    return (moment + by % DAY).time().replace(tzinfo=value.tzinfo)


def _between_days(later: date, earlier: date) -> timedelta | None:
    return seconds_between(_as_moment(later), _as_moment(earlier))


def _as_moment(value: date) -> datetime:
    return value if isinstance(value, datetime) else at_utc_midnight(value)


def _between_times(later: time, earlier: time) -> timedelta | None:
    if (offset_of(later) is None) != (offset_of(earlier) is None):
        return None
    return timedelta(seconds=seconds_of(later) - seconds_of(earlier))


def _scaled(value: object, factor: Decimal) -> object:
    """Return a duration times a number; months are cut to whole ones."""
    if isinstance(value, YearsMonths):
        return _whole_months(_numbers(DECIMAL128.multiply, Decimal(value.months), factor))
    if isinstance(value, timedelta):
        size = Decimal(value // MICROSECOND)
        return _whole_microseconds(_numbers(DECIMAL128.multiply, size, factor))
    return None


def _divided(value: object, divisor: Decimal) -> object:
    if isinstance(value, YearsMonths):
        return _whole_months(_numbers(DECIMAL128.divide, Decimal(value.months), divisor))
    if isinstance(value, timedelta):
        size = Decimal(value // MICROSECOND)
        return _whole_microseconds(_numbers(DECIMAL128.divide, size, divisor))
    return None


def _whole_months(months: Decimal | None) -> YearsMonths | None:
    if months is None or months.adjusted() > DECIMAL128.prec:
        return None
    return YearsMonths(int(months.to_integral_value(ROUND_DOWN)))


def _whole_microseconds(size: Decimal | None) -> timedelta | None:
    if size is None or size.adjusted() > DECIMAL128.prec:
        return None
    try:
        return timedelta(microseconds=int(size.to_integral_value(ROUND_DOWN)))
    except OverflowError:
        return None
