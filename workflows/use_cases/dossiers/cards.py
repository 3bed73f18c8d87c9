"""What pages are given to show: frozen cards of dossiers, tasks and pièces."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from workflows.forms import PieceRef
from workflows.model import (
    CLOSED,
    AnyDossier,
    AnyTask,
    Audience,
    DossierState,
    Piece,
    TaskState,
)
from workflows.use_cases.access import Verb, allowed
from workflows.use_cases.act import Act
from workflows.use_cases.words import STATES, due_words

PIECES: Mapping[Audience | None, str] = {
    Audience.CITIZEN: "/pieces",
    Audience.AGENT: "/backoffice/pieces",
    None: "/pieces",
}
WITH_THUMBNAIL = frozenset({"image/jpeg", "image/png"})
YOU, OFFICE, NOBODY = "vous", "service", "personne"


@dataclass(frozen=True, slots=True)
class DossierCard:
    """One dossier in a list; `next_task_id` is the task that this person can do now.

    `holder` is who must act, in words to the citizen: vous, service, personne.
    """

    id: UUID
    number: str
    demarche_code: str
    title: str
    state: DossierState
    state_label: str
    created_at: datetime
    filed_at: datetime | None
    applicant: str
    holder: str
    draft: bool
    next_task_id: UUID | None


@dataclass(frozen=True, slots=True)
class TaskView:
    """One task; `claimed_by` is the agent's name.

    `may_act` tells whether this person can do it now, `may_release` take the agent's name off.
    """

    id: UUID
    element_id: str
    name: str
    lane: str
    state: TaskState
    form_id: str
    created_at: datetime
    due_at: datetime | None
    due_words: str
    claimed_by: str | None
    mine: bool
    may_act: bool
    may_release: bool


@dataclass(frozen=True, slots=True)
class PieceView:
    """One file; `size` in bytes, `scanned` false where the installation has no antivirus."""

    id: UUID
    name: str
    media_type: str
    size: int
    field_key: str | None
    added_at: datetime
    url: str
    thumbnail_url: str | None
    scanned: bool


def card_of(act: Act, dossier: AnyDossier, title: str, live: Sequence[AnyTask]) -> DossierCard:
    """Make the card of a dossier from its live tasks."""
    mine = next((task for task in live if allowed(act.actor, Verb.FILL, task)), None)
    return DossierCard(
        id=dossier.id,
        number=dossier.number,
        demarche_code=dossier.demarche_code,
        title=title,
        state=dossier.state,
        state_label=STATES[dossier.state],
        created_at=dossier.created_at,
        filed_at=dossier.filed_at,
        applicant=dossier.applicant,
        holder=holder_of(dossier, live),
        draft=dossier.state is DossierState.BROUILLON,
        next_task_id=mine.id if mine else None,
    )


def holder_of(dossier: AnyDossier, live: Sequence[AnyTask]) -> str:
    """Say who must act: the citizen (« vous »), the service, or nobody."""
    if any(task.group_code is None for task in live):
        return YOU
    return OFFICE if live or dossier.state not in CLOSED else NOBODY


def task_view(act: Act, task: AnyTask, claimed_by: str | None) -> TaskView:
    """Make the view of a task; `claimed_by` is the name behind `claimed_by_id`."""
    ready = task.state is TaskState.READY
    held = ready and task.claimed_by_id is not None
    return TaskView(
        id=task.id,
        element_id=task.element_id,
        name=task.name,
        lane=task.lane,
        state=task.state,
        form_id=task.form_id,
        created_at=task.created_at,
        due_at=task.due_at,
        due_words=due_words(task.due_at, act.now, act.world.settings.zone) if ready else "",
        claimed_by=claimed_by,
        mine=task.claimed_by_id is not None and task.claimed_by_id == act.actor.id,
        may_act=ready and allowed(act.actor, Verb.FILL, task),
        may_release=held and allowed(act.actor, Verb.RELEASE, task),
    )


def piece_view(act: Act, piece: Piece) -> PieceView:
    """Make the view of a file, with the addresses where this audience opens it."""
    url = f"{PIECES[act.actor.audience]}/{piece.id}"
    return PieceView(
        id=piece.id,
        name=piece.name,
        media_type=piece.media_type,
        size=piece.size,
        field_key=piece.field_key,
        added_at=piece.added_at,
        url=url,
        thumbnail_url=f"{url}/vignette" if piece.media_type in WITH_THUMBNAIL else None,
        scanned=act.world.antivirus.looks,
    )


def piece_ref(view: PieceView) -> PieceRef:
    """Return a file as forms know it."""
    return PieceRef(view.id, view.name, view.media_type, view.size, view.url, view.thumbnail_url)
