"""Showing dossiers: the citizen's list, and one dossier on one page for both sides."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from workflows.forms import SummarySection, summary
from workflows.model import (
    CLOSED,
    Agent,
    AnswerSet,
    AnyDossier,
    Audience,
    Demarche,
    Dossier,
    DossierState,
    JournalEntry,
    Piece,
    Task,
    TaskState,
    Wait,
)
from workflows.translation import _
from workflows.use_cases.access import Verb, allowed, visible_dossiers, visible_pieces
from workflows.use_cases.act import Act
from workflows.use_cases.dossiers.cards import (
    NOBODY,
    OFFICE,
    YOU,
    DossierCard,
    PieceView,
    TaskView,
    card_of,
    piece_view,
    task_view,
)
from workflows.use_cases.dossiers.case import Case, case_of_dossier
from workflows.use_cases.dossiers.surroundings import context_of, variables_of
from workflows.use_cases.words import day_words


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One thing that happened; `who` is « Vous », the service or a person's name."""

    at: datetime
    verb: str
    label: str
    who: str
    public: bool


@dataclass(frozen=True, slots=True)
class DossierSheet:
    """One dossier on one page. `pieces` are the citizen's files, `documents` the service's.

    `holder` (vous, service, personne) is in words to the citizen, on both sides.
    """

    card: DossierCard
    holder: str
    next_step: str
    service: str
    journal: tuple[JournalLine, ...]
    tasks: tuple[TaskView, ...]
    answers: tuple[SummarySection, ...]
    pieces: tuple[PieceView, ...]
    documents: tuple[PieceView, ...]
    can_withdraw: bool


def my_dossiers(act: Act) -> tuple[DossierCard, ...]:
    """Return the citizen's dossiers, the newest first; nothing for anybody else."""
    if not act.actor.is_citizen:
        return ()
    found = (
        select(Dossier, Demarche.title)
        .join(Demarche, Demarche.code == Dossier.demarche_code)
        .where(visible_dossiers(act.actor))
        .order_by(Dossier.created_at.desc(), Dossier.id)
    )
    rows = act.session.execute(found).all()
    live = _live_tasks(act)
    return tuple(card_of(act, dossier, title, live[dossier.id]) for dossier, title in rows)


def show_dossier(act: Act, dossier_id: UUID) -> DossierSheet:
    """Return a dossier that this person may see, with what this side of the counter reads of it."""
    case = case_of_dossier(act, dossier_id, lock=False)
    pieces = _pieces(act, case.dossier)
    card = card_of(act, case.dossier, case.title, case.tasks)
    opening = _opening(act, case)
    return DossierSheet(
        card=card,
        holder=NOBODY if opening else card.holder,
        next_step=_opening_step(act, opening) if opening else _next_step(case, card),
        service=case.folder.about.service,
        journal=_journal(act, case),
        tasks=_tasks(act, case.dossier),
        answers=_answers(act, case, pieces),
        pieces=tuple(piece_view(act, piece) for piece in pieces if piece.field_key is not None),
        documents=tuple(piece_view(act, piece) for piece in pieces if piece.field_key is None),
        can_withdraw=card.state not in CLOSED and allowed(act.actor, Verb.WITHDRAW, case.dossier),
    )


def journal_line(act: Act, case: Case, entry: JournalEntry) -> JournalLine:
    """Return a line of the journal as this person reads it."""
    return JournalLine(entry.at, entry.verb, entry.label, _who(act, case, entry), entry.public)


def _live_tasks(act: Act) -> Mapping[UUID, list[Task]]:
    """Return the live tasks of every visible dossier."""
    found = (
        select(Task)
        .join(Dossier, Dossier.id == Task.dossier_id)
        .where(Task.state == TaskState.READY, visible_dossiers(act.actor))
        .order_by(Task.created_at, Task.id)
    )
    by_dossier: dict[UUID, list[Task]] = defaultdict(list)
    for task in act.session.scalars(found):
        by_dossier[task.dossier_id].append(task)
    return by_dossier


