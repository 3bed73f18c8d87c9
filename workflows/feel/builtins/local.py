"""Functions of ours, beyond the standard: French writing and working days."""

from datetime import date, datetime
from decimal import Decimal

from workflows.feel.french import written_amount, written_date, written_number
from workflows.feel.library import built_in
from workflows.feel.scope import Run
from workflows.feel.working_days import add_working, is_working


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
