"""A dossier as a verb works on it: its row (locked to write), its live tasks, its folder."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import aliased
from sqlalchemy.orm.attributes import flag_modified

from workflows.catalogue import Folder
from workflows.errors import TaskGone
from workflows.model import (
    AnswerSet,
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
from workflows.use_cases.access import not_found, visible_dossiers
from workflows.use_cases.act import Act
from workflows.use_cases.packages import folder_of

Live = tuple[Task | None, Draft | None]
_seen = aliased(Dossier)


@dataclass(slots=True)
class Case:
    """A dossier and what surrounds it; `waiting` tells whether rows of `wait` exist."""

    dossier: Dossier
    citizen: Citizen
    title: str
    folder: Folder
    waiting: bool
    tasks: list[Task]
    drafts: dict[UUID, Draft]
    answers: list[AnswerSet] | None = field(default=None)  # read when first needed


def case_of_task(act: Act, task_id: UUID, *, lock: bool) -> tuple[Case, Task]:
    """Return a live task and its case; with `lock` nobody else can change the dossier.

    Raise NotFound when this person may not see the dossier, TaskGone when the task is over.
    """
    of_task = select(Task.dossier_id).where(Task.id == task_id).scalar_subquery()
    case = _read(act, Dossier.id == of_task, lock=lock)
    task = next((each for each in case.tasks if each.id == task_id), None)
    if task is None:
        raise TaskGone(
            _("Cette tâche est déjà faite, ou n'est plus à faire : rechargez le dossier.")
        )
    return case, task


def case_of_dossier(act: Act, dossier_id: UUID, *, lock: bool) -> Case:
    """Return the case of a dossier that this person may see; raise NotFound."""
    return _read(act, Dossier.id == dossier_id, lock=lock)


def answers_of(act: Act, case: Case) -> list[AnswerSet]:
    """Return what was answered so far, the oldest first; read once."""
    if case.answers is None:
        of_dossier = AnswerSet.dossier_id == case.dossier.id
        found = select(AnswerSet).where(of_dossier).order_by(AnswerSet.at)
        case.answers = list(act.session.scalars(found))
    return case.answers


def _read(act: Act, which: ColumnElement[bool], *, lock: bool) -> Case:
    wanted = _query().where(which, visible_dossiers(act.actor))
    if lock:
        wanted = wanted.with_for_update(of=Dossier)
    rows = act.session.execute(wanted).all()
    if not rows:
        raise not_found()
    dossier, seen, citizen, title, digest, waiting, _task, _draft = rows[0]
    live: list[Live] = [(row[6], row[7]) for row in rows]
    if lock:
        # written in any case: a change of `revision` tells those who wait that all is to be reread
        flag_modified(dossier, "applicant")
    if seen != dossier.revision:
        # PostgreSQL waited for the lock: it gives the new dossier with the tasks of before
        waiting, live = _again(act, dossier)
    return Case(
        dossier=dossier,
        citizen=citizen,
        title=title,
        folder=folder_of(act.session, dossier.version_id, digest),
        waiting=waiting,
        tasks=[task for task, _draft in live if task is not None],
        drafts={draft.task_id: draft for _task, draft in live if draft is not None},
    )


def _query() -> Select[Dossier, int, Citizen, str, str, bool, Task | None, Draft | None]:
    """Ask for dossier, live tasks and drafts at once: one row per live task, or one without."""
    ready = (Task.dossier_id == Dossier.id) & (Task.state == TaskState.READY)
    return (
        select(
            Dossier,
            select(_seen.revision).where(_seen.id == Dossier.id).scalar_subquery(),
            Citizen,
            Demarche.title,
            DemarcheVersion.digest,
            exists().where(Wait.dossier_id == Dossier.id),
            Task,
            Draft,
        )
        .join(Citizen, Citizen.id == Dossier.citizen_id)
        .join(Demarche, Demarche.code == Dossier.demarche_code)
        .join(DemarcheVersion, DemarcheVersion.id == Dossier.version_id)
        .outerjoin(Task, ready)
        .outerjoin(Draft, Draft.task_id == Task.id)
        .order_by(Task.created_at, Task.id)
        .execution_options(populate_existing=True)
    )


def _again(act: Act, dossier: Dossier) -> tuple[bool, list[Live]]:
    """Read what may have changed while the lock was awaited; it cannot change any more."""
    waiting = act.session.scalar(select(exists().where(Wait.dossier_id == dossier.id)))
    ready = (Task.dossier_id == dossier.id, Task.state == TaskState.READY)
    found = (
        select(Task, Draft)
        .outerjoin(Draft, Draft.task_id == Task.id)
        .where(*ready)
        .order_by(Task.created_at, Task.id)
        .execution_options(populate_existing=True)
    )
    return bool(waiting), [(task, draft) for task, draft in act.session.execute(found)]
