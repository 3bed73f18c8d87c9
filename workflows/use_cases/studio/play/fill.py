"""Typing invented answers into a task of a play: those of a scenario, else plausible ones."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

from PIL import Image, ImageDraw

from workflows.catalogue import Folder
from workflows.catalogue.scenarios.scenario import with_borrowed
from workflows.catalogue.scenarios.steps import Scenario, Step
from workflows.errors import Invalid, InvalidAnswers, WorkflowError
from workflows.forms import Component, Form, FormContext, read_answers
from workflows.forms.conditions import settle
from workflows.forms.fields.filepicker import accepted
from workflows.forms.invented import invent_answers
from workflows.model import Draft, TaskRow
from workflows.translation import _
from workflows.use_cases.act import SYSTEM, Actor, acting, looking
from workflows.use_cases.dossiers.case import case_of_task
from workflows.use_cases.dossiers.claim_task import claim
from workflows.use_cases.dossiers.fill_task import context_of_task, form_of
from workflows.use_cases.dossiers.surroundings import FILE
from workflows.use_cases.pieces.attach_piece import attach_piece
from workflows.use_cases.studio.play.cast import actor_of, parts
from workflows.use_cases.studio.play.sandbox import Sandbox
from workflows.use_cases.upsert import put

Values = Mapping[str, object]


def fill_task(sandbox: Sandbox, task_id: UUID) -> None:
    """Write a draft of a task in the name of who has it, its files attached; nothing is sent.

    Raise TaskGone, or Invalid when nobody of the play can do it.
    """
    actor = _holder(sandbox, task_id)
    with acting(sandbox.world, actor) as act:
        if actor.is_agent:
            claim(act, task_id)
    with acting(sandbox.world, actor) as act:
        case, task = case_of_task(act, task_id, lock=True)
        form = form_of(case, task)
        context = context_of_task(act, case, task, form)
        values = _best(case.folder, task, form, context)
        last = max(len(form.pages) - 1, 0)
        row = {"task_id": task.id, "values": values, "page": last, "saved_at": act.now}
        put(act, Draft, ("values", "page", "saved_at"), [row])
        situation = settle(form, values, context)
    for field in form.fields:
        wanted = field.type == FILE and situation.shows(field)
        if wanted and not context.pieces.get(field.key):
            _attach(sandbox, actor, task_id, field)


def _holder(sandbox: Sandbox, task_id: UUID) -> Actor:
    with looking(sandbox.world, SYSTEM) as act:
        _case, task = case_of_task(act, task_id, lock=False)
        held = task.group_code or ""
        found = next((each for each in parts(act) if each.group == held), None)
        if found is None:
            raise Invalid(_("Aucun rôle de cet essai ne tient cette tâche."))
        return actor_of(act, found)


def _best(folder: Folder, task: TaskRow, form: Form, context: FormContext) -> Values:
    """Return the first answers that the form accepts, files apart; else those least refused."""
    candidates = [*_told(folder, task, form, context), invent_answers(form, context)]
    refused = [_count_refused(form, each, context) for each in candidates]
    return candidates[refused.index(min(refused))]


def _count_refused(form: Form, values: Values, context: FormContext) -> int:
    files = {field.key for field in form.fields if field.type == FILE}
    try:
        read_answers(form, values, context)
    except InvalidAnswers as refusal:
        return len(refusal.errors.keys() - files)
    return 0


def _told(folder: Folder, task: TaskRow, form: Form, context: FormContext) -> Iterator[Values]:
    """Yield the answers of scenarios to this task, as told, then with their dates moved to now."""
    for scenario, step in _stories(folder, task):
        answers = {key: value for key, value in step.answers.items() if key in form.keys}
        if answers:
            yield answers
            days = context.now.date() - scenario.start.astimezone(context.zone).date()
            yield {key: _moved(form.by_key[key], value, days) for key, value in answers.items()}


def _moved(field: Component, value: object, days: timedelta) -> object:
    """Return a date as much later as the play is later than the scenario."""
    if field.type != "datetime" or field.text("subtype") != "date":
        return value
    try:
        return (date.fromisoformat(str(value)) + days).isoformat()
    except (ValueError, OverflowError):
        return value


def _stories(folder: Folder, task: TaskRow) -> Iterator[tuple[Scenario, Step]]:
    others = {each.stem: each for each in folder.scenarios}
    for scenario in folder.scenarios:
        for rank, step in enumerate(scenario.steps, start=1):
            if step.task in {task.name, task.element_id} and not step.expected.blocked:
                try:
                    yield scenario, with_borrowed(step, scenario, rank, others)
                except Invalid:
                    continue  # it borrows from a scenario that is gone: another may tell


def _attach(sandbox: Sandbox, actor: Actor, task_id: UUID, field: Component) -> None:
    formats = accepted(field)
    as_pdf = bool(formats) and not {".png", ".jpg", ".jpeg"} & set(formats)
    ending = "pdf" if as_pdf else "jpg" if formats and ".png" not in formats else "png"
    try:
        with acting(sandbox.world, actor) as act:
            attach_piece(act, task_id, field.key, f"{field.key}.{ending}", _specimen(field, ending))
    except WorkflowError:
        return  # hidden by the answers, or of a format that we cannot draw: it is left to be joined


def _specimen(field: Component, ending: str) -> BytesIO:
    """Draw a page that says what it stands for."""
    image = Image.new("RGB", (840, 594), "#f4efe6")
    pen = ImageDraw.Draw(image)
    pen.rectangle((24, 24, 816, 570), outline="#1b4f5c", width=4)
    pen.text((60, 60), f"SPÉCIMEN\n{field.key}", fill="#1b4f5c", font_size=48)
    data = BytesIO()
    image.save(data, {"jpg": "JPEG", "png": "PNG", "pdf": "PDF"}[ending])
    data.seek(0)
    return data
