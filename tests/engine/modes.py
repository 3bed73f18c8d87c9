"""Four ways to carry a dossier from one move to the next; all must tell the same story.

`plain` keeps SpiffWorkflow's objects in memory; `stock` sends the tasks through SpiffWorkflow's
own serializer; `rows` saves and loads by our codec; `compact` cuts the past away before.
"""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import datetime
from decimal import Decimal
from random import Random
from uuid import UUID

from SpiffWorkflow.bpmn.serializer.default.workflow import TaskConverter
from SpiffWorkflow.bpmn.serializer.helpers.encoder import create_encoder
from SpiffWorkflow.bpmn.serializer.helpers.registry import DefaultRegistry
from SpiffWorkflow.task import Task

from tests.engine.case import MORNING
from workflows.engine import ProcessDefinition, runner
from workflows.engine.codec import compact, dump, load
from workflows.engine.keys import KEY
from workflows.engine.spiff.environment import Move
from workflows.engine.spiff.events import Message, Signal, Timer, fire, waiting_for
from workflows.engine.spiff.specs import DUE, Human, Join
from workflows.engine.spiff.tree import Instance, SubProcess
from workflows.errors import ProcessFailure
from workflows.feel import variables_read


def plain(instance: Instance) -> Instance:
    """Carry the process as it is."""
    return instance


def rows(instance: Instance) -> Instance:
    """Carry the process by our rows, its whole past included."""
    definition = instance.move.definition
    return load(
        lambda variables: Move(definition, variables, instance.move.now),
        definition,
        dump(instance),
    )


def compacted(instance: Instance) -> Instance:
    """Carry the process as the product does."""
    compact(instance)
    return rows(instance)


def stock(instance: Instance) -> Instance:
    """Carry the process's tasks by SpiffWorkflow's serializer, onto the specs we parsed."""
    registry = DefaultRegistry()
    TaskConverter(Task, registry)
    registry.register(Decimal, lambda n: {"text": str(n)}, lambda d: Decimal(d["text"]))
    registry._encoder_mode = True
    encoder = create_encoder(registry, None)
    scopes = {None: instance, **instance.subprocesses}
    text = json.dumps(
        {
            str(key): [registry.convert(t) for t in each.tasks.values()]
            for key, each in scopes.items()
        },
        cls=encoder,
    )
    move = Move(instance.move.definition, {}, instance.move.now)
    move.variables = deepcopy(instance.move.variables)
    move.locals = deepcopy(instance.move.locals)
    again = Instance(move, restored=True)
    for key, tasks in json.loads(text).items():
        done = key != "None" and instance.subprocesses[UUID(key)].completed
        _restore(registry, again, key, tasks, done)
    return again


def _restore(
    registry: DefaultRegistry, again: Instance, key: str, tasks: list[dict], done: bool
) -> None:
    scope = again if key == "None" else _subprocess(again, UUID(key))
    for each in tasks:
        task = registry.restore(each, workflow=scope)
        scope.tasks[task.id] = task
    scope.task_tree = next(t for t in scope.tasks.values() if t._parent is None)
    scope.completed = done


def _subprocess(again: Instance, task_id: UUID) -> SubProcess:
    task = again.get_task_from_id(task_id)
    scope = SubProcess(
        again.subprocess_specs[task.task_spec.spec], task_id, again, deserializing=True
    )
    again.subprocesses[task_id] = scope
    scope.completed_event.connect(task.task_spec._on_subworkflow_completed, task)
    return scope


MODES: dict[str, Callable[[Instance], Instance]] = {
    "plain": plain,
    "stock": stock,
    "rows": rows,
    "compact": compacted,
}


def story(
    definition: ProcessDefinition, carry: Callable[[Instance], Instance], seed: int, moves: int = 60
) -> Iterator[object]:
    """Play `definition` at random and yield, after each move, what is ready and awaited."""
    random, now = Random(seed), MORNING  # noqa: S311  # a walk, not a secret
    try:
        instance = Instance(Move(definition, dict.fromkeys(_keys(definition), "OF-1"), now))
        runner._run(instance)
        yield _position(instance)
        for _move in range(moves):
            if not instance.live():
                return
            instance = carry(instance)
            instance.move.outcome = ""  # that of one move, like all that a move reports
            now = _act(instance, random, now)
            runner._run(instance)
            yield _position(instance)
            if instance.live() and not _possible(instance):
                yield ("deadlock", sorted(_joins(instance)))
                return
    except ProcessFailure as failure:
        yield ("failure", failure.message, failure.element_id)


def _joins(instance: Instance) -> set[str]:
    """Return the elements where tokens wait for others."""
    return {t.task_spec.bpmn_id for t in instance.live() if isinstance(t.task_spec, Join)}


def _position(instance: Instance) -> object:
    human = [t for t in instance.live() if t.task_spec.manual]
    ready = sorted(t.task_spec.name for t in human)
    waits = sorted(
        (t.task_spec.name, str(t.internal_data.get(DUE, "")), t.internal_data.get(KEY, ""))
        for t in _events(instance)
    )
    return ready, waits, instance.move.outcome


def _events(instance: Instance) -> list[Task]:
    return [t for kind in (Timer, Message, Signal) for t in waiting_for(instance.live(), kind)]


def _possible(instance: Instance) -> list[Task]:
    human = [t for t in instance.live() if isinstance(t.task_spec, Human) and t.state == 16]
    # One order for all modes: a loaded state lists the same tasks in the same order, by name.
    return sorted(human + _events(instance), key=lambda t: t.task_spec.name)


def _act(instance: Instance, random: Random, now: datetime) -> datetime:
    task = random.choice(_possible(instance))
    spec = task.task_spec
    if isinstance(spec, Human):
        described = instance.move.definition.tasks[spec.bpmn_id]
        choice = random.choice(described.choices).value if described.choices else None
        values = {name: random.choice(_VALUES) for name in _sorted_names(instance)}
        values |= {name: random.choice(_KEYS) for name in _keys(instance.move.definition)}
        instance.move.now = now
        instance.move.assign({**values, described.choice_variable: choice}, task)
        runner._step(instance, task)
        return now
    if isinstance(spec.event_definition, Timer):
        now = max(now, task.internal_data[DUE])
    instance.move.now = now
    fire(task)
    return now


_VALUES = [True, False, None, "oui", "non", ["a", "b"], 2]
_KEYS = ["OF-1", "OF-2", 3]


def _keys(definition: ProcessDefinition) -> list[str]:
    """Return the variables that tell a message from another: never empty in a real dossier."""
    texts = [each.text for each in definition.expressions if each.place == "correlationKey"]
    return sorted({name for text in texts for name in variables_read(text)})


def _sorted_names(instance: Instance) -> list[str]:
    return sorted(instance.move.definition.routing_variables)
