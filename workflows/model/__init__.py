"""The tables; small guards, no queries, no I/O."""

from workflows.model.base import Base
from workflows.model.delivery import Delivery
from workflows.model.demarche import Demarche, DemarcheVersion, version_group
from workflows.model.demarche_draft import DemarcheDraft, DraftFile, DraftSnapshot, DraftState
from workflows.model.dossier import (
    CLOSED,
    OUTCOMES,
    AnswerSet,
    Dossier,
    DossierState,
    Draft,
)
from workflows.model.incident import Incident
from workflows.model.journal import JournalEntry
from workflows.model.outbox import Counter, EffectKind, OutboxItem, WorkerBeat
from workflows.model.people import (
    Agent,
    Attempt,
    Audience,
    Citizen,
    Group,
    LinkPurpose,
    OneTimeLink,
    Role,
    SignIn,
    SpentChallenge,
)
from workflows.model.piece import Piece
from workflows.model.rows import AnyDossier, AnyTask, DossierRow, TaskRow
from workflows.model.task import Task, TaskState
from workflows.model.version_move import VersionMove
from workflows.model.wait import Wait, WaitKind

__all__ = [
    "CLOSED",
    "OUTCOMES",
    "Agent",
    "AnswerSet",
    "AnyDossier",
    "AnyTask",
    "Attempt",
    "Audience",
    "Base",
    "Citizen",
    "Counter",
    "Delivery",
    "Demarche",
    "DemarcheDraft",
    "DemarcheVersion",
    "Dossier",
    "DossierRow",
    "DossierState",
    "Draft",
    "DraftFile",
    "DraftSnapshot",
    "DraftState",
    "EffectKind",
    "Group",
    "Incident",
    "JournalEntry",
    "LinkPurpose",
    "OneTimeLink",
    "OutboxItem",
    "Piece",
    "Role",
    "SignIn",
    "SpentChallenge",
    "Task",
    "TaskRow",
    "TaskState",
    "VersionMove",
    "Wait",
    "WaitKind",
    "WorkerBeat",
    "version_group",
]
