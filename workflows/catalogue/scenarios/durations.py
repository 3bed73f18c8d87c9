"""Durations and moments of scenarios in words; an ISO text that is not simple stays as it is."""

from datetime import datetime

import re2

from workflows.feel.semantics.french import written_date
from workflows.translation import _, ngettext

SIMPLE = re2.compile(r"P(\d{1,4})([DWMY])|PT(\d{1,4})(H)")


def split_duration(text: str) -> tuple[int, str] | None:
    """Return the number and the unit (D, W, M, Y or H) of `P15D`; None for any other text."""
    found = SIMPLE.fullmatch(text)
    if found is None:
        return None
    days, unit, hours, hour = found.groups()
    return int(days or hours), unit or hour


def duration_words(text: str) -> str:
    """Write « 15 jours » for `P15D`."""
    parts = split_duration(text)
    if parts is None:
        return text
    number, unit = parts
    words = {
        "D": ngettext("%(n)d jour", "%(n)d jours", number),
        "W": ngettext("%(n)d semaine", "%(n)d semaines", number),
        "M": _("%(n)d mois"),
        "Y": ngettext("%(n)d an", "%(n)d ans", number),
        "H": ngettext("%(n)d heure", "%(n)d heures", number),
    }
    return words[unit] % {"n": number}


def moment_words(moment: datetime) -> str:
    """Write « 1er novembre 2026 à 8 h 01 », in the zone of the moment itself."""
    told = {"day": written_date(moment.date()), "hour": moment.hour, "minute": moment.minute}
    return _("%(day)s à %(hour)d h %(minute)02d") % told
