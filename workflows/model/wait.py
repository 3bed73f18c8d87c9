"""What a running process waits for beside people; rebuilt at each save of its state."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from workflows.model.base import Base, Identified, Name


class WaitKind(StrEnum):
    """What can wake a process."""

    TIMER = "timer"
    MESSAGE = "message"
    SIGNAL = "signal"


class Wait(Identified, Base):
    """One awaited event of one dossier; timers have `due_at` (UTC).

    A message is found by its name and its `key`, the dossier's own number unless its diagram
    declares another.
    """

    __tablename__ = "wait"
    __table_args__ = (Index("ix_wait_due", "due_at"), Index("ix_wait_name", "kind", "name", "key"))

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), index=True)
    element_id: Mapped[str] = mapped_column(String(200))
    kind: Mapped[WaitKind] = mapped_column(Name(WaitKind))
    name: Mapped[str] = mapped_column(String(200), default="")
    key: Mapped[str] = mapped_column(String(200), default="")
    due_at: Mapped[datetime | None]
