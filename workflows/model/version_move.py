"""The last change of version of a dossier under way, kept so that it can be undone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from workflows.model.base import Base


class VersionMove(Base):
    """What a dossier was before it moved; good until its process takes its next step.

    `after_sha256` is that of the state written by the move: another one means a step was taken.
    """

    __tablename__ = "version_move"
    __table_args__ = (Index("ix_version_move_to_version_id", "to_version_id"),)

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    from_version_id: Mapped[UUID] = mapped_column(ForeignKey("demarche_version.id"))
    to_version_id: Mapped[UUID] = mapped_column(ForeignKey("demarche_version.id"))
    state_before: Mapped[bytes] = mapped_column(LargeBinary)
    after_sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
