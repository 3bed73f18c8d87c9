"""A dossier as a verb works on it: its row (locked to write), its live tasks, its folder."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, Uuid, bindparam, exists, select
from sqlalchemy.orm import aliased, undefer
from sqlalchemy.orm.attributes import flag_modified

from workflows.catalogue import Folder
from workflows.errors import TaskGone
from workflows.model import (
    Citizen,
    Demarche,
    DemarcheVersion,
    Dossier,
    Draft,
    Task,
    TaskState,
    Wait,
)
from workflows.translation import _
from workflows.use_cases.access import Who, not_found, visible_to, who
from workflows.use_cases.act import Act
from workflows.use_cases.demarches.packages import folder_of

Live = tuple[Task | None, dict[str, Any] | None, int | None]
_seen = aliased(Dossier)
_TASK, _DOSSIER = bindparam("the_task", type_=Uuid()), bindparam("the_dossier", type_=Uuid())
_ACTOR = bindparam("actor", type_=Uuid())
_GROUPS = bindparam("groups", type_=String(), expanding=True)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed in a task so far, and the page reached."""

    values: Mapping[str, object]
    page: int


@dataclass(slots=True)
class Case:
    """A dossier and what surrounds it.

    `email` is its citizen's, `newcomer` when the account has no password yet; `waiting` tells
    whether rows of `wait` exist; `drafts` are by task.
    """

    dossier: Dossier
    email: str
    newcomer: bool
    title: str
    folder: Folder
    waiting: bool = False
    tasks: list[Task] = field(default_factory=list)
    drafts: dict[UUID, Typed] = field(default_factory=dict)


def case_of_task(act: Act, task_id: UUID, *, lock: bool) -> tuple[Case, Task]:
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
    column, given = who(act.actor), {"actor": act.actor.id, "groups": sorted(act.actor.groups)}
    wanted = _query(column, by_task="the_task" in which, lock=lock)
    rows = act.session.execute(wanted, {**which, **given}).all()
    if not rows:
        raise not_found()
    dossier, seen, email, newcomer, title, digest, waiting, *_live = rows[0]
    live: list[Live] = [(row[7], row[8], row[9]) for row in rows]
    if lock:
        # written in any case: a change of `revision` tells those who wait that all is to be reread
        flag_modified(dossier, "applicant")
    if seen != dossier.revision:
        # PostgreSQL waited for the lock: it gives the new dossier with the tasks of before
        waiting, live = _again(act, dossier)
    folder = folder_of(act.session, dossier.version_id, digest)
    case = Case(dossier, email, newcomer, title, folder, waiting)
    for task, values, page in live:
        if task is not None:
            case.tasks.append(task)
        if task is not None and values is not None:
            case.drafts[task.id] = Typed(values, page or 0)
    return case


@cache
def _query(column: Who, *, by_task: bool, lock: bool) -> Select[*tuple[Any, ...]]:
    """Ask for dossier, live tasks and drafts at once: one row per live task, or one without."""
    ready = (Task.dossier_id == Dossier.id) & (Task.state == TaskState.READY)
    of_task = select(Task.dossier_id).where(Task.id == _TASK).scalar_subquery()
    wanted = (
        select(
            Dossier,
            select(_seen.revision).where(_seen.id == Dossier.id).scalar_subquery(),
            Citizen.email,
            Citizen.password_hash.is_(None),
            Demarche.title,
            DemarcheVersion.digest,
            exists().where(Wait.dossier_id == Dossier.id),
            Task,
            Draft.values,
            Draft.page,
        )
        .join(Citizen, Citizen.id == Dossier.citizen_id)
        .join(Demarche, Demarche.code == Dossier.demarche_code)
        .join(DemarcheVersion, DemarcheVersion.id == Dossier.version_id)
        .outerjoin(Task, ready)
        .outerjoin(Draft, Draft.task_id == Task.id)
        .where(Dossier.id == (of_task if by_task else _DOSSIER))
        .where(visible_to(column, _ACTOR, _GROUPS))
        .order_by(Task.created_at, Task.id)
        .options(undefer(Dossier.process_state), undefer(Dossier.answers))
        .execution_options(populate_existing=True)
    )
    return wanted.with_for_update(of=Dossier) if lock else wanted


def _again(act: Act, dossier: Dossier) -> tuple[bool, list[Live]]:
    """Read what may have changed while the lock was awaited; it cannot change any more."""
    waiting = act.session.scalar(select(exists().where(Wait.dossier_id == dossier.id)))
    ready = (Task.dossier_id == dossier.id, Task.state == TaskState.READY)
    found = (
        select(Task, Draft.values, Draft.page)
        .outerjoin(Draft, Draft.task_id == Task.id)
        .where(*ready)
        .order_by(Task.created_at, Task.id)
        .execution_options(populate_existing=True)
    )
    return bool(waiting), [(row[0], row[1], row[2]) for row in act.session.execute(found)]
