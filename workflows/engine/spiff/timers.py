"""When a timer is due, always in UTC, from the clock of the move and never the machine's."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from workflows.errors import ProcessFailure
from workflows.feel import FeelError, YearsMonths, evaluate
from workflows.translation import _

MIN_PERIOD = timedelta(minutes=1)
ENDLESS = -1
DURATION = re.compile(r"[-+]?P(?=.)[0-9.YMWDTHS]+\Z")
ISO = re.compile(r"([-+]?)P((?:\d+Y)?(?:\d+M)?)((?:\d+D)?(?:T[0-9.HMS]+)?)\Z")
WEEKS = re.compile(r"P(\d+)W\Z")
CYCLE = re.compile(r"R(\d{0,9})/(.+)\Z")


class TimerKind(StrEnum):
    """How BPMN writes a moment."""

    DATE = "timeDate"
    DURATION = "timeDuration"
    CYCLE = "timeCycle"


@dataclass(frozen=True, slots=True)
class Cycle:
    """A repeated timer: `left` firings (ENDLESS for no end), one every `period`."""

    left: int
    first: datetime
    period: timedelta | YearsMonths


@lru_cache(maxsize=1024)
def literal_to_feel(text: str) -> str:
    """Return the FEEL of an ISO 8601 literal: `P15D`, `2027-01-31`, `2027-01-31T12:00:00Z`.

    A text introduced by `=` is FEEL already. Raise ValueError for anything else.
    """
    text = text.strip()
    if text.startswith("="):
        return text
    if weeks := WEEKS.match(text):
        return f'=duration("P{int(weeks[1]) * 7}D")'
    text = _of_one_kind(text)
    if DURATION.match(text) and evaluate(f'duration("{text}")', {}) is not None:
        return f'=duration("{text}")'
    moment = datetime.fromisoformat(text)  # ValueError when it is none
    name = "date" if len(text) == len("2027-01-31") else "date and time"
    return f'={name}("{moment.date().isoformat() if name == "date" else text}")'


def due_date(text: str, asked: Callable[[str], object], now: datetime) -> datetime:
    """Return the moment, in UTC, that `text` gives when `asked` evaluates FEEL at `now`.

    A date is its first minute in the zone of `now`; a duration counts from `now`.
    Raise ProcessFailure for a value that is no moment.
    """
    value = asked(_feel(text))
    if isinstance(value, str):
        value = asked(_feel(value))
    return moment_of(value, now, text)


def moment_of(value: object, now: datetime, text: str = "") -> datetime:
    """Return the date, date and time or duration `value` as a moment in UTC."""
    if isinstance(value, datetime):
        return _in_utc(value if value.tzinfo else value.replace(tzinfo=now.tzinfo))
    if isinstance(value, date):
        return _in_utc(datetime.combine(value, time(), now.tzinfo))
    if isinstance(value, timedelta | YearsMonths):
        return _in_utc(later(now, value))
    raise ProcessFailure(
        _("Le minuteur « %(text)s » ne donne ni date ni durée (valeur : %(value)s).")
        % {"text": text, "value": "null" if value is None else value}
    )


def later(start: datetime, duration: timedelta | YearsMonths) -> datetime:
    """Return `start` plus `duration`; months keep the day, or the month's last one.

    Raise ProcessFailure for a moment that no calendar here knows.
    """
    try:
        moved = (
            start + duration
            if isinstance(duration, timedelta)
            else evaluate("a + b", {"a": start, "b": duration})
        )
    except (OverflowError, FeelError) as far:
        raise ProcessFailure(_too_far()) from far
    if not isinstance(moved, datetime):
        raise ProcessFailure(_too_far())
    return moved


def first_cycle(text: str, asked: Callable[[str], object], now: datetime) -> Cycle:
    """Return the cycle written `R3/P10D`, `R/PT1H` or `=…` giving such a text.

    Raise ProcessFailure for another form or a period under a minute.
    """
    value = asked(text) if text.strip().startswith("=") else text.strip()
    if isinstance(value, timedelta | YearsMonths):
        count, period = ENDLESS, value
    else:
        count, period = _parts(str(value), asked, text)
    if is_too_short(period):
        raise ProcessFailure(_("La période du minuteur « %s » est inférieure à une minute.") % text)
    if count == 0:
        raise ProcessFailure(_("Le minuteur répété « %s » ne sonne aucune fois.") % text)
    return Cycle(count, _in_utc(later(now, period)), period)


def is_too_short(period: timedelta | YearsMonths) -> bool:
    """Tell whether a period would ring more than once a minute, or never move on."""
    return period < MIN_PERIOD if isinstance(period, timedelta) else period.months < 1


def next_cycle(cycle: Cycle, now: datetime) -> Cycle | None:
    """Return the cycle after a firing, or None when it was the last one.

    Firings missed while nobody looked are not made up for: one reminder, not ten at once.
    """
    left = cycle.left if cycle.left == ENDLESS else cycle.left - 1
    if left == 0:
        return None
    following = later(cycle.first, cycle.period)
    while following <= now:
        following = later(following, cycle.period)
    return Cycle(left, following, cycle.period)


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as far:
        raise ProcessFailure(_too_far()) from far


def _too_far() -> str:
    return _("Le minuteur tombe hors des années 1 à 9999 : changez sa date ou sa durée.")


def _of_one_kind(text: str) -> str:
    """Return an ISO 8601 duration without its half that says nothing: `P0Y0M1DT2H` is `P1DT2H`.

    FEEL, unlike ISO 8601, has durations of months and durations of days, never of both.
    """
    if (found := ISO.match(text)) and found[2] and found[3]:
        if not found[2].strip("0YM"):
            return f"{found[1]}P{found[3]}"
        if not found[3].strip("0DTHMS."):
            return f"{found[1]}P{found[2]}"
    return text


def _feel(text: str) -> str:
    try:
        return literal_to_feel(text)
    except ValueError as error:
        raise ProcessFailure(_("« %s » n’est ni une date ni une durée.") % text) from error


def _parts(
    text: str, asked: Callable[[str], object], source: str
) -> tuple[int, timedelta | YearsMonths]:
    if not (match := CYCLE.match(text)):
        raise ProcessFailure(
            _("Le minuteur répété « %s » s’écrit R3/P10D (trois fois, tous les dix jours).")
            % source
        )
    period = asked(_feel(match[2]))
    if not isinstance(period, timedelta | YearsMonths):
        raise ProcessFailure(_("La période du minuteur « %s » n’est pas une durée.") % source)
    return int(match[1]) if match[1] else ENDLESS, period
