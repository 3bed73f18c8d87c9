"""Date and time functions (DMN 1.5, 10.3.4.8, table 74) and the two that read the clock."""

from datetime import date, datetime
from decimal import Decimal

from workflows.feel.builtins.library import built_in
from workflows.feel.scope import Run

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@built_in("now()", needs_run=True)
def now(run: Run) -> datetime:
    """Return the moment of the evaluation."""
    return run.now()


@built_in("today()", needs_run=True)
def today(run: Run) -> date:
    """Return the day of the evaluation, in the zone of its moment."""
    return run.now().date()


@built_in("day of year(date: date)")
@built_in("day of year(date: date and time)")
def day_of_year(day: date) -> Decimal:
    """Return 1 to 366."""
    return Decimal(day.timetuple().tm_yday)


@built_in("day of week(date: date)")
@built_in("day of week(date: date and time)")
def day_of_week(day: date) -> str:
    """Return the English name of the day, as the standard has it."""
    return DAYS[day.weekday()]


@built_in("month of year(date: date)")
@built_in("month of year(date: date and time)")
def month_of_year(day: date) -> str:
    """Return the English name of the month, as the standard has it."""
    return MONTHS[day.month - 1]


@built_in("week of year(date: date)")
@built_in("week of year(date: date and time)")
def week_of_year(day: date) -> Decimal:
    """Return the ISO 8601 week, 1 to 53."""
    return Decimal(day.isocalendar().week)
