"""Getting a stuck dossier going again: look at its state, move a token, correct a variable.

An incident keeps the state of before the failed move: the token stands at the last task or event
reached, not at the element that failed. A repair moves it from there to a place that can go on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.engine.advance import Advance
from workflows.engine.codec import load
from workflows.engine.definition import ProcessDefinition
from workflows.engine.runner import settled
from workflows.engine.spiff.environment import Move
from workflows.engine.spiff.events import BoundaryEvent, EventGateway, StartEvent
from workflows.engine.spiff.repeated import Repeated
from workflows.engine.spiff.specs import BoundarySplit, Human, Join
from workflows.engine.spiff.tree import LIVE, Instance, live_tasks
from workflows.errors import Invalid
from workflows.translation import _

TOGETHER = (BoundarySplit, EventGateway)  # what hangs under one of these ends together


@dataclass(frozen=True, slots=True)
class Place:
    """Where a token is: a human task or an event awaited, and where it may be moved."""

    element_id: str
    name: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What an administrator sees of a state: its tokens and its routing variables."""

    places: tuple[Place, ...]
    variables: Mapping[str, object]


def look(definition: ProcessDefinition, state: bytes, now: datetime) -> Standing:
    """Return where the tokens are, without running anything."""
    instance = _restored(definition, state, now)
    found = {
        task.task_spec.bpmn_id: _place(definition, task)
        for task in instance.live()
        if _is_token(task)
    }
    return Standing(tuple(found.values()), dict(instance.move.variables))


def settle(definition: ProcessDefinition, state: bytes, now: datetime) -> Advance:
    """Return where a state stands; one at rest comes back as it is, no timer is fired.

    Raise ProcessFailure for a state that cannot be read, or with nothing to do nor to await.
    """
    return settled(_restored(definition, state, now))


def skip(
    definition: ProcessDefinition, state: bytes, element_id: str, target: str, now: datetime
) -> Advance:
    """Move the token of `element_id` to `target`, which begins as if it had just been reached.

    What was attached to the element (timers, messages) ends with it. Raise Invalid when there is
    no such token, or when it cannot go there.
    """
    instance = _restored(definition, state, now)
    token = next((task for task in instance.live() if task.task_spec.bpmn_id == element_id), None)
    if token is None or not _is_token(token):
        raise Invalid(_("Le dossier n’est plus à « %s » : rechargez la page.") % element_id)
    if target not in _targets(definition, token):
        raise Invalid(_("Le dossier ne peut pas être repris à « %s ».") % target)
    _leave(token)
    _enter(token, target)
    return settled(instance)


def correct(
    definition: ProcessDefinition, state: bytes, values: Mapping[str, object], now: datetime
) -> Advance:
    """Give routing variables other values, typed as FEEL; raise Invalid for an unknown name."""
    unknown = sorted(values.keys() - definition.routing_variables)
    if unknown:
        raise Invalid(_("La démarche ne lit aucune variable « %s ».") % unknown[0])
    instance = _restored(definition, state, now)
    instance.move.assign(values)
    return settled(instance)


def _restored(definition: ProcessDefinition, state: bytes, now: datetime) -> Instance:
    return load(lambda variables: Move(definition, variables, now), definition, state)


def _is_token(task: Task) -> bool:
    """Tell whether a live task is a human task or waits; one of several counts with its holder."""
    if isinstance(task.parent.task_spec, Repeated) or not getattr(task.task_spec, "bpmn_id", None):
        return False
    return task.state == TaskState.WAITING or isinstance(task.task_spec, Human)


def _place(definition: ProcessDefinition, task: Task) -> Place:
    element_id = task.task_spec.bpmn_id
    element = definition.elements.get(element_id)
    name = element.name if element is not None and element.name else element_id
    return Place(element_id, name, _targets(definition, task))


def _targets(definition: ProcessDefinition, task: Task) -> tuple[str, ...]:
    """Return the elements of the token's own (sub)process where a token may begin anew.

    Not a join, which counts its arrivals by the flow they come from; not an attached event.
    """
    specs = task.workflow.spec.task_specs
    return tuple(
        element_id
        for element_id in definition.elements
        if element_id in specs
        and element_id != task.task_spec.bpmn_id
        and not isinstance(specs[element_id], Join | BoundaryEvent | StartEvent)
    )


def _leave(token: Task) -> None:
    group = token.parent.children if isinstance(token.parent.task_spec, TOGETHER) else [token]
    if getattr(token.task_spec, "silent", False):  # one part of an event that waits for all of them
        id_ = token.task_spec.bpmn_id
        group = [task for task in live_tasks(token.workflow) if task.task_spec.bpmn_id == id_]
    for task in group:
        if task.has_state(LIVE):
            task.cancel()


def _enter(token: Task, target: str) -> None:
    """Begin `target` under the root: under another task it would be taken for one of its own."""
    scope = token.workflow
    specs = scope.spec.task_specs
    spec = specs[getattr(specs[target], "entry", "") or target]
    for holder in _holders(specs, spec):
        spec = holder
    begun = scope.task_tree._add_child(spec, TaskState.FUTURE)
    begun.data = dict(token.data)
    begun.task_spec._update(begun)


def _holders(specs: Mapping[str, Any], spec: Any) -> Iterator[Any]:
    """Yield what opens an activity, from the inside out: its repetition, its attached events."""
    for each in specs.values():
        if isinstance(each, Repeated) and each.task_spec == spec.name:
            spec = each
            yield each
    yield from (
        each for each in specs.values() if isinstance(each, BoundarySplit) and spec in each.outputs
    )
