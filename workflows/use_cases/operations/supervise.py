"""What supervisors watch: work under way, what is late, mails given up; and trying them again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from workflows.errors import NotFound
from workflows.model import (
    Demarche,
    Dossier,
    DossierState,
    Incident,
    OutboxItem,
    Task,
    TaskState,
)
from workflows.translation import _
from workflows.use_cases.access import Verb, allowed, require, visible_dossiers
from workflows.use_cases.act import Act

SHOWN = 200  # rows of a list that nobody should let grow
OLDEST = 10


@dataclass(frozen=True, slots=True)
class Counters:
    """The figures of the menu: the tasks that I hold, open troubles."""

    mine: int = 0
    incidents: int = 0
    failed_mails: int = 0


@dataclass(frozen=True, slots=True)
class TaskLoad:
    """One task of one démarche: how many wait, how many are late, since when the oldest waits."""

    demarche: str
    task: str
    waiting: int
    late: int
    oldest_at: datetime


@dataclass(frozen=True, slots=True)
class OldDossier:
    """One of the open dossiers that were filed first."""

    id: UUID
    number: str
    applicant: str
    state: DossierState
    filed_at: datetime
    age_days: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The filed dossiers that the actor may see, and the tasks that wait in them."""

    states: tuple[tuple[DossierState, int], ...]
    late: int
    decided_lately: int
    loads: tuple[TaskLoad, ...]
    oldest: tuple[OldDossier, ...]


@dataclass(frozen=True, slots=True)
class FailedEffect:
    """A mail or document that the worker gave up; `failure` is the last cause."""

    id: UUID
    kind: str
    to: str
    subject: str
    tries: int
    failure: str
    created_at: datetime
    dossier_id: UUID | None


def count_work(act: Act) -> Counters:
    """Count what awaits this agent; supervisors' figures stay at zero for the others."""
    if not act.actor.is_agent:
        return Counters()
    ready = and_(Task.state == TaskState.READY, Task.group_code.in_(act.actor.groups))
    admin = allowed(act.actor, Verb.OPERATE)
    return Counters(
        mine=_count(act, Task, and_(ready, Task.claimed_by_id == act.actor.id)),
        incidents=_open_incidents(act),
        failed_mails=_count(act, OutboxItem, _given_up()) if admin else 0,
    )


def show_dashboard(act: Act) -> Dashboard:
    """Sum up the dossiers and tasks that the actor supervises; raise Forbidden for the others."""
    require(act.actor, Verb.SUPERVISE)
    month_ago = act.now - timedelta(days=30)
    seen = visible_dossiers(act.actor)
    loads = _loads(act)
    return Dashboard(
        states=_states(act, seen),
        late=sum(load.late for load in loads),
        decided_lately=_count(act, Dossier, and_(seen, Dossier.decided_at >= month_ago)),
        loads=loads,
        oldest=_oldest(act, seen),
    )


def list_failed(act: Act) -> tuple[FailedEffect, ...]:
    """Return the effects that the worker gave up, newest first; raise Forbidden."""
    require(act.actor, Verb.OPERATE)
    failed = select(OutboxItem).where(_given_up()).order_by(OutboxItem.created_at.desc())
    return tuple(_failed(item) for item in act.session.scalars(failed.limit(SHOWN)))


def retry(act: Act, effect_id: UUID) -> None:
    """Hand an effect that was given up back to the worker, now; raise NotFound or Forbidden."""
    require(act.actor, Verb.OPERATE)
    item = act.session.scalar(select(OutboxItem).where(OutboxItem.id == effect_id, _given_up()))
    if item is None:
        raise NotFound(_("Cet envoi n'attend plus de nouvel essai."))
    item.tries = 0
    item.next_try_at = act.now


def _open_incidents(act: Act) -> int:
    """Count the open incidents that the actor can read in their list."""
    still_open = Incident.resolved_at.is_(None)
    if allowed(act.actor, Verb.OPERATE):
        return _count(act, Incident, still_open)
    if not allowed(act.actor, Verb.RETRY):
        return 0
    seen = select(Dossier.id).where(visible_dossiers(act.actor))
    return _count(act, Incident, and_(still_open, Incident.dossier_id.in_(seen)))


def _given_up() -> ColumnElement[bool]:
    return and_(OutboxItem.delivered_at.is_(None), OutboxItem.next_try_at.is_(None))


def _count(act: Act, table: type, which: ColumnElement[bool]) -> int:
    return act.session.scalar(select(func.count()).select_from(table).where(which)) or 0


def _states(act: Act, seen: ColumnElement[bool]) -> tuple[tuple[DossierState, int], ...]:
    counted = select(Dossier.state, func.count()).where(seen).group_by(Dossier.state)
    found = {state: count for state, count in act.session.execute(counted)}
    return tuple(
        (state, found.get(state, 0)) for state in DossierState if state != DossierState.BROUILLON
    )


def _loads(act: Act) -> tuple[TaskLoad, ...]:
    late = and_(Task.due_at.is_not(None), Task.due_at < act.now)
    asked = (
        select(
            Demarche.title,
            Task.name,
            func.count(),
            func.count().filter(late),
            func.min(Task.created_at),
        )
        .join(Task.dossier)
        .join(Demarche, Demarche.code == Dossier.demarche_code)
        .where(
            Task.state == TaskState.READY, Task.group_code.is_not(None), visible_dossiers(act.actor)
        )
        .group_by(Demarche.title, Task.name)
        .order_by(func.min(Task.created_at))
    )
    return tuple(
        TaskLoad(title, task, waiting, overdue, oldest_at)
        for title, task, waiting, overdue, oldest_at in act.session.execute(asked)
    )


def _oldest(act: Act, seen: ColumnElement[bool]) -> tuple[OldDossier, ...]:
    working = or_(
        Dossier.state == DossierState.DEPOSE,
        Dossier.state == DossierState.EN_INSTRUCTION,
        Dossier.state == DossierState.A_COMPLETER,
    )
    asked = select(Dossier).where(seen, working).order_by(Dossier.filed_at).limit(OLDEST)
    return tuple(
        OldDossier(
            id=dossier.id,
            number=dossier.number,
            applicant=dossier.applicant,
            state=dossier.state,
            filed_at=dossier.filed_at or dossier.created_at,
            age_days=(act.now - (dossier.filed_at or dossier.created_at)).days,
        )
        for dossier in act.session.scalars(asked)
    )


def _failed(item: OutboxItem) -> FailedEffect:
    return FailedEffect(
        id=item.id,
        kind=item.kind,
        to=str(item.payload.get("to", "")),
        subject=str(item.payload.get("subject", item.payload.get("name", ""))),
        tries=item.tries,
        failure=item.failure,
        created_at=item.created_at,
        dossier_id=item.dossier_id,
    )
