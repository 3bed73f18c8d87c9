"""A dossier as it stood at a date, read only: what an appeal or a doubt asks for."""

from datetime import datetime
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from backoffice.auth import looking, world
from backoffice.drawings import as_json
from backoffice.views.base import INSTRUCTION, Screen, at
from workflows.catalogue.card.toml_table import YEARS
from workflows.errors import Invalid
from workflows.model import Role
from workflows.use_cases.dossiers.reading.past import PastSheet, dossier_at

LAST_OF_A_MINUTE = {"second": 59, "microsecond": 999_999}


class Past(Screen):
    """Reached from a dossier's page and from the lines of its journal."""

    roles = INSTRUCTION | {Role.ADMINISTRATOR}

    @at()
    def index(self) -> ResponseReturnValue:
        """Go to the list of the open dossiers."""
        return redirect(url_for("inbox.index", vue="all_open"))

    @at("/<uuid:dossier_id>")
    def show(self, dossier_id: UUID) -> ResponseReturnValue:
        """Show the dossier at the moment asked for, at present when none is."""
        sheet = _sheet(dossier_id)
        reached = [moment for moment in sheet.moments if sheet.filed_at <= moment <= sheet.at]
        after = [moment for moment in sheet.moments if moment > sheet.at]
        return str(
            self.render(
                "backoffice/past.html",
                sheet=sheet,
                previous=reached[-2] if reached[1:] else None,
                following=after[0] if after else None,
                local=sheet.at.astimezone(world().settings.zone),
            )
        )

    @at("/<uuid:dossier_id>/diagramme.json")
    def drawing(self, dossier_id: UUID) -> ResponseReturnValue:
        """Give the viewer the diagram as it was then."""
        drawn = _sheet(dossier_id).diagram
        return as_json(drawn)


def _sheet(dossier_id: UUID) -> PastSheet:
    with looking() as act:
        return dossier_at(act, dossier_id, _asked() or act.now)


def _asked() -> datetime | None:
    """Read `au`, in local time unless it says its zone; a whole minute is taken to its end."""
    said = request.args.get("au", "").strip()
    if not said:
        return None
    moment = _read(said)
    if moment is None or moment.year not in YEARS:
        raise Invalid(
            _("Cette date ne se lit pas : choisissez un jour et une heure, comme 2026-03-02T14:05.")
        )
    if moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=world().settings.zone, **LAST_OF_A_MINUTE)


def _read(said: str) -> datetime | None:
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        return None
