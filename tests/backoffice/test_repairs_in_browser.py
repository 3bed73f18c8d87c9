"""An incident repaired in a browser."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from tests.backoffice.hunters import file_permit
from tests.backoffice.test_in_browser import open_page
from tests.browser import serve
from tests.catalogue.folders import GOOD
from tests.use_cases.cast import install
from workflows.errors import ProcessFailure
from workflows.model import Incident, Role
from workflows.use_cases.act import SYSTEM, acting, looking
from workflows.use_cases.incidents import report

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def address(office) -> Iterator[str]:
    """The application mounted as production mounts it."""
    with serve(DispatcherMiddleware(Flask("portal"), {"/backoffice": office.app})) as url:
        yield f"{url}/backoffice"


@pytest.fixture
def incident(office):
    """The page of an incident of a permit."""
    world = office.world
    dossier_id = file_permit(world, install(world, GOOD))
    with acting(world, SYSTEM) as act:
        stuck = ProcessFailure("Le dossier est bloqué à « Décision ? ».", "Decision")
        report(act.session, act.now, dossier_id, stuck)
    with looking(world, SYSTEM) as act:
        return f"/incident/{act.session.scalars(select(Incident.id)).one()}"


def test_a_dossier_is_taken_on_without_a_script_but_not_unconfirmed(
    chromium, office, address, incident
):
    page = open_page(chromium, address, office.desk(Role.ADMINISTRATOR, (), "Ada Min"))
    page.goto(address + incident)

    page.get_by_text("Classer le dossier sans suite").click()
    remedy = page.locator("form[action$='/classer']")
    remedy.get_by_label("Motif").fill("Demande en double")
    remedy.get_by_role("button").click()
    assert page.get_by_text("Que faire").is_visible()
    remedy.get_by_label("Je confirme").check()
    remedy.get_by_role("button").click()

    assert page.get_by_text("l'incident est résolu").is_visible()
    assert page.get_by_text("Que faire").count() == 0
