"""What dossiers wait for beside people, and what was sent to them lately."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, select

from workflows.model import (
    Delivery,
    Demarche,
    Dossier,
    DossierState,
    EffectKind,
    OutboxItem,
    Wait,
    WaitKind,
)
from workflows.use_cases.access import Verb, allowed, require
from workflows.use_cases.act import Act
from workflows.use_cases.dossiers.case import case_of_dossier
from workflows.use_cases.events.addressing import Event, awaiting, event_of
from workflows.use_cases.events.send_event import reach_of

EVENTS = (WaitKind.MESSAGE, WaitKind.SIGNAL)
SHOWN = 200  # rows of a list that nobody should let grow
LATELY = 20


@dataclass(frozen=True, slots=True)
class AwaitedEvent:
    """A message or a signal by its name: who waits for it; `keys` counts a message's."""

    kind: WaitKind
    name: str
    dossiers: int
    keys: int
    demarches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AwaitedKey:
    """A key that dossiers wait for."""

    key: str
    dossiers: int


@dataclass(frozen=True, slots=True)
class Concerned:
    """A dossier that waits; `filed` tells whether agents may open it."""

    id: UUID
    number: str
    title: str
    applicant: str
    state: DossierState
    filed: bool


@dataclass(frozen=True, slots=True)
class Sending:
    """Something sent lately: how many dossiers it goes to, how many had it, were stuck by it.

    `number` is that of the dossier that sent it, `by` the name of who did by hand.
    """

    event: Event
    at: datetime
    number: str
    by: str
    dossiers: int
    handed: int
    stuck: int
    kept_until: datetime | None


@dataclass(frozen=True, slots=True)
class WaitView:
    """What one dossier waits for; `element` is the name of the event, as drawn."""

    element: str
    kind: WaitKind
    name: str
    key: str
    due_at: datetime | None
    may_send: bool


def list_awaited(act: Act) -> tuple[AwaitedEvent, ...]:
    """Return the messages and signals awaited by dossiers this person reaches; raise Forbidden."""
    require(act.actor, Verb.SEND_EVENT)
    waiting = and_(Wait.kind.in_(EVENTS), reach_of(act))
    counted = (
        select(
            Wait.kind,
            Wait.name,
            func.count(Wait.dossier_id.distinct()),
            func.count(Wait.key.distinct()),
        )
        .join(Dossier, Dossier.id == Wait.dossier_id)
        .where(waiting)
        .group_by(Wait.kind, Wait.name)
        .order_by(Wait.kind, Wait.name)
        .limit(SHOWN)
    )
    titles = (
        select(Wait.kind, Wait.name, Demarche.title)
        .join(Dossier, Dossier.id == Wait.dossier_id)
        .join(Demarche, Demarche.code == Dossier.demarche_code)
        .where(waiting)
        .distinct()
        .order_by(Demarche.title)
    )
    named: dict[tuple[WaitKind, str], list[str]] = {}
    for kind, name, title in act.session.execute(titles):
        named.setdefault((kind, name), []).append(title)
    return tuple(
        AwaitedEvent(kind, name, dossiers, keys, tuple(named.get((kind, name), ())))
        for kind, name, dossiers, keys in act.session.execute(counted)
    )


def list_keys(act: Act, name: str) -> tuple[AwaitedKey, ...]:
    """Return the keys with which a message is awaited, the most awaited first; raise Forbidden."""
    require(act.actor, Verb.SEND_EVENT)
    count = func.count(Wait.dossier_id.distinct())
    found = (
        select(Wait.key, count)
        .join(Dossier, Dossier.id == Wait.dossier_id)
        .where(Wait.kind == WaitKind.MESSAGE, Wait.name == name, reach_of(act))
        .group_by(Wait.key)
        .order_by(count.desc(), Wait.key)
        .limit(SHOWN)
    )
    return tuple(AwaitedKey(key, dossiers) for key, dossiers in act.session.execute(found))


def list_concerned(act: Act, event: Event, limit: int = LATELY) -> tuple[Concerned, ...]:
    """Return the first dossiers that would receive an event now; raise Forbidden."""
    require(act.actor, Verb.SEND_EVENT)
    waiting = select(Wait.dossier_id).where(awaiting(event))
    found = (
        select(Dossier, Demarche.title)
        .join(Demarche, Demarche.code == Dossier.demarche_code)
        .where(Dossier.id.in_(waiting), reach_of(act))
        .order_by(Dossier.number)
        .limit(limit)
    )
    return tuple(
        Concerned(
            id=dossier.id,
            number=dossier.number,
            title=title,
            applicant=dossier.applicant,
            state=dossier.state,
            filed=dossier.filed_at is not None,
        )
        for dossier, title in act.session.execute(found)
    )


def list_sent(act: Act) -> tuple[Sending, ...]:
    """Return what was sent lately, by dossiers and by hand; nothing but for an administrator."""
    require(act.actor, Verb.SEND_EVENT)
    if not allowed(act.actor, Verb.OPERATE):
        return ()
    found = (
        select(OutboxItem, Dossier.number)
        .outerjoin(Dossier, Dossier.id == OutboxItem.dossier_id)
        .where(OutboxItem.kind.in_((EffectKind.MESSAGE, EffectKind.SIGNAL)))
        .order_by(OutboxItem.created_at.desc(), OutboxItem.id)
        .limit(LATELY)
    )
    rows = [(item, number) for item, number in act.session.execute(found)]
    counts = _counts(act, [item.id for item, _number in rows])
    return tuple(_sending(item, number, counts.get(item.id, (0, 0, 0))) for item, number in rows)


def waits_of(act: Act, dossier_id: UUID) -> tuple[WaitView, ...]:
    """Return what a visible dossier waits for, the earliest due first; raise NotFound."""
    case = case_of_dossier(act, dossier_id, lock=False)
    may_send = allowed(act.actor, Verb.SEND_EVENT)
    found = select(Wait).where(Wait.dossier_id == dossier_id)
    ordered = found.order_by(Wait.due_at.is_(None), Wait.due_at, Wait.name, Wait.element_id)
    elements = case.folder.process.elements
    return tuple(
        WaitView(
            element=elements[wait.element_id].name if wait.element_id in elements else "",
            kind=wait.kind,
            name=wait.name,
            key=wait.key,
            due_at=wait.due_at,
            may_send=may_send and wait.kind in EVENTS,
        )
        for wait in act.session.scalars(ordered)
    )


def _counts(act: Act, ids: Iterable[UUID]) -> dict[UUID, tuple[int, int, int]]:
    """Count, for each item, its dossiers, those that had it, those that it stuck."""
    counted = (
        select(
            Delivery.outbox_id,
            func.count(),
            func.count(Delivery.handed_at),
            func.count().filter(Delivery.failure != ""),
        )
        .where(Delivery.outbox_id.in_(list(ids)))
        .group_by(Delivery.outbox_id)
    )
    rows = act.session.execute(counted)
    return {item: (every, handed, stuck) for item, every, handed, stuck in rows}


def _sending(item: OutboxItem, number: str | None, counts: tuple[int, int, int]) -> Sending:
    waiting = item.kind is EffectKind.MESSAGE and item.delivered_at is None and not counts[0]
    end = datetime.fromisoformat(str(item.payload["expires_at"])) if waiting else None
    event, by = event_of(item.payload), str(item.payload.get("by", ""))
    return Sending(event, item.created_at, number or "", by, *counts, end)
