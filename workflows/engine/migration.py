"""Moving a dossier under way to another version of its process, with a dry run.

Nothing is computed again: due dates, rounds and task ids stay. What counts is where the tokens
are: each of those elements must exist in the new version and be of the same kind.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workflows.engine.advance import Advance
from workflows.engine.codec import load
from workflows.engine.definition import ProcessDefinition
from workflows.engine.runner import settled
from workflows.engine.spiff.environment import Move
from workflows.engine.spiff.specs import BoundarySplit, Join
from workflows.engine.spiff.tree import LIVE
from workflows.errors import ProcessFailure
from workflows.translation import _

ROOT = 0
PARENT, NAME, STATE = 1, 2, 3  # places in a row of the codec


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a dossier cannot move: the element where one of its tokens is, and what is wrong."""

    element_id: str
    message: str


@dataclass(frozen=True, slots=True)
class Versions:
    """Two versions of a process; `mapping` gives the new id of elements that were renamed."""

    old: ProcessDefinition
    new: ProcessDefinition
    mapping: Mapping[str, str] = field(default_factory=dict)

    def renamed(self, name: str) -> str:
        """Return the name in the new version of a spec of the old one."""
        if name == self.old.process_id:
            return self.new.process_id
        for before, after in self.mapping.items():
            if name == before or name.startswith((f"{before}.", f"{before} [")):
                return after + name.removeprefix(before)
        return name


def find_obstacles(versions: Versions, state: bytes) -> tuple[Obstacle, ...]:
    """Return what prevents `state` from moving to the new version: nothing when it can."""
    found: list[Obstacle] = []
    _moved(versions, _document(versions, state), found)
    return tuple(dict.fromkeys(found))


def migrate(versions: Versions, state: bytes, now: datetime) -> Advance:
    """Return where the dossier stands in the new version, its tasks and waits unchanged.

    Raise ProcessFailure naming the first obstacle. The old state, if kept, undoes the move.
    """
    found: list[Obstacle] = []
    document = _moved(versions, _document(versions, state), found)
    if found:
        raise ProcessFailure(found[0].message, found[0].element_id)
    moved = json.dumps(document, ensure_ascii=False).encode()
    return settled(load(lambda known: Move(versions.new, known, now), versions.new, moved))


def _document(versions: Versions, state: bytes) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(state)
    if document["d"] != versions.old.digest:
        raise ProcessFailure(_("L’état du dossier est celui d’une autre version de la démarche."))
    return document


def _moved(versions: Versions, document: dict[str, Any], found: list[Obstacle]) -> dict[str, Any]:
    """Return `document` as a state of the new version; add to `found` what prevents it."""
    held = {None: versions.old.process_id}  # the sub-process that each task holds
    scopes = []
    for holder, rows in document["s"]:
        before = held[holder]
        specs = versions.old.specs[before].task_specs
        held |= {row[0]: getattr(specs[row[NAME]], "spec", "") for row in rows}
        target = versions.new.specs.get(versions.renamed(before))
        known = target.task_specs if target is not None else {}
        found.extend(_obstacles(versions, rows, specs, known))
        scopes.append([holder, list(_rows(versions, rows, known))])
    return {**document, "d": versions.new.digest, "s": scopes}


def _rows(versions: Versions, rows: list[Any], known: Mapping[str, Any]) -> Iterator[list[Any]]:
    """Return the rows that the new version knows; those below a lost one hang from the root."""
    places: dict[int, int] = {-1: -1}
    for place, (task_id, parent, name, *rest) in enumerate(rows):
        renamed = versions.renamed(name)
        if renamed in known or place == ROOT:
            places[place] = len(places) - 1
            yield [task_id, places.get(parent, ROOT), renamed, *rest]


def _obstacles(
    versions: Versions, rows: list[Any], specs: Mapping[str, Any], known: Mapping[str, Any]
) -> Iterator[Obstacle]:
    for row in rows:
        if not row[STATE] & LIVE:
            continue
        spec: Any = specs[row[NAME]]
        found: Any = known.get(versions.renamed(row[NAME]))
        parent = versions.renamed(rows[row[PARENT]][NAME])
        if type(found) is not type(spec):
            yield _obstacle(versions, spec, _("« %s » n’existe plus, ou plus sous cette forme."))
        elif isinstance(spec, Join) and parent not in found._inputs:
            yield _obstacle(versions, spec, _("« %s » ne réunit plus les mêmes branches."))
        elif getattr(found, "entry", "") and parent not in found._inputs:
            yield _obstacle(versions, spec, _("« %s » attend maintenant autre chose encore."))
        elif _newly_watched(found, parent, known):
            yield _obstacle(
                versions, spec, _("Un événement a été attaché à « %s », déjà commencé.")
            )


def _newly_watched(found: Any, parent: str, known: Mapping[str, Any]) -> bool:
    """Tell whether events are attached to an activity that began without them."""
    watches = [name for name in found._inputs if isinstance(known[name], BoundarySplit)]
    return bool(watches) and parent not in watches


def _obstacle(versions: Versions, spec: Any, message: str) -> Obstacle:
    element_id = getattr(spec, "bpmn_id", None) or spec.name
    element = versions.old.elements.get(element_id)
    name = element.name if element is not None and element.name else element_id
    return Obstacle(element_id, message % name)
