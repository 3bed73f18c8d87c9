"""A dossier and a task as plain objects, for the verbs that change them: no ORM follows them."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from workflows.errors import IllegalTransition
from workflows.model.dossier import FOLLOWS, Dossier, DossierState
from workflows.model.task import Task, TaskState


@dataclass(slots=True)
class DossierRow:
    """A row of `dossier`, its fields in the order of `DOSSIER`; values are replaced, not edited."""

    id: UUID
    number: str
    demarche_code: str
    version_id: UUID
    citizen_id: UUID
    state: DossierState
    applicant: str
    process_state: bytes | None
    answers: dict[str, Any]
    created_at: datetime
    filed_at: datetime | None
    decided_at: datetime | None
    revision: int

    def move_to(self, state: DossierState) -> None:
        """Raise IllegalTransition unless `state` is the present one or may follow it."""
        if state is self.state:
            return
        if state not in FOLLOWS.get(self.state, frozenset()):
            raise IllegalTransition(
                f"Le dossier {self.number} ne peut pas passer de « {self.state} » à « {state} »."
            )
        self.state = state


@dataclass(slots=True)
class TaskRow:
    """A row of `task`, its fields in the order of `TASK`, and the dossier it belongs to."""

    id: UUID
    dossier_id: UUID
    element_id: str
    name: str
    lane: str
    group_code: str | None
    form_id: str
    state: TaskState
    created_at: datetime
    due_at: datetime | None
    claimed_by_id: UUID | None
    claimed_at: datetime | None
    ended_at: datetime | None
    dossier: DossierRow


AnyDossier = Dossier | DossierRow
AnyTask = Task | TaskRow
DOSSIER = tuple(field.name for field in fields(DossierRow))
TASK = tuple(field.name for field in fields(TaskRow))[:-1]
