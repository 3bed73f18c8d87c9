"""The published versions of démarches, read only, for analysts and administrators."""

from flask import jsonify, redirect, url_for
from flask.typing import ResponseReturnValue

from backoffice.auth import looking
from backoffice.views.base import Screen, at
from workflows.model import Role
from workflows.use_cases.demarches.list_versions import show_version


class Demarches(Screen):
    """What a version is made of, and how its process is drawn; reached from its démarche."""

    roles = frozenset({Role.ANALYST, Role.ADMINISTRATOR})

    @at()
    def index(self) -> ResponseReturnValue:
        """Go to the list of démarches."""
        return redirect(url_for("designs.index"))

    @at("/<code>/<int:number>")
    def show(self, code: str, number: int) -> ResponseReturnValue:
        """Show one version: lanes, parts, diagram."""
        with looking() as act:
            version = show_version(act, code, number)
        return str(self.render("backoffice/version.html", version=version))

    @at("/<code>/<int:number>/diagramme.json")
    def drawing(self, code: str, number: int) -> ResponseReturnValue:
        """Give the viewer the diagram of a version."""
        with looking() as act:
            version = show_version(act, code, number)
        return jsonify(bpmn=version.bpmn.decode(), live=(), passed=())
