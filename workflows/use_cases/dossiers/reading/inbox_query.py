"""The queries of the inbox: each section is read in the order of one index, whatever its size."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    func,
    or_,
    select,
    tuple_,
    union_all,
)

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
SHOWN: tuple[ColumnElement[Any], ...] = (  # in the order of the fields of InboxFound
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
_ME = bindparam("me", type_=Uuid())
_MOST = bindparam("most", type_=Integer())
KEPT = 256  # shapes of queries
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
    if not wanted.groups:
        return []
    found = _rows(_shape(section, wanted, after))
    given = _given(act, wanted, after, size)
    return [InboxFound(*row) for row in act.connection.execute(found, given)]


def count_up_to(act: Act, section: Section, wanted: Filter, most: int) -> int:
    """Count a section, no further than `most`."""
    if not wanted.groups:
        return 0
    counted = _count(_shape(section, wanted, None))
    return act.connection.execute(counted, _given(act, wanted, None, most)).scalar_one()


class _Shape(NamedTuple):
    """What the words of a query depend on; a query is built once for each, then given values."""

    section: Section
    groups: int
    demarche: bool
    text: bool
    after: bool


def _shape(section: Section, wanted: Filter, after: Place | None) -> _Shape:
    narrowed = bool(wanted.demarche), bool(wanted.text)
    return _Shape(section, len(wanted.groups), *narrowed, after is not None)


def _given(act: Act, wanted: Filter, after: Place | None, size: int) -> dict[str, object]:
    """Return the values of a query's parameters, those that it does not have included."""
    text = wanted.text.replace("/", "//").replace("%", "/%").replace("_", "/_")
    return {
        **{f"group_{rank}": code for rank, code in enumerate(wanted.groups)},
        "me": act.actor.id,
        "most": size,
        "demarche": wanted.demarche,
        "begins": f"{text}%",
        "holds": f"%{text}%",
        "after_at": after.at if after else None,
        "after_id": after.id if after else None,
    }


@lru_cache(maxsize=KEPT)
def _rows(shape: _Shape) -> AnySelect:
    newest = shape.section is Section.DONE
    order = Task.ended_at if newest else Task.created_at
    return (
        select(*SHOWN)
        .join(Dossier, Dossier.id == Task.dossier_id)
        .join(Demarche, Demarche.code == Dossier.demarche_code)
        .outerjoin(Agent, Agent.id == Task.claimed_by_id)
        .where(Task.id.in_(select(_ids(shape).subquery().c.id)))
        .order_by(order.desc() if newest else order, Task.id.desc() if newest else Task.id)
    )


@lru_cache(maxsize=KEPT)
def _count(shape: _Shape) -> Select[int]:
    return select(func.count()).select_from(_ids(shape).subquery())


def _ids(shape: _Shape) -> AnySelect:
    """Return the query of the ids of one page."""
    groups = [bindparam(f"group_{rank}", type_=String()) for rank in range(shape.groups)]
    if shape.section in {Section.CLAIMED, Section.DONE}:
        # coalesce keeps the planner on the index of what I hold, not on those of whole groups
        own = and_(_own(shape.section), func.coalesce(Task.group_code, "").in_(groups))
        return _page(own, shape)
    held = _not_mine(shape.section)
    if len(groups) > MOST_UNIONS:
        return _page(and_(Task.group_code.in_(groups), held), shape)
    # one ordered and limited walk of the index per group, instead of a sort of them all
    parts = [_page(and_(Task.group_code == group, held), shape).subquery() for group in groups]
    union = union_all(*(select(part) for part in parts)).subquery()
    return select(union.c.id).order_by(union.c.at, union.c.id).limit(_MOST)


def _own(section: Section) -> ColumnElement[bool]:
    state = TaskState.COMPLETED if section is Section.DONE else TaskState.READY
    return and_(Task.claimed_by_id == _ME, Task.state == state)


def _not_mine(section: Section) -> ColumnElement[bool]:
    holder = Task.claimed_by_id
    free = holder.is_(None) if section is Section.FREE else holder.is_distinct_from(_ME)
    return and_(Task.state == TaskState.READY, free)


def _page(which: ColumnElement[bool], shape: _Shape) -> AnySelect:
    newest = shape.section is Section.DONE
    at = Task.ended_at if newest else Task.created_at
    page = select(Task.id.label("id"), at.label("at")).where(which)
    if shape.demarche or shape.text:
        page = page.join(Dossier, Dossier.id == Task.dossier_id).where(_narrowed(shape))
    if shape.after:
        here = tuple_(at, Task.id)
        there = tuple_(bindparam("after_at", type_=at.type), bindparam("after_id", type_=Uuid()))
        page = page.where(here < there if newest else here > there)
    order = (at.desc(), Task.id.desc()) if newest else (at, Task.id)
    return page.order_by(*order).limit(_MOST)


def _narrowed(shape: _Shape) -> ColumnElement[bool]:
    conditions = []
    if shape.demarche:
        conditions.append(Dossier.demarche_code == bindparam("demarche", type_=String()))
    if shape.text:
        number = Dossier.number.ilike(bindparam("begins", type_=String()), escape="/")
        name = Dossier.applicant.ilike(bindparam("holds", type_=String()), escape="/")
        conditions.append(or_(number, name))
    return and_(*conditions)
