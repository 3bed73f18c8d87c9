"""Recording where a process stands after a move: the only place that changes a dossier's state."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from uuid import UUID, uuid4

from sqlalchemy import Uuid, bindparam, delete

from workflows.catalogue import state_after
from workflows.engine import Advance, Awaited, AwaitedKind, ReadyTask
from workflows.errors import ProcessFailure
from workflows.model import (
    CLOSED,
    OUTCOMES,
    DossierState,
    Task,
    TaskRow,
    TaskState,
    Wait,
    WaitKind,
)
from workflows.model.rows import TASK
from workflows.translation import _
from workflows.use_cases.act import Act
from workflows.use_cases.dossiers.case import Case
from workflows.use_cases.dossiers.moving.effects import parcels_of
from workflows.use_cases.dossiers.moving.event_parcels import address_all
from workflows.use_cases.dossiers.moving.own_mails import state_mail
from workflows.use_cases.dossiers.moving.questions import answer_all
from workflows.use_cases.dossiers.moving.traces import move_line, parcel_lines
from workflows.use_cases.incidents import report
from workflows.use_cases.journal import Line, note
from workflows.use_cases.post import Parcel, post
from workflows.use_cases.upsert import add, put
from workflows.use_cases.words import STATES

CHANGING = ("state", "due_at", "claimed_by_id", "claimed_at", "ended_at")
_OF_DOSSIER = bindparam("of_dossier", type_=Uuid())
FORGET_WAITS = delete(Wait.__table__).where(Wait.dossier_id == _OF_DOSSIER)  # type: ignore[arg-type]
NAME = 200
_columns: Callable[[TaskRow], tuple[object, ...]] = attrgetter(*TASK)


@dataclass(frozen=True, slots=True)
class Cause:
    """What made the process move: `done` is the task just completed, None for a timer."""

    verb: str
    label: str
    done: TaskRow | None = None


def record(act: Act, case: Case, advance: Advance, cause: Cause) -> None:
    """Write what one move of the process changed: state, tasks, waits, mails, journal."""
    before, answers = case.dossier.state, list[Line]()
    if advance.asked:
        advance, answers = answer_all(act, case, advance)
    case.dossier.process_state = advance.state
    _renew_tasks(act, case, advance.ready, cause.done)
    _renew_waits(act, case, advance)
    _move(act, case, advance, cause)
    parcels = parcels_of(act, case, advance.effects)
    own = [] if parcels else _own_mail(act, case, before)
    post(act, [*parcels, *own], case.dossier.id)
    address_all(act, parcels, case.dossier.id)
    lines = [move_line(cause.verb, cause.label, cause.done, advance), *answers]
    note(act, case.dossier.id, *lines, *parcel_lines([*parcels, *own]), *_state_lines(case, before))
    if advance.finished and case.dossier.state not in CLOSED:
        silent = ProcessFailure(_("Le processus s'est terminé sans dire son résultat."))
        report(act.session, act.now, case.dossier.id, silent)


def take_up(act: Act, case: Case) -> None:
    """Note that an agent has begun: a filed dossier is now under instruction."""
    _change_state(act, case, DossierState.EN_INSTRUCTION)


def close_withdrawn(act: Act, case: Case) -> None:
    """End the process of a dossier that its citizen withdraws; tasks and waits are over."""
    _end(act, case)
    _change_state(act, case, DossierState.RETIRE)


def close_unfinished(act: Act, case: Case) -> None:
    """End a process that the office gives up: the dossier is « classé sans suite »."""
    _end(act, case)
    case.dossier.decided_at = act.now
    _change_state(act, case, DossierState.SANS_SUITE)


def row_of(task: TaskRow) -> dict[str, object]:
    """Return a task as its table takes it."""
    return dict(zip(TASK, _columns(task), strict=True))


def _end(act: Act, case: Case) -> None:
    _renew_tasks(act, case, (), None)
    if case.waiting:
        _forget_waits(act, case.dossier.id)


def _change_state(act: Act, case: Case, state: DossierState) -> None:
    before = case.dossier.state
    case.dossier.move_to(state)
    own = _own_mail(act, case, before)
    post(act, own, case.dossier.id)
    note(act, case.dossier.id, *parcel_lines(own), *_state_lines(case, before))


def _move(act: Act, case: Case, advance: Advance, cause: Cause) -> None:
    """Give the dossier the state that its live tasks and the outcome make."""
    dossier = case.dossier
    filing = dossier.filed_at is None and cause.done is not None
    if filing:
        dossier.filed_at = act.now
    elif dossier.filed_at is None and not advance.outcome:
        return  # a timer rang on a draft: still a draft
    by_agent = act.actor.is_agent
    state = state_after(
        case.folder, dossier.state, advance.ready, advance.outcome, by_agent=by_agent
    )
    dossier.move_to(DossierState(state))
    if dossier.state in OUTCOMES and dossier.decided_at is None:
        dossier.decided_at = act.now


def _renew_tasks(act: Act, case: Case, ready: Sequence[ReadyTask], done: TaskRow | None) -> None:
    """Write the tasks that ended or began, in one statement, and leave the others alone."""
    known = {task.id for task in case.tasks}
    lasting = {task.id for task in ready} - ({done.id} if done else set())
    over = [task for task in case.tasks if task.id not in lasting]
    born = [_new_task(act, case, task) for task in ready if task.id not in known]
    for task in over:
        _end_task(act, task, done)
    if over or born:
        put(act, Task, CHANGING, [row_of(task) for task in (*over, *born)])
    case.tasks = [task for task in case.tasks if task.id in lasting] + born


def _end_task(act: Act, task: TaskRow, done: TaskRow | None) -> None:
    task.ended_at = act.now
    task.state = TaskState.COMPLETED if task is done else TaskState.CANCELLED
    if task is done and act.actor.is_agent:
        task.claimed_by_id = act.actor.id
        task.claimed_at = task.claimed_at or act.now


def _new_task(act: Act, case: Case, task: ReadyTask) -> TaskRow:
    return TaskRow(
        id=task.id,
        dossier_id=case.dossier.id,
        element_id=task.element_id,
        name=(task.name or task.element_id)[:NAME],
        lane=task.lane,
        group_code=case.folder.group_of(task.lane, task.candidate_groups),
        form_id=task.form_id,
        state=TaskState.READY,
        created_at=act.now,
        due_at=task.due_at,
        claimed_by_id=None,
        claimed_at=None,
        ended_at=None,
        dossier=case.dossier,
    )


def _renew_waits(act: Act, case: Case, advance: Advance) -> None:
    if case.waiting:
        _forget_waits(act, case.dossier.id)
    rows = [
        {
            "id": uuid4(),
            "dossier_id": case.dossier.id,
            "element_id": wait.element_id,
            "kind": WaitKind(wait.kind),
            "name": wait.name,
            "key": awaited_key(case.dossier.number, wait),
            "due_at": wait.due_at,
        }
        for wait in advance.waits
    ]
    if rows:
        add(act, Wait, rows)
    case.waiting = bool(rows)


def awaited_key(number: str, wait: Awaited) -> str:
    """Return the key of a wait: a message without one of its own is for the dossier's number."""
    return wait.key or (number if wait.kind is AwaitedKind.MESSAGE else "")


def _forget_waits(act: Act, dossier_id: UUID) -> None:
    act.transaction.later(FORGET_WAITS, {"of_dossier": dossier_id})


def _own_mail(act: Act, case: Case, before: DossierState) -> list[Parcel]:
    """Write to the citizen ourselves, when the state changed and the démarche says nothing."""
    return [] if case.dossier.state is before else [state_mail(act, case)]


def _state_lines(case: Case, before: DossierState) -> list[Line]:
    state = case.dossier.state
    if state is before:
        return []
    return [Line("state", _("État : %(state)s") % {"state": STATES[state]}, details={"to": state})]
