"""The root: each agent lands on the first screen of the menu that is open to this role."""

from flask import redirect
from flask.typing import ResponseReturnValue

from backoffice.navigation import first_page, open_screens
from backoffice.views.base import EVERYBODY, Screen, at


class Home(Screen):
    """Where signing in leads."""

    roles = EVERYBODY

    @at()
    def index(self) -> ResponseReturnValue:
        """Go to the first screen of this agent's menu."""
        return redirect(first_page(open_screens()[0]))
