"""Examining an installation: does every open dossier have something to do, to await or to repair?

Dossiers are read in batches, each in a transaction of its own: nobody waits while this runs.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import undefer

from workflows.engine import Advance
from workflows.engine.repair import settle
from workflows.errors import WorkflowError
from workflows.model import (
    CLOSED,
    DemarcheVersion,
    Dossier,
    DossierState,
    Incident,
    Task,
    TaskState,
    Wait,
)
from workflows.translation import _
from workflows.use_cases.act import SYSTEM, Act, World, looking
from workflows.use_cases.demarches.packages import folder_of
from workflows.use_cases.dossiers.moving.progress import awaited_key
from workflows.use_cases.dossiers.surroundings import local_now
from workflows.use_cases.incidents import UNEXPECTED

BATCH = 200
WaitKey = tuple[str, str, str, str, datetime | None]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is not as it must be; `number` is the dossier's, empty when it is none's."""

    code: str
    message: str
    number: str = ""
    element_id: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """One dossier as its rows tell it."""

    dossier: Dossier
    digest: str
    tasks: frozenset[UUID]
    waits: tuple[WaitKey, ...]
    has_incident: bool


def examine_dossiers(world: World) -> Iterator[tuple[str, tuple[Trouble, ...]]]:
    """Yield each dossier to examine, by number, with what is wrong in it."""
    after = ""
    while True:
        with looking(world, SYSTEM) as act:
            batch = [(seen.dossier.number, _troubles(act, seen)) for seen in _batch(act, after)]
        yield from batch
        if len(batch) < BATCH:
            return
        after, _found = batch[-1]


def _batch(act: Act, after: str) -> list[Seen]:
    wanted = (
        select(Dossier, DemarcheVersion.digest)
        .join(DemarcheVersion, DemarcheVersion.id == Dossier.version_id)
        .where(Dossier.number > after, _to_examine())
        .order_by(Dossier.number)
        .limit(BATCH)
        .options(undefer(Dossier.process_state))
    )
    rows = act.session.execute(wanted).all()
    ids = [dossier.id for dossier, _digest in rows]
    tasks, waits, incidents = _tasks(act, ids), _waits(act, ids), _with_incident(act, ids)
    return [
        Seen(
            dossier=dossier,
            digest=digest,
            tasks=frozenset(tasks.get(dossier.id, ())),
            waits=tuple(waits.get(dossier.id, ())),
            has_incident=dossier.id in incidents,
        )
        for dossier, digest in rows
    ]


def _to_examine() -> ColumnElement[bool]:
    """Keep the open dossiers, and the closed ones that something still holds."""
    task = exists().where(Task.dossier_id == Dossier.id, Task.state == TaskState.READY)
    wait = exists().where(Wait.dossier_id == Dossier.id)
    return or_(Dossier.state.not_in(CLOSED), task, wait)


def _tasks(act: Act, ids: list[UUID]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = {}
    ready = (Task.dossier_id.in_(ids), Task.state == TaskState.READY)
    for dossier_id, task_id in act.session.execute(select(Task.dossier_id, Task.id).where(*ready)):
        found.setdefault(dossier_id, []).append(task_id)
    return found


def _waits(act: Act, ids: list[UUID]) -> dict[UUID, list[WaitKey]]:
    found: dict[UUID, list[WaitKey]] = {}
    wanted: Any = (
        Wait.dossier_id,
        Wait.element_id,
        Wait.kind,
        Wait.name,
        Wait.key,
        Wait.due_at,
    )
    for dossier_id, *rest in act.session.execute(select(*wanted).where(Wait.dossier_id.in_(ids))):
        element_id, kind, name, key, due_at = rest
        found.setdefault(dossier_id, []).append((element_id, str(kind), name, key, due_at))
    return found


def _with_incident(act: Act, ids: list[UUID]) -> frozenset[UUID]:
    still = (Incident.dossier_id.in_(ids), Incident.resolved_at.is_(None))
    return frozenset(act.session.scalars(select(Incident.dossier_id).where(*still)))


def _troubles(act: Act, seen: Seen) -> tuple[Trouble, ...]:
    number = seen.dossier.number
    if seen.dossier.state is DossierState.RETIRE:
        told = _("Le dossier est retiré, mais une tâche ou une échéance y reste.")
        return (Trouble("reste", told, number),)
    if not (seen.tasks or seen.waits or seen.has_incident):
        told = _("Plus rien n'est à faire ni attendu, et aucun incident n'est ouvert.")
        return (Trouble("immobile", told, number),)
    try:
        advance = _standing(act, seen)
    except WorkflowError as failure:
        return () if seen.has_incident else (Trouble("etat", failure.message, number),)
    except UNEXPECTED as bug:
        told = _("L'état du processus ne se lit pas (%(bug)s).") % {"bug": type(bug).__name__}
        return (Trouble("etat", told, number),)
    return tuple([*_task_troubles(seen, advance), *_wait_troubles(seen, advance)])


def _standing(act: Act, seen: Seen) -> Advance:
    folder = folder_of(act.connection, seen.dossier.version_id, seen.digest)
    return settle(folder.process, seen.dossier.process_state or b"", local_now(act))


def _task_troubles(seen: Seen, advance: Advance) -> Iterator[Trouble]:
    number = seen.dossier.number
    engine = {task.id: task.element_id for task in advance.ready}
    if seen.tasks - engine.keys():
        told = _("Une tâche est listée, mais le processus n'en est plus là.")
        yield Trouble("tache-en-trop", told, number)
    if seen.dossier.state in CLOSED:
        return  # closed by the office: what its process still held was let go
    for task_id in engine.keys() - seen.tasks:
        told = _("Le processus attend une personne, mais la tâche n'est listée nulle part.")
        yield Trouble("tache-absente", told, number, engine[task_id])


def _wait_troubles(seen: Seen, advance: Advance) -> Iterator[Trouble]:
    number = seen.dossier.number
    rows = Counter(seen.waits)
    engine = Counter(
        (
            wait.element_id,
            str(wait.kind),
            wait.name,
            awaited_key(seen.dossier.number, wait),
            wait.due_at,
        )
        for wait in advance.waits
    )
    for element_id, *_rest in rows - engine:
        told = _("Une échéance ou un message est attendu, mais le processus n'en est plus là.")
        yield Trouble("attente-en-trop", told, number, element_id)
    if seen.dossier.state in CLOSED or seen.has_incident:
        return  # the timers of a parked dossier are put aside until its incident is resolved
    for element_id, *_rest in engine - rows:
        told = _("Le processus attend un événement que rien ne surveille.")
        yield Trouble("attente-absente", told, number, element_id)
