"""What follows a dot (DMN 1.5, 10.3.2.6 and table 53): context entries, properties of values."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from workflows.feel.budget import Budget
from workflows.feel.semantics.far_years import FarDay
from workflows.feel.semantics.temporal import offset_of
from workflows.feel.semantics.values import Range, YearsMonths

Property = Callable[[object], object]


def entry(value: object, name: str, budget: Budget) -> object:
    """Return `value.name`; on a list, the entry of each item; null when there is none."""
    if isinstance(value, dict):
        return value.get(name)
    if isinstance(value, list):
        budget.take(1 + len(value))
        return [entry(item, name, budget) for item in value]
    if isinstance(value, FarDay):
        return Decimal(value.year) if name == "year" else entry(value.twin, name, budget)
    for kind, properties in _PROPERTIES.items():
        if type(value) is kind and name in properties:
            return properties[name](value)
    return None


def _zone_name(value: object) -> str | None:
    zone = value.tzinfo if isinstance(value, datetime | time) else None
    return zone.key if isinstance(zone, ZoneInfo) else None


def _offset(value: object) -> timedelta | None:
    return offset_of(value) if isinstance(value, datetime | time) else None


def _whole(value: object, unit: int, cycle: int) -> Decimal | None:
    """Return one component of a duration of `unit` seconds, signed as the duration is."""
    if not isinstance(value, timedelta):
        return None
    size = int(abs(value).total_seconds()) // unit
    return Decimal((size % cycle if cycle else size) * (-1 if value < timedelta() else 1))


_DATE: dict[str, Property] = {
    "year": lambda value: Decimal(value.year) if isinstance(value, date) else None,
    "month": lambda value: Decimal(value.month) if isinstance(value, date) else None,
    "day": lambda value: Decimal(value.day) if isinstance(value, date) else None,
    "weekday": lambda value: Decimal(value.isoweekday()) if isinstance(value, date) else None,
}
_TIME: dict[str, Property] = {
    "hour": lambda value: Decimal(value.hour) if isinstance(value, datetime | time) else None,
    "minute": lambda value: Decimal(value.minute) if isinstance(value, datetime | time) else None,
    "second": lambda value: Decimal(value.second) if isinstance(value, datetime | time) else None,
    "time offset": _offset,
    "timezone": _zone_name,
}
_PROPERTIES: dict[type, dict[str, Property]] = {
    date: _DATE,
    datetime: _DATE | _TIME,
    time: _TIME,
    YearsMonths: {
        "years": lambda value: Decimal(value.years) if isinstance(value, YearsMonths) else None,
        "months": lambda value: (
            Decimal(value.remainder) if isinstance(value, YearsMonths) else None
        ),
    },
    timedelta: {
        "days": lambda value: _whole(value, 86_400, 0),
        "hours": lambda value: _whole(value, 3600, 24),
        "minutes": lambda value: _whole(value, 60, 60),
        "seconds": lambda value: _whole(value, 1, 60),
    },
    Range: {
        "start": lambda value: value.start if isinstance(value, Range) else None,
        "end": lambda value: value.end if isinstance(value, Range) else None,
        "start included": lambda value: value.start_included if isinstance(value, Range) else None,
        "end included": lambda value: value.end_included if isinstance(value, Range) else None,
    },
}
