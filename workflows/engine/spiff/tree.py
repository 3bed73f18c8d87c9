"""SpiffWorkflow's task tree, kept flat: nothing is predicted, no walk is limited in depth.

SpiffWorkflow foresees the possible futures of each token and looks for live tasks by walking
the tree, at most 1,000 levels deep: a process that loops long enough becomes invisible. Here a
task gets its children when it runs, and live tasks are found in the flat table of tasks.
"""

from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.specs.control import BpmnStartTask, SimpleBpmnTask
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.dmn import DmnError
from workflows.engine.spiff.environment import Move
from workflows.errors import ProcessFailure
from workflows.feel import FeelError
from workflows.translation import _

LIVE = TaskState.READY | TaskState.WAITING | TaskState.STARTED | TaskState.FUTURE


def live_tasks(workflow: Any) -> list[Task]:
    """Return the tasks of one (sub)workflow that are not finished, oldest first."""
    return [task for task in workflow.tasks.values() if task._state & LIVE]


class naming:  # noqa: N801  used as a function; a generator would cost each step more than its work
    """Make every failure inside a ProcessFailure that names the element of `spec`."""

    __slots__ = ("_spec",)

    def __init__(self, spec: Any) -> None:
        self._spec = spec

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: type | None, error: BaseException | None, _trace: object) -> None:
        """Raise the failure in place of what made it."""
        if error is None:
            return
        element_id = getattr(self._spec, "bpmn_id", None) or ""
        if isinstance(error, FeelError | DmnError):
            raise ProcessFailure(error.message, element_id) from error
        if isinstance(error, SpiffWorkflowException):
            raise ProcessFailure(
                _("Le moteur n’a pas pu passer « %(id)s » : %(reason)s")
                % {"id": element_id or self._spec.name, "reason": error},
                element_id,
            ) from error
        if isinstance(error, ProcessFailure):
            error.element_id = error.element_id or element_id


class Token(Task):  # type: ignore[misc]  # untyped library
    """A task that tells no log of its states: describing each cost more than reaching it."""

    def _set_state(self, value: int) -> None:
        self._state = value

    def _add_child(self, task_spec: Any, state: int = TaskState.MAYBE) -> "Token":
        child = Token(self.workflow, task_spec, self, state=state)
        child.thread_id = self.thread_id
        if state == TaskState.READY:
            child._ready()
        return child


class Lean:
    """Mixin of every task spec: children are made when the task runs, not foreseen."""

    def _predict(self, my_task: Task, *args: object, **kwargs: object) -> None:
        """Foresee nothing."""

    def _update(self, my_task: Task) -> None:
        with naming(self):
            super()._update(my_task)  # type: ignore[misc]  # from TaskSpec

    def _run(self, my_task: Task) -> bool | None:
        self._predict_hook(my_task)  # type: ignore[attr-defined]  # from TaskSpec
        return super()._run(my_task)  # type: ignore[misc, no-any-return]  # from TaskSpec


class Start(Lean, BpmnStartTask):  # type: ignore[misc]  # untyped library
    """Where the tree of a (sub)process begins."""


class End(Lean, SimpleBpmnTask):  # type: ignore[misc]  # untyped library
    """Where a (sub)process is complete."""


class EndJoin(Lean, BpmnTaskSpec):  # type: ignore[misc]  # untyped library
    """Lets the last token of a (sub)process through and absorbs the others."""

    def _update_hook(self, my_task: Task) -> bool:
        if any(task is not my_task for task in live_tasks(my_task.workflow)):
            my_task._set_state(TaskState.CANCELLED)
            return False
        my_task._inherit_data()
        return True


class Process(BpmnProcessSpec):  # type: ignore[misc]  # untyped library
    """A (sub)process whose own start and end are lean."""

    def __init__(self, name: str, description: str, filename: str | None) -> None:
        WorkflowSpec.__init__(self, name=name, filename=filename)
        self.bpmn_start_events: list[Any] = []
        # In brackets: analysts do call their own events « Start » and « End ».
        self.start = Start(self, "(start)")
        self.end = EndJoin(self, "(last)")
        self.end.connect(End(self, "(end)"))
        self.description = description
        self.io_specification = None
        self.data_objects: dict[str, Any] = {}
        self.data_stores: dict[str, Any] = {}
        self.correlation_keys: dict[str, Any] = {}


class _Flat:
    """What both the process and its sub-processes do without walking the tree."""

    tasks: dict[Any, Task]
    completed: bool
    success: bool
    completed_event: Any

    def _task_completed_notify(self, task: Task) -> None:
        # Waiting tasks are not looked at here: the runner wakes those that may go on.
        if isinstance(task.task_spec, End):
            self.completed = True
            self.completed_event(self)

    def cancel_all(self) -> None:
        """Cancel every live task."""
        self.completed = True
        for task in live_tasks(self):
            if task._state & LIVE and task.id in self.tasks:
                task.cancel()


class SubProcess(_Flat, BpmnSubWorkflow):  # type: ignore[misc]  # untyped library
    """An embedded sub-process under way."""

    def cancel(self, success: bool = False) -> list[Task]:
        """Cancel every live task of this sub-process."""
        self.success = success
        self.cancel_all()
        return []


class Instance(_Flat, BpmnWorkflow):  # type: ignore[misc]  # untyped library
    """A process under way; its script engine is the move being made."""

    def __init__(self, move: Move, restored: bool = False) -> None:
        specs = move.definition.specs
        super().__init__(specs[move.definition.process_id], specs, move, deserializing=restored)
        self.task_removed_event.connect(self._forget_subprocess)

    @property
    def move(self) -> Move:
        """The move being made."""
        engine: Move = self.script_engine
        return engine

    def create_subprocess(self, my_task: Task, spec_name: str) -> SubProcess:
        """Begin the sub-process of `my_task`."""
        subprocess = SubProcess(
            self.subprocess_specs[spec_name], parent_task_id=my_task.id, top_workflow=self
        )
        self.subprocesses[my_task.id] = subprocess
        return subprocess

    def scopes(self) -> list[Any]:
        """Return the process and its sub-processes under way, outermost first."""
        if not self.subprocesses:
            return [self]
        return [self, *(each for each in self.subprocesses.values() if not each.completed)]

    def live(self) -> list[Task]:
        """Return every live task of the process and its sub-processes."""
        return [task for scope in self.scopes() for task in live_tasks(scope)]

    def _forget_subprocess(self, workflow: Any, task: Task) -> None:
        self.event_manager.remove_task(task)
        subprocess = self.subprocesses.pop(task.id, None)
        if subprocess is not None:
            subprocess.cancel()
