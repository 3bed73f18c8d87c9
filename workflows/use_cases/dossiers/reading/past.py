"""A dossier as it stood at a moment of the past, read only: for an appeal, a doubt, a chief."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select

from workflows.catalogue import Folder
from workflows.errors import Forbidden, Invalid
from workflows.forms import SummarySection, summary, typed
from workflows.model import (
    AnswerSet,
    DemarcheVersion,
    DossierState,
    JournalEntry,
    Piece,
    Task,
    TaskState,
)
from workflows.translation import _
from workflows.use_cases.act import Act
from workflows.use_cases.demarches.packages import folder_of
from workflows.use_cases.dossiers.cards import PieceView, piece_view
from workflows.use_cases.dossiers.case import Case, case_of_dossier
from workflows.use_cases.dossiers.reading.diagram import Diagram, draw, steps_of
from workflows.use_cases.dossiers.reading.my_dossiers import JournalLine, journal_line
from workflows.use_cases.dossiers.reading.remembered import (
    PastDecision,
    PastName,
    PastWait,
    Remembered,
    names_then,
    remember,
    version_then,
)
from workflows.use_cases.dossiers.surroundings import context_of


@dataclass(frozen=True, slots=True)
class PastTask:
    """A task that waited then; `holder` is the agent's name, empty for nobody."""

    element_id: str
    name: str
    lane: str
    since: datetime
    due_at: datetime | None
    holder: str


@dataclass(frozen=True, slots=True)
class PastSheet:
    """One dossier at one moment; `moments` are those at which something happened to it, in order.

    `version` is the number of the démarche's version that it followed then; `names` are those of
    its elements, by id.
    """

    id: UUID
    number: str
    applicant: str
    title: str
    at: datetime
    filed_at: datetime
    version: int
    state: DossierState
    names: Mapping[str, str]
    tasks: tuple[PastTask, ...]
    waits: tuple[PastWait, ...]
    answers: tuple[SummarySection, ...]
    pieces: tuple[PieceView, ...]
    documents: tuple[PieceView, ...]
    decisions: tuple[PastDecision, ...]
    journal: tuple[JournalLine, ...]
    diagram: Diagram
    moments: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class _Then:
    """The rows that tell a moment: the folder followed, lines up to it, lines after it."""

    case: Case
    at: datetime
    filed_at: datetime
    folder: Folder
    version: int
    lines: Sequence[JournalEntry]
    later: Sequence[JournalEntry]


def dossier_at(act: Act, dossier_id: UUID, moment: datetime) -> PastSheet:
    """Rebuild a dossier that this agent may see as it stood at `moment`.

    Raise NotFound, Forbidden for a citizen, Invalid before the dossier was filed.
    """
    then = _then(act, dossier_id, moment)
    told = remember(then.lines)
    pieces = _pieces(act, then)
    tasks = _tasks(act, then, told)
    dossier = then.case.dossier
    return PastSheet(
        id=dossier.id,
        number=dossier.number,
        applicant=dossier.applicant,
        title=then.folder.about.title,
        at=moment,
        filed_at=then.filed_at,
        version=then.version,
        state=told.state,
        names={each.id: each.name for each in then.folder.process.elements.values()},
        tasks=tasks,
        waits=told.waits,
        answers=_answers(act, then, pieces),
        pieces=tuple(piece_view(act, piece) for piece in pieces if piece.field_key is not None),
        documents=tuple(piece_view(act, piece) for piece in pieces if piece.field_key is None),
        decisions=tuple(told.decisions),
        journal=tuple(journal_line(act, then.case, entry) for entry in then.lines),
        diagram=_diagram(then.folder, told, tasks),
        moments=tuple(dict.fromkeys(each.at for each in (*then.lines, *then.later))),
    )


def _then(act: Act, dossier_id: UUID, moment: datetime) -> _Then:
    case = case_of_dossier(act, dossier_id, lock=False)
    if act.actor.is_citizen:
        raise Forbidden(_("L'historique d'un dossier est réservé aux agents."))
    filed_at = case.dossier.filed_at
    if filed_at is None or moment < filed_at:
        raise Invalid(_("Ce dossier n'était pas encore déposé : choisissez une date plus récente."))
    of_dossier = JournalEntry.dossier_id == dossier_id
    entries = act.session.scalars(select(JournalEntry).where(of_dossier).order_by(JournalEntry.id))
    lines: list[JournalEntry] = []
    later: list[JournalEntry] = []
    for entry in entries:
        (lines if entry.at <= moment else later).append(entry)
    version = act.session.get_one(DemarcheVersion, version_then(later, case.dossier.version_id))
    folder = folder_of(act.connection, version.id, version.digest)
    return _Then(case, moment, filed_at, folder, version.number, lines, later)


def _tasks(act: Act, then: _Then, told: Remembered) -> tuple[PastTask, ...]:
    waiting = (
        Task.dossier_id == then.case.dossier.id,
        Task.created_at <= then.at,
        or_(Task.ended_at.is_(None), Task.ended_at > then.at),
    )
    found = act.session.scalars(select(Task).where(*waiting).order_by(Task.created_at, Task.id))
    named = names_then(then.later)
    return tuple(_task(task, named.get(str(task.id)), told) for task in found)


def _task(task: Task, before: PastName | None, told: Remembered) -> PastTask:
    name = before or PastName(task.element_id, task.name, task.lane)
    holder = told.holders.get(name.element_id, "")
    return PastTask(name.element_id, name.name, name.lane, task.created_at, task.due_at, holder)


def _pieces(act: Act, then: _Then) -> list[Piece]:
    """Return the files that the administration could read: sent with a task that was done."""
    sent = or_(
        Piece.task_id.is_(None), (Task.state == TaskState.COMPLETED) & (Task.ended_at <= then.at)
    )
    there = (
        Piece.dossier_id == then.case.dossier.id,
        Piece.transmitted,
        Piece.added_at <= then.at,
        or_(Piece.removed_at.is_(None), Piece.removed_at > then.at),
        sent,
    )
    found = select(Piece).outerjoin(Task, Task.id == Piece.task_id).where(*there)
    return list(act.session.scalars(found.order_by(Piece.added_at)))


def _answers(act: Act, then: _Then, pieces: Sequence[Piece]) -> tuple[SummarySection, ...]:
    of_dossier = (AnswerSet.dossier_id == then.case.dossier.id, AnswerSet.at <= then.at)
    given = list(act.session.scalars(select(AnswerSet).where(*of_dossier).order_by(AnswerSet.at)))
    known: dict[str, object] = {}
    for answered in given:
        form = then.folder.forms.get(answered.form_id)
        known |= typed(form, answered.values) if form is not None else {}
    sections: list[SummarySection] = []
    for answered in given:
        form = then.folder.forms.get(answered.form_id)
        if form is not None:
            of_task = [piece for piece in pieces if piece.task_id == answered.task_id]
            sections += summary(form, answered.values, context_of(act, then.case, known, of_task))
    return tuple(sections)


def _diagram(folder: Folder, told: Remembered, tasks: Sequence[PastTask]) -> Diagram:
    live = tuple(dict.fromkeys(task.element_id for task in tasks))
    passed = tuple(told.passed)
    here = (*live, *(wait.element_id for wait in told.waits))
    ahead = folder.drawing.reachable(*map(folder.drawn, here), *folder.shown(here))
    return draw(folder, live, passed, steps_of(folder, live, passed, ahead))
