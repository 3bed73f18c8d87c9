"""The door: démarches by theme, search, and the fiche pratique of each."""

import unicodedata
from collections.abc import Iterable
from itertools import groupby

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from citizen_portal.auth import citizen_looks
from workflows.use_cases.demarches.browse import DemarcheCard, list_demarches, show_demarche

pages = Blueprint("catalogue", __name__)


@pages.get("/")
def home() -> ResponseReturnValue:
    """Show every démarche by theme, or those that match what is searched."""
    wanted = request.args.get("q", "").strip()
    with citizen_looks() as act:
        cards = list_demarches(act)
    found = [card for card in cards if _matches(card, wanted)]
    return render_template("citizen_portal/home.html", themes=_by_theme(found), wanted=wanted)


@pages.get("/demarches")
def directory() -> ResponseReturnValue:
    """Answer the address that the province prints on its leaflets."""
    return home()


@pages.get("/demarches/<code>")
def fiche(code: str) -> ResponseReturnValue:
    """Show the fiche pratique of a démarche."""
    with citizen_looks() as act:
        sheet = show_demarche(act, code)
    return render_template("citizen_portal/fiche.html", sheet=sheet)


def _by_theme(cards: Iterable[DemarcheCard]) -> list[tuple[str, list[DemarcheCard]]]:
    ordered = sorted(cards, key=lambda card: (_plain(card.theme), _plain(card.title)))
    return [(theme, list(group)) for theme, group in groupby(ordered, lambda card: card.theme)]


def _matches(card: DemarcheCard, wanted: str) -> bool:
    text = _plain(f"{card.title} {card.theme} {card.summary}")
    return all(word in text for word in _plain(wanted).split())


def _plain(text: str) -> str:
    """Fold case and accents: « Pêche » is found by « peche »."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
