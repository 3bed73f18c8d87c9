"""Human tasks of running processes: what inboxes and « Mes dossiers » list."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.model.base import Base, Identified, Name
from workflows.model.dossier import Dossier
from workflows.model.people import Agent


class TaskState(StrEnum):
    """A task is ready until somebody completes it or the process moves on without it."""

    READY = "ready"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Task(Identified, Base):
    """One human task; its id is the engine's. `group_code` is null for the citizen's own."""

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_inbox", "group_code", "state", "created_at", "id"),
        Index("ix_task_dossier", "dossier_id", "state"),
        Index(
            "ix_task_claimed",
            "claimed_by_id",
            "state",
            "ended_at",
            "id",
            sqlite_where=text("claimed_by_id IS NOT NULL"),
            postgresql_where=text("claimed_by_id IS NOT NULL"),
        ),
    )

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    element_id: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    lane: Mapped[str] = mapped_column(String(120))
    group_code: Mapped[str | None] = mapped_column(String(60))
    form_id: Mapped[str] = mapped_column(String(120))
    state: Mapped[TaskState] = mapped_column(Name(TaskState), default=TaskState.READY)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    claimed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("agent.id"))
    claimed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    dossier: Mapped[Dossier] = relationship()
    claimed_by: Mapped[Agent | None] = relationship()
