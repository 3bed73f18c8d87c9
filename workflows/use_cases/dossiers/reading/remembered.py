"""What the journal of a dossier says of it up to a moment: state, holders, path, waits, rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from workflows.model import DossierState, JournalEntry

MOVED = "version_moved"
GIVEN_UP = frozenset({"withdrawn", "cancelled"})  # nothing is awaited any more


@dataclass(frozen=True, slots=True)
class PastWait:
    """An event that the dossier was waiting for; a timer has its moment."""

    element_id: str
    kind: str
    name: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class PastName:
    """What a task was before its dossier changed version."""

    element_id: str
    name: str
    lane: str


@dataclass(frozen=True, slots=True)
class PastDecision:
    """A decision table that answered: what it was asked, what it said, by which rules."""

    at: datetime
    element_id: str
    decision_id: str
    inputs: Mapping[str, Any]
    result: Any
    matched: tuple[str, ...]


@dataclass(slots=True)
class Remembered:
    """A dossier folded from the lines of its journal; `holders` are names, by element."""

    state: DossierState = DossierState.BROUILLON
    passed: dict[str, None] = field(default_factory=dict)
    holders: dict[str, str] = field(default_factory=dict)
    waits: tuple[PastWait, ...] = ()
    decisions: list[PastDecision] = field(default_factory=list)

    def hear(self, entry: JournalEntry) -> None:
        """Take one more line in, in the order of the journal."""
        details = entry.details
        if "passed" in details:
            self.passed |= dict.fromkeys(details["passed"])
            self.waits = tuple(_wait(*each) for each in details.get("waits", ()))
            self.decisions += [_decision(entry, each) for each in details.get("decisions", ())]
            self.holders.pop(entry.element_id, None)
        if entry.verb == "claimed":
            self.holders[entry.element_id] = entry.actor_name
        elif entry.verb == "released":
            self.holders.pop(entry.element_id, None)
        elif entry.verb == "state":
            self.state = DossierState(details["to"])
        elif entry.verb in GIVEN_UP:
            self.waits = ()


def remember(entries: Iterable[JournalEntry]) -> Remembered:
    """Fold the lines of a journal, the oldest first."""
    told = Remembered()
    for entry in entries:
        told.hear(entry)
    return told


def version_then(later: Iterable[JournalEntry], present: UUID) -> UUID:
    """Return the version followed before these lines: the one that their first move left."""
    left = next((each for each in later if each.verb == MOVED), None)
    return UUID(left.details["left"]) if left is not None else present


def names_then(later: Iterable[JournalEntry]) -> dict[str, PastName]:
    """Return what the tasks that were moved afterwards were called before, by task id."""
    named: dict[str, PastName] = {}
    for entry in later:
        if entry.verb == MOVED:
            for task_id, *name in entry.details.get("tasks", ()):
                named.setdefault(task_id, PastName(*name))
    return named


def _wait(element_id: str, kind: str, name: str, due: str | None) -> PastWait:
    return PastWait(element_id, kind, name, datetime.fromisoformat(due) if due else None)


def _decision(entry: JournalEntry, told: Mapping[str, Any]) -> PastDecision:
    return PastDecision(
        at=entry.at,
        element_id=told["element"],
        decision_id=told["decision"],
        inputs=told["inputs"],
        result=told["result"],
        matched=tuple(told["matched"]),
    )
