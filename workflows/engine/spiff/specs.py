"""How each BPMN activity and gateway behaves: SpiffWorkflow's task specs, made ours."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.mixins import (
    BpmnSpecMixin,
    SubWorkflowTaskMixin,
)
from SpiffWorkflow.operators import Operator
from SpiffWorkflow.specs.MultiChoice import MultiChoice
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.dmn import DecisionModel, decide
from workflows.engine.advance import DecisionTrace, Effect
from workflows.engine.diagram.dialects import Binding, Extensions
from workflows.engine.spiff.environment import SCOPE, Move
from workflows.engine.spiff.timers import due_date
from workflows.engine.spiff.tree import LIVE, Lean, live_tasks
from workflows.errors import ProcessFailure
from workflows.translation import _

DUE = "due"
INNER = "inner"  # the key of the local variables of a sub-process
FLOWS = "flow_ids"  # of a spec: name of the next spec -> the flows that lead to it


def move_of(task: Task) -> Move:
    """Return the move in which `task` runs."""
    move: Move = task.workflow.script_engine
    return move


def name_flow(source: Any, flow_id: str, target: Any) -> None:
    """Remember which flow of the diagram leads from one spec to another."""
    vars(source).setdefault(FLOWS, {}).setdefault(target.name, []).append(flow_id)


def taken_from(task: Task) -> Iterator[str]:
    """Yield the flows by which tokens left a task that has just run; none when it still waits."""
    flows = vars(task.task_spec).get(FLOWS)
    if flows and task.state == TaskState.COMPLETED:
        for child in task.children:
            yield from flows.get(child.task_spec.name, ())


class Condition(Operator):  # type: ignore[misc]  # untyped library
    """A FEEL condition on a flow: taken when it is true, not merely something."""

    def _matches(self, task: Task) -> bool:
        return move_of(task).evaluate(task, self.args[0]) is True


class Activity(Lean, BpmnSpecMixin):  # type: ignore[misc]  # untyped library
    """Any task; its input and output mappings are FEEL."""

    def __init__(self, wf_spec: Any, bpmn_id: str, said: Extensions, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.said = said

    def _on_complete_hook(self, my_task: Task) -> None:
        move = move_of(my_task)
        move.assign(evaluated(move, my_task, self.said.outputs), my_task)
        super()._on_complete_hook(my_task)


class Human(Activity):
    """A task that waits for a person; its due date is settled when it becomes ready."""

    def __init__(self, wf_spec: Any, bpmn_id: str, said: Extensions, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, said, **kwargs)
        self.manual = True

    def _on_ready_hook(self, my_task: Task) -> None:
        if self.said.due_date and DUE not in my_task.internal_data:
            my_task.internal_data[DUE] = self._due_date(my_task)
        super()._on_ready_hook(my_task)

    def _due_date(self, my_task: Task) -> datetime:
        move = move_of(my_task)
        return due_date(self.said.due_date, lambda text: move.evaluate(my_task, text), move.now)


class Service(Activity):
    """Work done outside after the commit: recorded as an effect, and the process goes on."""

    def _run_hook(self, my_task: Task) -> bool:
        move = move_of(my_task)
        parameters = {**self.said.headers, **evaluated(move, my_task, self.said.inputs)}
        move.effects.append(
            Effect(
                key=f"{self.name}:{my_task.id}",
                element_id=self.bpmn_id,
                name=self.bpmn_name or self.bpmn_id,
                type=self.said.type,
                parameters=parameters,
            )
        )
        return True


class Asking(Activity):
    """Work whose result the process needs at once: it stands still until it is answered."""

    def __init__(self, wf_spec: Any, bpmn_id: str, said: Extensions, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, said, **kwargs)
        self.manual = True


class Script(Activity):
    """A FEEL expression whose value goes to a variable."""

    def _run_hook(self, my_task: Task) -> bool:
        move = move_of(my_task)
        value = move.evaluate(my_task, self.said.script)
        move.assign({self.said.result_variable: value}, my_task)
        return True


class Rule(Activity):
    """A DMN decision; the rules that matched are recorded."""

    def __init__(
        self, wf_spec: Any, bpmn_id: str, said: Extensions, model: DecisionModel, **kwargs: Any
    ) -> None:
        super().__init__(wf_spec, bpmn_id, said, **kwargs)
        self.model = model

    def _run_hook(self, my_task: Task) -> bool:
        move, decision_id = move_of(my_task), self.said.decision_id
        scope = {**move.scope(my_task), **evaluated(move, my_task, self.said.inputs)}
        names = self.model.inputs_read(decision_id)
        inputs = {name: scope.get(name) for name in sorted(names)}
        calendar = move.definition.calendar
        result = decide(self.model, decision_id, scope, now=move.now, calendar=calendar)
        move.decisions.append(
            DecisionTrace(
                element_id=self.bpmn_id,
                decision_id=decision_id,
                inputs=inputs,
                result=result.value,
                matched=tuple(f"{rule.decision_id}/{rule.rule_id}" for rule in result.matched),
            )
        )
        move.assign({self.said.result_variable or decision_id: result.value}, my_task)
        return True


class Embedded(Lean, SubWorkflowTaskMixin, BpmnSpecMixin):  # type: ignore[misc]  # untyped library
    """An embedded sub-process or a call: its own tokens, and the same variables.

    Its inputs are local to it. `closed`: a call whose variables are its own; what its outputs name
    comes back, or all but its inputs when it has none and takes all. `is_body` when it stands for
    the scope that holds it: a terminate event ends both.
    """

    def __init__(self, wf_spec: Any, bpmn_id: str, said: Extensions, **kwargs: Any) -> None:
        self.said = said
        self.is_body: bool = kwargs.pop("is_body")
        self.closed: bool = kwargs.pop("closed")
        super().__init__(wf_spec, bpmn_id, **kwargs)

    def _on_complete_hook(self, my_task: Task) -> None:
        move, outer = move_of(my_task), my_task.data
        inner = my_task.internal_data.pop(INNER, "")
        my_task.data = {SCOPE: inner} if inner else outer
        values = evaluated(move, my_task, self.said.outputs)
        my_task.data = outer
        if self.closed and self.said.takes_all and not self.said.outputs:
            given = {each.target for each in self.said.inputs}
            values = {k: v for k, v in move.locals[inner].values.items() if k not in given}
        move.assign(values, my_task)
        super()._on_complete_hook(my_task)

    def copy_data(self, my_task: Task, subworkflow: Any) -> None:
        """Hand down the local variables, those of its inputs first."""
        begun = subworkflow.task_tree
        begun.data = dict(my_task.data)
        if self.closed or self.said.inputs:
            move, outer = move_of(my_task), my_task.data.get(SCOPE, "")
            known = dict(move.scope(my_task)) if self.closed and self.said.gives_all else {}
            known |= evaluated(move, my_task, self.said.inputs)
            move.open_scope(begun, outer, known, closed=self.closed)
            my_task.internal_data[INNER] = begun.data[SCOPE]

    def update_data(self, my_task: Task, subworkflow: Any) -> None:
        """Bring nothing back: the variables are the process's."""

    def start_workflow(self, my_task: Task) -> None:
        """Begin the sub-process; its tasks run in the loop of the instance."""
        subworkflow = my_task.workflow.top_workflow.create_subprocess(my_task, self.spec)
        subworkflow.completed_event.connect(self._on_subworkflow_completed, my_task)
        self.copy_data(my_task, subworkflow)

    def _on_subworkflow_completed(self, subworkflow: Any, my_task: Task) -> None:
        if my_task.has_state(LIVE):
            my_task._set_state(TaskState.READY)


