"""One incident: why the dossier is stuck, where on the diagram, and the remedies."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from backoffice.auth import acting, looking
from backoffice.drawings import as_json
from backoffice.views.base import Screen, at
from workflows.errors import Conflict, Invalid, ProcessFailure, WorkflowError
from workflows.model import Role
from workflows.use_cases.act import Act
from workflows.use_cases.operations.resolve_incident import (
    Correction,
    cancel_dossier,
    close_incident,
    correct_variable,
    retry_incident,
    skip_step,
)
from workflows.use_cases.operations.stuck import incident_diagram, show_incident
from workflows.use_cases.operations.typed_value import Kind


class OneIncident(Screen):
    """The page of an incident; a chief may only try again, and only for visible dossiers."""

    roles = frozenset({Role.CHIEF, Role.ADMINISTRATOR})

    @at()
    def index(self) -> ResponseReturnValue:
        """Go to the list."""
        return redirect(url_for("incidents.index_view"))

    @at("/<uuid:incident_id>")
    def show(self, incident_id: UUID) -> ResponseReturnValue:
        """Show the cause, the diagram and the remedies."""
        return self._page(incident_id)

    @at("/<uuid:incident_id>/diagramme.json")
    def drawing(self, incident_id: UUID) -> ResponseReturnValue:
        """Give the viewer the diagram, with what is stuck as live."""
        with looking() as act:
            drawn = incident_diagram(act, incident_id)
        return as_json(drawn)

    @at("/<uuid:incident_id>/relancer", methods=("POST",))
    def retry(self, incident_id: UUID) -> ResponseReturnValue:
        """Ring the timers and send the mails again."""
        return self._do(incident_id, lambda act: retry_incident(act, incident_id, _reason()))

    @at("/<uuid:incident_id>/passer", methods=("POST",))
    def skip(self, incident_id: UUID) -> ResponseReturnValue:
        """Take the dossier to another step."""
        left, _space, reached = request.form.get("etape", "").partition(" ")
        return self._do(
            incident_id, lambda act: skip_step(act, incident_id, left, reached, _reason())
        )

    @at("/<uuid:incident_id>/corriger", methods=("POST",))
    def correct(self, incident_id: UUID) -> ResponseReturnValue:
        """Give a variable another value."""
        given = Correction(*(request.form.get(key, "") for key in ("variable", "nature", "valeur")))
        return self._do(
            incident_id, lambda act: correct_variable(act, incident_id, given, _reason())
        )

    @at("/<uuid:incident_id>/classer", methods=("POST",))
    def cancel(self, incident_id: UUID) -> ResponseReturnValue:
        """End the dossier « sans suite »."""
        return self._do(incident_id, lambda act: cancel_dossier(act, incident_id, _reason()))

    @at("/<uuid:incident_id>/clore", methods=("POST",))
    def close(self, incident_id: UUID) -> ResponseReturnValue:
        """Close the incident without touching the dossier."""
        return self._do(incident_id, lambda act: close_incident(act, incident_id, _reason()))

    def _do(self, incident_id: UUID, remedy: Callable[[Act], None]) -> ResponseReturnValue:
        """Apply a remedy; a refusal, or a process still stuck, is told above the same page."""
        try:
            with acting() as act:
                remedy(act)
        except (Invalid, Conflict) as refused:
            return self._page(incident_id, refused), refused.status
        except ProcessFailure as stuck:
            return self._page(incident_id, stuck), Conflict.status
        flash(_("C'est fait : l'incident est résolu."), "success")
        return redirect(url_for(".show", incident_id=incident_id), 303)

    def _page(self, incident_id: UUID, refused: WorkflowError | None = None) -> str:
        with looking() as act:
            sheet = show_incident(act, incident_id)
        shown = {"sheet": sheet, "typed": request.form, "kinds": tuple(Kind)}
        problem = refused.message if refused else ""
        return str(self.render("backoffice/incident.html", refusal=problem, **shown))


def _reason() -> str:
    """Return the reason; none, which is refused, unless the box says that it is confirmed."""
    return request.form.get("motif", "") if "sur" in request.form else ""
