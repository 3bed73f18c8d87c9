"""Mails and documents that the worker gave up, for administrators."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from backoffice.auth import acting, looking
from backoffice.views.base import Screen, at
from workflows.model import Role
from workflows.use_cases.operations.supervise import list_failed, retry


class Outbox(Screen):
    """What could not be delivered, and why."""

    roles = frozenset({Role.ADMINISTRATOR})
    counter = "failed_mails"

    @at()
    def index(self) -> ResponseReturnValue:
        """List the effects given up."""
        with looking() as act:
            failed = list_failed(act)
        return str(self.render("backoffice/outbox.html", failed=failed))

    @at("/<uuid:effect_id>/reessayer", methods=("POST",))
    def try_again(self, effect_id: UUID) -> ResponseReturnValue:
        """Hand one back to the worker."""
        with acting() as act:
            retry(act, effect_id)
        flash(_("L'envoi va être essayé de nouveau dans la minute."), "success")
        return redirect(url_for(".index"), 303)
