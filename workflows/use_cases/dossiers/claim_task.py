"""Claiming a task, so that two agents don't do it at once, and giving it back."""

from uuid import UUID

from sqlalchemy import update

from workflows.model import DossierState, Task, TaskRow
from workflows.translation import _
from workflows.use_cases.access import Verb, require
from workflows.use_cases.act import Act
from workflows.use_cases.dossiers.case import case_of_task
from workflows.use_cases.dossiers.moving.progress import take_up
from workflows.use_cases.journal import Line, note


def claim(act: Act, task_id: UUID) -> None:
    """Take a task for oneself; the first claim begins the instruction. A second changes nothing.

    Raise NotFound, TaskGone, or Forbidden when somebody else holds it.
    """
    case, task = case_of_task(act, task_id, lock=True)
    require(act.actor, Verb.CLAIM, task)
    if task.claimed_by_id == act.actor.id:
        return
    _set_holder(act, task, act.actor.id)
    line = Line(
        "claimed", _("Pris : %(task)s") % {"task": task.name}, task.element_id, public=False
    )
    note(act, case.dossier.id, line)
    if case.dossier.state is DossierState.DEPOSE:
        take_up(act, case)


def release(act: Act, task_id: UUID) -> None:
    """Give a task back to its group; raise NotFound, TaskGone or Forbidden."""
    case, task = case_of_task(act, task_id, lock=True)
    require(act.actor, Verb.RELEASE, task)
    if task.claimed_by_id is None:
        return
    _set_holder(act, task, None)
    label = _("Rendu : %(task)s") % {"task": task.name}
    note(act, case.dossier.id, Line("released", label, task.element_id, public=False))


def _set_holder(act: Act, task: TaskRow, agent_id: UUID | None) -> None:
    moment = act.now if agent_id else None
    row = update(Task).where(Task.id == task.id)
    act.session.execute(row.values(claimed_by_id=agent_id, claimed_at=moment))
