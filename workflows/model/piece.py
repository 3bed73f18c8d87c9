"""Pièces justificatives: files attached to a dossier, by the citizen or by the administration."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workflows.model.base import Base, Identified


class Piece(Identified, Base):
    """One file; its bytes lie in the store under `sha256`, its name is only data.

    `field_key` is the form field it answers; a document made by the administration has none.
    A removed piece keeps its row until the dossier is erased.
    """

    __tablename__ = "piece"

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), index=True)
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("task.id"))
    field_key: Mapped[str | None] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]  # bytes
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    transmitted: Mapped[bool] = mapped_column(default=False)  # false while its task is a draft
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
