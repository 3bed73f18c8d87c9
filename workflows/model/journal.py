"""The journal: who did what, when, on which element; rows are only ever added."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from workflows.model.base import Base, Name
from workflows.model.people import Audience


class JournalEntry(Base):
    """One thing that happened to a dossier; `verb` is a past-tense word of `use_cases`.

    `audience` and `actor_id` are null for the system (a timer, the worker).
    """

    __tablename__ = "journal"
    __table_args__ = (
        Index("ix_journal_dossier", "dossier_id", "id"),
        Index(
            "ix_journal_element",
            "element_id",
            "at",
            sqlite_where=text("dossier_id IS NULL"),
            postgresql_where=text("dossier_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[UUID | None] = mapped_column(ForeignKey("dossier.id"))
    at: Mapped[datetime]
    audience: Mapped[Audience | None] = mapped_column(Name(Audience))
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str] = mapped_column(String(120))
    verb: Mapped[str] = mapped_column(String(60))
    element_id: Mapped[str] = mapped_column(String(200), default="")
    label: Mapped[str] = mapped_column(String(300), default="")  # French, for people
    public: Mapped[bool] = mapped_column(default=True)  # the citizen sees it
    details: Mapped[dict[str, Any]]
