"""The diagram of a draft in its editor, and what the editor asks about the rest of the draft."""

from dataclasses import asdict

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from backoffice.auth import acting, looking
from backoffice.views.base import at
from backoffice.views.studio.base import StudioScreen
from backoffice.views.studio.sent import sent_object, text_in, unreadable
from workflows.catalogue.drawing import MAIN
from workflows.use_cases.access import not_found
from workflows.use_cases.studio.drafts import open_design
from workflows.use_cases.studio.editors.choices import diagram_choices
from workflows.use_cases.studio.editors.lanes import LaneChange, hold_lane
from workflows.use_cases.studio.parts import PartKind, add_titled_part, retire_parts


class Diagram(StudioScreen):
    """bpmn.io's modeler with our sections; `?fichier=` opens another diagram of the folder."""

    entry = _l("Diagramme")
    rank = 10

    @at("/<code>/diagramme")
    def show(self, code: str) -> ResponseReturnValue:
        """Open the editor."""
        path = request.args.get("fichier", MAIN)
        with looking() as act:
            design = open_design(act, code)
        paths = sorted(
            (file.path for file in design.files if file.path.endswith(".bpmn")),
            key=lambda each: (each != MAIN, each),
        )
        if path not in paths:
            raise not_found()
        return self.framed(design, "backoffice/studio/diagram.html", path=path, paths=paths)

    @at("/<code>/diagramme/choix")
    def choices(self, code: str) -> ResponseReturnValue:
        """Give what the elements can point at."""
        with looking() as act:
            return jsonify(asdict(diagram_choices(act, code)))

    @at("/<code>/diagramme/couloirs", methods=("PUT",))
    def lanes(self, code: str) -> ResponseReturnValue:
        """Say who holds a lane, in demarche.toml."""
        change = _change()
        with acting() as act:
            hold_lane(act, code, change)
        return jsonify(lane=change.lane)

    @at("/<code>/diagramme/retrait", methods=("POST",))
    def retire(self, code: str) -> ResponseReturnValue:
        """Take away the files that a pattern brought, once it is undone."""
        made = _made()
        with acting() as act:
            removed = retire_parts(act, code, made)
        return jsonify(removed=removed)

    @at("/<code>/diagramme/parties", methods=("POST",))
    def add(self, code: str) -> ResponseReturnValue:
        """Add what an element is to point at, named after what the analyst calls it."""
        kind, title = _new_part()
        with acting() as act:
            name = add_titled_part(act, code, kind, title)
        return jsonify(name=name), 201


def _made() -> dict[str, int]:
    files = sent_object().get("files")
    if not isinstance(files, dict) or not all(type(each) is int for each in files.values()):
        raise unreadable()
    return {path: files[path] for path in files}


def _new_part() -> tuple[PartKind, str]:
    sent = sent_object()
    try:
        return PartKind(text_in(sent, "kind")), text_in(sent, "title")
    except ValueError as wrong:
        raise unreadable() from wrong


def _change() -> LaneChange:
    sent = sent_object()
    known = {"lane", "holder", "group", "former"}
    said = {name: text_in(sent, name) for name in known & set(sent)}
    return LaneChange(**{"lane": "", **said})
