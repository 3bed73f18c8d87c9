"""What every screen shares: who may open it, no upstream template, no swallowed error."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, TypeVar, cast

from flask import Blueprint
from flask_admin import Admin, BaseView, expose

from backoffice.auth import current_agent
from workflows.model import Role

View = TypeVar("View", bound=Callable[..., Any])
INSTRUCTION = frozenset({Role.INSTRUCTOR, Role.CHIEF})
EVERYBODY = frozenset(Role)


def at(url: str = "/", methods: Sequence[str] = ("GET",)) -> Callable[[View], View]:
    """Serve the decorated method at `url`, below the view's own address."""
    return cast(Callable[[View], View], expose(url, methods))


class Screen(BaseView):  # type: ignore[misc]  # Flask-Admin ships no types
    """A screen of ours; without `category` it has no link in the menu.

    `roles` says who may open it, `counter` which figure its link shows, `kin` the endpoints of
    the screens that are reached from it; `under` says the same from below: the endpoint of the
    screen that it is reached from.
    """

    roles: ClassVar[frozenset[Role]] = frozenset()
    counter: ClassVar[str] = ""
    kin: ClassVar[frozenset[str]] = frozenset()
    under: ClassVar[str] = ""

    def is_accessible(self) -> bool:
        """Tell whether the agent's role opens this screen."""
        agent = current_agent()
        return agent is not None and agent.role in self.roles

    def create_blueprint(self, admin: Admin) -> Blueprint:
        """Leave out Flask-Admin's templates and files: their inline handlers break our policy."""
        blueprint = cast(Blueprint, super().create_blueprint(admin))
        blueprint.template_folder = None
        blueprint.static_folder = None
        return blueprint

    def _run_view(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        # upstream answers a TypeError by calling the view a second time
        return fn(self, *args, **kwargs)
