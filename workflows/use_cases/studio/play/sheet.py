"""What an analyst sees beside the screen that is played: token, state, values, mails, journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from workflows.engine.repair import look
from workflows.errors import ProcessFailure
from workflows.forms import SummarySection
from workflows.model import (
    Dossier,
    EffectKind,
    Incident,
    OutboxItem,
    Task,
    TaskState,
    Wait,
    WaitKind,
)
from workflows.use_cases.act import SYSTEM, Act, looking
from workflows.use_cases.demarches.browse import current_folder
from workflows.use_cases.dossiers.case import Case, case_of_dossier
from workflows.use_cases.dossiers.reading.diagram import Diagram, DiagramStep, diagram, draw
from workflows.use_cases.dossiers.reading.my_dossiers import JournalLine, show_dossier
from workflows.use_cases.dossiers.surroundings import local_now
from workflows.use_cases.operations.typed_value import written
from workflows.use_cases.studio.play.cast import AGENT, CITIZEN, Part, parts
from workflows.use_cases.studio.play.sandbox import Sandbox


@dataclass(frozen=True, slots=True)
class Seat:
    """A role, with the names of what it has to do now."""

    part: Part
    to_do: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToDo:
    """A task that waits for somebody; `has_form` when there is something to fill in."""

    id: UUID
    name: str
    slug: str
    has_form: bool


@dataclass(frozen=True, slots=True)
class Awaited:
    """An event that the dossier waits for; a timer has its moment."""

    name: str
    kind: WaitKind
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class SentMail:
    """A mail that would have left; `sent_at` None while it is on its way, `failure` its cause."""

    to: str
    subject: str
    body: str
    sent_at: datetime | None
    failure: str


@dataclass(frozen=True, slots=True)
class MadeDocument:
    """A document that the process made."""

    piece_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Stop:
    """What stopped the process, in words, and where."""

    cause: str
    element: str
    resolved: bool


@dataclass(frozen=True, slots=True)
class Played:
    """The dossier of a play, as its analyst sees it.

    `variables` are those that the process's expressions read, as (name, text).
    """

    id: UUID
    number: str
    state: str
    state_label: str
    steps: tuple[DiagramStep, ...]
    variables: tuple[tuple[str, str], ...]
    answers: tuple[SummarySection, ...]
    documents: tuple[MadeDocument, ...]
    journal: tuple[JournalLine, ...]
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class PlaySheet:
    """A play at one moment; `dossier` is None until the citizen begins one."""

    now: datetime
    seats: tuple[Seat, ...]
    to_do: tuple[ToDo, ...]
    awaited: tuple[Awaited, ...]
    mails: tuple[SentMail, ...]
    dossier: Played | None

    @property
    def next_due(self) -> datetime | None:
        """Return when the next timer rings."""
        due = [each.due_at for each in self.awaited if each.due_at]
        return min(due, default=None)


def show_play(sandbox: Sandbox) -> PlaySheet:
    """Return where a play stands: its last dossier, and what each role has to do."""
    with looking(sandbox.world, SYSTEM) as act:
        dossier_id = last_dossier(act)
        case = case_of_dossier(act, dossier_id, lock=False) if dossier_id else None
        players = parts(act)
        tasks = _ready(act)
        return PlaySheet(
            now=act.now,
            seats=tuple(_seat(each, tasks) for each in players),
            to_do=tuple(_to_do(task) for task in tasks),
            awaited=_awaited(act, case) if case else (),
            mails=_mails(act),
            dossier=_played(act, case) if case else None,
        )


def show_token(sandbox: Sandbox) -> Diagram:
    """Return the diagrams with the token, or bare until a dossier begins."""
    with looking(sandbox.world, SYSTEM) as act:
        dossier_id = last_dossier(act)
        if dossier_id is None:
            return draw(current_folder(act, sandbox.card.code)[1])
        return diagram(act, dossier_id, with_waits=True)


def last_dossier(act: Act) -> UUID | None:
    """Return the dossier that was begun last in a play."""
    newest = (Dossier.created_at.desc(), Dossier.number.desc())
    return act.session.scalar(select(Dossier.id).order_by(*newest).limit(1))


def what_to_open(sandbox: Sandbox, part: Part) -> tuple[UUID | None, UUID | None]:
    """Return the last dossier of a play, and the task that a role has to do in it, if any."""
    with looking(sandbox.world, SYSTEM) as act:
        dossier_id = last_dossier(act)
        mine = (task for task in _ready(act) if part.does(task.group_code))
        return dossier_id, next((task.id for task in mine if task.dossier_id == dossier_id), None)


def _ready(act: Act) -> Sequence[Task]:
    ready = select(Task).where(Task.state == TaskState.READY)
    return act.session.scalars(ready.order_by(Task.created_at, Task.name)).all()


def _seat(part: Part, tasks: Sequence[Task]) -> Seat:
    return Seat(part, tuple(task.name for task in tasks if part.does(task.group_code)))


def _to_do(task: Task) -> ToDo:
    slug = CITIZEN if task.group_code is None else f"{AGENT}{task.group_code}"
    return ToDo(task.id, task.name, slug, bool(task.form_id))


def _awaited(act: Act, case: Case) -> tuple[Awaited, ...]:
    elements = case.folder.process.elements
    of_dossier = Wait.dossier_id == case.dossier.id
    waits = act.session.scalars(select(Wait).where(of_dossier).order_by(Wait.due_at, Wait.name))
    return tuple(
        Awaited(
            name=(elements[wait.element_id].name if wait.element_id in elements else "")
            or wait.name
            or wait.element_id,
            kind=wait.kind,
            due_at=wait.due_at,
        )
        for wait in waits
    )


def _mails(act: Act) -> tuple[SentMail, ...]:
    mails = select(OutboxItem).where(OutboxItem.kind == EffectKind.MAIL)
    return tuple(
        SentMail(
            to=str(item.payload["to"]),
            subject=str(item.payload["subject"]),
            body=str(item.payload["body"]),
            sent_at=item.delivered_at,
            failure=item.failure,
        )
        for item in act.session.scalars(mails.order_by(OutboxItem.created_at.desc()))
    )


def _played(act: Act, case: Case) -> Played:
    sheet = show_dossier(act, case.dossier.id)
    return Played(
        id=case.dossier.id,
        number=case.dossier.number,
        state=case.dossier.state,
        state_label=sheet.card.state_label,
        steps=diagram(act, case.dossier.id).steps,
        variables=_variables(act, case),
        answers=sheet.answers,
        documents=tuple(MadeDocument(each.id, each.name) for each in sheet.documents),
        journal=sheet.journal,
        stops=_stops(act, case),
    )


def _variables(act: Act, case: Case) -> tuple[tuple[str, str], ...]:
    state = case.dossier.process_state
    if not state:
        return ()
    try:
        standing = look(case.folder.process, state, local_now(act))
    except ProcessFailure:
        return ()
    return tuple(sorted((name, written(value)) for name, value in standing.variables.items()))


def _stops(act: Act, case: Case) -> tuple[Stop, ...]:
    elements = case.folder.process.elements
    of_dossier = Incident.dossier_id == case.dossier.id
    found = act.session.scalars(select(Incident).where(of_dossier).order_by(Incident.at.desc()))
    return tuple(
        Stop(
            cause=incident.cause,
            element=elements[incident.element_id].name or incident.element_id
            if incident.element_id in elements
            else incident.element_id,
            resolved=incident.resolved_at is not None,
        )
        for incident in found
    )
