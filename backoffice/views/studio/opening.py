"""Opening and closing a démarche to the public, whatever its versions."""

from collections.abc import Callable, Mapping
from datetime import datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from backoffice.auth import acting, looking, world
from backoffice.views.base import at
from backoffice.views.studio.base import StudioScreen
from workflows.catalogue.card.opening import Opening
from workflows.catalogue.card.toml_table import YEARS
from workflows.errors import InvalidAnswers
from workflows.use_cases.act import Act
from workflows.use_cases.studio.drafts import open_design
from workflows.use_cases.studio.opening import (
    close_now,
    follow_version,
    open_now,
    set_opening,
    show_opening,
)

FIELDS = ("opens_at", "closes_at")
GESTURES: Mapping[str, Callable[[Act, str], None]] = {
    "fermer": close_now,
    "ouvrir": open_now,
    "suivre": follow_version,
}


class OpeningDates(StudioScreen):
    """When a published démarche takes applications; effective at once."""

    needs_draft = False

    @at("/<code>/ouverture")
    def show(self, code: str) -> ResponseReturnValue:
        """Show the dates and who changed them."""
        return self._page(code)

    @at("/<code>/ouverture", methods=("POST",))
    def save(self, code: str) -> ResponseReturnValue:
        """Change the dates, or open, close, follow the version at once."""
        gesture = GESTURES.get(request.form.get("geste", ""))
        try:
            with acting() as act:
                if gesture is None:
                    set_opening(act, code, _typed())
                else:
                    gesture(act, code)
        except InvalidAnswers as refused:
            return self._page(code, refused), refused.status
        flash(_("C’est fait : le portail en tient compte dès maintenant."), "success")
        return redirect(url_for(".show", code=code), 303)

    def _page(self, code: str, refused: InvalidAnswers | None = None) -> str:
        with looking() as act:
            design, sheet = open_design(act, code), show_opening(act, code)
        present = {name: _local(getattr(sheet.dates, name)) for name in FIELDS}
        return self.framed(
            design,
            "backoffice/studio/opening.html",
            sheet=sheet,
            typed=present if refused is None else request.form,
            errors=refused.errors if refused else {},
            refusal=refused.message if refused else "",
        )


def _typed() -> Opening:
    """Read the two fields in the installation's zone; raise InvalidAnswers."""
    moments: dict[str, datetime | None] = {}
    errors = {}
    for name in FIELDS:
        said = request.form.get(name, "").strip()
        try:
            moments[name] = _moment(said) if said else None
        except ValueError:
            errors[name] = _("Choisissez un jour et une heure, d'une année de 1900 à 9998.")
    if errors:
        raise InvalidAnswers(_("Rien n'est enregistré : corrigez les dates."), errors)
    return Opening(**moments)


def _moment(said: str) -> datetime:
    """Raise ValueError when it is none, or one that not every zone can show."""
    moment = datetime.fromisoformat(said)
    if moment.year not in YEARS:
        raise ValueError(said)
    return moment.replace(tzinfo=world().settings.zone)


def _local(moment: datetime | None) -> str:
    """Return a moment as a `datetime-local` field writes it."""
    if moment is None:
        return ""
    return moment.astimezone(world().settings.zone).strftime("%Y-%m-%dT%H:%M")
