"""The back office served to a browser, with the hunting permit drafted and a blank démarche."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from backoffice.app import create_app
from tests.backoffice.desk import Desk, Office
from tests.backoffice.studio.drawing import DrawingPage
from tests.backoffice.test_in_browser import open_page
from tests.browser import serve
from tests.use_cases import cast as people
from workflows.adapters.clock import SystemClock
from workflows.model import Role
from workflows.use_cases.act import acting
from workflows.use_cases.studio.create import create_blank
from workflows.use_cases.studio.drafts import start_draft

PERMIT = Path(__file__).parents[3] / "bpmn" / "permis_de_chasser"
BLANK = "aide_au_loyer"


@pytest.fixture
def studio(sqlite_url: str) -> Iterator[Office]:
    """The permit published and drafted, and a démarche drafted from a blank page."""
    world = people.make_world(sqlite_url, SystemClock().now())
    made = Office(create_app(world), world, people.install(world, PERMIT))
    first = made.desk(Role.ANALYST, (), "Zoé Première").actor
    with acting(world, first) as act:
        start_draft(act, made.aide)
        create_blank(act, BLANK, "Aide au loyer")
    yield made
    world.database.dispose()


@pytest.fixture
def ana(studio: Office) -> Desk:
    return studio.desk(Role.ANALYST, (), "Ana Lyste")


@pytest.fixture
def studio_address(studio: Office) -> Iterator[str]:
    """The application mounted as production mounts it."""
    with serve(DispatcherMiddleware(Flask("portal"), {"/backoffice": studio.app})) as url:
        yield f"{url}/backoffice"


@pytest.fixture
def page(chromium, studio_address, ana) -> Page:
    """A page of Ana's, who is signed in."""
    return open_page(chromium, studio_address, ana)


@pytest.fixture
def draw(chromium, studio_address, ana):
    """Open the diagram editor, as Ana unless somebody else is named."""

    def open_editor(code: str = BLANK, desk: Desk = ana, **named) -> DrawingPage:
        return DrawingPage(chromium, studio_address, desk, code, **named)

    return open_editor
