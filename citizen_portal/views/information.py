"""The pages that say who we are and what is done with what is entrusted to us."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

pages = Blueprint("information", __name__)


@pages.get("/conditions-generales")
def terms() -> ResponseReturnValue:
    """Show the conditions that a new account accepts (CGU)."""
    return render_template("citizen_portal/terms.html")


@pages.get("/accessibilite")
def accessibility() -> ResponseReturnValue:
    """Show the accessibility statement."""
    return render_template("citizen_portal/accessibility.html")


@pages.get("/mentions-legales")
def legal() -> ResponseReturnValue:
    """Show who publishes this site."""
    return render_template("citizen_portal/legal.html")


@pages.get("/donnees-personnelles")
def privacy() -> ResponseReturnValue:
    """Show what is kept, why, how long, and the rights of the person."""
    return render_template("citizen_portal/privacy.html")


@pages.get("/assistance")
def assistance() -> ResponseReturnValue:
    """Show the answers to usual difficulties and whom to ask."""
    return render_template("citizen_portal/assistance.html")
