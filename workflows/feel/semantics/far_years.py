"""Days of the years beyond 1 to 9999, which the standard has and Python's calendar has not.

The Gregorian calendar repeats every 400 years: such a day is kept as its twin of the years 2000 to
2399 and a number of cycles. It can be written, compared and moved; every function that does not
know of it refuses it, and none leaves an evaluation.
"""

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime, time

from workflows.feel.errors import FeelError
from workflows.translation import _

CYCLE, FIRST = 400, 2000
STANDARD_YEAR = 999_999_999


@dataclass(frozen=True, slots=True)
class FarDay:
    """A date, or a date and time when its twin is one."""

    cycles: int
    twin: date

    @property
    def year(self) -> int:
        """Return the year, negative before year 0."""
        return self.twin.year + CYCLE * self.cycles

    @property
    def month(self) -> int:
        """Return 1 to 12."""
        return self.twin.month

    @property
    def day(self) -> int:
        """Return 1 to 31."""
        return self.twin.day


Day = date | FarDay


def far_day(year: int, month: int, day: int) -> FarDay | None:
    """Return the day, or None when there is no such day or the standard has no such year."""
    if abs(year) > STANDARD_YEAR:
        return None
    cycles, rest = divmod(year - FIRST, CYCLE)
    try:
        return FarDay(cycles, date(FIRST + rest, month, day))
    except ValueError:
        return None


def settled(cycles: int, twin: date) -> Day:
    """Return a day moved from its twin: an ordinary one when Python has its year."""
    year = twin.year + CYCLE * cycles
    if MINYEAR <= year <= MAXYEAR:
        return twin.replace(year=year)
    more, rest = divmod(twin.year - FIRST, CYCLE)
    return FarDay(cycles + more, twin.replace(year=FIRST + rest))


def as_far(day: Day) -> FarDay:
    """Return any day as a twin and its cycles."""
    if isinstance(day, FarDay):
        return day
    cycles, rest = divmod(day.year - FIRST, CYCLE)
    return FarDay(cycles, day.replace(year=FIRST + rest))


def at_time(day: Day, moment: time) -> Day:
    """Return the date and time of a day and a time of that day, in the time's zone."""
    if isinstance(day, FarDay):
        return FarDay(day.cycles, datetime.combine(day.twin, moment))
    return datetime.combine(day, moment)


def time_of(day: Day) -> time | None:
    """Return the time, with its zone, of a date and time; None for a date."""
    plain = day.twin if isinstance(day, FarDay) else day
    return plain.timetz() if isinstance(plain, datetime) else None


def refusal() -> FeelError:
    """Return the error to raise where only ordinary years will do."""
    return FeelError(_("Seules les années 1 à 9999 sont acceptées ici."))
