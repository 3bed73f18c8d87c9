"""A dossier whose token is in a diagram that the main one calls, in a real browser."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import expect
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from backoffice.app import create_app
from tests.backoffice.desk import Office
from tests.browser import serve, violations, watch
from tests.use_cases import cast as people
from tests.use_cases import sample_demarches as demarches
from workflows.adapters.clock import SystemClock

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def office(sqlite_url, tmp_path) -> Iterator[Office]:
    world = people.make_world(sqlite_url, SystemClock().now())
    folder = demarches.write_calling(tmp_path / "appel")
    yield Office(create_app(world), world, people.install(world, folder))
    world.database.dispose()


def test_the_diagram_of_the_token_is_shown_and_another_can_be_chosen(chromium, office):
    dossier_id = people.file_dossier(office.world, people.make_citizen(office.world), office.aide)
    desk = office.desk()
    mounted = DispatcherMiddleware(Flask("portal"), {"/backoffice": office.app})
    with serve(mounted) as url, chromium.new_context(locale="fr-FR") as context:
        token = desk.client.get_cookie("agent_session").value
        context.add_cookies([{"name": "agent_session", "value": token, "url": f"{url}/"}])
        page = context.new_page()
        heard = watch(page)

        page.goto(f"{url}/backoffice/dossiers/{dossier_id}")
        expect(page.locator("[data-diagram]")).to_have_attribute("data-drawn", "yes")
        chosen = page.locator("[data-sheets]").get_by_role("combobox")
        expect(chosen.locator("option:checked")).to_have_text("Consulter un service")
        expect(page.locator(".djs-element.live")).to_have_attribute("data-element-id", "Rendre")
        told = violations(page)
        chosen.select_option(label="principal")

        expect(page.locator(".djs-element.live")).to_have_attribute("data-element-id", "Consulter")
        assert told == []
        assert heard == []
