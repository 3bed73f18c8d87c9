"""The screens of a form being filled in: its steps, one page, the récapitulatif."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import abort, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from citizen_portal.auth import citizen_looks
from workflows.forms import (
    FormContext,
    error_links,
    error_summary,
    introduction,
    render_page,
    summary,
    visible_pages,
)
from workflows.use_cases.act import Act
from workflows.use_cases.dossiers.fill_task import TaskSheet, open_task
from workflows.use_cases.dossiers.reading.my_dossiers import DossierSheet


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the form; `number` counts what is visible, `page` is the form's own index."""

    number: int
    page: int
    title: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the service asks, in its own words, and until when."""

    words: Markup
    due_at: datetime | None


def read_sheet(task_id: UUID) -> TaskSheet:
    """Read the task and its draft in the name of the signed-in citizen."""
    with citizen_looks() as act:
        return open_task(act, task_id)


def show_page(sheet: TaskSheet, page: int, errors: Mapping[str, str]) -> str:
    """Render one page of the form; 404 for one that the answers leave out."""
    steps = steps_of(sheet)
    step = next((each for each in steps if each.page == page), None)
    if step is None:
        abort(404)
    return render_template(
        "citizen_portal/form_page.html",
        sheet=sheet,
        steps=steps,
        step=step,
        errors=errors,
        fields=render_page(sheet.form, page, sheet.values, errors, _here(sheet.context), live=True),
        problems=error_summary(sheet.form, page, errors),
    )


def show_review(sheet: TaskSheet, errors: Mapping[str, str]) -> str:
    """Render the récapitulatif, with what still prevents the sending."""
    page_of = {field.key: page.index for page in sheet.form.pages for field in page.fields}
    return render_template(
        "citizen_portal/review.html",
        sheet=sheet,
        steps=steps_of(sheet),
        sections=summary(sheet.form, sheet.values, sheet.context),
        problems=[(page_of.get(key, 0), key, text) for key, text in errors.items()],
        links=error_links(sheet.form, None, errors),
    )


def asked_in(act: Act, sheet: DossierSheet) -> Asked | None:
    """Return what the service awaits from the citizen, once the dossier was sent."""
    waiting = next((task for task in sheet.tasks if task.id == sheet.card.next_task_id), None)
    if waiting is None or sheet.card.draft:
        return None
    task = open_task(act, waiting.id)
    return Asked(introduction(task.form, task.values, task.context), waiting.due_at)


def steps_of(sheet: TaskSheet) -> tuple[Step, ...]:
    """Return the steps that the answers so far call for."""
    visible = visible_pages(sheet.form, sheet.values, sheet.context)
    return tuple(
        Step(rank, page, sheet.form.pages[page].title or sheet.task.name or _("Formulaire"))
        for rank, page in enumerate(visible, start=1)
    )


def page_after(sheet: TaskSheet, page: int) -> int | None:
    """Return the next visible page, or None when the récapitulatif comes next."""
    return next((step.page for step in steps_of(sheet) if step.page > page), None)


def _here(context: FormContext) -> FormContext:
    """Give the pièces the addresses of this application, wherever it is mounted."""
    return context.addressed(
        lambda piece_id: url_for("pieces.download", piece_id=piece_id),
        lambda piece_id: url_for("pieces.thumbnail", piece_id=piece_id),
    )
