"""The state of a process as bytes: rows of live tasks without the spec, typed values, a version.

What SpiffWorkflow needs of the past is the parent of each live task (joins and boundary events
look at it) and nothing else, so `compact` drops every other finished task at each save: a state
does not grow with the number of loops. The history is in the journal, not here.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.engine.definition import ProcessDefinition
from workflows.engine.spiff.environment import SCOPE, Local, Move
from workflows.engine.spiff.tree import LIVE, Instance, SubProcess, Token
from workflows.errors import ProcessFailure
from workflows.feel import YearsMonths
from workflows.translation import _

VERSION = 1
_WRITTEN = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
MARK = "$"  # the only reserved key; a user's own key of that name is escaped


def compact(instance: Instance) -> None:
    """Keep of `instance` its live tasks and their parents; the rest cannot matter any more."""
    for task_id in [id_ for id_, each in instance.subprocesses.items() if each.completed]:
        del instance.subprocesses[task_id]
    for scope in (instance, *instance.subprocesses.values()):
        _compact_scope(scope)


def _compact_scope(scope: Any) -> None:
    tasks = scope.tasks
    kept = {scope.task_tree.id}
    for task in tasks.values():
        if task._state & LIVE:
            kept |= {task.id, task._parent or task.id}
    if len(kept) == len(tasks):
        return
    root = scope.task_tree.id
    for task_id in kept - {root}:
        # Never a nearer ancestor: an activity takes what hangs under it for its own.
        if tasks[task_id]._parent not in kept:
            tasks[task_id]._parent = root
    scope.tasks = {id_: task for id_, task in tasks.items() if id_ in kept}
    _relink(scope.tasks)
    scope.last_task = None


def _relink(tasks: dict[UUID, Task]) -> None:
    for task in tasks.values():
        task._children = []
    for task in tasks.values():
        if task._parent:
            tasks[task._parent]._children.append(task.id)


def dump(instance: Instance) -> bytes:
    """Return the state of `instance`, to be stored as it is."""
    scopes = [_dump_scope(None, instance)]
    scopes += [_dump_scope(id_, each) for id_, each in instance.subprocesses.items()]
    state = {
        "v": VERSION,
        "d": instance.move.definition.digest,
        "x": _encoded(instance.move.variables),
        "l": _dump_locals(instance),
        "s": scopes,
    }
    return _WRITTEN(state).encode()


def load(move_for: Any, definition: ProcessDefinition, state: bytes) -> Instance:
    """Return the process that `state` holds; `move_for(variables)` makes its move.

    Raise ProcessFailure for a state of another version of the process or of the format.
    """
    document = _read(definition, state)
    move: Move = move_for(_decoded(document["x"]))
    move.locals = {
        key: Local(up, _decoded(values), *closed)
        for key, (up, values, *closed) in document["l"].items()
    }
    instance = Instance(move, restored=True)
    top, *subs = document["s"]
    _load_scope(instance, top)
    for row in subs:
        _load_subprocess(instance, row)
    return instance


def _read(definition: ProcessDefinition, state: bytes) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(state)
    if document["v"] != VERSION:
        raise ProcessFailure(_("L’état du dossier est d’un format inconnu : %s.") % document["v"])
    if document["d"] != definition.digest:
        raise ProcessFailure(_("L’état du dossier est celui d’une autre version de la démarche."))
    return document


def _dump_scope(parent_id: UUID | None, scope: Any) -> list[Any]:
    places = {id_: place for place, id_ in enumerate(scope.tasks)}
    rows = [
        [
            task.id.hex,
            places.get(task._parent, -1),
            task.task_spec.name,
            task._state,
            task.data.get(SCOPE, 0) if task._state & LIVE else 0,
            _encoded(task.internal_data) if task.internal_data and task._state & LIVE else 0,
        ]
        for task in scope.tasks.values()
    ]
    return [parent_id.hex if parent_id else None, rows]


def _dump_locals(instance: Instance) -> dict[str, Any]:
    """Return the local scopes that a live task still sees."""
    kept: dict[str, Any] = {}
    for task in instance.live():
        key = task.data.get(SCOPE, "")
        while key and key not in kept:
            local = instance.move.locals[key]
            kept[key] = [local.outer, _encoded(local.values), *([True] if local.closed else ())]
            key = local.outer
    return kept


def _load_scope(scope: Any, row: list[Any]) -> None:
    order: list[Task] = []
    for task_id, parent, name, state, key, internal in row[1]:
        spec = scope.spec.task_specs.get(name) if order else scope.spec.start
        if spec is None:
            raise ProcessFailure(_("L’étape « %s » n’existe plus dans la démarche.") % name, name)
        above = order[parent] if parent >= 0 else None
        task = Token(scope, spec, above, state=state, id=UUID(hex=task_id))
        if key:
            task.data = {SCOPE: key}
        if internal:
            task.internal_data = _decoded(internal)
        order.append(task)
        if state == TaskState.WAITING and isinstance(spec, CatchingEvent):
            scope.top_workflow.event_manager.add_task(task)
    scope.task_tree = order[0]


def _load_subprocess(instance: Instance, row: list[Any]) -> None:
    parent = _task_of(instance, UUID(hex=row[0]))
    subprocess = SubProcess(
        instance.subprocess_specs[parent.task_spec.spec],
        parent_task_id=parent.id,
        top_workflow=instance,
        deserializing=True,
    )
    _load_scope(subprocess, row)
    instance.subprocesses[parent.id] = subprocess
    subprocess.completed_event.connect(parent.task_spec._on_subworkflow_completed, parent)


def _task_of(instance: Instance, task_id: UUID) -> Task:
    for scope in (instance, *instance.subprocesses.values()):
        if task_id in scope.tasks:
            return scope.tasks[task_id]
    raise ProcessFailure(_("L’état du dossier est incohérent."))


def pack(variables: Mapping[str, object]) -> dict[str, Any]:
    """Return `variables` as JSON that keeps their types; `unpack` gives them back."""
    return {name: _encoded(value) for name, value in variables.items()}


def unpack(packed: Mapping[str, Any]) -> dict[str, object]:
    """Return the variables that `pack` wrote."""
    return {name: _decoded(value) for name, value in packed.items()}


def _encoded(value: Any) -> Any:
    """Return `value` as JSON; every type that JSON lacks is `{"$": [name, text]}`."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is dict:
        coded = {str(key): _encoded(each) for key, each in value.items()}
        return {MARK: ["map", coded]} if MARK in coded else coded
    if kind in {list, tuple}:
        return [_encoded(each) for each in value]
    if kind in _WRITERS:
        name, write = _WRITERS[kind]
        return {MARK: [name, write(value)]}
    raise ProcessFailure(
        _("Une valeur de type %s ne peut pas être conservée dans le dossier.") % kind.__name__
    )


