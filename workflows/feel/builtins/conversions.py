"""Conversion functions (DMN 1.5, 10.3.4.1, table 67)."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, DecimalException

from workflows.feel.builtins.library import built_in
from workflows.feel.scope import Run
from workflows.feel.semantics.far_years import Day, FarDay, at_time
from workflows.feel.semantics.temporal import (
    make_date,
    read_date,
    read_date_time,
    read_duration,
    read_time,
    read_zone,
    write_date,
    write_date_time,
    write_duration,
    write_time,
)
from workflows.feel.semantics.values import Range, YearsMonths, number


@built_in("date(from: string)")
def date_of_text(text: str) -> Day | None:
    """Read a date."""
    return read_date(text)


@built_in("date(from: date)", far=True)
@built_in("date(from: date and time)", far=True)
def date_of_moment(moment: Day) -> Day | None:
    """Return the day of a date and time."""
    return make_date(moment.year, moment.month, moment.day)


@built_in("date(year: number, month: number, day: number)")
def date_of_parts(year: Decimal, month: Decimal, day: Decimal) -> Day | None:
    """Return the date of three whole numbers."""
    if any(part.adjusted() > 9 for part in (year, month, day)):  # noqa: PLR2004  far beyond dates
        return None
    return make_date(int(year), int(month), int(day))


@built_in("time(from: string)")
def time_of_text(text: str) -> time | None:
    """Read a time."""
    return read_time(text)


@built_in("time(from: date and time)")
def time_of_moment(moment: datetime) -> time:
    """Return the time of a date and time; midnight UTC for a date."""
    return moment.timetz()


@built_in("time(hour: number, minute: number, second: number, offset?: Any)")
def time_of_parts(
    hour: Decimal, minute: Decimal, second: Decimal, offset: object = None
) -> time | None:
    """Return the time of three numbers and the distance to UTC."""
    if offset is not None and not isinstance(offset, timedelta):
        return None
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60):  # noqa: PLR2004  a clock
        return None
    sign, size = ("-" if offset and offset < timedelta() else "+"), abs(offset or timedelta())
    text = f"{sign}{size.seconds // 3600:02}:{size.seconds // 60 % 60:02}:{size.seconds % 60:02}"
    try:
        zone = None if offset is None else read_zone("Z" if not offset else text)
    except ValueError:
        return None
    micros = int(second % 1 * 1_000_000)
    return time(int(hour), int(minute), int(second), micros, zone)


@built_in("date and time(from: string)")
def moment_of_text(text: str) -> Day | None:
    """Read a date and time; a date alone is its midnight, without zone."""
    found = read_date_time(text)
    day = read_date(text)
    return at_time(day, time()) if found is None and day is not None else found


@built_in("date and time(date: date and time, time: time)", far=True)
@built_in("date and time(date: date, time: time)", far=True)
def moment_of_parts(day: Day, moment: time) -> Day | None:
    """Join a day and a time; the time's zone prevails."""
    plain = date_of_moment(day)
    return None if plain is None else at_time(plain, moment)


@built_in("date and time(date: date and time, timezone: string)")
def moment_in_zone(moment: datetime, zone: str) -> datetime | None:
    """Return the same instant in another zone, given by its name or its offset."""
    try:
        there = read_zone(zone if zone[:1] in {"+", "-", "Z"} else f"@{zone}")
    except ValueError:
        return None
    return None if moment.tzinfo is None else moment.astimezone(there)


@built_in("duration(from: string)")
def duration_of_text(text: str) -> timedelta | YearsMonths | None:
    """Read a duration of either kind."""
    return read_duration(text)


@built_in("years and months duration(from: date and time, to: date and time)", far=True)
@built_in("years and months duration(from: date, to: date)", far=True)
def months_between(start: Day, end: Day) -> YearsMonths:
    """Return the whole months from one date to another, negative when it is earlier."""
    if (end.year, end.month, end.day) < (start.year, start.month, start.day):
        return YearsMonths(-months_between(end, start).months)
    months = (end.year - start.year) * 12 + end.month - start.month
    return YearsMonths(months - (end.day < start.day))


@built_in("number(from: string)")
def number_of_text(text: str) -> Decimal | None:
    """Read a number written with a point."""
    return _read_number(text, "", ".")


@built_in("number(from: string, grouping separator: Any)")
@built_in("number(from: string, grouping separator: Any, decimal separator: Any)")
def number_of_grouped_text(text: str, grouping: object, decimal: object = None) -> Decimal | None:
    """Read a number with these separators: a space, a comma or a point, null for none."""
    if not (_is_mark(grouping, " ,.") and _is_mark(decimal, ",.")):
        return None
    if decimal is not None and decimal == grouping:
        return None
    return _read_number(text, str(grouping or ""), str(decimal or "."))


def _is_mark(value: object, allowed: str) -> bool:
    return value is None or (isinstance(value, str) and len(value) == 1 and value in allowed)


def _read_number(text: str, grouping: str, decimal: str) -> Decimal | None:
    plain = text.replace(grouping, "") if grouping else text
    if decimal != "." and "." in plain:
        return None
    plain = plain.replace(decimal, ".")
    if not plain or not set(plain) <= set("0123456789.+-eE") or not set(plain) & set("0123456789"):
        return None
    try:
        return number(plain)
    except DecimalException:
        return None


@built_in("string(from: Any)", needs_run=True)
def text_of(run: Run, value: object) -> str | None:
    """Write any value; null stays null."""
    if value is None:
        return None
    text = value if isinstance(value, str) else written(value, run)
    run.budget.take_text(text)
    return text


def written(value: object, run: Run) -> str:
    """Return a value as FEEL writes it; strings inside lists and contexts take quotes."""
    run.budget.take()
    for kind, write in WRITERS.items():
        if isinstance(value, kind):
            return write(value)
    if isinstance(value, list):
        return "[" + ", ".join(written(item, run) for item in value) + "]"
    if isinstance(value, dict):
        entries = (f"{_key(key)}: {written(item, run)}" for key, item in value.items())
        return "{" + ", ".join(entries) + "}"
    if isinstance(value, Range):
        return _written_range(value, run)
    return "null" if value is None else "function"


def _written_range(value: Range, run: Run) -> str:
    if value.operator:
        end = value.end if value.operator in {"<", "<="} else value.start
        return f"({value.operator} {written(end, run)})"
    opening, closing = "[" if value.start_included else "(", "]" if value.end_included else ")"
    return f"{opening}{written(value.start, run)}..{written(value.end, run)}{closing}"


def _key(key: str) -> str:
    return key if key.replace(" ", "_").isidentifier() else _quoted(key)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def write_number(value: Decimal) -> str:
    """Return a number without exponent nor useless zeros."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


# datetime before date, of which it is a kind
WRITERS: dict[type, Callable[..., str]] = {
    bool: lambda value: "true" if value else "false",
    str: _quoted,
    Decimal: write_number,
    FarDay: write_date_time,
    datetime: write_date_time,
    date: write_date,
    time: write_time,
    timedelta: write_duration,
    YearsMonths: write_duration,
}
