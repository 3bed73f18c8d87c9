"""French words for states, moments and delays; the zone is the settings'."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from workflows.catalogue.scenarios import durations
from workflows.feel.semantics.french import written_date
from workflows.model import DossierState
from workflows.translation import _

STATES: Mapping[DossierState, str] = {
    DossierState.BROUILLON: _("Brouillon"),
    DossierState.DEPOSE: _("Déposé"),
    DossierState.EN_INSTRUCTION: _("En instruction"),
    DossierState.A_COMPLETER: _("À compléter"),
    DossierState.ACCEPTE: _("Accepté"),
    DossierState.REFUSE: _("Refusé"),
    DossierState.SANS_SUITE: _("Classé sans suite"),
    DossierState.RETIRE: _("Retiré"),
}


def due_words(due_at: datetime | None, now: datetime, zone: ZoneInfo) -> str:
    """Say how far a due date is, in days of the calendar of `zone`; nothing without one."""
    if due_at is None:
        return ""
    days = (due_at.astimezone(zone).date() - now.astimezone(zone).date()).days
    if days < 0:
        late = -days
        return _("en retard de %(n)d jours") % {"n": late} if late > 1 else _("en retard d'un jour")
    if days == 0:
        return _("aujourd'hui")
    return _("dans %(n)d jours") % {"n": days} if days > 1 else _("demain")


def moment_words(moment: datetime, zone: ZoneInfo) -> str:
    """Write a moment: « 1er mars 2026 à 9 h 05 »."""
    return durations.moment_words(moment.astimezone(zone))


def day_words(moment: datetime | date, zone: ZoneInfo) -> str:
    """Write a day in full: « 1er mars 2026 »."""
    day = moment.astimezone(zone).date() if isinstance(moment, datetime) else moment
    return written_date(day)
