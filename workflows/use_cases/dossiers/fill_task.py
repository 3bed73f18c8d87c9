"""Filling in a task page by page; what is typed is kept as a draft, even when it is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from workflows.engine import Choice
from workflows.errors import NotFound
from workflows.forms import Form, FormContext, PageAnswers, read_page
from workflows.model import Draft, TaskRow
from workflows.translation import _
from workflows.use_cases.access import Verb, require
from workflows.use_cases.act import Act
from workflows.use_cases.dossiers.cards import DossierCard, TaskView, card_of, task_view
from workflows.use_cases.dossiers.case import Case, case_of_task
from workflows.use_cases.dossiers.claim_task import claim
from workflows.use_cases.dossiers.surroundings import context_for, has_files, pieces_of_task
from workflows.use_cases.upsert import put

NO_FORM = Form(id="", pages=(), order=())


@dataclass(frozen=True, slots=True)
class TaskSheet:
    """A task open to be done: its form, what was typed so far, where the person stopped.

    `choices` are the buttons of a task that ends in a decision; the one pressed is sent as
    `choice_variable`.
    """

    task: TaskView
    form: Form
    context: FormContext
    values: dict[str, object]
    page: int
    dossier: DossierCard
    documentation: str
    choices: tuple[Choice, ...]
    choice_variable: str


def open_task(act: Act, task_id: UUID) -> TaskSheet:
    """Return a task to be filled in; raise NotFound, TaskGone or Forbidden."""
    case, task = case_of_task(act, task_id, lock=False)
    require(act.actor, Verb.FILL, task)
    form, draft = form_of(case, task), case.drafts.get(task.id)
    element = case.folder.process.tasks[task.element_id]
    mine = act.actor.name if task.claimed_by_id == act.actor.id else None
    return TaskSheet(
        task=task_view(act, task, mine),
        form=form,
        context=context_of_task(act, case, task, form),
        values=dict(draft.values) if draft else {},
        page=min(draft.page, max(len(form.pages) - 1, 0)) if draft else 0,
        dossier=card_of(act, case.dossier, case.title, case.tasks),
        documentation=element.documentation,
        choices=element.choices,
        choice_variable=element.choice_variable,
    )


def save_page(act: Act, task_id: UUID, page: int, raw: Mapping[str, Sequence[str]]) -> PageAnswers:
    """Keep one page as a draft, errors included, and return it with its errors.

    An agent who types in a free task takes it: two colleagues never share one draft.
    Raise NotFound, TaskGone, Forbidden; NotFound also for a page that the form does not have.
    """
    case, task = case_of_task(act, task_id, lock=True)
    require(act.actor, Verb.FILL, task)
    form, draft = form_of(case, task), case.drafts.get(task.id)
    if not 0 <= page < len(form.pages):
        raise NotFound(_("Ce formulaire n'a pas cette page : reprenez-le à son début."))
    if act.actor.is_agent and task.claimed_by_id is None:
        claim(act, task_id)
    known = dict(draft.values) if draft else {}
    answers = read_page(form, page, raw, known, context_of_task(act, case, task, form))
    reached = page + 1 if answers.complete else page
    row = {
        "task_id": task.id,
        "values": known | answers.values,
        "page": min(reached, len(form.pages) - 1),
        "saved_at": act.now,
    }
    put(act, Draft, ("values", "page", "saved_at"), [row])
    return answers


def form_of(case: Case, task: TaskRow) -> Form:
    """Return the form of a task; one without a form has no page."""
    return case.folder.forms.get(task.form_id, NO_FORM)


def context_of_task(act: Act, case: Case, task: TaskRow, form: Form) -> FormContext:
    """Return what the form of a task is filled in with."""
    pieces = pieces_of_task(act, task) if has_files(case, task, form) else []
    return context_for(act, case, form, pieces)
