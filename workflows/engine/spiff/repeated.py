"""Activities done several times: standard loops, and multiple instances one by one or together.

SpiffWorkflow connects its callbacks while a process runs and loses them when a state is loaded;
ours are connected when the diagram is read.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins import BpmnSpecMixin
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.engine.diagram.dialects import Extensions
from workflows.engine.spiff.environment import SCOPE
from workflows.engine.spiff.specs import move_of
from workflows.engine.spiff.tree import LIVE, Lean
from workflows.errors import ProcessFailure
from workflows.translation import _

MAX_INSTANCES = 100
MOST_INSTANCES = 500  # that an analyst may ask for
ASKED = "maxInstances"  # the extension property of an activity that asks for more, or fewer
MOST_DIGITS = 9  # Python refuses to read thousands of them
INDEX, ITEMS, DONE, OUTPUTS = "index", "items", "done", "outputs"


def instances_allowed(said: Extensions) -> int:
    """Return how many instances an activity may have: what it asks for, within the bounds."""
    asked = said.properties.get(ASKED, "").strip()
    if not (asked.isascii() and asked.isdigit()):
        return MAX_INSTANCES
    return min(int(asked), MOST_INSTANCES) if len(asked) <= MOST_DIGITS else MOST_INSTANCES


class Repeated(Lean, BpmnSpecMixin, ABC):  # type: ignore[misc]  # untyped library
    """Holds an activity and starts it as many times as said."""

    def __init__(self, wf_spec: Any, bpmn_id: str, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.task_spec = ""  # the name of the activity's own spec, set by the parser

    def hold(self, activity: Any) -> None:
        """Follow the completions of `activity`, for every process that will use this spec."""
        activity.completed_event.connect(self._on_instance_completed)

    def _begin(self, my_task: Task, index: int, local: Mapping[str, object]) -> None:
        child = my_task._add_child(self._wf_spec.task_specs[self.task_spec], TaskState.WAITING)
        child.triggered = True
        child.internal_data[INDEX] = index
        child.data = dict(my_task.data)
        outer, my_task.data = my_task.data, {}  # else the child would inherit the outer scope
        if local:
            move_of(child).open_scope(child, outer.get(SCOPE, ""), local)
        child.task_spec._update(child)
        my_task.data = outer

    def _finish(self, my_task: Task) -> None:
        for child in my_task.children:
            if child.has_state(LIVE):
                child.cancel()
        my_task._set_state(TaskState.READY)

    @abstractmethod
    def _on_instance_completed(self, workflow: Any, child: Task) -> None:
        """Go on once the instance `child` is done: begin another, or finish."""


class Loop(Repeated):
    """A standard loop: again while its condition is true, at most `maximum` times."""

    def __init__(
        self, wf_spec: Any, bpmn_id: str, condition: str, maximum: int, test_before: bool
    ) -> None:
        super().__init__(wf_spec, bpmn_id)
        self.condition = condition
        self.maximum = maximum
        self.test_before = test_before

    def _update_hook(self, my_task: Task) -> bool:
        my_task._inherit_data()
        if self.test_before and not self._again(my_task, 0):
            return True
        my_task._set_state(TaskState.STARTED)
        self._begin(my_task, 0, {})
        return False

    def _on_instance_completed(self, workflow: Any, child: Task) -> None:
        my_task, done = child.parent, child.internal_data[INDEX] + 1
        if self._again(my_task, done):
            self._begin(my_task, done, {})
        else:
            self._finish(my_task)

    def _again(self, my_task: Task, done: int) -> bool:
        if self.maximum and done >= self.maximum:
            return False
        return not self.condition or move_of(my_task).evaluate(my_task, self.condition) is True


class Several(Repeated):
    """Multiple instances: one for each item of a list, or as many as a number says."""

    def __init__(
        self, wf_spec: Any, bpmn_id: str, said: Extensions, texts: Mapping[str, str]
    ) -> None:
        super().__init__(wf_spec, bpmn_id)
        self.said = said
        self.cardinality = texts["cardinality"]
        self.completion = texts["completion"]
        self.sequential = texts["sequential"] == "true"

    def _update_hook(self, my_task: Task) -> bool:
        my_task._inherit_data()
        items = self._items(my_task)
        my_task.internal_data |= {ITEMS: items, DONE: 0, OUTPUTS: [None] * len(items)}
        if not items:
            self._collect(my_task)
            return True
        my_task._set_state(TaskState.STARTED)
        for index in range(1 if self.sequential else len(items)):
            self._begin_item(my_task, index)
        return False

    def _items(self, my_task: Task) -> list[object]:
        text = self.said.collection or self.cardinality
        value = move_of(my_task).evaluate(my_task, text)
        if not self.said.collection:
            value = self._numbered(value)
        if not isinstance(value, list):
            raise ProcessFailure(_("« %s » ne donne pas une liste.") % text, self.bpmn_id)
        most = instances_allowed(self.said)
        if len(value) > most:
            raise ProcessFailure(
                _("« %(name)s » serait fait %(n)d fois, plus que les %(max)d permises.")
                % {"name": self.bpmn_name or self.bpmn_id, "n": len(value), "max": most},
                self.bpmn_id,
            )
        return value

    def _numbered(self, value: Any) -> list[object]:
        """Return 1…value, one more than allowed at most: ten million items are never made."""
        if value is None or isinstance(value, bool | str | list | dict) or value < 0:
            raise ProcessFailure(
                _("« %s » ne donne pas un nombre de fois.") % self.cardinality, self.bpmn_id
            )
        return list(range(1, int(min(value, MOST_INSTANCES + 1)) + 1))

    def _begin_item(self, my_task: Task, index: int) -> None:
        local: dict[str, object] = {"loopCounter": index + 1}
        if self.said.element_variable:
            local[self.said.element_variable] = my_task.internal_data[ITEMS][index]
        output = self.said.output_element.removeprefix("=").strip()
        if output.isidentifier():  # a variable of each instance, not of the process
            local.setdefault(output, None)
        self._begin(my_task, index, local)

    def _on_instance_completed(self, workflow: Any, child: Task) -> None:
        my_task, said = child.parent, self.said
        inside = my_task.internal_data
        inside[DONE] += 1
        if said.output_element:
            value = move_of(child).evaluate(child, said.output_element)
            inside[OUTPUTS][child.internal_data[INDEX]] = value
        total = len(inside[ITEMS])
        if inside[DONE] == total or self._complete(my_task, child):
            self._collect(my_task)
            self._finish(my_task)
        elif self.sequential:
            self._begin_item(my_task, inside[DONE])

    def _complete(self, my_task: Task, child: Task) -> bool:
        if not self.completion:
            return False
        done, total = my_task.internal_data[DONE], len(my_task.internal_data[ITEMS])
        counts = {
            "numberOfInstances": total,
            "numberOfCompletedInstances": done,
            "numberOfActiveInstances": 0 if self.sequential else total - done,
            "numberOfTerminatedInstances": 0,
        }
        move = move_of(child)
        move.open_scope(child, child.data.get(SCOPE, ""), counts)
        return move.evaluate(child, self.completion) is True

    def _collect(self, my_task: Task) -> None:
        if self.said.output_collection:
            outputs = my_task.internal_data[OUTPUTS]
            move_of(my_task).assign({self.said.output_collection: outputs}, my_task)
