"""The root: each agent lands where this role's work is."""

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from backoffice.auth import current_agent
from backoffice.views.base import EVERYBODY, Screen, at
from workflows.model import Role

LANDING = {
    Role.INSTRUCTOR: "inbox.index",
    Role.CHIEF: "inbox.index",
    Role.ANALYST: "designs.index",
    Role.ADMINISTRATOR: "dashboard.index",
}


class Home(Screen):
    """Where signing in leads."""

    roles = EVERYBODY

    @at()
    def index(self) -> ResponseReturnValue:
        """Go to the screen of this agent's work."""
        agent = current_agent()
        if agent is None or agent.role is None:
            abort(403)
        return redirect(url_for(LANDING[agent.role]))
