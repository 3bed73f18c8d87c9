"""One démarche: its parts, its versions, its state, and what can be done with it."""

from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from backoffice.auth import acting, looking
from backoffice.views.base import at
from backoffice.views.studio.base import StudioScreen
from backoffice.views.studio.places import editor_url, grouped
from workflows.errors import Conflict, Invalid, TooLarge, WorkflowError
from workflows.model import DraftState
from workflows.use_cases.studio.create import export_package
from workflows.use_cases.studio.drafts import (
    discard_draft,
    open_design,
    set_draft_state,
    start_draft,
)
from workflows.use_cases.studio.history import recent_history
from workflows.use_cases.studio.parts import PartKind, add_part, remove_part, rename_draft_part
from workflows.use_cases.studio.snapshots import list_snapshots, restore_snapshot


class Overview(StudioScreen):
    """The first page of the studio for one démarche."""

    entry = _l("Vue d’ensemble")
    needs_draft = False

    @at("/<code>/")
    def show(self, code: str) -> ResponseReturnValue:
        """Show the démarche."""
        return self._page(code)

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

    @at("/<code>/retour", methods=("POST",))
    def restore(self, code: str) -> ResponseReturnValue:
        """Come back to a state that was kept."""
        with acting() as act:
            restore_snapshot(act, code, _snapshot())
        flash(_("Le brouillon est revenu à cet état."), "success")
        return redirect(url_for(".show", code=code), 303)

    @at("/<code>/parties", methods=("POST",))
    def add(self, code: str) -> ResponseReturnValue:
        """Add a form, a table, a letter or a scenario, and open it."""
        name = request.form.get("name", "").strip()
        try:
            with acting() as act:
                path = add_part(act, code, _kind(), name)
        except (Conflict, Invalid, TooLarge) as refused:
            return self._page(code, refused), refused.status
        flash(_("%(path)s est ajouté.", path=path), "success")
        return redirect(editor_url(code, path) or url_for(".show", code=code), 303)

    @at("/<code>/parties/nom", methods=("POST",))
    def rename(self, code: str) -> ResponseReturnValue:
        """Give a file another name, in everything that names it."""
        try:
            with acting() as act:
                rename_draft_part(act, code, *_told("path", "name"))
        except (Conflict, Invalid) as refused:
            return self._page(code, refused), refused.status
        flash(_("Le fichier est renommé, et tout ce qui le désigne avec lui."), "success")
        return redirect(url_for(".show", code=code), 303)

    @at("/<code>/parties/suppression", methods=("POST",))
    def remove(self, code: str) -> ResponseReturnValue:
        """Remove a file that nothing names."""
        try:
            with acting() as act:
                remove_part(act, code, *_told("path"))
        except Conflict as refused:
            return self._page(code, refused), refused.status
        flash(_("Le fichier est supprimé ; l’état d’avant est gardé."), "success")
        return redirect(url_for(".show", code=code), 303)

    def _page(self, code: str, refused: WorkflowError | None = None) -> str:
        with looking() as act:
            design = open_design(act, code)
            history, snapshots = recent_history(act, code), list_snapshots(act, code)
        return self.framed(
            design,
            "backoffice/studio/overview.html",
            groups=grouped(code, design.files),
            history=history,
            snapshots=snapshots,
            refusal=refused.message if refused else "",
        )


def _told(*names: str) -> tuple[str, ...]:
    return tuple(request.form.get(name, "").strip() for name in names)


def _kind() -> PartKind:
    try:
        return PartKind(request.form.get("kind", ""))
    except ValueError as wrong:
        raise Invalid(_("Choisissez ce que vous ajoutez.")) from wrong


def _snapshot() -> UUID:
    try:
        return UUID(request.form.get("etat", ""))
    except ValueError as wrong:
        raise Invalid(_("Choisissez l’état auquel revenir.")) from wrong
