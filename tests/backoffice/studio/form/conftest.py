"""The permit as a draft, a blank démarche, their analyst, and both applications on one server."""

from collections.abc import Iterator

import pytest
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from backoffice.app import create_app
from citizen_portal.app import create_app as create_portal
from tests.backoffice.desk import Desk, Office
from tests.backoffice.studio.form.gestures import BLANK, CODE
from tests.browser import serve
from tests.catalogue.folders import GOOD
from tests.use_cases import cast as people
from workflows.adapters.clock import SystemClock
from workflows.model import Role
from workflows.use_cases.act import acting
from workflows.use_cases.studio.create import create_blank
from workflows.use_cases.studio.drafts import start_draft


@pytest.fixture
def office(sqlite_url) -> Iterator[Office]:
    world = people.make_world(sqlite_url, SystemClock().now())
    yield Office(create_app(world), world, people.install(world, GOOD))
    world.database.dispose()


@pytest.fixture
def address(office) -> Iterator[str]:
    portal = create_portal(office.world)
    with serve(DispatcherMiddleware(portal, {"/backoffice": office.app})) as url:
        yield f"{url}/backoffice"


@pytest.fixture
def ana(office) -> Desk:
    desk = office.desk(Role.ANALYST, (), "Ana Lyste")
    with acting(office.world, desk.actor) as act:
        start_draft(act, CODE)
        create_blank(act, BLANK, "Aide au loyer")
    return desk
