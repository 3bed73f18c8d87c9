"""The permit's draft played in a real browser, then recorded, run, and its coverage seen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import FrameLocator, Page, expect
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from citizen_portal.app import create_app as create_portal
from tests.backoffice.desk import Desk, Office
from tests.backoffice.studio.playing import CODE, create_stage_app
from tests.backoffice.test_in_browser import open_page
from tests.browser import serve, watch
from tests.use_cases import cast as people
from tests.use_cases.studio.plays import PERMIT
from workflows.adapters.clock import SystemClock
from workflows.model import Role

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
STUDIO = f"/conception/{CODE}"


@pytest.fixture
def office(sqlite_url) -> Iterator[Office]:
    world = people.make_world(sqlite_url, SystemClock().now())
    yield Office(create_stage_app(world), world, people.install(world, PERMIT))
    world.database.dispose()


@pytest.fixture
def address(office) -> Iterator[str]:
    """Both applications mounted as production mounts them."""
    mounted = DispatcherMiddleware(create_portal(office.world), {"/backoffice": office.app})
    with serve(mounted) as url:
        yield f"{url}/backoffice"


@pytest.fixture
def ana(office) -> Desk:
    desk = office.desk(Role.ANALYST, (), "Ana Lyste")
    assert desk.post(f"{STUDIO}/brouillon").status_code == 303
    return desk


def begin(page: Page, address: str) -> FrameLocator:
    page.goto(f"{address}{STUDIO}/essai")
    page.get_by_role("button", name="Jouer ce brouillon").click()
    return page.frame_locator("[data-screen]")


def file(page: Page, screen: FrameLocator) -> None:
    """Begin the démarche as the citizen, let the form fill itself, look it over and send it."""
    screen.get_by_role("button", name="Faire ma démarche").click()
    page.get_by_role("button", name="Remplir avec des données inventées").click()
    expect(screen.get_by_role("heading", name="Retrait et déclaration")).to_be_visible()
    screen.get_by_role("button", name="Continuer").click()
    screen.get_by_role("button", name="Envoyer").click()
    expect(screen.get_by_role("heading", name="Votre envoi est enregistré")).to_be_visible()


def test_the_permit_is_played_recorded_run_and_its_coverage_is_drawn(chromium, address, ana):
    page = open_page(chromium, address, ana)
    heard = watch(page)

    screen = begin(page, address)
    file(page, screen)
    panel = page.locator("[data-panel]")
    expect(panel.locator("#courriels").get_by_text("est bien arrivée")).to_be_visible()
    before = panel.locator(".player__now").inner_text()
    page.get_by_role("button", name="+ 1 jour").click()
    expect(panel.locator(".player__now")).not_to_have_text(before)
    expect(page.get_by_role("button", name="+ 1 jour")).to_be_focused()
    expect(page.locator('[data-element-id="Verifier"].live')).to_have_count(1)

    panel.get_by_role("link", name="DDDT, permis de chasser").click()
    screen.get_by_label("Dossier conforme : délivrer le permis").check()
    screen.get_by_role("button", name="Valider").click()
    expect(panel.get_by_text("Aucune tâche n’attend")).to_be_visible()
    expect(page.locator('[data-element-id="EtablirPermis"].passed')).to_have_count(1)

    page.get_by_label("Nom du scénario").fill("Joué dans le navigateur")
    page.get_by_role("button", name="Enregistrer ce qui a été fait").click()
    expect(page.get_by_role("heading", name="Joué dans le navigateur")).to_be_visible()
    expect(page.locator(".etat--accepte").first).to_have_text("réussi")

    page.get_by_role("link", name="← Scénarios").click()
    row = page.get_by_role("row", name="Joué dans le navigateur")
    expect(row.get_by_text("réussi")).to_be_visible()
    expect(page.locator('[data-element-id="Flux_a_completer"].passed')).to_have_count(1)
    assert heard == []


def test_what_no_scenario_reaches_is_drawn_apart(chromium, address, ana):
    for stem in ("d_complement_jamais_fourni", "f_complement_fourni"):
        path = f"{STUDIO}/fichiers/scenarios/{stem}.toml?revision=1"
        assert ana.ask("DELETE", path).status_code == 204
    page = open_page(chromium, address, ana)

    page.goto(f"{address}{STUDIO}/scenarios")

    expect(page.locator('[data-element-id="Flux_a_completer"].missed')).to_have_count(1)
    expect(page.locator('[data-element-id="Completer"].missed')).to_have_count(1)
    expect(page.locator('[data-element-id="Flux_conforme"].passed')).to_have_count(1)
    colour = "getComputedStyle(document.querySelector('{} .djs-visual > path')).stroke"
    missed, passed = (
        page.evaluate(colour.format(f'[data-element-id="{flow}"]'))
        for flow in ("Flux_a_completer", "Flux_conforme")
    )
    assert (missed, passed) == ("rgb(179, 36, 28)", "rgb(26, 106, 66)")


def test_a_problem_with_the_clock_is_told_where_the_reader_is(chromium, address, ana):
    page = open_page(chromium, address, ana)
    screen = begin(page, address)
    expect(screen.get_by_role("button", name="Faire ma démarche")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="+ 1 jour").evaluate("each => each.value = 'P300Y'")

    page.get_by_role("button", name="+ 1 jour").click()

    expect(page.locator("[data-told]")).to_contain_text("recommencez-le")
