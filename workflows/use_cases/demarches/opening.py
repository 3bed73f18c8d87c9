"""When a démarche takes applications: by its own dates, or by those of the version in service."""

from datetime import datetime
from zoneinfo import ZoneInfo

from workflows.catalogue import About
from workflows.catalogue.card.opening import Opening
from workflows.model import Demarche
from workflows.translation import _
from workflows.use_cases.words import day_words, moment_words

OwnDates = tuple[bool, datetime | None, datetime | None]
OWN_DATES = (Demarche.own_dates, Demarche.opens_at, Demarche.closes_at)


def in_force(about: About, dates: OwnDates) -> Opening:
    """Return the dates that count, from the columns `OWN_DATES` and the card of the version."""
    own, opens, closes = dates
    return Opening(opens, closes) if own else about.opening


def closed_words(opening: Opening, now: datetime, zone: ZoneInfo) -> str:
    """Say when a démarche opens, or since when it is closed; nothing while it is open."""
    if opening.is_open(now):
        return ""
    if opening.opens_at is not None and opening.is_to_come(now):
        return _("Ouvre le %(date)s.") % {"date": moment_words(opening.opens_at, zone)}
    if opening.closes_at is None:
        return _("Fermée.")
    return _("Fermée depuis le %(date)s.") % {"date": day_words(opening.closes_at, zone)}
