"""Dates, times and durations as text (DMN 1.5, 10.3.2.3.4-8): ISO 8601, and back to text."""

from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

import re2

from workflows.feel.semantics.far_years import Day, as_far, at_time, far_day, settled, time_of
from workflows.feel.semantics.values import YearsMonths

MICROSECONDS = 6
LONGEST_KEPT = 40  # characters of a duration worth remembering
_DATE = re2.compile(r"(-?(?:\d{4}|[1-9]\d{4,8}))-(\d{2})-(\d{2})")
_TIME = re2.compile(r"(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(.*)")
_OFFSET = re2.compile(r"([+-])(\d{2}):(\d{2})(?::(\d{2}))?")
_DAYS = re2.compile(r"(-?)P(?:(\d+)D)?(T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d*))?S)?)?")
_MONTHS = re2.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?")


def read_temporal(text: str) -> object:
    """Return the date, time, date and time or duration written in `text`, or None."""
    readers: tuple[Callable[[str], object], ...] = (
        read_date,
        read_date_time,
        read_time,
        read_duration,
    )
    return next((found for read in readers if (found := read(text)) is not None), None)


def read_date(text: str) -> Day | None:
    """Return the date of `2026-03-12`, or None."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    return make_date(*(int(part) for part in found.groups()))


def make_date(year: int, month: int, day: int) -> Day | None:
    """Return the date, or None when there is no such day."""
    if not MINYEAR <= year <= MAXYEAR:
        return far_day(year, month, day)
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def read_time(text: str) -> time | None:
    """Return the time of `13:20:00`, `13:20:00.5+11:00`, `…Z` or `…@Pacific/Noumea`, or None."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hour, minute, second, fraction, zone_text = found.groups()
    if (hour, minute, second) == ("24", "00", "00") and not int(fraction or 0):
        hour = "00"  # as XML Schema has it: the midnight that ends the day
    return make_time(int(hour), int(minute), int(second), (fraction, zone_text))


def make_time(
    hour: int, minute: int, second: int, rest: tuple[str | None, str] = (None, "")
) -> time | None:
    """Return the time, or None when out of range; `rest` is the fraction's digits and the zone."""
    fraction, zone_text = rest
    try:
        zone = read_zone(zone_text) if zone_text else None
        return time(hour, minute, second, _microseconds(fraction), zone)
    except ValueError:
        return None


def _microseconds(fraction: str | None) -> int:
    return int((fraction or "0")[:MICROSECONDS].ljust(MICROSECONDS, "0"))


def read_zone(text: str) -> tzinfo:
    """Return the zone of `Z`, `+11:00` or `@Pacific/Noumea`; raise ValueError for another text."""
    if text == "Z":
        return UTC
    if text.startswith("@"):
        return named_zone(text[1:])
    found = _OFFSET.fullmatch(text)
    if found is None:
        raise ValueError(text)
    sign, hours, minutes, seconds = found.groups()
    if int(hours) > 18 or int(minutes) > 59 or int(seconds or 0) > 59:  # noqa: PLR2004  ISO 8601
        raise ValueError(text)
    offset = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0))
    return timezone(-offset if sign == "-" else offset)


def named_zone(name: str) -> ZoneInfo:
    """Return a zone of the IANA database; raise ValueError for another name.

    The name is looked up first: zoneinfo makes of it a path of files and of modules.
    """
    if name not in _zone_names():
        raise ValueError(name)
    return ZoneInfo(name)


@cache
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones())


def read_date_time(text: str) -> Day | None:
    """Return the date and time of `2026-03-12T10:00:00`, or None; 24:00:00 is the next day."""
    day_text, mark, time_text = text.partition("T")
    day = read_date(day_text)
    if day is None or not mark:
        return None
    moment = read_time(time_text)
    if time_text.startswith("24"):
        far = as_far(day)
        day = settled(far.cycles, far.twin + timedelta(days=1))
    return None if moment is None else at_time(day, moment)


def read_duration(text: str) -> timedelta | YearsMonths | None:
    """Return the duration of `P3DT2H`, `P1Y6M`, `-PT5M`, or None."""
    return _known_duration(text) if len(text) <= LONGEST_KEPT else _duration(text)