class Choice(Lean, MultiChoice, BpmnSpecMixin):  # type: ignore[misc]  # untyped library
    """A gateway that chooses its flows by their conditions, else takes its default flow."""

    def _predict_hook(self, my_task: Task) -> None:
        """Leave the children to the choice."""

    def _run_hook(self, my_task: Task) -> bool:
        names = list(self._chosen(my_task)) or [
            name for condition, name in self.cond_task_specs if condition is None
        ]
        if not names:
            raise ProcessFailure(
                _("Aucune condition n’est remplie après « %s » : ajoutez un flux par défaut.")
                % (self.bpmn_name or self.bpmn_id),
                self.bpmn_id,
            )
        my_task._sync_children([self._wf_spec.task_specs[name] for name in names], TaskState.FUTURE)
        return True

    def _chosen(self, my_task: Task) -> Iterator[str]:
        return (
            name
            for condition, name in self.cond_task_specs
            if condition is not None and condition._matches(my_task)
        )


class Exclusive(Choice):
    """The first flow whose condition is true, else the default one."""

    def _chosen(self, my_task: Task) -> Iterator[str]:
        return islice(super()._chosen(my_task), 1)


class Join(Lean, BpmnSpecMixin, ABC):  # type: ignore[misc]  # untyped library
    """Where tokens meet: an arrival waits until `_group` finds those that go on together."""

    def _update_hook(self, my_task: Task) -> bool:
        my_task._set_state(TaskState.WAITING)
        arrivals = [task for task in live_tasks(my_task.workflow) if task.task_spec is self]
        group = self._group(arrivals)
        if my_task not in group:
            return False
        for task in group:
            if task is not my_task:
                task.cancel()
        my_task._inherit_data()
        return True

    @abstractmethod
    def _group(self, arrivals: Sequence[Task]) -> Sequence[Task]:
        """Return those of the `arrivals` that go on together, none while some are missing."""


