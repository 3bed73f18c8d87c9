"""The moves of a process: start, complete, wake, deliver; a state in, an Advance out."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.engine.advance import (
    Advance,
    Awaited,
    AwaitedKind,
    Passed,
    Question,
    ReadyTask,
    Sent,
)
from workflows.engine.codec import compact, dump, load
from workflows.engine.definition import ProcessDefinition
from workflows.engine.keys import KEY
from workflows.engine.questions import asking, question_of
from workflows.engine.spiff.environment import Move
from workflows.engine.spiff.events import Conditional, Message, Signal, Timer, fire, waiting_for
from workflows.engine.spiff.repeated import Repeated
from workflows.engine.spiff.specs import DUE, Human, Inclusive, Join, taken_from
from workflows.engine.spiff.tree import Instance, live_tasks, naming
from workflows.errors import NotAwaited, ProcessFailure, TaskGone
from workflows.translation import _

STEP_BUDGET = 2_000  # automatic steps in one move; a real démarche makes a dozen
MAX_TOKENS = 1_000  # live at one time; more means that something multiplies them
MAX_QUESTIONS = 200  # in one move; a real one asks one or two
COMPACT_EVERY = 200  # keeps a long automatic loop from growing the tree within its move

Ask = Callable[[Question], object]


def start(definition: ProcessDefinition, variables: Mapping[str, object], now: datetime) -> Advance:
    """Begin a process; the first human tasks are ready in the result."""
    return settled(Instance(Move(definition, variables, now)))


def complete(
    definition: ProcessDefinition,
    state: bytes,
    task_id: UUID,
    variables: Mapping[str, object],
    now: datetime,
) -> Advance:
    """Complete a human task. Raise TaskGone when it is not ready (any more)."""
    instance = _restored(definition, state, now)
    task = next((each for each in instance.live() if each.id == task_id), None)
    if task is None or task.state != TaskState.READY or not isinstance(task.task_spec, Human):
        raise TaskGone(_("Cette tâche est déjà faite, ou n’est plus à faire."))
    instance.move.assign(variables, task)
    _step(instance, task)
    return settled(instance)


def wake(definition: ProcessDefinition, state: bytes, now: datetime) -> Advance:
    """Fire every timer due at `now`, the earliest first."""
    instance = _restored(definition, state, now)
    _fire_due(instance)
    return settled(instance)


def deliver(definition: ProcessDefinition, state: bytes, sent: Sent, now: datetime) -> Advance:
    """Hand a message to the first event that waits for it, after any overdue timer.

    Raise NotAwaited when nothing waits for that name with one of those keys.
    """
    instance = _restored(definition, state, now)
    _fire_due(instance)
    named = waiting_for(instance.live(), Message, sent.name)
    awaiting = [task for task in named if task.internal_data.get(KEY, "") in sent.keys]
    if not awaiting:
        raise NotAwaited(_("Le dossier n’attend pas « %s ».") % sent.name)
    instance.move.assign(sent.variables, awaiting[0])
    fire(awaiting[0])
    return settled(instance)


def broadcast(definition: ProcessDefinition, state: bytes, sent: Sent, now: datetime) -> Advance:
    """Let every event that waits for a signal hear it. Raise NotAwaited if none does."""
    instance = _restored(definition, state, now)
    _fire_due(instance)
    awaiting = waiting_for(instance.live(), Signal, sent.name)
    if not awaiting:
        raise NotAwaited(_("Le dossier n’attend pas « %s ».") % sent.name)
    for task in awaiting:
        if task.state == TaskState.WAITING:
            instance.move.assign(sent.variables, task)
            fire(task)
    return settled(instance)


def answered(definition: ProcessDefinition, advance: Advance, now: datetime, ask: Ask) -> Advance:
    """Return where the process stands once `ask` has answered all that it asks, and then asks."""
    for _round in range(MAX_QUESTIONS):
        if not advance.asked:
            return advance
        question = advance.asked[0]
        further = _answer(_restored(definition, advance.state, now), question, ask(question))
        advance = advance.followed_by(further)
    raise ProcessFailure(_endless() % question.name, question.element_id)


def _answer(instance: Instance, question: Question, value: object) -> Advance:
    task = next(each for each in asking(instance.live()) if each.id == question.id)
    instance.move.assign({question.variable: value}, task)
    _step(instance, task)
    return settled(instance)


def _restored(definition: ProcessDefinition, state: bytes, now: datetime) -> Instance:
    return load(lambda variables: Move(definition, variables, now), definition, state)


def _fire_due(instance: Instance) -> None:
    """Fire the timers that are due one by one: each may cancel the next."""
    now = instance.move.now
    while True:
        due = [
            task for task in waiting_for(instance.live(), Timer) if task.internal_data[DUE] <= now
        ]
        if not due:
            return
        fire(min(due, key=lambda task: task.internal_data[DUE]))
        _run(instance)


def settled(instance: Instance) -> Advance:
    """Run what runs by itself, then say where the process stands."""
    _run(instance)
    move, live = instance.move, instance.live()
    ready, waits = _ready(move.definition, live), _waits(live)
    if len(live) > MAX_TOKENS:
        _refuse_endless(live[-1])
    asked = tuple(question_of(task) for task in asking(live))
    if live and not (ready or waits or asked):
        _refuse_deadlock(next((t for t in live if isinstance(t.task_spec, Join)), live[-1]))
    compact(instance)
    return Advance(
        state=dump(instance),
        ready=ready,
        waits=waits,
        effects=tuple(move.effects),
        decisions=tuple(move.decisions),
        passed=tuple(move.passed),
        taken=tuple(move.taken),
        outcome=move.outcome,
        finished=not live,
        asked=asked,
    )


def _run(instance: Instance) -> None:
    """Run every automatic task until only people and events are awaited."""
    budget = STEP_BUDGET
    while True:
        ready = [
            task
            for task in instance.live()
            if task.state == TaskState.READY and not task.task_spec.manual
        ]
        for task in ready:
            if task.state != TaskState.READY or task.id not in task.workflow.tasks:
                continue  # cancelled by one of its siblings
            budget -= 1
            if budget < 0:
                _refuse_endless(task)
            _step(instance, task)
            if budget % COMPACT_EVERY == 0:
                compact(instance)
        if not ready and not _wake_quiet(instance):
            return


def _wake_quiet(instance: Instance) -> bool:
    """Let go what waits for the others to be still: inclusive joins, conditions now true."""
    for task in waiting_for(instance.live(), Conditional):
        if task.task_spec.event_definition.holds(task):
            fire(task)
            return True
    for task in instance.live():
        if task.state == TaskState.WAITING and isinstance(task.task_spec, Inclusive):
            task.task_spec._update(task)
            if task.state == TaskState.READY:
                return True
    return _close_empty(instance)


def _close_empty(instance: Instance) -> bool:
    """Complete a sub-process whose tokens are all gone without reaching an end."""
    for scope in instance.scopes()[1:]:
        if not live_tasks(scope):
            scope.completed = True
            scope.completed_event(scope)
            return True
    return False


def _step(instance: Instance, task: Task) -> None:
    """Run one task and note that the process went through it."""
    with naming(task.task_spec):
        task.run()
    instance.move.taken += taken_from(task)
    element = instance.move.definition.elements.get(_element_id(task))
    if element is None or isinstance(task.task_spec, Repeated) or task.task_spec.silent:
        return
    if task.state == TaskState.COMPLETED:
        instance.move.passed.append(
            Passed(element.id, element.name, element.kind, element.lane, element.properties)
        )


def _ready(definition: ProcessDefinition, live: list[Task]) -> tuple[ReadyTask, ...]:
    return tuple(
        _ready_task(definition, task)
        for task in live
        if task.state == TaskState.READY and isinstance(task.task_spec, Human)
    )


def _ready_task(definition: ProcessDefinition, task: Task) -> ReadyTask:
    described = definition.tasks[task.task_spec.bpmn_id]
    return ReadyTask(
        id=task.id,
        element_id=described.element_id,
        name=described.name,
        lane=described.lane,
        form_id=described.form_id,
        candidate_groups=described.candidate_groups,
        due_at=task.internal_data.get(DUE),
        properties=described.properties,
    )


def _waits(live: list[Task]) -> tuple[Awaited, ...]:
    waits = [
        Awaited(task.task_spec.bpmn_id, AwaitedKind.TIMER, "", task.internal_data[DUE])
        for task in waiting_for(live, Timer)
    ]
    for kind, awaited in ((Message, AwaitedKind.MESSAGE), (Signal, AwaitedKind.SIGNAL)):
        waits += [
            Awaited(
                task.task_spec.bpmn_id,
                awaited,
                task.task_spec.event_definition.name,
                key=task.internal_data.get(KEY, ""),
            )
            for task in waiting_for(live, kind)
        ]
    return tuple(waits)


def _refuse_deadlock(task: Task) -> None:
    raise ProcessFailure(
        _("Le dossier est bloqué à « %s » : plus rien n’y est à faire ni attendu.")
        % _said_name(task),
        _element_id(task),
    )


def _refuse_endless(task: Task) -> None:
    raise ProcessFailure(_endless() % _said_name(task), _element_id(task))


def _endless() -> str:
    return _("La démarche tourne en rond à « %s » sans jamais attendre personne.")


def _said_name(task: Task) -> str:
    return getattr(task.task_spec, "bpmn_name", None) or _element_id(task) or task.task_spec.name


def _element_id(task: Task) -> str:
    return getattr(task.task_spec, "bpmn_id", None) or ""
