"""The back office in a real browser: what agents do there, and the diagram alive."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from backoffice.app import create_app
from tests.backoffice.desk import Office
from tests.backoffice.hunters import file_permit
from tests.backoffice.test_access import failed_mail
from tests.browser import serve, violations, watch
from tests.use_cases import cast as people
from workflows.adapters.clock import SystemClock
from workflows.model import Incident, Role
from workflows.use_cases.act import SYSTEM, acting

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PERMIT = Path(__file__).parents[2] / "bpmn" / "permis_de_chasser"
PATIENCE = 10_000  # milliseconds
CANARY = '<img src=x onerror="window.__xss=1">{{7*191}}\''


@pytest.fixture
def office(sqlite_url, tmp_path) -> Iterator[Office]:
    """The hunting permit, with a hostile name for one of its tasks."""
    folder = tmp_path / "permis_de_chasser"
    shutil.copytree(PERMIT, folder)
    process = folder / "process.bpmn"
    hostile = CANARY.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    named = process.read_text().replace('name="Compléter le dossier"', f'name="{hostile}"')
    assert hostile in named
    process.write_text(named)
    world = people.make_world(sqlite_url, SystemClock().now())
    world.clock.advance(days=-20)
    yield Office(create_app(world), world, people.install(world, folder))
    world.database.dispose()


@pytest.fixture
def address(office) -> Iterator[str]:
    """The application mounted as production mounts it."""
    with serve(DispatcherMiddleware(Flask("portal"), {"/backoffice": office.app})) as url:
        yield f"{url}/backoffice"


@pytest.fixture
def dossier(office):
    return file_permit(office.world, office.aide)


COUNT_SAVED = """() => {
  sessionStorage.saved = 0;
  const status = document.querySelector("[data-status]");
  new MutationObserver(() => {
    if (status.textContent === "Saisie enregistrée") sessionStorage.saved++;
  }).observe(status, { childList: true });
}"""


def open_page(chromium: Browser, address: str, desk, width: int = 1280) -> Page:
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, locale="fr-FR", base_url=address
    )
    context.set_default_timeout(PATIENCE)
    token = desk.client.get_cookie("agent_session").value
    context.add_cookies([{"name": "agent_session", "value": token, "url": f"{address}/"}])
    return context.new_page()


def instructor(office):
    return office.desk(groups=("dddt_chasse",), name="Léa Agent")


def test_the_diagram_shows_the_live_task_what_was_passed_and_its_makers_mark(
    chromium, office, address, dossier
):
    page = open_page(chromium, address, instructor(office))
    page.goto(f"{address}/dossiers/{dossier}")

    live = page.locator("[data-element-id=Verifier]")
    expect(live).to_have_class(re.compile(r"\blive\b"))
    expect(page.locator("[data-diagram] .mark")).to_have_text("En cours")
    expect(page.locator("[data-diagram] g.passed").first).to_be_attached()
    expect(page.locator(".bjs-powered-by")).to_be_visible()
    stroke = live.locator(".djs-visual > rect").first.evaluate("e => getComputedStyle(e).stroke")
    assert stroke == "rgb(176, 67, 29)"


def test_the_diagram_is_zoomed_by_buttons_and_leaves_the_wheel_to_the_page(
    chromium, office, address, dossier
):
    page = open_page(chromium, address, instructor(office))
    page.goto(f"{address}/dossiers/{dossier}")
    view = page.locator("[data-canvas] g.viewport")
    expect(page.locator("[data-diagram][data-drawn]")).to_be_attached()
    before = view.get_attribute("transform")

    page.get_by_role("button", name="Agrandir").click()
    assert view.get_attribute("transform") != before
    page.get_by_role("button", name="Tout voir").click()
    expect(view).to_have_attribute("transform", before)


def test_hostile_names_stay_words_everywhere(chromium, office, address, dossier):
    colleague = office.desk(groups=("dddt_chasse",), name=CANARY)
    with acting(office.world, SYSTEM) as act:
        act.session.add(Incident(dossier_id=dossier, cause=CANARY, element_id=CANARY, at=act.now))
        item = failed_mail(act)
        item.failure = CANARY
        item.payload = {"to": CANARY, "subject": CANARY}
        act.session.add(item)
    admin = office.desk(Role.ADMINISTRATOR, (), CANARY)
    dialogs: list[str] = []

    for desk, paths in (
        (colleague, ("/corbeille/", f"/dossiers/{dossier}", "/mon-compte")),
        (
            admin,
            ("/agents/", "/incidents/", "/envois/", "/journal/", f"/demarches/{office.aide}/1"),
        ),
    ):
        page = open_page(chromium, address, desk)
        heard = watch(page)
        page.on("dialog", lambda dialog: dialogs.append(dialog.message))
        for path in paths:
            page.goto(address + path)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("window.__xss") is None, path
            assert "1337" not in page.content(), path
        assert heard == []

    assert dialogs == []


def test_refusing_reveals_its_reason_and_asks_for_it(chromium, office, address, dossier):
    page = open_page(chromium, address, instructor(office))
    page.goto(f"{address}/dossiers/{dossier}")
    expect(page.get_by_label("Explication du refus")).to_have_count(0)

    page.get_by_label("Refuser la demande").check()
    expect(page.get_by_label("Explication du refus")).to_be_visible()
    page.get_by_role("button", name="Valider", exact=True).click()

    expect(page.locator(".govuk-error-summary")).to_contain_text("Explication du refus")
    assert violations(page) == []
    page.get_by_label("Motif du refus").select_option(label="Autre motif")
    page.get_by_label("Explication du refus").fill("La pièce jointe est illisible.")
    page.get_by_role("button", name="Valider", exact=True).click()
    expect(page.locator(".dossier__head .etat")).to_have_text("Refusé")


def test_what_is_typed_is_kept_without_asking(chromium, office, address, dossier):
    page = open_page(chromium, address, instructor(office))
    page.goto(f"{address}/dossiers/{dossier}")
    page.get_by_label("Refuser la demande").check()

    page.get_by_label("Explication du refus").fill("Commencé avant la pause")
    expect(page.locator("[data-status]")).to_have_text("Saisie enregistrée")
    page.wait_for_timeout(2500)
    page.reload()

    expect(page.get_by_label("Explication du refus")).to_have_value("Commencé avant la pause")


def test_saved_is_said_of_the_last_text_only(chromium, office, address, dossier):
    page = open_page(chromium, address, instructor(office))
    page.goto(f"{address}/dossiers/{dossier}")
    page.get_by_label("Refuser la demande").check()
    words = page.get_by_label("Explication du refus")
    status = page.locator("[data-status]")
    expect(words).to_be_visible()
    held = []

    def hold_the_first(route):
        if held:
            route.continue_()
        held.append(route)

    page.route("**/taches/*", hold_the_first)
    page.evaluate(COUNT_SAVED)

    words.fill("Une première")
    expect(status).to_have_text("Enregistrement…")
    words.fill("Une première puis une seconde")
    held[0].continue_()
    expect(status).to_have_text("Saisie enregistrée")
    page.reload()

    expect(words).to_have_value("Une première puis une seconde")
    assert page.evaluate("sessionStorage.saved") == "1"


def test_whoever_is_too_late_sees_what_changed_beside_what_was_typed(
    chromium, office, address, dossier
):
    slow = open_page(chromium, address, instructor(office))
    slow.goto(f"{address}/dossiers/{dossier}")
    slow.get_by_label("Refuser la demande").check()
    slow.get_by_label("Motif du refus").select_option(label="Autre motif")
    slow.get_by_label("Explication du refus").fill("Une explication soignée")
    # not before: a late save would take the task again
    expect(slow.locator("[data-status]")).to_have_text("Saisie enregistrée")
    # who types holds the task; a chief gives it back to the group, and does it
    fast = open_page(
        chromium, address, office.desk(Role.CHIEF, groups=("dddt_chasse",), name="Anne Rapide")
    )
    fast.goto(f"{address}/dossiers/{dossier}")
    fast.get_by_role("button", name="Rendre au groupe").click()
    fast.get_by_label("Dossier conforme : délivrer le permis").check()
    fast.get_by_role("button", name="Valider", exact=True).click()
    expect(fast.locator(".dossier__head .etat")).to_have_text("Accepté")

    slow.get_by_role("button", name="Valider", exact=True).click()

    expect(slow.locator("h1")).to_have_text("Le dossier a changé entre-temps")
    expect(slow.locator("main")).to_contain_text("Anne Rapide")
    expect(slow.locator("main")).to_contain_text("Une explication soignée")
    assert violations(slow) == []


def test_the_inbox_is_worked_from_the_keyboard(chromium, office, address, dossier):
    file_permit(office.world, office.aide, nom="Kabar")
    page = open_page(chromium, address, instructor(office))
    page.goto(f"{address}/corbeille/")
    rows = page.locator("a.work__who")

    rows.first.focus()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("p")
    expect(page.locator(".work__holder strong")).to_have_text("moi")
    page.keyboard.press("Control+k")
    expect(page.locator("#texte")).to_be_focused()
    page.keyboard.type("kabar")
    page.keyboard.press("Enter")
    expect(rows).to_have_count(1)
    rows.first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Kabar")


def test_everything_works_without_scripts(chromium, office, address, dossier):
    context = chromium.new_context(java_script_enabled=False, base_url=address)
    context.set_default_timeout(PATIENCE)
    token = instructor(office).client.get_cookie("agent_session").value
    context.add_cookies([{"name": "agent_session", "value": token, "url": f"{address}/"}])
    page = context.new_page()
    page.goto(f"{address}/corbeille/")

    page.get_by_role("button", name="Prendre").click()
    page.locator("a.work__who").click()
    page.get_by_label("Refuser la demande").check()
    page.get_by_role("button", name="Valider", exact=True).click()
    page.get_by_label("Motif du refus").select_option(label="Autre motif")
    page.get_by_label("Explication du refus").fill("La pièce jointe est illisible.")
    page.get_by_role("button", name="Valider", exact=True).click()

    expect(page.locator(".dossier__head .etat")).to_have_text("Refusé")
