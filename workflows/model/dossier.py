"""A dossier: one application of one citizen, its state, its answers and drafts."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.model.base import Base, Identified, Name
from workflows.model.demarche import DemarcheVersion
from workflows.model.people import Citizen


class DossierState(StrEnum):
    """Where a dossier stands, in the administration's words."""

    BROUILLON = "brouillon"
    DEPOSE = "depose"
    EN_INSTRUCTION = "en_instruction"
    A_COMPLETER = "a_completer"
    ACCEPTE = "accepte"
    REFUSE = "refuse"
    SANS_SUITE = "sans_suite"
    RETIRE = "retire"


OUTCOMES = frozenset({DossierState.ACCEPTE, DossierState.REFUSE, DossierState.SANS_SUITE})
CLOSED = OUTCOMES | {DossierState.RETIRE}
FOLLOWS: dict[DossierState, frozenset[DossierState]] = {
    DossierState.BROUILLON: frozenset(
        {DossierState.DEPOSE, DossierState.EN_INSTRUCTION, DossierState.A_COMPLETER, *CLOSED}
    ),
    DossierState.DEPOSE: frozenset(
        {DossierState.EN_INSTRUCTION, DossierState.A_COMPLETER, *CLOSED}
    ),
    DossierState.EN_INSTRUCTION: frozenset({DossierState.A_COMPLETER, *CLOSED}),
    DossierState.A_COMPLETER: frozenset({DossierState.EN_INSTRUCTION, *CLOSED}),
}


class Dossier(Identified, Base):
    """One application; `revision` is the optimistic lock, `process_state` the engine's rows."""

    __tablename__ = "dossier"
    __table_args__ = (
        Index("ix_dossier_citizen_created", "citizen_id", "created_at"),
        Index("ix_dossier_demarche_state", "demarche_code", "state"),
    )

    number: Mapped[str] = mapped_column(String(20), unique=True)
    demarche_code: Mapped[str] = mapped_column(ForeignKey("demarche.code"))
    version_id: Mapped[UUID] = mapped_column(ForeignKey("demarche_version.id"))
    citizen_id: Mapped[UUID] = mapped_column(ForeignKey("citizen.id"))
    state: Mapped[DossierState] = mapped_column(Name(DossierState), default=DossierState.BROUILLON)
    applicant: Mapped[str] = mapped_column(String(200), default="")  # shown in the inbox
    process_state: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    # key -> [form, value], the last answer to each field: a long history costs a step nothing
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)
    created_at: Mapped[datetime]
    filed_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column()  # optimistic lock: two agents, one decision
    version: Mapped[DemarcheVersion] = relationship()
    citizen: Mapped[Citizen] = relationship()

    __mapper_args__ = {"version_id_col": revision}


class AnswerSet(Identified, Base):
    """What one completed task recorded: field key -> JSON value, as the form stores it."""

    __tablename__ = "answer_set"
    __table_args__ = (Index("ix_answer_set_dossier_at", "dossier_id", "at"),)

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    task_id: Mapped[UUID]
    element_id: Mapped[str] = mapped_column(String(200))
    form_id: Mapped[str] = mapped_column(String(120))
    by_citizen: Mapped[bool]
    values: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class Draft(Base):
    """What was typed in a task not yet completed; never readable by anybody else."""

    __tablename__ = "draft"

    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), primary_key=True)
    values: Mapped[dict[str, Any]]
    page: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime]
