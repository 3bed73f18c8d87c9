"""For whom a message or a signal is: the dossiers that wait for it, each noted once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, literal, select, true, update

from workflows.engine import pack
from workflows.model import Delivery, Dossier, OutboxItem, Wait, WaitKind
from workflows.model.base import Moment
from workflows.use_cases.act import Act
from workflows.use_cases.upsert import add_selected

A_DAY = timedelta(days=1)  # how long a message that nobody awaits yet is kept


@dataclass(frozen=True, slots=True)
class Event:
    """A message, for those who wait with its key, or a signal, for all who wait."""

    kind: WaitKind
    name: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """Which of those who wait are reached: those `within`, but not the dossier `but`."""

    within: ColumnElement[bool] = field(default_factory=true)
    but: UUID | None = None


EVERYBODY = Reach()


def event_of(payload: Mapping[str, object]) -> Event:
    """Return the event that a row of the outbox carries."""
    kind = WaitKind(str(payload["kind"]))
    return Event(kind, str(payload["name"]), str(payload.get("key", "")))


def event_payload(
    act: Act, event: Event, variables: Mapping[str, object], end: datetime
) -> dict[str, object]:
    """Return the content of the outbox's row of an event kept until `end`."""
    return {
        "kind": event.kind,
        "name": event.name,
        "key": event.key,
        "variables": pack(variables),
        "sent_at": act.now.isoformat(),
        "expires_at": end.isoformat(),
    }


def awaiting(event: Event) -> ColumnElement[bool]:
    """Return the condition on Wait of those who wait for `event`."""
    named = and_(Wait.kind == event.kind, Wait.name == event.name)
    return and_(named, Wait.key == event.key) if event.kind is WaitKind.MESSAGE else named


def address(act: Act, posted: str, event: Event, reach: Reach = EVERYBODY) -> int:
    """Note every dossier that waits now for the event posted under that key; count the new ones."""
    item = OutboxItem.key == posted
    waiting = select(Wait.dossier_id).where(awaiting(event))
    if reach.but is not None:
        waiting = waiting.where(Wait.dossier_id != reach.but)
    rows = (
        select(
            OutboxItem.id.label("outbox_id"),
            Dossier.id.label("dossier_id"),
            _posted_at(act).label("due_at"),
            literal("").label("failure"),
        )
        .join(Dossier, true())
        .where(item, Dossier.id.in_(waiting), reach.within)
    )
    return add_selected(act, Delivery, rows)


def hand_again(act: Act, dossier_id: UUID) -> None:
    """Hand a dossier, once more, what it could not take when it was stuck."""
    aside = (
        Delivery.dossier_id == dossier_id,
        Delivery.handed_at.is_(None),
        Delivery.due_at.is_(None),
    )
    act.session.execute(update(Delivery).where(*aside).values(due_at=act.now, failure=""))


def _posted_at(act: Act) -> ColumnElement[datetime]:
    """Return when an item was posted, a microsecond after the one before it: they keep their order.

    Once its sending was tried, the moment of its row is that of the next try, in the future.
    """
    posted = OutboxItem.next_try_at
    return case((posted < act.now, posted), else_=literal(act.now, Moment()))
