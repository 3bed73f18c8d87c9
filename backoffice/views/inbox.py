"""The inbox: what awaits me first, then what my groups may take."""

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from backoffice.auth import looking
from backoffice.views.base import INSTRUCTION, Screen, at
from workflows.model import Role
from workflows.use_cases.dossiers.reading.inbox import InboxQuery, inbox
from workflows.use_cases.dossiers.reading.inbox_query import Scope

TABS = {
    Scope.GROUP: _l("Ma corbeille"),
    Scope.MINE: _l("À faire par moi"),
    Scope.ALL_OPEN: _l("Tout ce qui est en cours"),
    Scope.DONE: _l("Ce que j'ai fait"),
}


class Inbox(Screen):
    """The list of work; filters live in the address, so that a browser's bookmark saves one."""

    roles = INSTRUCTION | {Role.ADMINISTRATOR}
    counter = "mine"
    kin = frozenset({"dossiers", "tasks"})

    @at()
    def index(self) -> ResponseReturnValue:
        """Show the list asked for."""
        asked = _asked()
        query = InboxQuery(
            scope=asked["vue"],
            demarche=asked["demarche"],
            text=asked["texte"],
            after=asked["apres"] or None,
        )
        with looking() as act:
            page = inbox(act, query)
        return str(
            self.render(
                "backoffice/inbox.html", page=page, tabs=TABS, asked=asked, address=_address
            )
        )


def _asked() -> dict[str, str]:
    """Read the filters; a search that names no list looks at everything under way."""
    names = ("vue", "demarche", "texte", "apres")
    asked = {name: request.args.get(name, "").strip() for name in names}
    everywhere = Scope.ALL_OPEN if asked["texte"] else Scope.GROUP
    return {**asked, "vue": asked["vue"] or everywhere}


def _address(asked: Mapping[str, str], **changed: str) -> str:
    """Return the address of the inbox with some filters changed, the others kept."""
    kept = {name: value for name, value in {**asked, "apres": "", **changed}.items() if value}
    return f"{url_for('inbox.index')}?{urlencode(kept)}"
