"""What was done to a démarche lately, as its analysts read it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from workflows.model import JournalEntry
from workflows.use_cases.access import Verb, require
from workflows.use_cases.act import Act
from workflows.use_cases.studio import desk

SHOWN = 12


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of the journal about a démarche."""

    at: datetime
    who: str
    label: str


def recent_history(act: Act, code: str, part: str = "") -> tuple[HistoryLine, ...]:
    """Return the latest lines about a démarche, or one part of it, newest first; raise Forbidden.

    A part is the path of a file, or `ouverture`.
    """
    require(act.actor, Verb.DESIGN)
    about = JournalEntry.element_id.startswith(desk.element_of(code, part), autoescape=True)
    found = (
        select(JournalEntry)
        .where(JournalEntry.dossier_id.is_(None), about)
        .order_by(JournalEntry.at.desc(), JournalEntry.id.desc())
        .limit(SHOWN)
    )
    return tuple(
        HistoryLine(line.at, line.actor_name, str(line.details.get("what", line.label)))
        for line in act.session.scalars(found)
    )
