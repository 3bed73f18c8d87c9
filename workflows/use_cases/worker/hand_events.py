"""Handing messages and signals over: one dossier per transaction, each fails alone."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, select, update

from workflows.engine import Advance, Sent, broadcast, deliver, unpack
from workflows.errors import NotAwaited, ProcessFailure
from workflows.model import Delivery, Dossier, OutboxItem, Wait, WaitKind
from workflows.translation import _
from workflows.use_cases.act import SYSTEM, Act, World, acting, looking
from workflows.use_cases.dossiers.case import Case, case_of_dossier
from workflows.use_cases.dossiers.moving.progress import Cause, record
from workflows.use_cases.dossiers.surroundings import local_now
from workflows.use_cases.events.addressing import address, awaiting, event_of
from workflows.use_cases.incidents import failing_as_incident
from workflows.use_cases.journal import Line, note
from workflows.use_cases.worker.leased import Finish, Leased, NotYet, nothing_more
from workflows.use_cases.worker.wake_timers import refuse_standstill

SHORTEST, LONGEST = timedelta(seconds=30), timedelta(minutes=10)  # between two looks for receivers
FAILURE = 500
LABELS = 3


def hand_next(world: World) -> bool:
    """Hand one message or signal to one dossier, the first posted; tell whether there was one.

    A dossier that cannot take it keeps its state and gets an incident; resolving that incident
    hands it over again. What is handed over is noted in the transaction of the move itself.
    """
    with looking(world, SYSTEM) as act:
        if act.session.execute(_due(act.now)).first() is None:
            return False
    due = None
    try:
        with acting(world, SYSTEM) as act:
            due = act.session.execute(_due(act.now, lock=True)).first()
            if due is None:
                return False
            _hand(act, *due)
    except ProcessFailure as failure:
        if due is None or failure.dossier_id is None:
            raise
        with acting(world, SYSTEM) as act:
            _close(act, *due, due_at=None, failure=failure.message[:FAILURE])
    return True


def seek_receivers(world: World, item: Leased) -> Finish:
    """Note who waits by now for a message; raise NotYet when nobody does and it is still kept."""
    with acting(world, SYSTEM) as act:
        noted = exists().where(Delivery.outbox_id == item.id)
        if act.session.scalar(select(noted)) or address(act, item.key, event_of(item.payload)):
            return nothing_more
        now = act.now
    end = datetime.fromisoformat(str(item.payload["expires_at"]))
    if now >= end:
        return lambda act: note(act, item.dossier_id, _lost(item.payload))
    age = now - datetime.fromisoformat(str(item.payload["sent_at"]))
    pause = min(max(age, SHORTEST), LONGEST)
    raise NotYet(_("Personne n'attend encore ce message."), min(now + pause, end))


def _due(now: datetime, *, lock: bool = False) -> Select[UUID, UUID]:
    """Ask for what was posted first, for a dossier that no other worker holds."""
    found = (
        select(Delivery.outbox_id, Delivery.dossier_id)
        .join(Dossier, Dossier.id == Delivery.dossier_id)
        .where(Delivery.due_at <= now)
        .order_by(Delivery.due_at, Delivery.dossier_id)
        .limit(1)
    )
    return found.with_for_update(of=Dossier, skip_locked=True) if lock else found


def _hand(act: Act, outbox_id: UUID, dossier_id: UUID) -> None:
    case = case_of_dossier(act, dossier_id, lock=True)
    if not _close(act, outbox_id, dossier_id, due_at=None, handed_at=act.now):
        return  # the worker before us handed it over while we waited
    wanted = select(OutboxItem.payload).where(OutboxItem.id == outbox_id)
    payload = act.session.scalars(wanted).one()
    awaited = _awaited(act, case, payload)
    with failing_as_incident(dossier_id):
        advance = _moved(act, case, payload) if awaited else None
        if advance is None:
            note(act, dossier_id, _too_late(payload))
            return
        refuse_standstill(advance, act.now)
        names = ", ".join(f"« {name} »" for name in awaited[:LABELS])
        record(act, case, advance, Cause("received", _("Événement reçu : %s") % names))


def _close(act: Act, outbox_id: UUID, dossier_id: UUID, **values: object) -> bool:
    """Change the row of a delivery, unless it was handed over or set aside."""
    ours = (
        Delivery.outbox_id == outbox_id,
        Delivery.dossier_id == dossier_id,
        Delivery.due_at.is_not(None),
    )
    changed = update(Delivery).where(*ours).values(**values).returning(Delivery.dossier_id)
    return act.session.scalar(changed) is not None


def _awaited(act: Act, case: Case, payload: Mapping[str, object]) -> list[str]:
    """Return the names of the events of the dossier that wait for it, as drawn."""
    waits = (Wait.dossier_id == case.dossier.id, awaiting(event_of(payload)))
    found = act.session.scalars(select(Wait.element_id).where(*waits).order_by(Wait.element_id))
    elements = case.folder.process.elements
    return [elements[each].name or each if each in elements else each for each in found]


def _moved(act: Act, case: Case, payload: Mapping[str, Any]) -> Advance | None:
    """Return where the event takes the dossier; None when an overdue timer ended its wait."""
    event = event_of(payload)
    variables = unpack(payload["variables"])
    state = case.dossier.process_state or b""
    own = {""} if event.key == case.dossier.number else set[str]()
    sent = Sent(event.name, frozenset({event.key, *own}), variables)
    move = deliver if event.kind is WaitKind.MESSAGE else broadcast
    try:
        return move(case.folder.process, state, sent, local_now(act))
    except NotAwaited:
        return None


def _too_late(payload: Mapping[str, object]) -> Line:
    label = _("« %(name)s » est arrivé alors que plus rien ne l'attendait") % payload
    return Line("event_late", label, public=False)


def _lost(payload: Mapping[str, object]) -> Line:
    label = _("Message « %(name)s » pour « %(key)s » : personne ne l'a attendu") % payload
    return Line("event_lost", label, public=False)
