"""The letters of a draft: their list, the editor of one, its trial on invented data, its PDF."""

from collections.abc import Mapping

from flask import Response, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from backoffice.auth import acting, looking, world
from backoffice.shield import FILE_POLICY
from backoffice.views.base import at
from backoffice.views.studio.base import StudioScreen
from backoffice.views.studio.sent import sent_object, text_in
from workflows.errors import Conflict, Invalid
from workflows.use_cases.studio.drafts import open_design
from workflows.use_cases.studio.editors.letters import (
    LetterDesk,
    letter_desk,
    letter_names,
    letter_scenarios,
    list_letters,
    print_letter,
)
from workflows.use_cases.studio.files import read_draft_file
from workflows.use_cases.studio.parts import PartKind, add_part, part_path

ONE = "/<code>/lettres/<letter>"


class DraftLetters(StudioScreen):
    """Where mails and documents are written."""

    entry = _l("Lettres")
    rank = 40

    @at("/<code>/lettres/")
    def show(self, code: str) -> ResponseReturnValue:
        """List the letters, with who writes them."""
        return self._list(code)

    @at("/<code>/lettres/", methods=("POST",))
    def create(self, code: str) -> ResponseReturnValue:
        """Add a letter, and open it."""
        name = request.form.get("name", "").strip()
        try:
            with acting() as act:
                add_part(act, code, PartKind.LETTER, name)
        except (Conflict, Invalid) as refused:
            return self._list(code, refused.message), refused.status
        return redirect(url_for(".edit", code=code, letter=name), 303)

    @at(ONE)
    def edit(self, code: str, letter: str) -> ResponseReturnValue:
        """Open the editor of one letter."""
        path = part_path(PartKind.LETTER, letter)
        with looking() as act:
            design = open_design(act, code)
            read_draft_file(act, code, path)
            groups, scenarios = letter_names(act, code, letter), letter_scenarios(act, code)
            rows = {row.stem: row for row in list_letters(act, code)}
        return self.framed(
            design,
            "backoffice/studio/letter.html",
            path=path,
            name=letter,
            groups=groups,
            scenarios=scenarios,
            senders=rows[letter].senders,
        )

    @at(f"{ONE}/apercu", methods=("POST",))
    def preview(self, code: str, letter: str) -> ResponseReturnValue:
        """Write the letter on a scenario's data."""
        at_desk, scenario = _desk(code, letter, sent_object())
        trial = at_desk.try_on(scenario, world().settings.zone)
        return jsonify(
            texts=[
                {"kind": kind, "subject": subject, "body": body}
                for kind, subject, body in trial.texts
            ],
            unknown=trial.unknown,
            problems=trial.problems,
            missed=trial.missed,
        )

    @at(f"{ONE}/document", methods=("POST",))
    def document(self, code: str, letter: str) -> ResponseReturnValue:
        """Show the PDF that a document task would make of the letter."""
        pdf = print_letter(world(), *_desk(code, letter, request.form))
        named = {
            "Content-Disposition": f'inline; filename="{letter}.pdf"',
            "Content-Security-Policy": FILE_POLICY,
        }
        return Response(pdf, mimetype="application/pdf", headers=named)

    def _list(self, code: str, refusal: str = "") -> str:
        with looking() as act:
            design, letters = open_design(act, code), list_letters(act, code)
        return self.framed(
            design, "backoffice/studio/letters.html", letters=letters, refusal=refusal
        )


def _desk(code: str, letter: str, sent: Mapping[str, object]) -> tuple[LetterDesk, str]:
    content, scenario = text_in(sent, "content"), text_in({"scenario": "", **sent}, "scenario")
    with looking() as act:
        return letter_desk(act, code, letter, content.encode(errors="replace")), scenario
