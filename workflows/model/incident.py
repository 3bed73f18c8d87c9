"""Incidents: a process that could not advance, what stopped it, and who resolved it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from workflows.model.base import Base, Identified


class Incident(Identified, Base):
    """One failure of one dossier; open until `resolved_at`; `cause` is French."""

    __tablename__ = "incident"
    __table_args__ = (Index("ix_incident_open", "resolved_at", "at"),)

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), index=True)
    element_id: Mapped[str] = mapped_column(String(200), default="")
    cause: Mapped[str] = mapped_column(String(1000))
    at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolution: Mapped[str] = mapped_column(String(300), default="")
