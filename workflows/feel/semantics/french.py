"""Dates and amounts as French letters write them: `1er mars 2026`, `1 234 567 F`."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal, DecimalException

from workflows.feel.semantics.values import DECIMAL128
from workflows.translation import _

MONTHS = (
    *(_("janvier"), _("février"), _("mars"), _("avril"), _("mai"), _("juin")),
    *(_("juillet"), _("août"), _("septembre"), _("octobre"), _("novembre"), _("décembre")),
)
DAYS = (
    *(_("lundi"), _("mardi"), _("mercredi"), _("jeudi"), _("vendredi")),
    *(_("samedi"), _("dimanche")),
)
THIN_SPACE = "\u202f"  # parts groups of digits, and never ends a line
NO_BREAK_SPACE = "\u00a0"
CURRENCIES = {"XPF": ("F", 0), "EUR": ("€", 2)}  # symbol, decimals


def written_date(day: date, *, with_weekday: bool = False) -> str:
    """Return `12 mars 2026`, or `jeudi 12 mars 2026`."""
    number = _("1er") if day.day == 1 else str(day.day)
    text = f"{number} {MONTHS[day.month - 1]} {day.year}"
    return f"{DAYS[day.weekday()]} {text}" if with_weekday else text


def written_number(value: Decimal, decimals: int | None = None) -> str | None:
    """Return `1 234 567,5`, rounded half up to `decimals`; None when it does not fit."""
    if decimals is None:
        whole, comma, fraction = grouped(value).partition(",")
        return f"{whole}{comma}{fraction}".rstrip("0").rstrip(",") if fraction else whole
    try:
        return grouped(_rounded(value, decimals))
    except DecimalException:
        return None


def grouped(value: Decimal) -> str:
    """Return all digits of a number, those of `1 200,50` included."""
    sign = "−" if value and value.is_signed() else ""
    digits = f"{value.copy_abs():,f}"  # abs() would round to the precision of the context
    return sign + digits.replace(",", THIN_SPACE).replace(".", ",")


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, DECIMAL128)


def written_amount(value: Decimal, currency: str = "XPF") -> str | None:
    """Return `1 234 567 F`; another currency than XPF and EUR keeps its code and two decimals."""
    symbol, decimals = CURRENCIES.get(currency, (currency, 2))
    text = written_number(value, decimals)
    return None if text is None else f"{text}{NO_BREAK_SPACE}{symbol}"
