"""How figures, dates and telephones are written for a French-speaking reader."""

from datetime import date, datetime, time
from decimal import Decimal

import re2

from workflows.feel.semantics.french import NO_BREAK_SPACE, grouped, written_date

HARD = NO_BREAK_SPACE  # before a unit
PHONE = re2.compile(r"\d{6}")
KILO, MEGA = 1024, 1024 * 1024  # bytes
DATE_WORD = "date "


def number(value: Decimal | int) -> str:
    """Write a number: `1 234 567,5`."""
    return grouped(Decimal(value))


def amount(value: Decimal | int, unit: str) -> str:
    """Write a sum of money with its unit: `1 234 567 F`."""
    return f"{number(value)}{HARD}{unit}"


def day(value: date) -> str:
    """Write a date: `12 mars 2026`, `1er mars 2026`."""
    return written_date(value)


def hour(value: time) -> str:
    """Write a time of day: `14 h 05`."""
    return f"{value.hour}{HARD}h{HARD}{value.minute:02}"


def moment(value: datetime) -> str:
    """Write a date with its time: `12 mars 2026 à 14 h 05`."""
    return f"{day(value.date())} à {hour(value.time())}"


def phone(value: str) -> str:
    """Write a New Caledonian number by pairs, `12 34 56`; any other one as it is."""
    return HARD.join((value[:2], value[2:4], value[4:])) if PHONE.fullmatch(value) else value


def weight(size: int) -> str:
    """Write the size of a file, given in bytes: `340 Ko`, `1,2 Mo`."""
    if size < MEGA:
        return f"{max(1, round(size / KILO))}{HARD}Ko"
    return f"{size / MEGA:.1f}{HARD}Mo".replace(".", ",").replace(",0", "")


def quoted(label: str) -> str:
    """Name a field in a sentence: `« Nom »`."""
    return f"«{HARD}{label.strip().rstrip(':').strip()}{HARD}»"


def inside(message: str) -> str:
    """Continue a sentence with a message: its capital goes, unless it opens a quotation."""
    return f"{message[:1].lower()}{message[1:]}"


def dated(label: str) -> str:
    """Begin a sentence about a date: `La date de naissance`, else the quoted label."""
    name = label.strip()
    return f"La {name[0].lower()}{name[1:]}" if name.lower().startswith(DATE_WORD) else quoted(name)


def written(value: object) -> str:
    """Write any FEEL value inside a sentence; nothing for null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Decimal | int):
        return number(value)
    if isinstance(value, list):
        return ", ".join(written(item) for item in value)
    return _written_time(value) if isinstance(value, date | time) else str(value)


def _written_time(value: date | time) -> str:
    if isinstance(value, time):
        return hour(value)
    return moment(value) if isinstance(value, datetime) else day(value)