class Parallel(Join):
    """One token of each incoming flow goes on; tokens in excess wait for the next round."""

    def _group(self, arrivals: Sequence[Task]) -> Sequence[Task]:
        missing = list(self._inputs)
        group = []
        for task in arrivals:
            if task.parent.task_spec.name in missing:
                missing.remove(task.parent.task_spec.name)
                group.append(task)
        return group if not missing else ()


class Inclusive(Choice, Join):
    """Waits for every token that can still come; then every flow whose condition is true."""

    def _group(self, arrivals: Sequence[Task]) -> Sequence[Task]:
        if not arrivals:
            return ()
        filled = {task.parent.task_spec.name for task in arrivals}
        empty = set(self._inputs) - filled
        reached = set().union(*(self._upstream(name) for name in filled))
        awaited = set().union(*(self._upstream(name) for name in empty)) - reached
        tokens = live_tasks(arrivals[0].workflow)
        if any(task.task_spec.name in awaited for task in tokens if task.task_spec is not self):
            return ()
        return arrivals

    def _upstream(self, name: str) -> frozenset[str]:
        """Return the specs from which a token can reach `name` without passing here."""
        specs = self._wf_spec.task_specs
        found, waiting = {name}, [name]
        while waiting:
            for each in specs[waiting.pop()]._inputs:
                if each not in found and each != self.name:
                    found.add(each)
                    waiting.append(each)
        return frozenset(found)


class BoundarySplit(Lean, BoundaryEventSplit):  # type: ignore[misc]  # untyped library
    """Opens an activity together with the events attached to it."""


class BoundaryJoin(Lean, BoundaryEventJoin):  # type: ignore[misc]  # untyped library
    """Closes an activity and the events attached to it."""

    def _update_hook(self, my_task: Task) -> bool:
        # The library makes each event that did not interrupt wait here for the activity to end:
        # a reminder every minute would leave one waiting task a minute.
        if getattr(my_task.parent.task_spec, "cancel_activity", True):
            closed: bool = super()._update_hook(my_task)
            return closed
        my_task._set_state(TaskState.CANCELLED)
        return False


def evaluated(move: Move, task: Task, bindings: Sequence[Binding]) -> dict[str, object]:
    """Return the value of each binding where `task` stands."""
    return {each.target: bound(move, task, each.source) for each in bindings}


def bound(move: Move, task: Task, source: str) -> object:
    """Return the value of `source` where `task` stands: FEEL after `=`, else the text itself."""
    return move.evaluate(task, source) if source.startswith("=") else source
