"""The side menu: the screens that the agent may open, with the figures that await somebody."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask, current_app, request, url_for

from backoffice.auth import current_agent, looking, world
from backoffice.views.base import Screen
from workflows.use_cases.operations.supervise import Counters, count_work


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the menu; `count` is shown beside it when it is not zero."""

    label: str
    url: str
    here: bool
    count: int


@dataclass(frozen=True, slots=True)
class Section:
    """Links under one title."""

    title: str
    entries: tuple[Entry, ...]


def show_navigation(app: Flask, screens: Sequence[Screen]) -> None:
    """Give the menu, the agent and the organisation to every template."""
    app.extensions["screens"] = tuple(screens)

    @app.context_processor
    def page_frame() -> dict[str, object]:
        return {
            "agent": current_agent(),
            "navigation": navigation,
            "organisation": world().settings.organisation,
        }


def navigation() -> tuple[Section, ...]:
    """Return the menu of the agent who is signed in; empty for nobody."""
    if current_agent() is None:
        return ()
    with looking() as act:
        counted = count_work(act)
    sections: dict[str, list[Entry]] = {}
    for screen in open_screens():
        sections.setdefault(str(screen.category), []).append(_entry(screen, counted))
    return tuple(Section(title, tuple(entries)) for title, entries in sections.items())


def open_screens() -> tuple[Screen, ...]:
    """Return the screens of the menu that the agent may open, in the menu's order."""
    return tuple(
        screen
        for screen in current_app.extensions["screens"]
        if screen.category and screen.is_accessible()
    )


def first_page(screen: Screen) -> str:
    """Return the address of a screen's first page."""
    return url_for(f"{screen.endpoint}.{screen._default_view}")


def _leads_here(screen: Screen) -> bool:
    """Tell whether the page shown is one of this screen, or of a screen reached from it."""
    here = {screen.endpoint, *screen.kin}
    below = {each.endpoint for each in current_app.extensions["screens"] if each.under in here}
    return request.blueprint in here | below


def _entry(screen: Screen, counted: Counters) -> Entry:
    return Entry(
        label=str(screen.name),
        url=first_page(screen),
        here=_leads_here(screen),
        count=getattr(counted, screen.counter) if screen.counter else 0,
    )
