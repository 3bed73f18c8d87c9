"""How BPMN events wait and fire; every moment comes from the clock of the move."""

from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import (
    ErrorEventDefinition,
    EscalationEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.simple import (
    NoneEventDefinition,
    TerminateEventDefinition,
)
from SpiffWorkflow.bpmn.specs.mixins import BpmnSpecMixin
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent, ThrowingEvent
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import (
    BoundaryEvent as SpiffBoundaryEvent,
)
from SpiffWorkflow.bpmn.specs.mixins.events.start_event import StartEvent as SpiffStartEvent
from SpiffWorkflow.bpmn.util import BpmnEvent
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.engine.advance import Effect
from workflows.engine.diagram.dialects import SENT, Extensions
from workflows.engine.keys import KEY, key_text
from workflows.engine.spiff.specs import DUE, bound, evaluated, move_of
from workflows.engine.spiff.timers import Cycle, TimerKind, due_date, first_cycle, next_cycle
from workflows.engine.spiff.tree import LIVE, Lean
from workflows.errors import ProcessFailure
from workflows.translation import _

CYCLE = "cycle"
SENT_KEY = "cle"  # the header, or input, that says for whom a message is
AGAIN, HELD = "again", "held"
FIRED = "event_fired"  # SpiffWorkflow's own mark


class Timer(EventDefinition):  # type: ignore[misc]  # untyped library
    """A date, a duration or a repeated duration; only `fire` makes it go off."""

    def __init__(self, name: str, kind: TimerKind, text: str) -> None:
        super().__init__(name)
        self.kind = kind
        self.text = text

    def update_task(self, my_task: Task) -> None:
        """Settle when the timer of `my_task` is due, once."""
        if DUE in my_task.internal_data:
            return
        move = move_of(my_task)

        def asked(text: str) -> object:
            return move.evaluate(my_task, text)

        if self.kind is TimerKind.CYCLE:
            cycle = first_cycle(self.text, asked, move.now)
            my_task.internal_data[CYCLE] = [cycle.left, cycle.period]
            my_task.internal_data[DUE] = cycle.first
        else:
            my_task.internal_data[DUE] = due_date(self.text, asked, move.now)


class Message(EventDefinition):  # type: ignore[misc]  # untyped library
    """A message awaited by its name, and by the key that `key` gives when the wait begins."""

    def __init__(self, name: str, key: str = "") -> None:
        super().__init__(name)
        self.key = key

    def update_task(self, my_task: Task) -> None:
        """Settle the key for which `my_task` waits, once."""
        if self.key and KEY not in my_task.internal_data:
            value = bound(move_of(my_task), my_task, self.key)
            my_task.internal_data[KEY] = key_text(value, self.name)


class Signal(EventDefinition):  # type: ignore[misc]  # untyped library
    """A signal awaited by its name; every one who waits for it hears it."""


class Conditional(EventDefinition):  # type: ignore[misc]  # untyped library
    """Fires as soon as its FEEL expression is true; again once it has been false since."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(name)
        self.text = text

    def holds(self, my_task: Task) -> bool:
        """Tell whether the expression is true now, and was not already when it last fired."""
        true = move_of(my_task).evaluate(my_task, self.text) is True
        if not true:
            my_task.internal_data.pop(HELD, None)
        return true and HELD not in my_task.internal_data


class Silent:
    """Mixin of caught errors and escalations: what they carry is in the process's variables."""

    def catch(self, my_task: Task, event: BpmnEvent | None = None) -> None:
        """Mark the event of `my_task` as fired."""
        my_task._set_internal_data(**{FIRED: True})

    def throw(self, my_task: Task) -> None:
        """Send the event to the closest scope that catches it."""
        my_task.workflow.top_workflow.catch(BpmnEvent(self, target=my_task.workflow))


class Error(Silent, ErrorEventDefinition):  # type: ignore[misc]  # untyped library
    """A business error that leaves a sub-process by its boundary."""

    def throw(self, my_task: Task) -> None:
        """Send the error outwards; raise ProcessFailure when nothing catches it."""
        top = my_task.workflow.top_workflow
        before = len(top.bpmn_events)
        super().throw(my_task)
        if len(top.bpmn_events) > before:
            raise ProcessFailure(
                _("L’erreur « %s » n’est interceptée par aucun événement.")
                % (self.name or self.code or "?"),
                my_task.task_spec.bpmn_id or "",
            )


class Escalation(Silent, EscalationEventDefinition):  # type: ignore[misc]  # untyped library
    """An escalation: heard by a boundary, or by nobody."""


class _Catching(Lean, CatchingEvent):  # type: ignore[misc]  # untyped library
    """An event that waits; the first to fire behind an event gateway silences the others."""

    def _on_ready_hook(self, my_task: Task) -> None:
        super()._on_ready_hook(my_task)
        if isinstance(my_task.parent.task_spec, EventGateway):
            for sibling in my_task.parent.children:
                if sibling is not my_task and sibling.has_state(LIVE):
                    sibling.cancel()

    def _run_hook(self, my_task: Task) -> bool:
        return True


class StartEvent(_Catching, SpiffStartEvent, BpmnSpecMixin):  # type: ignore[misc]  # untyped library
    """Begins a process or a sub-process at once, or at the moment that it says."""


class CatchEvent(_Catching, BpmnSpecMixin):  # type: ignore[misc]  # untyped library
    """An intermediate event, or a receive task."""


class BoundaryEvent(_Catching, SpiffBoundaryEvent, BpmnSpecMixin):  # type: ignore[misc]  # untyped
    """An event attached to an activity; one that does not interrupt may fire again.

    `together` names the events, this one among them, that go on once all of them have fired.
    """

    def __init__(
        self, wf_spec: Any, bpmn_id: str, definition: Any, together: frozenset[str], **kwargs: Any
    ) -> None:
        super().__init__(wf_spec, bpmn_id, definition, **kwargs)
        self.together = together

    def _update_hook(self, my_task: Task) -> bool:
        if not super()._update_hook(my_task):
            return False
        others = self._others(my_task)
        if not all(_has_fired(task) for task in others):
            my_task._set_state(TaskState.WAITING)
            return False
        if not self.cancel_activity:
            waits = {task.task_spec.name: task.task_spec.next_wait(task) for task in others}
            my_task.internal_data[AGAIN] = waits | {self.name: self.next_wait(my_task)}
        for task in others:
            task.cancel()
        return True

    def _on_complete_hook(self, my_task: Task) -> None:
        super()._on_complete_hook(my_task)
        waits = my_task.internal_data.get(AGAIN, {})
        if None in waits.values() or not _is_under_way(my_task.parent):
            return
        for name, wait in waits.items():
            spec = self._wf_spec.task_specs[name]
            again = my_task.parent._add_child(spec, TaskState.WAITING)
            again.internal_data.update(wait)
            again.data = dict(my_task.data)
            spec._update(again)

    def next_wait(self, my_task: Task) -> dict[str, object] | None:
        """Return what the next wait of this event begins with, None when there is none."""
        known, definition = my_task.internal_data, self.event_definition
        if isinstance(definition, Conditional):
            return {HELD: True}
        if isinstance(definition, Message | Signal | Escalation):
            return {KEY: known[KEY]} if KEY in known else {}
        if CYCLE not in known:
            return None
        left, period = known[CYCLE]
        cycle = next_cycle(Cycle(left, known[DUE], period), move_of(my_task).now)
        return {CYCLE: [cycle.left, cycle.period], DUE: cycle.first} if cycle else None

    def _others(self, my_task: Task) -> list[Task]:
        """Return the waits of the events that must fire together with this one."""
        return [
            task
            for task in my_task.parent.children
            if task is not my_task and task.has_state(LIVE) and task.task_spec.name in self.together
        ]


def _has_fired(task: Task) -> bool:
    return bool(task.internal_data.get(FIRED))


def _is_under_way(split: Task) -> bool:
    """Tell whether the activity that `split` opened together with its events still goes on."""
    return any(
        task.has_state(LIVE)
        for task in split.children
        if not isinstance(task.task_spec, BoundaryEvent)
    )


class EventGateway(Lean, BpmnSpecMixin):  # type: ignore[misc]  # untyped library
    """Opens every event behind it; the first to fire goes on alone."""


class Throwing(Lean, ThrowingEvent, BpmnSpecMixin):  # type: ignore[misc]  # untyped library
    """An event sent by the process: an effect when it leaves it, and the process goes on."""

    def __init__(
        self, wf_spec: Any, bpmn_id: str, event_definition: Any, said: Extensions, **kwargs: Any
    ) -> None:
        super().__init__(wf_spec, bpmn_id, event_definition, **kwargs)
        self.said = said

    def _run_hook(self, my_task: Task) -> bool:
        if isinstance(self.event_definition, Message | Signal):
            self._send(my_task)
        else:
            self.event_definition.throw(my_task)
        return True

    def _send(self, my_task: Task) -> None:
        move, event = move_of(my_task), self.event_definition
        kind = "signal" if isinstance(event, Signal) else "message"
        headers = {name: bound(move, my_task, text) for name, text in self.said.headers.items()}
        asked = headers | evaluated(move, my_task, self.said.inputs)
        name = str(headers.get(kind) or event.name)  # the studio's panel names none at this event
        if SENT_KEY in asked:
            asked[SENT_KEY] = key_text(asked[SENT_KEY], name)
        move.effects.append(
            Effect(
                key=f"{self.name}:{my_task.id}",
                element_id=self.bpmn_id,
                name=self.bpmn_name or self.bpmn_id,
                type=kind if self.said.type in SENT else self.said.type or kind,
                parameters={**asked, kind: name},
            )
        )
        if kind == "signal":
            for task in waiting_for(my_task.workflow.top_workflow.live(), Signal, name):
                fire(task)


class EndEvent(Throwing):
    """Ends a token; its `outcome` property is the process's outcome, terminate ends its scope."""

    def _on_complete_hook(self, my_task: Task) -> None:
        super()._on_complete_hook(my_task)
        move = move_of(my_task)
        move.outcome = self.said.properties.get("outcome", "") or move.outcome
        if isinstance(self.event_definition, TerminateEventDefinition):
            _terminate(my_task.workflow)

    def _run_hook(self, my_task: Task) -> bool:
        if isinstance(self.event_definition, NoneEventDefinition | TerminateEventDefinition):
            return True
        return super()._run_hook(my_task)


def _terminate(workflow: Any) -> None:
    """End a (sub)process at once, and the scope that it stands for if it is a body."""
    workflow.cancel_all()
    holder = workflow.parent_workflow
    task = holder.tasks.get(workflow.parent_task_id) if holder is not None else None
    if task is not None and task.task_spec.is_body:
        _terminate(holder)
    else:
        workflow.completed_event(workflow)


def waiting_for(live: list[Task], kind: type[EventDefinition], name: str = "") -> list[Task]:
    """Return those of the `live` tasks that wait for such an event, of that name if given."""
    return [
        task
        for task in live
        if task._state == TaskState.WAITING
        and isinstance(task.task_spec, CatchingEvent)
        and not _has_fired(task)  # it did, and waits for those it goes together with
        and isinstance(task.task_spec.event_definition, kind)
        and name in {"", task.task_spec.event_definition.name}
    ]


def fire(task: Task) -> None:
    """Make the event awaited by `task` happen."""
    task._set_internal_data(**{FIRED: True})
    task.task_spec._update(task)
