"""Démarches and their versions, read only, for analysts and administrators."""

from flask import jsonify
from flask.typing import ResponseReturnValue

from backoffice.auth import looking
from backoffice.views.base import Screen, at
from workflows.model import Role
from workflows.use_cases.demarches.list_versions import list_versions, show_version


class Demarches(Screen):
    """What is published, since when, and how its process is drawn."""

    roles = frozenset({Role.ANALYST, Role.ADMINISTRATOR})
    kin = frozenset({"moves"})

    @at()
    def index(self) -> ResponseReturnValue:
        """List the démarches with their versions."""
        with looking() as act:
            demarches = list_versions(act)
        return str(self.render("backoffice/demarches.html", demarches=demarches))

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
