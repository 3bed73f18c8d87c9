"""Messages and signals on their way to the dossiers that waited for them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from workflows.model.base import Base


class Delivery(Base):
    """One message or signal of the outbox for one dossier; one row, so that it comes once.

    `due_at` is null once handed over or set aside: then `failure` says what stopped the dossier.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        Index("ix_delivery_due", "due_at"),
        Index("ix_delivery_dossier_id", "dossier_id"),
    )

    outbox_id: Mapped[UUID] = mapped_column(ForeignKey("outbox.id"), primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    due_at: Mapped[datetime | None]
    handed_at: Mapped[datetime | None]
    failure: Mapped[str] = mapped_column(String(500), default="")
