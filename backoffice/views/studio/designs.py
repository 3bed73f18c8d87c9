"""The list of démarches, published, tried or being drawn; and how a new one begins."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from backoffice.auth import acting, looking
from backoffice.views.base import Screen, at
from backoffice.views.studio.base import DESIGNERS
from workflows.errors import Conflict, Invalid
from workflows.use_cases.studio.create import create_blank
from workflows.use_cases.studio.drafts import list_designs


class Designs(Screen):
    """Where analysts land."""

    roles = DESIGNERS
    kin = frozenset({"overview", "draft_files", "draft_forms", "demarches", "moves"})

    @at()
    def index(self) -> ResponseReturnValue:
        """List the démarches."""
        with looking() as act:
            designs = list_designs(act)
        return str(self.render("backoffice/studio/designs.html", designs=designs))

    @at("/nouvelle")
    def new(self) -> ResponseReturnValue:
        """Ask for the title and the code of a new démarche."""
        return str(self.render("backoffice/studio/new.html", refusal=""))

    @at("/nouvelle", methods=("POST",))
    def create(self) -> ResponseReturnValue:
        """Begin a démarche, and go to its page."""
        code = request.form.get("code", "").strip()
        title = request.form.get("title", "")
        try:
            with acting() as act:
                create_blank(act, code, title)
        except (Conflict, Invalid) as refused:
            shown = self.render("backoffice/studio/new.html", refusal=refused.message)
            return str(shown), refused.status
        flash(_("La démarche est créée."), "success")
        return redirect(url_for("overview.show", code=code), 303)
