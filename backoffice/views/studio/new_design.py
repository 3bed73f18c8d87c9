"""A new démarche: blank, from a template, as a copy; its code is proposed and checked as typed."""

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from backoffice.auth import acting, looking
from backoffice.views.base import at
from backoffice.views.studio.base import StudioScreen
from workflows.catalogue.beginnings.starting_points import BLANK, TEMPLATES
from workflows.errors import Conflict, Invalid
from workflows.use_cases.act import Act
from workflows.use_cases.studio.create import (
    copy_demarche,
    create_blank,
    create_from_template,
    propose_code,
    refuse_code,
)
from workflows.use_cases.studio.drafts import list_designs

COPY = "copie"


class NewDesign(StudioScreen):
    """Reached from the list."""

    @at("/nouvelle")
    def show(self) -> ResponseReturnValue:
        """Ask what to begin from, the title and the code."""
        return self._page()

    @at("/nouvelle", methods=("POST",))
    def create(self) -> ResponseReturnValue:
        """Begin a démarche, and go to its page."""
        title = request.form.get("title", "")
        try:
            with acting() as act:
                code = request.form.get("code", "").strip() or propose_code(act, title)
                _begin(act, code, title)
        except (Conflict, Invalid) as refused:
            return self._page(refused.message), refused.status
        flash(_("La démarche est créée."), "success")
        return redirect(url_for("overview.show", code=code), 303)

    @at("/nouvelle/code.json")
    def code(self) -> ResponseReturnValue:
        """Propose a free code for a title, or say what is wrong with the one typed."""
        typed = request.args.get("code", "").strip()
        with looking() as act:
            code = typed or propose_code(act, request.args.get("titre", ""))
            return jsonify(code=code, refusal=_refusal(act, code) if code else "")

    def _page(self, refusal: str = "") -> str:
        with looking() as act:
            designs = sorted(list_designs(act), key=lambda row: row.title)
        shown = {"designs": designs, "templates": TEMPLATES, "blank": BLANK, "copy": COPY}
        return str(self.render("backoffice/studio/new.html", refusal=refusal, **shown))


def _begin(act: Act, code: str, title: str) -> None:
    start = request.form.get("depart", BLANK)
    if start == BLANK:
        create_blank(act, code, title)
    elif start == COPY:
        copy_demarche(act, request.form.get("source", ""), code, title)
    else:
        create_from_template(act, code, title, start)


def _refusal(act: Act, code: str) -> str:
    try:
        refuse_code(act, code)
    except (Conflict, Invalid) as refused:
        return refused.message
    return ""
