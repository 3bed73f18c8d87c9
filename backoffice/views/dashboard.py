"""The state of the work, for chiefs and administrators."""

from flask.typing import ResponseReturnValue

from backoffice.auth import looking
from backoffice.views.base import Screen, at
from workflows.model import Role
from workflows.use_cases.operations.supervise import show_dashboard


class DashboardScreen(Screen):
    """How many, how late, how old."""

    roles = frozenset({Role.CHIEF, Role.ADMINISTRATOR})

    @at()
    def index(self) -> ResponseReturnValue:
        """Show the figures of the groups that this agent supervises."""
        with looking() as act:
            dashboard = show_dashboard(act)
        return str(self.render("backoffice/dashboard.html", dashboard=dashboard))
