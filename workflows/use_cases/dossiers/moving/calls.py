"""What a dossier tells other software: its number, what happened, and what the analyst chose."""

from decimal import Decimal

from workflows.engine import Effect
from workflows.model import EffectKind
from workflows.use_cases.act import Act
from workflows.use_cases.dossiers.case import Case
from workflows.use_cases.dossiers.moving.traces import as_json
from workflows.use_cases.dossiers.surroundings import local_now
from workflows.use_cases.post import Parcel

TARGET, EVENT = "cible", "evenement"


def call_parcel(act: Act, case: Case, key: str, effect: Effect) -> Parcel:
    """Write a call for the outbox: only what an input of the element names goes out."""
    event = str(effect.parameters.get(EVENT) or effect.name)
    chosen = {k: v for k, v in effect.parameters.items() if k not in {TARGET, EVENT}}
    body = {
        "evenement": event,
        "dossier": case.dossier.number,
        "demarche": case.dossier.demarche_code,
        "date": local_now(act).isoformat(timespec="seconds"),
        "donnees": {name: _as_plain(value) for name, value in chosen.items()},
    }
    content = {"to": str(effect.parameters.get(TARGET, "")), "subject": event, "body": body}
    return Parcel(key, EffectKind.WEBHOOK, content)


def _as_plain(value: object) -> object:
    """Return a FEEL value as JSON, its numbers as numbers."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {str(name): _as_plain(each) for name, each in value.items()}
    return [_as_plain(each) for each in value] if isinstance(value, list) else as_json(value)