@lru_cache(maxsize=1024)
def _known_duration(text: str) -> timedelta | YearsMonths | None:
    return _duration(text)


def _duration(text: str) -> timedelta | YearsMonths | None:
    found = _MONTHS.fullmatch(text)
    if found is not None and text[-1] != "P":
        sign, years, months = found.groups()
        total = 12 * int(years or 0) + int(months or 0)
        return YearsMonths(-total if sign else total)
    found = _DAYS.fullmatch(text)
    if found is None or text[-1] in "PT":
        return None
    return _days_duration(found.groups())


def _days_duration(parts: tuple[str | None, ...]) -> timedelta | None:
    sign, days, _clock, hours, minutes, seconds, fraction = parts
    try:
        total = timedelta(
            days=int(days or 0),
            hours=int(hours or 0),
            minutes=int(minutes or 0),
            seconds=int(seconds or 0),
            microseconds=_microseconds(fraction),
        )
    except OverflowError:
        return None
    return -total if sign else total


def write_date(value: Day) -> str:
    """Return `2026-03-12`, or `-2026-03-12`."""
    sign = "-" if value.year < 0 else ""
    return f"{sign}{abs(value.year):04}-{value.month:02}-{value.day:02}"


def write_time(value: time | datetime) -> str:
    """Return `10:00:00`, the fraction without useless zeros, and the zone."""
    text = f"{value.hour:02}:{value.minute:02}:{value.second:02}{_fraction(value.microsecond)}"
    return text + _zone_text(value.tzinfo)


def write_date_time(value: Day) -> str:
    """Return `2026-03-12T10:00:00+11:00`, or the date alone when there is no time."""
    moment = time_of(value)
    return write_date(value) + ("" if moment is None else f"T{write_time(moment)}")


def _fraction(microseconds: int) -> str:
    return f".{microseconds:06}".rstrip("0") if microseconds else ""


def _zone_text(zone: tzinfo | None) -> str:
    if zone is None:
        return ""
    if isinstance(zone, ZoneInfo):
        return f"@{zone.key}"
    offset = zone.utcoffset(None) or timedelta()
    if not offset:
        return "Z"
    sign, seconds = ("-" if offset < timedelta() else "+"), abs(int(offset.total_seconds()))
    text = f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}"
    return f"{text}:{seconds % 60:02}" if seconds % 60 else text


def write_duration(value: timedelta | YearsMonths) -> str:
    """Return the canonical ISO 8601 text: `P1Y2M`, `P3DT2H`, `PT0S`, `P0M`."""
    if isinstance(value, YearsMonths):
        years, months = divmod(abs(value.months), 12)
        text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return ("-P" if value.months < 0 else "P") + (text or "0M")
    size = abs(value)
    hours, seconds = divmod(size.seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    clock = "".join(f"{n}{letter}" for n, letter in ((hours, "H"), (minutes, "M")) if n)
    if seconds or size.microseconds:
        clock += f"{seconds}{_fraction(size.microseconds)}S"
    days = f"{size.days}D" if size.days else ""
    text = days + (f"T{clock}" if clock else "")
    return ("-P" if value < timedelta() else "P") + (text or "T0S")


def add_months(day: Day, months: int) -> Day | None:
    """Return the date `months` later, the last day of a shorter month; None beyond the years."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        found = make_date(years, month + 1, min(last, day.day))
        if found is not None:
            return found
    return None


def seconds_of(value: time) -> float:
    """Return the seconds since midnight UTC, or since midnight when the time has no zone."""
    local = value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
    return local - (offset_of(value) or timedelta()).total_seconds()


def offset_of(value: time | datetime) -> timedelta | None:
    """Return the distance to UTC; for a time in a named zone, that of 1970, as it has no date."""
    if isinstance(value, datetime) or value.tzinfo is None:
        return value.utcoffset()
    return datetime.combine(date(1970, 1, 1), value).utcoffset()


def at_utc_midnight(day: date) -> datetime:
    """Return what a date is among dates and times: its midnight, UTC (10.3.2.3.6)."""
    return datetime.combine(day, time(0, 0, tzinfo=UTC))
