"""The decision tables of a draft: their list, the editor of one, what it reads, its trial."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from backoffice.auth import acting, looking, world
from backoffice.views.base import at
from backoffice.views.studio.base import StudioScreen
from backoffice.views.studio.sent import sent_object, text_in, unreadable
from workflows.errors import Conflict, Invalid
from workflows.use_cases.studio.drafts import open_design
from workflows.use_cases.studio.editors.tables import TableDesk, list_tables, table_desk
from workflows.use_cases.studio.files import read_draft_file
from workflows.use_cases.studio.parts import PartKind, add_part, part_path

ONE = "/<code>/tables/<table>"


class DraftTables(StudioScreen):
    """Where the rules are written."""

    entry = _l("Tables")
    rank = 30

    @at("/<code>/tables/")
    def show(self, code: str) -> ResponseReturnValue:
        """List the decisions, with who takes them."""
        return self._list(code)

    @at("/<code>/tables/", methods=("POST",))
    def create(self, code: str) -> ResponseReturnValue:
        """Add a table, and open it."""
        name = request.form.get("name", "").strip()
        try:
            with acting() as act:
                add_part(act, code, PartKind.TABLE, name)
        except (Conflict, Invalid) as refused:
            return self._list(code, refused.message), refused.status
        return redirect(url_for(".edit", code=code, table=name), 303)

    @at(ONE)
    def edit(self, code: str, table: str) -> ResponseReturnValue:
        """Open the editor of one decision file."""
        path = part_path(PartKind.TABLE, table)
        with looking() as act:
            design = open_design(act, code)
            read_draft_file(act, code, path)
        return self.framed(design, "backoffice/studio/table.html", path=path, name=table)

    @at(f"{ONE}/etude", methods=("POST",))
    def study(self, code: str, table: str) -> ResponseReturnValue:
        """Tell what each decision reads, and who takes it."""
        at_desk, _sent = _desk(code, table)
        return jsonify(asdict(at_desk.study(world().settings.zone)))

    @at(f"{ONE}/essai", methods=("POST",))
    def try_out(self, code: str, table: str) -> ResponseReturnValue:
        """Take a decision on typed values."""
        at_desk, sent = _desk(code, table)
        values, decision = sent.get("values"), text_in(sent, "decision")
        if not isinstance(values, dict):
            raise unreadable()
        now = world().now().astimezone(world().settings.zone)
        tried = at_desk.try_on(decision, values, now, _day(sent.get("day")))
        return jsonify(**asdict(tried.trial), refused=tried.refused)

    def _list(self, code: str, refusal: str = "") -> str:
        with looking() as act:
            design, tables = open_design(act, code), list_tables(act, code)
        return self.framed(design, "backoffice/studio/tables.html", tables=tables, refusal=refusal)


def _desk(code: str, table: str) -> tuple[TableDesk, Mapping[str, object]]:
    sent = sent_object()
    content = text_in(sent, "content")
    with looking() as act:
        return table_desk(act, code, table, content.encode(errors="replace")), sent


def _day(text: object) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(str(text))
    except ValueError as wrong:
        raise Invalid(_("Donnez une date entière pour le jour de l'essai.")) from wrong
