"""The settings of a démarche, and its fiche pratique."""

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from backoffice.auth import acting, looking
from backoffice.views.base import at
from backoffice.views.studio.base import StudioScreen
from backoffice.views.studio.sent import sent_object, text_in
from workflows.catalogue.card.about import KNOWN_FORMATS
from workflows.catalogue.card.about_edit import MOMENTS, NUMBERS, TEXTS, AboutText
from workflows.catalogue.letters.prose import markdown
from workflows.errors import Invalid, InvalidAnswers
from workflows.use_cases.studio.drafts import open_design
from workflows.use_cases.studio.editors.about import (
    AboutSheet,
    open_about,
    save_about,
    save_about_text,
)
from workflows.use_cases.studio.files import StaleDraftFile, read_draft_file

FICHE = "fiche.md"
SPARE_ROWS = 2  # empty ones, so that a group or a source is added without any script


class Settings(StudioScreen):
    """Title, service, who holds the lanes, dates, delay, retention, sources."""

    entry = _l("Réglages")
    rank = 60

    @at("/<code>/reglages")
    def show(self, code: str) -> ResponseReturnValue:
        """Show the settings."""
        with looking() as act:
            sheet = open_about(act, code)
        return self._page(code, sheet, sheet.typed)

    @at("/<code>/reglages", methods=("POST",))
    def save(self, code: str) -> ResponseReturnValue:
        """Save them; what is refused comes back with what was typed."""
        with looking() as act:
            sheet = open_about(act, code)
        typed = _typed() if sheet.typed else None
        try:
            with acting() as act:
                if typed is None:
                    text = request.form.get("text", "").replace("\r\n", "\n")
                    save_about_text(act, code, text, _revision())
                else:
                    save_about(act, code, typed, _revision())
        except (Invalid, StaleDraftFile) as refused:
            return self._page(code, sheet, typed, refused), refused.status
        return redirect(url_for(".show", code=code, enregistre=1), 303)

    def _page(
        self,
        code: str,
        sheet: AboutSheet,
        typed: AboutText | None,
        refused: Invalid | StaleDraftFile | None = None,
    ) -> str:
        with looking() as act:
            design = open_design(act, code)
        return self.framed(
            design,
            "backoffice/studio/settings.html",
            sheet=sheet,
            typed=typed,
            lanes=tuple(dict.fromkeys((*sheet.lanes, *(typed.lanes if typed else ())))),
            formats=KNOWN_FORMATS,
            errors=refused.errors if isinstance(refused, InvalidAnswers) else {},
            refusal=refused.message if refused else sheet.problem,
            text=request.form.get("text", sheet.text),
            spare=SPARE_ROWS,
        )


class Fiche(StudioScreen):
    """The page that explains the démarche before its form."""

    entry = _l("Fiche")
    rank = 50

    @at("/<code>/fiche")
    def show(self, code: str) -> ResponseReturnValue:
        """Open the editor of the fiche."""
        with looking() as act:
            design = open_design(act, code)
            read_draft_file(act, code, FICHE)
        return self.framed(design, "backoffice/studio/fiche.html", path=FICHE)

    @at("/<code>/fiche/apercu", methods=("POST",))
    def preview(self, code: str) -> ResponseReturnValue:
        """Draw the fiche as its reader has it."""
        with looking() as act:
            open_design(act, code)
        return jsonify(html=markdown(text_in(sent_object(), "content")))


def _typed() -> AboutText:
    """Read the page's form; rows that are wholly empty are nothing."""
    given = request.form
    held = dict(zip(given.getlist("lane"), given.getlist("holder"), strict=False))
    return AboutText(
        plain={name: given.get(name, "") for name in (*TEXTS, *NUMBERS, *MOMENTS)},
        formats=tuple(name for name in KNOWN_FORMATS if name in given.getlist("formats")),
        lanes=held,
        groups=tuple(zip(given.getlist("group_code"), given.getlist("group_label"), strict=False)),
        sources=tuple(
            zip(
                *(given.getlist(f"source_{part}") for part in ("title", "url", "dated")),
                strict=False,
            )
        ),
    )


def _revision() -> int:
    return request.form.get("revision", 0, type=int)