def _decoded(value: Any) -> Any:
    if type(value) is list:
        return [_decoded(each) for each in value]
    if type(value) is not dict:
        return value
    if MARK not in value:
        return {key: _decoded(each) for key, each in value.items()}
    name, content = value[MARK]
    if name == "map":
        return {key: _decoded(each) for key, each in content.items()}
    return _READERS[name](content)


_PLAIN = frozenset({type(None), bool, int, str, float})


def _moment(value: datetime | time) -> list[str]:
    return [value.isoformat(), getattr(value.tzinfo, "key", "")]


def _zoned(value: Any, key: str) -> Any:
    """Return `value` in the named zone it was written with; an offset alone is in its text."""
    return value.replace(tzinfo=ZoneInfo(key)) if key else value


_WRITERS: dict[type, tuple[str, Any]] = {
    Decimal: ("n", str),
    datetime: ("dt", _moment),
    date: ("d", date.isoformat),
    time: ("t", _moment),
    timedelta: ("td", lambda value: [value.days, value.seconds, value.microseconds]),
    YearsMonths: ("ym", lambda value: value.months),
}
_READERS: dict[str, Any] = {
    "n": Decimal,
    "dt": lambda content: _zoned(datetime.fromisoformat(content[0]), content[1]),
    "d": date.fromisoformat,
    "t": lambda content: _zoned(time.fromisoformat(content[0]), content[1]),
    "td": lambda content: timedelta(*content),
    "ym": YearsMonths,
}
