"""Importing a démarche: a package, a folder or files; what would change is shown first."""

from flask import flash, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from backoffice.auth import acting, looking
from backoffice.views.base import at
from backoffice.views.studio.base import StudioScreen
from workflows.catalogue import InvalidDemarche
from workflows.catalogue.beginnings.arrival import Arrival, arrive
from workflows.catalogue.files import MAX_TOTAL_BYTES
from workflows.errors import WorkflowError
from workflows.use_cases.studio.take_in import (
    ImportReport,
    Wanted,
    apply_import,
    plan_import,
    report_on,
)

MOST_CHANGES = 60  # shown; the rest is counted


class Arrivals(StudioScreen):
    """Reached from the list, and from a démarche, whose code is then given."""

    @at("/import")
    def show(self) -> ResponseReturnValue:
        """Ask for the files."""
        given = request.args.get("code", "")
        return str(self.render("backoffice/studio/import.html", code=given))

    @at("/import/apercu", methods=("POST",))
    def preview(self) -> ResponseReturnValue:
        """Show what importing these files would do; a part of page, for the script."""
        try:
            return self._shown(_report_on(_arrived()))
        except WorkflowError as refused:
            return self._refused(refused)

    @at("/import", methods=("POST",))
    def apply(self) -> ResponseReturnValue:
        """Import what was shown; tell the script where the démarche is."""
        try:
            arrival = _arrived()
            with acting() as act:
                plan = plan_import(act, arrival, _wanted())
                apply_import(act, plan, request.form.get("vu", ""))
        except WorkflowError as refused:
            return self._refused(refused)
        created = _("La démarche est importée.")
        flash(created if plan.created else _("La nouvelle révision est importée."), "success")
        return jsonify(url=url_for("overview.show", code=plan.code))

    def _shown(self, report: ImportReport) -> str:
        shown = self.render(
            "backoffice/studio/import_preview.html",
            plan=report.plan,
            changes=report.changes[:MOST_CHANGES],
            more=max(0, len(report.changes) - MOST_CHANGES),
            findings=report.findings,
        )
        return str(shown)

    def _refused(self, refused: WorkflowError) -> ResponseReturnValue:
        findings = refused.findings if isinstance(refused, InvalidDemarche) else ()
        template = "backoffice/studio/import_refused.html"
        return str(self.render(template, refused=refused, findings=findings)), refused.status


def _report_on(arrival: Arrival) -> ImportReport:
    with looking() as act:
        plan, seconds = plan_import(act, arrival, _wanted()), act.world.settings.check_seconds
    return report_on(plan, seconds)


def _wanted() -> Wanted:
    return Wanted(request.form.get("code", "").strip(), request.form.get("title", "").strip())


def _arrived() -> Arrival:
    """Read the files sent; one byte more than the bound is enough to refuse."""
    sent = request.files.getlist("fichiers")
    return arrive(
        (file.filename or "", file.stream.read(MAX_TOTAL_BYTES + 1)) for file in sent if file
    )
