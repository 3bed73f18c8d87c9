"""Working days: neither Saturday, nor Sunday, nor a public holiday of the chosen calendar."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

from workflows.feel.errors import FeelError
from workflows.translation import _

SATURDAY = 5
MAX_DAYS = 10_000


@lru_cache(maxsize=64)
def _public_holidays(calendar: str, year: int) -> frozenset[date]:
    """Return the public holidays of a year; `calendar` is `NC`, or `FR-57` for a part of one."""
    country, _mark, part = calendar.partition("-")
    try:
        return frozenset(holidays.country_holidays(country, part or None, years=year))
    except NotImplementedError as error:
        raise FeelError(
            _("Le calendrier « %(calendar)s » n’existe pas : écrivez par exemple NC ou FR.")
            % {"calendar": calendar}
        ) from error


def is_working(day: date, calendar: str) -> bool:
    """Tell whether people work that day."""
    return day.weekday() < SATURDAY and day not in _public_holidays(calendar, day.year)


def add_working(day: date, count: int, calendar: str) -> date | None:
    """Return the working day `count` working days later, or earlier when it is negative.

    With 0, the day itself or, when it is not worked, the first one after it. None beyond the
    calendar or MAX_DAYS.
    """
    if abs(count) > MAX_DAYS:
        return None
    step = timedelta(days=-1 if count < 0 else 1)
    left = abs(count)
    try:
        while left or not is_working(day, calendar):
            day += step
            left -= left > 0 and is_working(day, calendar)
    except OverflowError:
        return None
    return day
