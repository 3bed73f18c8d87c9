"""A démarche being designed: one draft, shared by its analysts, each file with its own lock."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from workflows.model.base import Base, Identified, Name


class DraftState(StrEnum):
    """Where a draft stands; a closed one has no files, and remembers which revisions it gave."""

    BROUILLON = "brouillon"
    EN_TEST = "en_test"
    FERME = "ferme"


class DemarcheDraft(Identified, Base):
    """What the analysts work on; `base_version_id` is the version it began from.

    `first_revision` is where the revisions of its next new file begin: never a number that a page
    still open could hold, even after a file, or the whole draft, was removed and made again.
    """

    __tablename__ = "demarche_draft"

    demarche_code: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[DraftState] = mapped_column(Name(DraftState), default=DraftState.BROUILLON)
    base_version_id: Mapped[UUID | None] = mapped_column(ForeignKey("demarche_version.id"))
    first_revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(120))
    changed_by_id: Mapped[UUID | None]
    # what was approved, by whom: it holds for that content alone
    approved_digest: Mapped[str] = mapped_column(String(64), default="")
    approved_by_id: Mapped[UUID | None]
    approved_by: Mapped[str] = mapped_column(String(120), default="")


class DraftFile(Base):
    """One file of a draft; `revision` is its optimistic lock."""

    __tablename__ = "draft_file"

    draft_id: Mapped[UUID] = mapped_column(
        ForeignKey("demarche_draft.id", ondelete="CASCADE"), primary_key=True
    )
    path: Mapped[str] = mapped_column(String(120), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int]
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(120))


class DraftSnapshot(Identified, Base):
    """A draft as it was before something replaced it whole; `label` says what, in French."""

    __tablename__ = "draft_snapshot"
    __table_args__ = (Index("ix_draft_snapshot_draft_id_at", "draft_id", "at"),)

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("demarche_draft.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(120))
    label: Mapped[str] = mapped_column(String(200))
    package: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
