"""A dossier as a verb works on it: its row (locked to write), its live tasks, its folder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, Uuid, bindparam, exists, null, select
from sqlalchemy.orm import aliased

from workflows.catalogue import Folder
from workflows.catalogue.card.opening import Opening
from workflows.errors import TaskGone
from workflows.model import (
    Citizen,
    Demarche,
    DemarcheVersion,
    Dossier,
    DossierRow,
    Draft,
    Piece,
    Task,
    TaskRow,
    TaskState,
    Wait,
)
from workflows.model.base import Name
from workflows.model.rows import DOSSIER, TASK
from workflows.translation import _
from workflows.use_cases.access import Who, not_found, visible_to, who
from workflows.use_cases.act import Act
from workflows.use_cases.demarches.opening import OWN_DATES, in_force
from workflows.use_cases.demarches.packages import folder_of

_seen = aliased(Dossier)
_TASK, _DOSSIER = bindparam("the_task", type_=Uuid()), bindparam("the_dossier", type_=Uuid())
_ACTOR, _LIVE = bindparam("actor", type_=Uuid()), bindparam("live", type_=Name(TaskState))
_FILLED = exists().where(  # by dossier first: that is what has an index
    Piece.dossier_id == Task.dossier_id, Piece.task_id == Task.id, Piece.removed_at.is_(None)
)
LIVE = (*(getattr(Task, name) for name in TASK), Draft.values, Draft.page, _FILLED)
# columns of the dossier; then six of its surroundings and the dates of its démarche; then a task's
OF_CASE = len(DOSSIER)
OF_DATES = OF_CASE + 6
OF_TASK = OF_DATES + len(OWN_DATES)
KEPT = 256
ALWAYS = Opening()


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed in a task so far, and the page reached."""

    values: Mapping[str, object]
    page: int


@dataclass(slots=True)
class Case:
    """A dossier and what surrounds it.

    `email` is its citizen's, `newcomer` when the account has no password yet; `waiting` tells
    whether rows of `wait` exist; `opening` says when the démarche takes applications; `drafts` are
    by task; `filled` are the tasks that have pièces.
    """

    dossier: DossierRow
    email: str
    newcomer: bool
    title: str
    folder: Folder
    waiting: bool = False
    opening: Opening = ALWAYS
    tasks: list[TaskRow] = field(default_factory=list)
    drafts: dict[UUID, Typed] = field(default_factory=dict)
    filled: set[UUID] = field(default_factory=set)


def case_of_task(act: Act, task_id: UUID, *, lock: bool) -> tuple[Case, TaskRow]:
    """Return a live task and its case; with `lock` nobody else can change the dossier.

    Raise NotFound when this person may not see the dossier, TaskGone when the task is over.
    """
    case = _read(act, {"the_task": task_id}, lock=lock)
    task = next((each for each in case.tasks if each.id == task_id), None)
    if task is None:
        raise TaskGone(
            _("Cette tâche est déjà faite, ou n'est plus à faire : rechargez le dossier.")
        )
    return case, task


def case_of_dossier(act: Act, dossier_id: UUID, *, lock: bool) -> Case:
    """Return the case of a dossier that this person may see; raise NotFound."""
    return _read(act, {"the_dossier": dossier_id}, lock=lock)


def _read(act: Act, which: Mapping[str, UUID], *, lock: bool) -> Case:
    act.settle()  # what this act has changed is read back as it now is
    groups = {f"group_{rank}": group for rank, group in enumerate(sorted(act.actor.groups))}
    wanted = _query(who(act.actor), tuple(groups), by_task="the_task" in which, lock=lock)
    given = {**which, **groups, "actor": act.actor.id, "live": TaskState.READY}
    rows = act.transaction.fetch(wanted, given)
    if not rows:
        raise not_found()
    dossier = DossierRow(*rows[0][:OF_CASE])
    dossier = act.held.get(dossier.id) or dossier
    if lock and act.held.get(dossier.id) is None:
        act.held.keep(dossier)
    seen, email, newcomer, title, digest, waiting = rows[0][OF_CASE:OF_DATES]
    live: list[Sequence[Any]] = [row[OF_TASK:] for row in rows]
    if seen != dossier.revision:
        # PostgreSQL waited for the lock: it gives the new dossier with the tasks of before
        waiting, live = _again(act, dossier)
    folder = folder_of(act.connection, dossier.version_id, digest)
    own, opens, closes = rows[0][OF_DATES:OF_TASK]
    opening = in_force(folder.about, (own, opens, closes))
    case = Case(dossier, email, newcomer, title, folder, waiting, opening)
    for row in live:
        _add_task(case, row)
    return case


def _add_task(case: Case, row: Sequence[Any]) -> None:
    """Add a live task with what was typed in it; a dossier without any has one row of nulls."""
    *columns, values, page, filled = row
    if columns[0] is None:
        return
    columns.append(case.dossier)
    task = TaskRow(*columns)
    case.tasks.append(task)
    if values is not None:
        case.drafts[task.id] = Typed(values, page or 0)
    if filled:
        case.filled.add(task.id)


@lru_cache(maxsize=KEPT)
def _query(
    column: Who, groups: tuple[str, ...], *, by_task: bool, lock: bool
) -> Select[*tuple[Any, ...]]:
    """Ask for dossier, live tasks and drafts at once: one row per live task, or one without.

    `groups` names the parameters of the actor's groups: one for all would be written out again
    at every run.
    """
    ready = (Task.dossier_id == Dossier.id) & (Task.state == _LIVE)
    of_task = select(Task.dossier_id).where(Task.id == _TASK).scalar_subquery()
    held = [bindparam(name, type_=String()) for name in groups]
    wanted = (
        select(
            *(getattr(Dossier, name) for name in DOSSIER),
            select(_seen.revision).where(_seen.id == Dossier.id).scalar_subquery(),
            Citizen.email,
            Citizen.password_hash.is_(None),
            Demarche.title,
            DemarcheVersion.digest,
            exists().where(Wait.dossier_id == Dossier.id),
            *OWN_DATES,
            *LIVE,
        )
        .join(Citizen, Citizen.id == Dossier.citizen_id)
        .join(Demarche, Demarche.code == Dossier.demarche_code)
        .join(DemarcheVersion, DemarcheVersion.id == Dossier.version_id)
        .outerjoin(Task, ready)
        .outerjoin(Draft, Draft.task_id == Task.id)
        .where(Dossier.id == (of_task if by_task else _DOSSIER))
        .where(visible_to(column, _ACTOR, held or [null()]))  # in no group: null is in none
        .order_by(Task.created_at, Task.id)
    )
    return wanted.with_for_update(of=Dossier) if lock else wanted


def _again(act: Act, dossier: DossierRow) -> tuple[bool, list[Sequence[Any]]]:
    """Read what may have changed while the lock was awaited; it cannot change any more."""
    waiting = act.session.scalar(select(exists().where(Wait.dossier_id == dossier.id)))
    found = (
        select(*LIVE)
        .outerjoin(Draft, Draft.task_id == Task.id)
        .where(Task.dossier_id == dossier.id, Task.state == TaskState.READY)
        .order_by(Task.created_at, Task.id)
    )
    return bool(waiting), list(act.connection.execute(found))
