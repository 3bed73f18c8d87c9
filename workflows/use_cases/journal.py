"""Writing the journal: what happened to a dossier, in the transaction in which it happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from workflows.model import JournalEntry
from workflows.use_cases.act import Act
from workflows.use_cases.upsert import add

LABEL = 300


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened; `label` is French, for people; a `public` one the citizen reads."""

    verb: str
    label: str
    element_id: str = ""
    public: bool = True
    details: Mapping[str, object] = field(default_factory=dict)


def note(act: Act, dossier_id: UUID | None, *lines: Line) -> None:
    """Write lines under the actor's name, in one statement; none at all when there is none."""
    if lines:
        add(act, JournalEntry, _rows(act, dossier_id, lines))


def _rows(act: Act, dossier_id: UUID | None, lines: Sequence[Line]) -> list[dict[str, object]]:
    return [
        {
            "dossier_id": dossier_id,
            "at": act.now,
            "audience": act.actor.audience,
            "actor_id": act.actor.id,
            "actor_name": act.actor.name[:120],
            "verb": line.verb,
            "element_id": line.element_id,
            "label": line.label[:LABEL],
            "public": line.public,
            "details": dict(line.details),
        }
        for line in lines
    ]
