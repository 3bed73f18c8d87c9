"""The list of démarches: published, tried or being drawn; found by name, code or state."""

from collections.abc import Iterable

from flask import request
from flask.typing import ResponseReturnValue

from backoffice.auth import looking
from backoffice.views.base import Screen, at
from backoffice.views.studio.base import DESIGNERS
from workflows.catalogue.beginnings.naming import code_from
from workflows.use_cases.studio.drafts import DesignRow, DesignState, list_designs

MANY = 8  # démarches from which searching helps


class Designs(Screen):
    """Where analysts land."""

    roles = DESIGNERS
    kin = frozenset({"demarches", "moves"})

    @at()
    def index(self) -> ResponseReturnValue:
        """List the démarches."""
        with looking() as act:
            designs = list_designs(act)
        words, state = request.args.get("texte", ""), request.args.get("etat", "")
        shown = {
            "designs": _matching(designs, words, state),
            "all": len(designs),
            "filtered": bool(words or state),
            "many": len(designs) >= MANY,
            "every_state": tuple(DesignState),
        }
        return str(self.render("backoffice/studio/designs.html", words=words, state=state, **shown))


def _matching(designs: Iterable[DesignRow], words: str, state: str) -> list[DesignRow]:
    """Keep the démarches that bear every word, accents apart, and that state."""
    wanted = code_from(f"a {words}").split("_")[1:]
    return [
        row
        for row in designs
        if all(word in f"{code_from('a ' + row.title)}_{row.code}" for word in wanted)
        and (not state or state in row.states)
    ]
