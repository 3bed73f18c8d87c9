"""The pages of messages and signals in a browser, on a wide and on a narrow screen."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from tests.backoffice.test_in_browser import WIDTHS, open_page
from tests.browser import serve, violations, watch
from tests.use_cases import talking_demarches as talking
from tests.use_cases.cast import file_dossier, install, make_citizen
from workflows.model import Role
from workflows.use_cases.act import acting
from workflows.use_cases.events.send_event import asked_event, send_event

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SEND = "/evenements/envoyer"


@pytest.fixture
def address(office) -> Iterator[str]:
    """The application mounted as production mounts it."""
    with serve(DispatcherMiddleware(Flask("portal"), {"/backoffice": office.app})) as url:
        yield f"{url}/backoffice"


@pytest.fixture
def pages(office, tmp_path):
    """Dossiers that wait, something sent, and the addresses of every page of it."""
    world, citizen = office.world, make_citizen(office.world)
    for write in (talking.write_campaign, talking.write_application, talking.write_question):
        file_dossier(world, citizen, install(world, write(tmp_path / write.__name__)))
    with acting(world, office.desk(Role.CHIEF).actor) as act:
        send_event(act, asked_event("message", "rien", "OF-9"))
    message = f"{SEND}?nature=message&nom=sort_de_l_offre"
    return "/evenements/", f"{SEND}?nature=signal&nom=cloture", message, f"{message}&cle=Wamytan"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_events_are_accessible_quiet_and_fit_the_screen(
    chromium, office, address, pages, width
):
    page = open_page(chromium, address, office.desk(Role.ADMINISTRATOR, (), "Ada Min"), width)
    heard, wrong = watch(page), {}

    for path in pages:
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        wide = page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        wrong[path] = [*violations(page), *(["too wide"] if wide else [])]

    assert {path: found for path, found in wrong.items() if found} == {}
    assert heard == []


def test_a_chief_sends_a_signal_in_three_clicks(chromium, office, address, pages):
    page = open_page(chromium, address, office.desk(Role.CHIEF, name="Chantal"), WIDTHS[0])

    page.goto(f"{address}/evenements/")
    page.get_by_role("link", name="Envoyer… cloture").click()
    page.get_by_role("button", name="Envoyer à 1 dossier").click()

    assert page.get_by_text("Envoyé à 1 dossier").is_visible()
