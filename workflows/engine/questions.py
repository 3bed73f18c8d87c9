"""Work that a process cannot go on without: it stands still until it has the result."""

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.engine.advance import Question
from workflows.engine.spiff.specs import Asking, evaluated, move_of
from workflows.engine.spiff.tree import naming

VARIABLE = "variable"  # the header that says where the result goes


def asking(live: list[Task]) -> list[Task]:
    """Return those of the `live` tasks that stand still for a result, the first come first."""
    return [
        task
        for task in live
        if task._state == TaskState.READY and isinstance(task.task_spec, Asking)
    ]


def question_of(task: Task) -> Question:
    """Return what a task asks; raise ProcessFailure for an input that cannot be computed."""
    spec = task.task_spec
    with naming(spec):
        given = {**spec.said.headers, **evaluated(move_of(task), task, spec.said.inputs)}
    return Question(
        id=task.id,
        element_id=spec.bpmn_id,
        name=spec.bpmn_name or spec.bpmn_id,
        type=spec.said.type,
        variable=spec.said.headers.get(VARIABLE, ""),
        parameters=given,
    )
