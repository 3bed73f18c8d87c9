"""Messages and signals that a dossier sends: for whom, what they bring, how long they are kept."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from workflows.engine import Effect, key_text
from workflows.errors import ProcessFailure
from workflows.feel import YearsMonths, evaluate
from workflows.model import EffectKind, WaitKind
from workflows.translation import _
from workflows.use_cases.act import Act
from workflows.use_cases.dossiers.surroundings import local_now
from workflows.use_cases.events.addressing import (
    A_DAY,
    Event,
    Reach,
    address,
    event_of,
    event_payload,
)
from workflows.use_cases.post import Parcel

KEY, KEPT_FOR = "cle", "timeToLive"
INSTRUCTIONS = frozenset({"message", "signal", KEY, KEPT_FOR})
ADDRESSED = frozenset({EffectKind.MESSAGE, EffectKind.SIGNAL})


def event_parcel(act: Act, key: str, effect: Effect) -> Parcel:
    """Write a message or a signal for the outbox; raise ProcessFailure for one without address."""
    kind = WaitKind(effect.type)
    event = Event(kind, str(effect.parameters[kind]), _key(effect) if kind == "message" else "")
    brought = {k: v for k, v in effect.parameters.items() if k not in INSTRUCTIONS}
    end = _end(act, effect)
    return Parcel(key, EffectKind(kind), event_payload(act, event, brought, end))


def address_all(act: Act, parcels: Sequence[Parcel], dossier_id: UUID) -> None:
    """Note who waits for the events among `parcels`; a signal was heard already in its dossier."""
    for parcel in parcels:
        if parcel.kind in ADDRESSED:
            heard = parcel.kind is EffectKind.SIGNAL
            reach = Reach(but=dossier_id) if heard else Reach()
            address(act, parcel.key, event_of(parcel.payload), reach)


def _key(effect: Effect) -> str:
    if KEY not in effect.parameters:
        raise ProcessFailure(
            _("Le message « %(name)s » ne dit pas à qui il va : donnez-lui une clé (« cle »).")
            % {"name": effect.parameters["message"]},
            effect.element_id,
        )
    return key_text(effect.parameters[KEY], str(effect.parameters["message"]))


def _end(act: Act, effect: Effect) -> datetime:
    """Return until when a message that nobody awaits yet is kept."""
    now, given = local_now(act), effect.parameters.get(KEPT_FOR, A_DAY)
    if isinstance(given, str):
        given = evaluate("duration(text)", {"text": given})
    end = evaluate("now + kept", {"now": now, "kept": given})
    if not isinstance(given, timedelta | YearsMonths) or not isinstance(end, datetime):
        raise ProcessFailure(
            _("« timeToLive » attend une durée comme P1D ou PT2H, pas « %(given)s ».")
            % {"given": effect.parameters[KEPT_FOR]},
            effect.element_id,
        )
    return end
