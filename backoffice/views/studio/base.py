"""What the screens of one démarche share: their frame, and the sub-menu that they make up."""

from dataclasses import dataclass
from typing import Any, ClassVar

from flask import current_app, request, url_for
from flask_babel import LazyString

from backoffice.auth import looking
from backoffice.views.base import Screen
from backoffice.views.studio.places import EDITORS
from workflows.model import Role
from workflows.use_cases.studio.drafts import DesignSheet, open_design

DESIGNERS = frozenset({Role.ANALYST, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class SubEntry:
    """One link of the sub-menu of a démarche."""

    label: str
    url: str
    here: bool


class StudioScreen(Screen):
    """A screen under `/conception/<code>/`; its page is the method `show(code)`.

    `entry` is its label in the sub-menu, none without; `rank` its place there; a screen that
    `needs_draft` is offered once there is one.
    """

    roles = DESIGNERS
    under = "designs"
    entry: ClassVar[LazyString | None] = None
    rank: ClassVar[int] = 0
    needs_draft: ClassVar[bool] = True

    def __init__(self, name: LazyString, endpoint: str) -> None:
        # no page at the root: Flask-Admin wants to know one all the same
        self._default_view = "show"
        super().__init__(name, None, endpoint, "conception")

    def page(self, code: str, template: str, **shown: Any) -> str:
        """Render a page of one démarche in the studio's frame; raise NotFound."""
        with looking() as act:
            design = open_design(act, code)
        return self.framed(design, template, **shown)

    def framed(self, design: DesignSheet, template: str, **shown: Any) -> str:
        """Render a page of a démarche that is at hand."""
        return str(
            self.render(template, design=design, submenu=submenu(design), editors=EDITORS, **shown)
        )


def submenu(design: DesignSheet) -> tuple[SubEntry, ...]:
    """Return the links of the studio's screens for one démarche, in their order."""
    screens = [
        screen
        for screen in current_app.extensions["screens"]
        if isinstance(screen, StudioScreen)
        and screen.entry is not None
        and (design.draft is not None or not screen.needs_draft)
    ]
    return tuple(
        SubEntry(
            label=str(screen.entry),
            url=url_for(f"{screen.endpoint}.show", code=design.code),
            here=request.blueprint in {screen.endpoint, *screen.kin},
        )
        for screen in sorted(screens, key=lambda screen: screen.rank)
    )
