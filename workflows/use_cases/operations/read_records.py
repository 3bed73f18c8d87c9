"""The journal and the incidents, page by page, for those who run the installation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, true

from workflows.model import Dossier, Incident, JournalEntry
from workflows.use_cases.access import Verb, allowed, require, visible_dossiers
from workflows.use_cases.act import Act

OPEN, RESOLVED = "ouverts", "resolus"
NATURE, STATE = "nature", "etat"
Chosen = TypeVar("Chosen", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True, slots=True)
class Asked:
    """A page of a list: words to find, one value per filter, a column to sort by."""

    text: str = ""
    only: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    descending: bool = True
    page: int = 0  # from zero
    size: int = 50


@dataclass(frozen=True, slots=True)
class JournalRow:
    """Who did what and when; `number` is the dossier's, empty when it concerns none."""

    id: int
    at: datetime
    actor_name: str
    label: str
    verb: str
    dossier_id: UUID | None
    number: str


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """What stopped a process; open until `resolved_at`."""

    id: UUID
    at: datetime
    cause: str
    element_id: str
    dossier_id: UUID
    number: str
    resolved_at: datetime | None
    resolution: str


def read_journal(act: Act, asked: Asked) -> tuple[JournalRow, ...]:
    """Return one page of the journal, newest first unless asked otherwise; raise Forbidden."""
    require(act.actor, Verb.OPERATE)
    rows = (
        select(JournalEntry, Dossier.number)
        .outerjoin(Dossier, Dossier.id == JournalEntry.dossier_id)
        .where(_finds(asked, JournalEntry.label, JournalEntry.actor_name, Dossier.number))
    )
    if asked.only.get(NATURE):
        rows = rows.where(JournalEntry.verb == asked.only[NATURE])
    columns = {"at": JournalEntry.id, "actor_name": JournalEntry.actor_name}
    order = columns.get(asked.sort, JournalEntry.id)
    return tuple(
        JournalRow(
            id=entry.id,
            at=entry.at,
            actor_name=entry.actor_name,
            label=entry.label,
            verb=entry.verb,
            dossier_id=entry.dossier_id,
            number=number or "",
        )
        for entry, number in act.session.execute(_page(rows, asked, order, JournalEntry.id))
    )


def read_incidents(act: Act, asked: Asked) -> tuple[IncidentRow, ...]:
    """Return one page of the incidents, newest first unless asked otherwise; raise Forbidden.

    An administrator sees them all, those of drafts too; a chief, those of visible dossiers.
    """
    require(act.actor, Verb.RETRY)
    rows = (
        select(Incident, Dossier.number)
        .join(Dossier, Dossier.id == Incident.dossier_id)
        .where(_finds(asked, Incident.cause, Incident.element_id, Dossier.number))
        .where(true() if allowed(act.actor, Verb.OPERATE) else visible_dossiers(act.actor))
    )
    if asked.only.get(STATE) in {OPEN, RESOLVED}:
        is_open = Incident.resolved_at.is_(None)
        rows = rows.where(is_open if asked.only[STATE] == OPEN else ~is_open)
    columns = {"at": Incident.at, "resolved_at": Incident.resolved_at}
    order = columns.get(asked.sort, Incident.at)
    return tuple(
        IncidentRow(
            id=incident.id,
            at=incident.at,
            cause=incident.cause,
            element_id=incident.element_id,
            dossier_id=incident.dossier_id,
            number=number,
            resolved_at=incident.resolved_at,
            resolution=incident.resolution,
        )
        for incident, number in act.session.execute(_page(rows, asked, order, Incident.id))
    )


def _finds(asked: Asked, *columns: Any) -> ColumnElement[bool]:
    if not asked.text.strip():
        return true()
    return or_(*(column.icontains(asked.text.strip(), autoescape=True) for column in columns))


def _page(rows: Chosen, asked: Asked, order: Any, last: Any) -> Chosen:
    sorted_rows = rows.order_by(*((o.desc() if asked.descending else o) for o in (order, last)))
    return sorted_rows.limit(asked.size).offset(asked.page * asked.size)
