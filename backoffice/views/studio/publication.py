"""Publishing a draft: what is missing, what changes, approval, and coming back to a version."""

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from backoffice.auth import acting, current_agent, looking, world
from backoffice.views.base import at
from backoffice.views.studio.base import StudioScreen
from backoffice.views.studio.places import editor_url
from backoffice.views.studio.sent import unreadable
from workflows.errors import WorkflowError
from workflows.use_cases.act import ANONYMOUS, Actor
from workflows.use_cases.studio.drafts import open_design
from workflows.use_cases.studio.publication import (
    approve_draft,
    changes_of_draft,
    compared_diagrams,
    examine_draft,
    publish_draft,
    put_back,
)
from workflows.use_cases.studio.staffing import empty_groups

MOVING = "voir"


class Publication(StudioScreen):
    """The last step of a draft, and the versions that it joins."""

    entry = _l("Publication")
    rank = 90
    needs_draft = False
    kin = frozenset({"opening"})

    @at("/<code>/publication")
    def show(self, code: str) -> ResponseReturnValue:
        """Show what publishing asks, and what it changes."""
        return self._page(code)

    @at("/<code>/publication", methods=("POST",))
    def publish(self, code: str) -> ResponseReturnValue:
        """Publish; then lead to the dossiers under way when that was asked."""
        try:
            published = publish_draft(world(), _actor(), code, _digest())
        except WorkflowError as refused:
            return self._page(code, refused.message), refused.status
        flash(_("La version %(n)d est en service.", n=published.number), "success")
        if request.form.get("suite") == MOVING:
            return redirect(url_for("moves.show", code=code, number=published.number), 303)
        return redirect(url_for(".show", code=code), 303)

    @at("/<code>/publication/accord", methods=("POST",))
    def approve(self, code: str) -> ResponseReturnValue:
        """Approve the draft as it was read."""
        try:
            with acting() as act:
                approve_draft(act, code, _digest())
        except WorkflowError as refused:
            return self._page(code, refused.message), refused.status
        flash(_("Brouillon approuvé : il peut être publié tel quel."), "success")
        return redirect(url_for(".show", code=code), 303)

    @at("/<code>/publication/retour", methods=("POST",))
    def put_back(self, code: str) -> ResponseReturnValue:
        """Make a former version the one in service."""
        try:
            with acting() as act:
                restored = put_back(act, code, request.form.get("version", 0, type=int))
        except WorkflowError as refused:
            return self._page(code, refused.message), refused.status
        flash(_("La version %(n)d est de nouveau en service.", n=restored.number), "success")
        return redirect(url_for(".show", code=code), 303)

    @at("/<code>/publication/diagrammes.json")
    def diagrams(self, code: str) -> ResponseReturnValue:
        """Give both diagrams with what differs."""
        with looking() as act:
            compared = compared_diagrams(act, code)
        return jsonify(
            before=compared.before.decode(errors="replace"),
            after=compared.after.decode(errors="replace"),
            **compared.ids,
        )

    def _page(self, code: str, refusal: str = "") -> str:
        with looking() as act:
            design = open_design(act, code)
            changes = changes_of_draft(act, code) if design.draft else ()
            unmanned = empty_groups(act, code)
        readiness = examine_draft(world(), _actor(), code) if design.draft else None
        return self.framed(
            design,
            "backoffice/studio/publication.html",
            changes=changes,
            readiness=readiness,
            obstacles=readiness.obstacles(_actor()) if readiness else (),
            next_number=max((version.number for version in design.versions), default=0) + 1,
            empty_groups=unmanned,
            address=editor_url,
            refusal=refusal,
        )


def _actor() -> Actor:
    return current_agent() or ANONYMOUS


def _digest() -> str:
    digest = request.form.get("empreinte", "")
    if not digest:
        raise unreadable()
    return digest
