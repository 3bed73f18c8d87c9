"""The queries of the inbox: each section is read in the order of one index, whatever its size."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, tuple_, union_all

from workflows.model import (
    Agent,
    Demarche,
    DemarcheVersion,
    Dossier,
    DossierState,
    Group,
    Role,
    Task,
    TaskState,
    version_group,
)
from workflows.use_cases.act import Act

AnySelect = Select[*tuple[Any, ...]]
SHOWN: tuple[ColumnElement[Any], ...] = (  # named as the fields of InboxFound
    Task.id.label("task_id"),
    Dossier.id.label("dossier_id"),
    Dossier.number.label("number"),
    Demarche.title.label("demarche"),
    Dossier.applicant.label("applicant"),
    Task.name.label("task"),
    Dossier.state.label("state"),
    Task.created_at.label("created_at"),
    Task.ended_at.label("ended_at"),
    Task.due_at.label("due_at"),
    Task.claimed_by_id.label("claimed_by_id"),
    Agent.name.label("claimed_by"),
)
MOST_UNIONS = 12  # beyond, one sort of all the groups' open tasks costs less than the parts


class Scope(StrEnum):
    """What an agent asks to see."""

    MINE = "mine"
    GROUP = "group"
    ALL_OPEN = "all_open"
    DONE = "done"


class Section(StrEnum):
    """A part of a list that one index gives in order."""

    CLAIMED = "claimed"  # by me, the oldest first
    FREE = "free"  # in my groups, held by nobody
    OTHERS = "others"  # in my groups, held by nobody or by a colleague
    DONE = "done"  # by me, the newest first


class Place(NamedTuple):
    """The last row shown of a section, in its order."""

    at: datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class Filter:
    """What narrows a list; `groups` are those whose tasks this agent may see."""

    demarche: str
    text: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InboxFound:
    """One row as read; `demarche` is the title."""

    task_id: UUID
    dossier_id: UUID
    number: str
    demarche: str
    applicant: str
    task: str
    state: DossierState
    created_at: datetime
    ended_at: datetime | None
    due_at: datetime | None
    claimed_by_id: UUID | None
    claimed_by: str | None

    @property
    def place(self) -> Place:
        """Return where the row stands in its section."""
        return Place(self.ended_at or self.created_at, self.task_id)


def groups_of(act: Act) -> tuple[str, ...]:
    """Return the groups whose tasks this agent may list: his own, all for an administrator."""
    if act.actor.role is Role.ADMINISTRATOR:
        return tuple(act.session.scalars(select(Group.code).order_by(Group.code)))
    return tuple(sorted(act.actor.groups))


def demarches_of(act: Act, groups: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return (code, title) of the démarches in which these groups hold a task, by title."""
    held = select(version_group.c.version_id).where(version_group.c.group_code.in_(groups))
    theirs = select(DemarcheVersion.demarche_code).where(DemarcheVersion.id.in_(held))
    found = select(Demarche.code, Demarche.title).where(Demarche.code.in_(theirs))
    rows = act.session.execute(found.order_by(Demarche.title))
    return tuple((code, title) for code, title in rows)


def read_section(
    act: Act, section: Section, wanted: Filter, after: Place | None, size: int
) -> list[InboxFound]:
    """Return at most `size` rows of a section, after `after`."""
    ids = _ids(act, section, wanted, after, size)
    if ids is None:
        return []
    order = Task.ended_at if section is Section.DONE else Task.created_at
    newest = section is Section.DONE
    found = (
        select(*SHOWN)
        .join(Dossier, Dossier.id == Task.dossier_id)
        .join(Demarche, Demarche.code == Dossier.demarche_code)
        .outerjoin(Agent, Agent.id == Task.claimed_by_id)
        .where(Task.id.in_(select(ids.subquery().c.id)))
        .order_by(order.desc() if newest else order, Task.id.desc() if newest else Task.id)
    )
    return [InboxFound(**row) for row in act.session.execute(found).mappings()]


def count_up_to(act: Act, section: Section, wanted: Filter, most: int) -> int:
    """Count a section, no further than `most`."""
    ids = _ids(act, section, wanted, None, most)
    if ids is None:
        return 0
    return act.session.scalar(select(func.count()).select_from(ids.subquery())) or 0


def _ids(
    act: Act, section: Section, wanted: Filter, after: Place | None, size: int
) -> AnySelect | None:
    """Return the query of the ids of one page; None when no group can have any."""
    if not wanted.groups:
        return None
    if section in {Section.CLAIMED, Section.DONE}:
        # coalesce keeps the planner on the index of what I hold, not on those of whole groups
        own = and_(_own(act, section), func.coalesce(Task.group_code, "").in_(wanted.groups))
        return _page(own, section, wanted, after, size)
    held = _not_mine(act, section)
    if len(wanted.groups) > MOST_UNIONS:
        many = and_(Task.group_code.in_(wanted.groups), held)
        return _page(many, section, wanted, after, size)
    # one ordered and limited walk of the index per group, instead of a sort of them all
    parts = [
        _page(and_(Task.group_code == code, held), section, wanted, after, size).subquery()
        for code in wanted.groups
    ]
    union = union_all(*(select(part) for part in parts)).subquery()
    return select(union.c.id).order_by(union.c.at, union.c.id).limit(size)


def _own(act: Act, section: Section) -> ColumnElement[bool]:
    state = TaskState.COMPLETED if section is Section.DONE else TaskState.READY
    return and_(Task.claimed_by_id == act.actor.id, Task.state == state)


def _not_mine(act: Act, section: Section) -> ColumnElement[bool]:
    holder = Task.claimed_by_id
    free = holder.is_(None) if section is Section.FREE else holder.is_distinct_from(act.actor.id)
    return and_(Task.state == TaskState.READY, free)


def _page(
    which: ColumnElement[bool], section: Section, wanted: Filter, after: Place | None, size: int
) -> AnySelect:
    newest = section is Section.DONE
    at = Task.ended_at if newest else Task.created_at
    page = select(Task.id.label("id"), at.label("at")).where(which)
    if wanted.demarche or wanted.text:
        page = page.join(Dossier, Dossier.id == Task.dossier_id).where(_narrowed(wanted))
    if after is not None:
        here, there = (
            tuple_(at, Task.id),
            tuple_(literal(after.at, at.type), literal(after.id, Task.id.type)),
        )
        page = page.where(here < there if newest else here > there)
    order = (at.desc(), Task.id.desc()) if newest else (at, Task.id)
    return page.order_by(*order).limit(size)


def _narrowed(wanted: Filter) -> ColumnElement[bool]:
    conditions = []
    if wanted.demarche:
        conditions.append(Dossier.demarche_code == wanted.demarche)
    if wanted.text:
        number = Dossier.number.istartswith(wanted.text, autoescape=True)
        conditions.append(or_(number, Dossier.applicant.icontains(wanted.text, autoescape=True)))
    return and_(*conditions)
