"""Filling in a form: one page after the other, the récapitulatif, the sending."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from citizen_portal.attachments import attach_files, remove_named_piece
from citizen_portal.auth import citizen_acts, citizen_only, current_actor
from citizen_portal.failures import failure_page
from citizen_portal.form_page import page_after, read_sheet, show_page, show_review, steps_of
from citizen_portal.interruption import ask_again, typed_in_request
from workflows.errors import InvalidAnswers, TaskGone
from workflows.use_cases.dossiers.complete_task import complete_task
from workflows.use_cases.dossiers.fill_task import save_page

pages = Blueprint("tasks", __name__)
OWN_FIELDS = {"csrf_token", "dossier"}


@pages.errorhandler(TaskGone)
def no_longer_asked(_failure: Exception) -> ResponseReturnValue:
    """Say to who comes back on a sent form where the dossier is followed."""
    advice = _(
        "Vous l’avez déjà envoyé, ou ce dossier est clos. Ouvrez « Mes dossiers » pour voir où "
        "il en est."
    )
    return failure_page(TaskGone.status, advice, title=_("Ce formulaire n’est plus à remplir"))


@pages.get("/taches/<uuid:task_id>")
@citizen_only
def resume(task_id: UUID) -> ResponseReturnValue:
    """Go back to where the draft was left."""
    sheet = read_sheet(task_id)
    visible = [step.page for step in steps_of(sheet)]
    if not visible:
        return redirect(url_for("tasks.review", task_id=task_id), 303)
    page = next((each for each in visible if each >= sheet.page), visible[-1])
    return redirect(url_for("tasks.page", task_id=task_id, number=page + 1), 303)


@pages.get("/taches/<uuid:task_id>/pages/<int:number>")
@citizen_only
def page(task_id: UUID, number: int) -> ResponseReturnValue:
    """Show one page of the form with what was already typed."""
    return show_page(read_sheet(task_id), number - 1, {})


@pages.post("/taches/<uuid:task_id>/pages/<int:number>")
def save(task_id: UUID, number: int) -> ResponseReturnValue:
    """Save the draft whatever it holds, then do what the pressed button says."""
    typed = typed_in_request()
    if typed and not current_actor().is_citizen:
        return ask_again(typed, {}, 401)
    refused = attach_files(task_id)
    remove_named_piece()
    with citizen_acts() as act:
        answers = save_page(act, task_id, number - 1, request.form.to_dict(flat=False))
    wanted = request.form.get("save", "")
    if wanted == "leave":
        flash(_("Votre brouillon est enregistré. Il n’est pas encore transmis."), "success")
        return redirect(url_for("dossiers.index"), 303)
    if wanted != "next":
        return _again(task_id, number - 1, refused)
    if refused or not answers.complete:
        return _again(task_id, number - 1, {**answers.errors, **refused})
    return _go_on(task_id, number - 1)


@pages.get("/taches/<uuid:task_id>/recapitulatif")
@citizen_only
def review(task_id: UUID) -> ResponseReturnValue:
    """Show everything before sending, each part with its link to change it."""
    return show_review(read_sheet(task_id), {})


@pages.post("/taches/<uuid:task_id>/envoi")
@citizen_only
def submit(task_id: UUID) -> ResponseReturnValue:
    """Send the form once: the second click of a double click gets the same confirmation."""
    try:
        with citizen_acts() as act:
            dossier_id = complete_task(act, task_id, _decision()).id
    except InvalidAnswers as wrong:
        return show_review(read_sheet(task_id), wrong.errors), wrong.status
    except TaskGone:
        return redirect(_dossier_of_form(), 303)
    return redirect(url_for("dossiers.sent", dossier_id=dossier_id), 303)


def _again(task_id: UUID, page: int, errors: Mapping[str, str]) -> ResponseReturnValue:
    """Show the page again; 422 when something was refused, else at its own address."""
    if errors:
        return show_page(read_sheet(task_id), page, errors), 422
    return redirect(url_for("tasks.page", task_id=task_id, number=page + 1), 303)


def _go_on(task_id: UUID, page: int) -> ResponseReturnValue:
    following = page_after(read_sheet(task_id), page)
    if following is None:
        return redirect(url_for("tasks.review", task_id=task_id), 303)
    return redirect(url_for("tasks.page", task_id=task_id, number=following + 1), 303)


def _decision() -> dict[str, list[str]] | None:
    """Return the button pressed, for a task that ends in a choice; its name is the variable."""
    sent = request.form.to_dict(flat=False)
    return {name: values for name, values in sent.items() if name not in OWN_FIELDS} or None


def _dossier_of_form() -> str:
    """Return the dossier that the sent form names; its page checks who may see it."""
    try:
        return url_for("dossiers.sent", dossier_id=UUID(request.form.get("dossier", "")))
    except ValueError:
        return url_for("dossiers.index")
