"""Completing a task: answers checked, process moved, all of it in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import Uuid, bindparam, delete, update

from workflows.engine import complete
from workflows.errors import InvalidAnswers, WorkflowError
from workflows.forms import Form, read_answers, read_sent
from workflows.model import AnswerSet, Citizen, Draft, Piece, TaskRow
from workflows.translation import _
from workflows.use_cases.access import Verb, require
from workflows.use_cases.act import Act
from workflows.use_cases.dossiers.applicant import applicant_of
from workflows.use_cases.dossiers.cards import DossierCard, card_of
from workflows.use_cases.dossiers.case import Case, case_of_task
from workflows.use_cases.dossiers.fill_task import form_of
from workflows.use_cases.dossiers.moving.progress import Cause, record
from workflows.use_cases.dossiers.start_dossier import require_open
from workflows.use_cases.dossiers.surroundings import context_for, has_files, local_now
from workflows.use_cases.incidents import failing_as_incident
from workflows.use_cases.people.accounts import request_welcome
from workflows.use_cases.upsert import add

Raw = Mapping[str, Sequence[str]]
_OF_TASK, _OF_DOSSIER = bindparam("of_task", type_=Uuid()), bindparam("of_dossier", type_=Uuid())
ALONE = {"synchronize_session": False}  # no object of the session has to follow
FORGET_DRAFT = delete(Draft.__table__).where(Draft.task_id == _OF_TASK)  # type: ignore[arg-type]
SEND_PIECES = (
    update(Piece)
    .where(Piece.dossier_id == _OF_DOSSIER, Piece.task_id == _OF_TASK, Piece.removed_at.is_(None))
    .values(transmitted=True)
    .returning(Piece)
    .execution_options(**ALONE, populate_existing=True)
)


@dataclass(frozen=True, slots=True)
class _Given:
    """What a person answered, as JSON and as FEEL values, the button pressed included."""

    values: Mapping[str, object]
    variables: Mapping[str, object]


def complete_task(act: Act, task_id: UUID, raw: Raw | None = None) -> DossierCard:
    """Complete a task from its draft, or from `raw` for a form sent in one go.

    `raw` with nothing but the button pressed (`choice_variable`) completes from the draft too.
    Raise NotFound, Forbidden, TaskGone, Closed, InvalidAnswers; then nothing was written.
    """
    try:
        return _complete(act, task_id, raw)
    except WorkflowError:
        # pièces and draft were already marked: a caller who catches this must not commit it
        act.undo()
        raise


def _complete(act: Act, task_id: UUID, raw: Raw | None) -> DossierCard:
    case, task = case_of_task(act, task_id, lock=True)
    require(act.actor, Verb.FILL, task)
    filing = case.dossier.filed_at is None
    if filing:
        require_open(act, case.opening)
    form = form_of(case, task)
    given = _read(act, case, task, form, raw)
    state = case.dossier.process_state or b""
    with failing_as_incident(case.dossier.id):
        advance = complete(case.folder.process, state, task.id, given.variables, local_now(act))
        _keep(act, case, task, given.values)
        if filing:
            case.dossier.applicant = applicant_of(given.values, case.email)
        record(act, case, advance, _cause(act, task, filing=filing))
    if filing and case.newcomer:
        request_welcome(act, act.session.get_one(Citizen, case.dossier.citizen_id))
    return card_of(act, case.dossier, case.title, case.tasks)


def _read(act: Act, case: Case, task: TaskRow, form: Form, raw: Raw | None) -> _Given:
    """Check the answers; the pièces of the task are transmitted with them."""
    context = context_for(act, case, form, _transmit(act, case, task, form))
    draft = case.drafts.get(task.id)
    values = dict(draft.values) if draft else {}
    if raw and raw.keys() - {case.folder.process.tasks[task.element_id].choice_variable}:
        answers = read_sent(form, raw, values, context)
    else:
        answers = read_answers(form, values, context)
    choice = _choice(case, task, form, raw)
    return _Given(answers.values | choice, answers.variables | choice)


def _choice(case: Case, task: TaskRow, form: Form, raw: Raw | None) -> dict[str, object]:
    """Return the button pressed, for a task whose decision is not a field of its form."""
    element = case.folder.process.tasks[task.element_id]
    name = element.choice_variable
    if not element.choices or name in form.keys:
        return {}
    pressed = ((raw or {}).get(name) or [""])[-1]
    if pressed not in {choice.value for choice in element.choices}:
        refusal = _("Choisissez une des décisions proposées.")
        raise InvalidAnswers(refusal, {name: refusal})
    return {name: pressed}


def _transmit(act: Act, case: Case, task: TaskRow, form: Form) -> list[Piece]:
    """Return the pièces of the task, now readable by the administration."""
    if not has_files(case, task, form):
        return []
    which = {"of_task": task.id, "of_dossier": task.dossier_id}
    return list(act.session.scalars(SEND_PIECES, which))


def _keep(act: Act, case: Case, task: TaskRow, values: Mapping[str, object]) -> None:
    """Write the answers of the task, and forget its draft."""
    row = {
        "id": uuid4(),
        "dossier_id": case.dossier.id,
        "task_id": task.id,
        "element_id": task.element_id,
        "form_id": task.form_id,
        "by_citizen": act.actor.is_citizen,
        "values": dict(values),
        "at": act.now,
    }
    latest = {key: [task.form_id, value] for key, value in values.items()}
    case.dossier.answers = case.dossier.answers | latest
    add(act, AnswerSet, [row])
    if task.id in case.drafts:
        act.transaction.later(FORGET_DRAFT, {"of_task": task.id})


def _cause(act: Act, task: TaskRow, *, filing: bool) -> Cause:
    if filing:
        return Cause("filed", _("Demande envoyée"), task)
    return Cause("completed", _("Fait : %(task)s") % {"task": task.name}, task)
