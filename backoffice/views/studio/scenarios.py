"""« Scénarios »: what the draft promises, run at once, and what no scenario reaches."""

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from backoffice.auth import acting, looking
from backoffice.views.base import at
from backoffice.views.studio.base import StudioScreen
from workflows.catalogue.drawing import MAIN
from workflows.use_cases.access import not_found
from workflows.use_cases.studio.files import draft_files
from workflows.use_cases.studio.scenarios import (
    copy_scenario,
    create_scenario,
    remove_scenario,
    scenario_report,
    stems_of,
)


class Scenarios(StudioScreen):
    """The list of scenarios with their results, and the coverage on the diagram."""

    entry = _l("Scénarios")
    rank = 80
    kin = frozenset({"scenario"})

    @at("/<code>/scenarios")
    def show(self, code: str) -> ResponseReturnValue:
        """Run every scenario, and show what each does and what all of them reach."""
        with looking() as act:
            report = scenario_report(act, code)
            files = draft_files(act, code)
        return self.page(
            code,
            "backoffice/studio/scenarios.html",
            report=report,
            coverage=report.coverage,
            diagrams=report.coverage.diagrams if report.coverage else (),
            unread=[] if report.results else stems_of(files),
        )

    @at("/<code>/scenarios/couverture.json")
    def drawing(self, code: str) -> ResponseReturnValue:
        """Give one diagram, with what scenarios visit in it and what none does."""
        with looking() as act:
            coverage = scenario_report(act, code).coverage
            files = draft_files(act, code)
        wanted = request.args.get("fichier", MAIN)
        if coverage is None or wanted not in coverage.diagrams:
            raise not_found()
        spots = coverage.drawn_in(wanted)
        return jsonify(
            bpmn=files[wanted].decode(),
            passed=[id_ for id_, spot in spots if spot.scenarios],
            missed=[id_ for id_, spot in spots if not spot.scenarios],
        )

    @at("/<code>/scenarios", methods=("POST",))
    def create(self, code: str) -> ResponseReturnValue:
        """Begin a scenario, and open it."""
        with acting() as act:
            stem = create_scenario(act, code, request.form.get("name", ""))
        return redirect(url_for("scenario.show", code=code, stem=stem), 303)

    @at("/<code>/scenarios/<stem>/copie", methods=("POST",))
    def copy(self, code: str, stem: str) -> ResponseReturnValue:
        """Copy a scenario, and open the copy."""
        with acting() as act:
            copied = copy_scenario(act, code, stem)
        flash(_("Le scénario est copié : changez ce qui le distingue."), "success")
        return redirect(url_for("scenario.show", code=code, stem=copied), 303)

    @at("/<code>/scenarios/<stem>/suppression", methods=("POST",))
    def remove(self, code: str, stem: str) -> ResponseReturnValue:
        """Remove a scenario."""
        revision = request.form.get("revision", 0, type=int)
        with acting() as act:
            remove_scenario(act, code, stem, revision)
        flash(_("Le scénario est supprimé."), "success")
        return redirect(url_for(".show", code=code), 303)
