"""Functions beyond the standard: French writing, working days, and the most used of Camunda."""

from calendar import monthrange
from datetime import date, datetime
from decimal import Decimal

from workflows.feel.builtins.library import built_in
from workflows.feel.scope import Run
from workflows.feel.semantics.french import written_amount, written_date, written_number
from workflows.feel.semantics.working_days import add_working, is_working


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


@built_in("format date(date: date)")
@built_in("format date(date: date and time)")
def format_date(day: date) -> str:
    """Write a date: `12 mars 2026`."""
    return written_date(day)


@built_in("format number(n: number, decimals?: number)")
def format_number(n: Decimal, decimals: Decimal | None = None) -> str | None:
    """Write a number: `1 234 567,5`."""
    if decimals is not None and not 0 <= decimals <= 34:  # noqa: PLR2004  digits of a number
        return None
    return written_number(n, None if decimals is None else int(decimals))


@built_in("format amount(amount: number, currency?: string)")
def format_amount(amount: Decimal, currency: str = "XPF") -> str | None:
    """Write an amount: `1 234 567 F`."""
    return written_amount(amount, currency)


@built_in("is working day(date: date)", needs_run=True)
@built_in("is working day(date: date and time)", needs_run=True)
def is_working_day(run: Run, day: date) -> bool:
    """Tell whether people work that day, on the calendar of the evaluation."""
    return is_working(_day(day), run.calendar)


@built_in("add working days(date: date, days: number)", needs_run=True)
@built_in("add working days(date: date and time, days: number)", needs_run=True)
def add_working_days(run: Run, day: date, days: Decimal) -> date | None:
    """Return the working day a number of working days later, or earlier."""
    if days != days.to_integral_value() or days.adjusted() > 5:  # noqa: PLR2004  beyond MAX_DAYS
        return None
    run.budget.take(abs(int(days)))
    return add_working(_day(day), int(days), run.calendar)


@built_in("is defined(value: Any)")
def is_defined(value: object) -> bool:
    """Tell whether there is a value, as Camunda's engine does."""
    return value is not None


@built_in("get or else(value: Any, default: Any)")
def get_or_else(value: object, default: object) -> object:
    """Return the value, or another one when it is null, as Camunda's engine does."""
    return default if value is None else value


@built_in("trim(string: string)")
def trim(text: str) -> str:
    """Return the text without the spaces around it, as Camunda's engine does."""
    return text.strip()


@built_in("is blank(string: string)")
def is_blank(text: str) -> bool:
    """Tell whether the text holds nothing but spaces, as Camunda's engine does."""
    return not text.strip()


@built_in("is empty(list: list)")
def is_empty(items: list[object]) -> bool:
    """Tell whether the list has no item, as Camunda's engine does."""
    return not items


@built_in("last day of month(date: date)")
@built_in("last day of month(date: date and time)")
def last_day_of_month(day: date) -> date:
    """Return the last day of the month of a date, as Camunda's engine does."""
    return date(day.year, day.month, monthrange(day.year, day.month)[1])
