"""Effects to deliver after the commit: mails, documents, messages; each with its key."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from workflows.model.base import Base, Identified, Name


class EffectKind(StrEnum):
    """What the worker can deliver."""

    MAIL = "mail"
    DOCUMENT = "document"
    MESSAGE = "message"
    SIGNAL = "signal"
    WEBHOOK = "webhook"


class OutboxItem(Identified, Base):
    """One effect; `key` is stable over retries (a mail's Message-ID comes from it).

    `next_try_at` is null once delivered or given up; `failure` holds the last cause.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_next_try", "next_try_at"),)

    key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[EffectKind] = mapped_column(Name(EffectKind))
    dossier_id: Mapped[UUID | None] = mapped_column(ForeignKey("dossier.id"))
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    delivered_at: Mapped[datetime | None]
    failure: Mapped[str] = mapped_column(String(500), default="")


class WorkerBeat(Base):
    """The last sign of life of each worker; /healthz reads it."""

    __tablename__ = "worker_beat"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    at: Mapped[datetime]


class Counter(Base):
    """A named number that only grows, taken under the writer's lock (dossier numbers)."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[int]
