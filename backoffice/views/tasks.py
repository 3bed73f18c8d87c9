"""What an agent does to a task: take it, give it back, keep a draft, send it."""

from uuid import UUID

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from backoffice.auth import acting, looking
from backoffice.task_panel import Typed, attach, keep, send, sent, sent_id, sent_page
from backoffice.typed import typed_in_words
from backoffice.views.base import INSTRUCTION, Screen, at
from backoffice.views.dossiers import Dossiers
from workflows.errors import Conflict, Forbidden, InvalidAnswers
from workflows.forms import PAGE_BUTTONS
from workflows.use_cases.dossiers.claim_task import claim, release
from workflows.use_cases.dossiers.fill_task import open_task
from workflows.use_cases.dossiers.reading.my_dossiers import show_dossier

PREVIOUS, DRAFT = "precedente", "brouillon"


class Tasks(Screen):
    """Tasks have no page of their own: they are done on the dossier's."""

    roles = INSTRUCTION

    @at()
    def index(self) -> ResponseReturnValue:
        """Go to the inbox, which lists tasks."""
        return redirect(url_for("inbox.index"))

    @at("/<uuid:task_id>")
    def show(self, task_id: UUID) -> ResponseReturnValue:
        """Go to the dossier's page, at this task."""
        with looking() as act:
            dossier_id = open_task(act, task_id).dossier.id
        return redirect(url_for("dossiers.show", dossier_id=dossier_id, tache=task_id))

    @at("/<uuid:task_id>/prendre", methods=("POST",))
    def take(self, task_id: UUID) -> ResponseReturnValue:
        """Put the agent's name on a task."""
        with acting() as act:
            claim(act, task_id)
        return self._back(task_id)

    @at("/<uuid:task_id>/rendre", methods=("POST",))
    def give_back(self, task_id: UUID) -> ResponseReturnValue:
        """Take the name off, for a colleague."""
        with acting() as act:
            release(act, task_id)
        flash(_("La tâche est de nouveau libre pour votre groupe."), "success")
        return self._back(task_id)

    @at("/<uuid:task_id>", methods=("POST",))
    def complete(self, task_id: UUID) -> ResponseReturnValue:
        """Send the form; when something is wrong or has changed, what was typed stays on screen."""
        try:
            if request.form.get("envoi") in {PREVIOUS, DRAFT} or PAGE_BUTTONS & {*sent()}:
                return self._keep(task_id)
            with acting() as act:
                done = send(act, task_id, sent_page() or 0, sent())
        except InvalidAnswers as refused:
            return self._again(task_id, Typed(refused.values, refused.errors)), 422
        except (Conflict, Forbidden) as late:  # forbidden: a colleague took the task meanwhile
            return self._changed(late), late.status
        if isinstance(done, int):
            return self._back(task_id, page=done)
        flash(_("C'est fait : le dossier est « %(state)s ».", state=done.state_label), "success")
        return redirect(url_for("dossiers.show", dossier_id=done.id), 303)

    def _keep(self, task_id: UUID) -> ResponseReturnValue:
        """Keep the draft, whatever its errors; a refused file is told beside its field."""
        page, key = sent_page() or 0, request.form.get("upload", "")
        with acting() as act:
            keep(act, task_id, page, sent())
        wrong = attach(task_id, key, request.files.getlist(key)) if key else {}
        if wrong:
            return self._again(task_id, Typed({}, wrong)), 422
        back = page - 1 if request.form.get("envoi") == PREVIOUS else page
        return self._back(task_id, page=max(back, 0))

    def _again(self, task_id: UUID, typed: Typed) -> str:
        with looking() as act:
            dossier_id = open_task(act, task_id).dossier.id
        return _dossiers().page(dossier_id, typed)

    def _changed(self, late: Conflict | Forbidden) -> str:
        """Show what happened since the form was read, and what the agent had typed."""
        dossier_id = sent_id("dossier")
        if dossier_id is None:
            raise late
        with looking() as act:
            sheet = show_dossier(act, dossier_id)
        return str(
            self.render(
                "backoffice/conflict.html",
                message=late.message,
                sheet=sheet,
                changes=sheet.journal[request.form.get("vu", 0, type=int) :],
                typed=typed_in_words(),
            )
        )

    def _back(self, task_id: UUID, page: int | None = None) -> ResponseReturnValue:
        """Return to the page the button was on: the dossier's, else the inbox."""
        dossier_id = sent_id("dossier")
        if dossier_id is None:
            return redirect(url_for("inbox.index", vue=request.form.get("retour")), 303)
        where = {"dossier_id": dossier_id, "tache": task_id, "page": page}
        target = url_for("dossiers.show", _anchor="tache", **where)  # type: ignore[arg-type]  # values of the rule
        return redirect(target, 303)


def _dossiers() -> Dossiers:
    screens: tuple[Screen, ...] = current_app.extensions["screens"]
    return next(screen for screen in screens if isinstance(screen, Dossiers))
