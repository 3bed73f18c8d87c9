"""Messages and signals sent from a browser."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import expect
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from tests.backoffice.test_in_browser import open_page
from tests.browser import serve
from tests.use_cases import talking_demarches as talking
from tests.use_cases.cast import file_dossier, install, make_citizen
from workflows.model import Role

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def address(office) -> Iterator[str]:
    """The application mounted as production mounts it."""
    with serve(DispatcherMiddleware(Flask("portal"), {"/backoffice": office.app})) as url:
        yield f"{url}/backoffice"


def test_a_chief_sends_a_signal_in_three_clicks(chromium, office, address, tmp_path):
    world, citizen = office.world, make_citizen(office.world)
    file_dossier(world, citizen, install(world, talking.write_campaign(tmp_path / "campagne")))
    page = open_page(chromium, address, office.desk(Role.CHIEF, name="Chantal"))

    page.goto(f"{address}/evenements/")
    page.get_by_role("link", name="Envoyer… cloture").click()
    page.get_by_role("button", name="Envoyer à 1 dossier").click()

    expect(page.get_by_text("Envoyé à 1 dossier")).to_be_visible()
