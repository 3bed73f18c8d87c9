"""What a sentence of comparison puts between its quotes: values in words, names of the card."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from workflows.catalogue.card.about import Source
from workflows.catalogue.scenarios.durations import moment_words
from workflows.translation import _

CARD_NAMES: Mapping[str, str] = {
    "title": _("titre"),
    "theme": _("rubrique"),
    "service": _("service"),
    "summary": _("résumé"),
    "audience": _("public"),
    "number_prefix": _("début des numéros"),
    "delay_days": _("délai de réponse, en jours"),
    "retention_months": _("conservation, en mois"),
    "opens_at": _("ouverture"),
    "closes_at": _("fermeture"),
    "legal_basis": _("base légale"),
    "formats": _("formats acceptés"),
    "calendar": _("calendrier des jours fériés"),
    "lanes": _("couloirs"),
    "groups": _("groupes d'agents"),
    "sources": _("sources"),
}


def in_words(value: object) -> str:
    """Return a value between quotes, or « rien », « oui »."""
    if value is True:
        return _("oui")
    plain = _plain(value)
    return f"« {plain} »" if plain else _("rien")


def _plain(value: object) -> str:
    """Return what a value holds, its parts one after the other; nothing for what holds nothing."""
    if value is None or value is False:
        return ""
    if isinstance(value, datetime):
        return moment_words(value)
    if isinstance(value, Source):
        return value.title
    if isinstance(value, Mapping):
        return _entries(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_plain(each) for each in value)
    return str(value)


def _entries(value: Mapping[object, object]) -> str:
    if value.keys() == {"label", "value"}:  # one choice of a field
        return f"{value['label']} ({value['value']})"
    return ", ".join(f"{key} : {_plain(each) or _('rien')}" for key, each in value.items())
