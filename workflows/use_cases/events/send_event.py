"""Sending a message or a signal by hand: to whom, and no further than one may see."""

from collections.abc import Mapping
from uuid import uuid4

from sqlalchemy import ColumnElement, func, select, true

from workflows.engine import key_text
from workflows.errors import Conflict, Invalid
from workflows.model import Dossier, EffectKind, Wait, WaitKind
from workflows.translation import _, ngettext
from workflows.use_cases.access import Verb, require, visible_dossiers, who
from workflows.use_cases.access import Who as Column
from workflows.use_cases.act import Act
from workflows.use_cases.events.addressing import (
    A_DAY,
    Event,
    Reach,
    address,
    awaiting,
    event_payload,
)
from workflows.use_cases.journal import Line, note
from workflows.use_cases.post import Parcel, post

LONGEST = 200


def reach_of(act: Act) -> ColumnElement[bool]:
    """Return the condition on Dossier of those to whom this person may send something.

    Drafts wait too: only a chief, who sends within the dossiers of his groups, leaves them out.
    """
    return true() if who(act.actor) is Column.ADMINISTRATOR else visible_dossiers(act.actor)


def asked_event(kind: str, name: str, key: str = "") -> Event:
    """Read what a person wants to send; raise Invalid for a name or a key that is none."""
    name = name.strip()
    if kind not in {WaitKind.MESSAGE, WaitKind.SIGNAL} or not 0 < len(name) <= LONGEST:
        raise Invalid(_("Donnez le nom du message ou du signal, tel qu'il est dans le diagramme."))
    if kind == WaitKind.SIGNAL:
        return Event(WaitKind.SIGNAL, name)
    if not 0 < len(key.strip()) <= LONGEST:
        raise Invalid(_("Donnez la clé du message : elle dit quels dossiers le reçoivent."))
    return Event(WaitKind.MESSAGE, name, key_text(key, name))


def count_waiting(act: Act, event: Event) -> int:
    """Return how many dossiers would receive the event now; raise Forbidden."""
    require(act.actor, Verb.SEND_EVENT)
    waiting = select(Wait.dossier_id).where(awaiting(event))
    counted = select(func.count(Dossier.id)).where(Dossier.id.in_(waiting), reach_of(act))
    return act.session.scalar(counted) or 0


def send_event(act: Act, event: Event, variables: Mapping[str, object] | None = None) -> int:
    """Send an event to those who wait for it, and return how many they are.

    The worker moves them. A message that nobody awaits is kept for a day; a signal is not:
    raise Conflict. Raise Forbidden.
    """
    require(act.actor, Verb.SEND_EVENT)
    key = f"event:{uuid4()}"
    payload = event_payload(act, event, variables or {}, act.now + A_DAY)
    payload["by"] = act.actor.name
    post(act, [Parcel(key, EffectKind(event.kind), payload)])
    count = address(act, key, event, Reach(within=reach_of(act)))
    if not count and event.kind is WaitKind.SIGNAL:
        raise Conflict(_("Plus aucun dossier n'attend ce signal : rien n'a été envoyé."))
    note(act, None, Line("event_sent", _label(event, count), public=False))
    return count


def _label(event: Event, count: int) -> str:
    to = ngettext("%(n)d dossier", "%(n)d dossiers", count or 1) % {"n": count}
    said = {"name": event.name, "key": event.key, "to": to}
    if event.kind is WaitKind.SIGNAL:
        return _("Signal « %(name)s » envoyé à la main : %(to)s") % said
    return _("Message « %(name)s » pour « %(key)s » envoyé à la main : %(to)s") % said
