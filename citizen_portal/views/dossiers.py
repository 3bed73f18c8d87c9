"""« Mes dossiers »: beginning one, following it, withdrawing it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from citizen_portal.arrival import form_of
from citizen_portal.auth import citizen_acts, citizen_looks, citizen_only, current_actor
from citizen_portal.form_page import asked_in
from citizen_portal.timeline import timeline
from workflows.use_cases.dossiers.reading.my_dossiers import my_dossiers, show_dossier
from workflows.use_cases.dossiers.start_dossier import start_dossier
from workflows.use_cases.dossiers.withdraw import withdraw
from workflows.use_cases.people.accounts import my_profile

pages = Blueprint("dossiers", __name__)


@pages.post("/demarches/<code>/commencer")
def begin(code: str) -> ResponseReturnValue:
    """Begin a dossier, or ask who is there first and begin it afterwards."""
    if not current_actor().is_citizen:
        session["demarche"] = code
        return redirect(url_for("identification.ask_email"), 303)
    with citizen_acts() as act:
        dossier_id = start_dossier(act, code)
    with citizen_looks() as act:
        card = show_dossier(act, dossier_id).card
    return redirect(form_of(card.id, card.next_task_id), 303)


@pages.get("/dossiers")
@citizen_only
def index() -> ResponseReturnValue:
    """List the person's dossiers, those that await the person first."""
    with citizen_looks() as act:
        cards = my_dossiers(act)
    waiting = [card for card in cards if card.holder == "vous"]
    others = [card for card in cards if card.holder != "vous"]
    return render_template("citizen_portal/dossiers.html", waiting=waiting, others=others)


@pages.get("/dossiers/<uuid:dossier_id>")
@citizen_only
def show(dossier_id: UUID) -> ResponseReturnValue:
    """Show where a dossier stands, what was done and what comes next."""
    with citizen_looks() as act:
        sheet = show_dossier(act, dossier_id)
        asked = asked_in(act, sheet)
    return render_template(
        "citizen_portal/dossier.html",
        sheet=sheet,
        card=sheet.card,
        asked=asked,
        moments=timeline(sheet.journal),
    )


@pages.get("/dossiers/<uuid:dossier_id>/confirmation")
@citizen_only
def sent(dossier_id: UUID) -> ResponseReturnValue:
    """Confirm on screen what was just sent."""
    with citizen_looks() as act:
        sheet, profile = show_dossier(act, dossier_id), my_profile(act)
    return render_template(
        "citizen_portal/sent.html", sheet=sheet, card=sheet.card, profile=profile
    )


@pages.get("/dossiers/<uuid:dossier_id>/retrait")
@citizen_only
def ask_withdrawal(dossier_id: UUID) -> ResponseReturnValue:
    """Say what withdrawing means before it is done."""
    with citizen_looks() as act:
        sheet = show_dossier(act, dossier_id)
    if not sheet.can_withdraw:
        return redirect(url_for("dossiers.show", dossier_id=dossier_id), 303)
    return render_template("citizen_portal/withdrawal.html", card=sheet.card)


@pages.post("/dossiers/<uuid:dossier_id>/retrait")
@citizen_only
def give_up(dossier_id: UUID) -> ResponseReturnValue:
    """Withdraw the dossier for good."""
    with citizen_acts() as act:
        withdraw(act, dossier_id)
    flash(_("Votre demande est retirée."), "success")
    return redirect(url_for("dossiers.index"), 303)