def _opening(act: Act, case: Case) -> datetime | None:
    """Return when the form of a draft comes, for one that has none yet: its start says a moment."""
    if case.tasks or case.dossier.state is not DossierState.BROUILLON:
        return None
    return act.session.scalar(
        select(func.min(Wait.due_at)).where(Wait.dossier_id == case.dossier.id)
    )


def _opening_step(act: Act, opening: datetime) -> str:
    day = day_words(opening, act.world.settings.zone)
    return _("Votre formulaire s'ouvrira le %(day)s. Revenez à partir de ce jour.") % {"day": day}


def _next_step(case: Case, card: DossierCard) -> str:
    """Say in a sentence to the citizen what comes next."""
    if card.state is DossierState.BROUILLON:
        return _("Terminez votre demande, puis envoyez-la : le service ne la voit pas encore.")
    if card.state in CLOSED:
        return _("Votre dossier est terminé : vous n'avez plus rien à faire.")
    names = ", ".join(
        _("« %(task)s »") % {"task": task.name}
        for task in case.tasks
        if (task.group_code is None) == (card.holder == YOU)
    )
    if card.holder == YOU:
        return _("Il vous reste à faire : %(tasks)s.") % {"tasks": names}
    if card.holder == OFFICE and names:
        step = _("Prochaine étape, par le service : %(tasks)s.") % {"tasks": names}
        return step + " " + _("Vous serez prévenu par courriel.")
    return _("Le dossier attend une échéance. Vous serez prévenu par courriel.")


def _journal(act: Act, case: Case) -> tuple[JournalLine, ...]:
    of_dossier = JournalEntry.dossier_id == case.dossier.id
    found = select(JournalEntry).where(of_dossier).order_by(JournalEntry.id)
    if act.actor.is_citizen:
        found = found.where(JournalEntry.public)
    return tuple(journal_line(act, case, entry) for entry in act.session.scalars(found))


def _who(act: Act, case: Case, entry: JournalEntry) -> str:
    """Name who acted; a citizen is told the service, not the agent's name."""
    if entry.audience is Audience.CITIZEN:
        return _("Vous") if act.actor.is_citizen else _("L'usager")
    if entry.audience is Audience.AGENT and act.actor.is_citizen:
        return case.folder.about.service
    return entry.actor_name


def _tasks(act: Act, dossier: AnyDossier) -> tuple[TaskView, ...]:
    """Return all tasks, in their order; the citizen gets names of agents as « the service »."""
    found = (
        select(Task, Agent.name)
        .outerjoin(Agent, Agent.id == Task.claimed_by_id)
        .where(Task.dossier_id == dossier.id)
        .order_by(Task.created_at, Task.id)
    )
    shown = not act.actor.is_citizen
    return tuple(
        task_view(act, task, name if shown else None) for task, name in act.session.execute(found)
    )


def _answers(act: Act, case: Case, pieces: Iterable[Piece]) -> tuple[SummarySection, ...]:
    """Return what was answered, task after task; the citizen reads only his own answers."""
    context_variables = variables_of(case)
    sections: list[SummarySection] = []
    of_dossier = AnswerSet.dossier_id == case.dossier.id
    given = select(AnswerSet).where(of_dossier).order_by(AnswerSet.at)
    for answered in act.session.scalars(given):
        form = case.folder.forms.get(answered.form_id)
        if form is not None and (answered.by_citizen or not act.actor.is_citizen):
            of_task = [piece for piece in pieces if piece.task_id == answered.task_id]
            context = context_of(act, case, context_variables, of_task)
            sections += summary(form, answered.values, context)
    return tuple(sections)


def _pieces(act: Act, dossier: AnyDossier) -> list[Piece]:
    of_dossier = (Piece.dossier_id == dossier.id, visible_pieces(act.actor))
    found = select(Piece).join(Dossier, Dossier.id == Piece.dossier_id).where(*of_dossier)
    return list(act.session.scalars(found.order_by(Piece.added_at)))
