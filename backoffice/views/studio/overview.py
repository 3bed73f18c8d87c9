"""One démarche: its parts, its versions, its state, and what can be done with it."""

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from backoffice.auth import acting, looking
from backoffice.views.base import at
from backoffice.views.studio.base import StudioScreen
from workflows.model import DraftState
from workflows.use_cases.studio.create import export_package
from workflows.use_cases.studio.drafts import discard_draft, set_draft_state, start_draft


class Overview(StudioScreen):
    """The first page of the studio for one démarche."""

    entry = _l("Vue d’ensemble")
    needs_draft = False

    @at("/<code>/")
    def show(self, code: str) -> ResponseReturnValue:
        """Show the démarche."""
        return self.page(code, "backoffice/studio/overview.html")

    @at("/<code>/demarche.zip")
    def export(self, code: str) -> ResponseReturnValue:
        """Give the package of the draft, or of the version in service."""
        with looking() as act:
            package = export_package(act, code)
        named = {"Content-Disposition": f'attachment; filename="{code}.demarche"'}
        return Response(package, mimetype="application/zip", headers=named)

    @at("/<code>/brouillon", methods=("POST",))
    def start(self, code: str) -> ResponseReturnValue:
        """Begin a draft from the version in service."""
        with acting() as act:
            start_draft(act, code)
        flash(_("Le brouillon est prêt : la version en service ne change pas."), "success")
        return redirect(url_for(".show", code=code), 303)

    @at("/<code>/etat", methods=("POST",))
    def turn(self, code: str) -> ResponseReturnValue:
        """Say that the draft is tried, or drawn again."""
        tried = request.form.get("etat") == DraftState.EN_TEST
        with acting() as act:
            set_draft_state(act, code, DraftState.EN_TEST if tried else DraftState.BROUILLON)
        return redirect(url_for(".show", code=code), 303)

    @at("/<code>/abandon", methods=("POST",))
    def discard(self, code: str) -> ResponseReturnValue:
        """Abandon the draft."""
        with acting() as act:
            discard_draft(act, code)
        flash(_("Le brouillon est abandonné."), "success")
        return redirect(url_for("designs.index"), 303)
