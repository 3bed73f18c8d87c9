"""The dossier on one page: what was asked, what was joined, what happened, what is to be done."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from backoffice.auth import looking
from backoffice.drawings import as_json
from backoffice.task_panel import TaskPanel, Typed, panel, sent_page
from backoffice.views.base import INSTRUCTION, Screen, at
from workflows.model import Role
from workflows.use_cases.act import Act
from workflows.use_cases.dossiers.reading.diagram import diagram
from workflows.use_cases.dossiers.reading.my_dossiers import DossierSheet, show_dossier
from workflows.use_cases.events.awaited import waits_of


class Dossiers(Screen):
    """One dossier; what the agent may see of it is the use case's affair."""

    roles = INSTRUCTION | {Role.ADMINISTRATOR}

    @at()
    def index(self) -> ResponseReturnValue:
        """Go to the list of the open dossiers."""
        return redirect(url_for("inbox.index", vue="all_open"))

    @at("/<uuid:dossier_id>")
    def show(self, dossier_id: UUID) -> ResponseReturnValue:
        """Show the dossier, with the form of the task that this agent may do."""
        return self.page(dossier_id, Typed())

    @at("/<uuid:dossier_id>/diagramme.json")
    def drawing(self, dossier_id: UUID) -> ResponseReturnValue:
        """Give the viewer the diagram, the live elements and those passed."""
        with looking() as act:
            drawn = diagram(act, dossier_id)
        return as_json(drawn)

    def page(self, dossier_id: UUID, typed: Typed) -> str:
        """Draw the dossier's page, with what was typed and refused when there is some."""
        with looking() as act:
            sheet = show_dossier(act, dossier_id)
            steps, waits = diagram(act, dossier_id).steps, waits_of(act, dossier_id)
            task = _panel(act, sheet, typed)
        shown = {"sheet": sheet, "steps": steps, "waits": waits, "panel": task, "typed": typed}
        return str(self.render("backoffice/dossier.html", **shown))


def _panel(act: Act, sheet: DossierSheet, typed: Typed) -> TaskPanel | None:
    """Open the task asked for, or the first that this agent may do now."""
    wanted = request.values.get("tache", "")
    mine = sorted((task for task in sheet.tasks if task.may_act), key=lambda task: not task.mine)
    chosen = next((task for task in mine if str(task.id) == wanted), mine[0] if mine else None)
    return panel(act, chosen.id, sent_page(), typed) if chosen else None
