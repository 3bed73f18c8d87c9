"""A first scenario of a démarche that has none: invented answers, one way on, down to an end."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from workflows.catalogue.folder import Folder
from workflows.catalogue.scenarios.play import Play, begin
from workflows.catalogue.scenarios.recording import observed
from workflows.catalogue.scenarios.steps import Scenario, Step
from workflows.engine import ReadyTask
from workflows.errors import Invalid, WorkflowError
from workflows.forms import Form, FormContext
from workflows.forms.invented import invent_answers
from workflows.translation import _

MOST_STEPS = 12
PIECE = "filepicker"


def propose_scenario(folder: Folder, stem: str, start: datetime, zone: ZoneInfo) -> Scenario:
    """Return a scenario that holds, each step with what follows it.

    It takes the first task and the first way every time, and stops where invented answers are
    refused, or where a task comes back. Raise Invalid when not even one step can be done.
    """
    try:
        play = begin(folder, start, zone)
    except WorkflowError as stopped:
        raise Invalid(stopped.message) from stopped
    steps: list[Step] = []
    done: set[str] = set()
    while len(steps) < MOST_STEPS and play.advance.ready:
        task = play.advance.ready[0]
        if task.element_id in done:
            break
        done.add(task.element_id)
        step = _step(play, task)
        try:
            move = play.make(step)
        except WorkflowError:
            break
        steps.append(step)
        if move.blocked:
            break
    if not steps:
        raise Invalid(_("Aucune tâche ne peut être jouée d'office : écrivez le scénario."))
    return observed(folder, Scenario(stem, _("Premier parcours"), start, tuple(steps)), zone)


def _step(play: Play, task: ReadyTask) -> Step:
    form = play.folder.forms.get(task.form_id)
    answers, pieces = ({}, {}) if form is None else _invented(play, form)
    described = play.folder.process.tasks[task.element_id]
    if described.choices:
        answers |= {described.choice_variable: described.choices[0].value}
    return Step(task=task.name, answers=answers, pieces=pieces)


def _invented(play: Play, form: Form) -> tuple[dict[str, object], Mapping[str, tuple[str, ...]]]:
    about = play.folder.about
    context = FormContext(dict(play.variables), play.now, {}, play.zone, about.calendar)
    name = f"exemple.{next(iter(about.formats), 'pdf')}"
    asked = [each for each in form.fields if each.type == PIECE and each.rules.get("required")]
    return invent_answers(form, context), {each.key: (name,) for each in asked}
