"""The agents' inbox: tasks as ordinary rows, read by keyset, never counted one by one."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from workflows.errors import NotFound
from workflows.model import DossierState
from workflows.translation import _
from workflows.use_cases.access import Verb, require
from workflows.use_cases.act import Act
from workflows.use_cases.dossiers.reading.inbox_query import (
    Filter,
    InboxFound,
    Place,
    Scope,
    Section,
    count_up_to,
    demarches_of,
    groups_of,
    read_section,
)
from workflows.use_cases.words import STATES, due_words

COUNTED = 100  # counts stop here: « 100 » means « 100 or more »
MOST = 100


@dataclass(frozen=True, slots=True)
class InboxQuery:
    """What to list. `mine`: claimed by me; `group`: mine, then what nobody holds in my groups;

    `all_open`: every open task of my groups, colleagues' included (all groups for an
    administrator); `done`: completed by me. `after` is the `next` of the page before.
    """

    scope: str = Scope.GROUP
    demarche: str = ""
    text: str = ""
    after: str | None = None
    size: int = 25


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One task of the inbox; `age_days` since it began, `due_words` « en retard de 3 jours »."""

    task_id: UUID
    dossier_id: UUID
    number: str
    demarche: str
    applicant: str
    task: str
    state: DossierState
    state_label: str
    age_days: int
    due_at: datetime | None
    due_words: str
    claimed_by: str | None
    mine: bool


@dataclass(frozen=True, slots=True)
class InboxPage:
    """One page; `next` asks for the following one; `counts` by scope, at most COUNTED each.

    `demarches` are (code, title) of those that the list can be narrowed to.
    """

    rows: tuple[InboxRow, ...]
    next: str | None
    counts: Mapping[str, int]
    demarches: tuple[tuple[str, str], ...]


def inbox(act: Act, query: InboxQuery) -> InboxPage:
    """Return a page of tasks, « à faire par moi » first; raise Forbidden or NotFound."""
    require(act.actor, Verb.INBOX)
    if query.scope not in set(Scope):
        raise NotFound(_("Cette liste n'existe pas."))
    scope, size = Scope(query.scope), max(1, min(query.size, MOST))
    groups = groups_of(act)
    sections = SECTIONS[scope]
    begin, place = _read_cursor(query.after, sections)
    wanted = Filter(query.demarche, query.text.strip(), groups)
    found: list[tuple[int, InboxFound]] = []
    for rank in range(begin, len(sections)):
        room = size + 1 - len(found)
        rows = read_section(act, sections[rank], wanted, place, room)
        found += [(rank, row) for row in rows]
        place = None
        if len(found) > size:
            break
    shown = found[:size]
    following = _write_cursor(*shown[-1]) if len(found) > size else None
    rows_shown = tuple(_row(act, row) for _rank, row in shown)
    return InboxPage(rows_shown, following, _counts(act, groups), demarches_of(act, groups))


def _counts(act: Act, groups: Sequence[str]) -> dict[str, int]:
    wanted = Filter("", "", tuple(groups))
    open_ones = (Section.CLAIMED, Section.FREE, Section.OTHERS)
    counted = {section: count_up_to(act, section, wanted, COUNTED) for section in open_ones}
    return {
        scope: min(COUNTED, sum(counted[section] for section in SECTIONS[scope]))
        for scope in (Scope.MINE, Scope.GROUP, Scope.ALL_OPEN)
    }


def _row(act: Act, found: InboxFound) -> InboxRow:
    zone = act.world.settings.zone
    begun = found.created_at.astimezone(zone).date()
    return InboxRow(
        task_id=found.task_id,
        dossier_id=found.dossier_id,
        number=found.number,
        demarche=found.demarche,
        applicant=found.applicant,
        task=found.task,
        state=found.state,
        state_label=STATES[found.state],
        age_days=(act.now.astimezone(zone).date() - begun).days,
        due_at=found.due_at,
        due_words=due_words(found.due_at, act.now, zone) if found.ended_at is None else "",
        claimed_by=found.claimed_by,
        mine=found.claimed_by_id == act.actor.id,
    )


def _write_cursor(rank: int, last: InboxFound) -> str:
    place = [rank, last.place.at.isoformat(), str(last.place.id)]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


def _read_cursor(after: str | None, sections: Sequence[Section]) -> tuple[int, Place | None]:
    """Read where the page before ended; one that was tampered with is NotFound."""
    if after is None:
        return 0, None
    try:
        rank, at, task_id = json.loads(base64.urlsafe_b64decode(after.encode()))
        place = Place(datetime.fromisoformat(at), UUID(task_id))
        if rank not in range(len(sections)) or place.at.tzinfo is None:
            raise ValueError(after)
    except (ValueError, TypeError, AttributeError, binascii.Error):
        raise NotFound(_("Cette page de la liste n'existe pas : revenez à son début.")) from None
    return rank, place


SECTIONS: Mapping[Scope, tuple[Section, ...]] = {
    Scope.MINE: (Section.CLAIMED,),
    Scope.GROUP: (Section.CLAIMED, Section.FREE),
    Scope.ALL_OPEN: (Section.CLAIMED, Section.OTHERS),
    Scope.DONE: (Section.DONE,),
}
