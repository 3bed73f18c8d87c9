"""Every screen of both applications in a real browser: whole, quiet, French, for everybody."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from citizen_portal.app import create_app as create_portal
from tests.backoffice.studio.playing import create_stage_app
from tests.browser import serve, violations, watch
from tests.citizen_portal.visitors import Visitor
from tests.databases import copy_sqlite
from tests.screens.demo import ADMIN, AGENT, ANALYST, CITIZEN, Demo, fill
from tests.screens.pages import (
    FRAMED,
    NAMED,
    NEWCOMER,
    OFFICE,
    OFFICE_OTHERS,
    PORTAL,
    PORTAL_OTHERS,
    STUDIO,
    VISITOR,
    Page,
)
from tests.use_cases.accounts import solved

pytestmark = pytest.mark.xdist_group("screens")
WIDE, WIDEST, NARROW = (1280, 900), (1920, 1080), (390, 844)
TWICE = (640, 450)  # what is left of the first screen when everything is twice as large
SHOTS = os.environ.get("SCREENSHOTS", "")  # a folder: every page is pictured at each width
ENGLISH = re.compile(
    r"\b(the|and|with|your|this|save|saved|delete|search|create|edit|loading|select|remove|close"
    r"|click|field|submit|required|cancel|undo|none|new|open|empty|add|unknown|failed|not)\b",
    re.IGNORECASE,
)
# words that people read, less what is written in a language of machines, or is told as said
WORDS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const words = [document.title];
  while (walker.nextNode()) {
    const holder = walker.currentNode.parentElement;
    if (!holder.closest("script, style, code, pre, textarea, [lang=en], .mono, .cm-editor")
      && holder.checkVisibility()) words.push(walker.currentNode.data);
  }
  return words.join("\\n");
}"""
FOCUS = Path(__file__).with_name("focus.js").read_text(encoding="utf-8")
ACROSS = "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
UNFOLD = "document.querySelectorAll('details').forEach((each) => (each.open = true))"
SIDES = ("width", "height")
# what would move for somebody whose system asks for calm
MOVING = """() => [...document.querySelectorAll("*")]
  .filter((each) => {
    const style = getComputedStyle(each);
    return style.transitionDuration.match(/[1-9]/) || style.animationName !== "none";
  })
  .map((each) => each.outerHTML.slice(0, 80)).slice(0, 3)"""
TITLE = re.compile(r".+ – Démarches(, espace agents| en ligne – .+)$")


@dataclass(frozen=True)
class Installation:
    """Both applications over one filled world, served as production serves them."""

    demo: Demo
    office: Flask
    portal: Flask
    url: str

    def part(self, pages: tuple[Page, ...]) -> tuple[Flask, str]:
        """Return the application of these pages, and where it is."""
        mine = (self.portal, self.url), (self.office, f"{self.url}/backoffice")
        return mine[pages is not PORTAL]


@pytest.fixture(scope="module")
def installation(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("screens")
    demo = fill(copy_sqlite(sqlite_template, folder), folder)
    office, portal = create_stage_app(demo.world), create_portal(demo.world)
    with serve(DispatcherMiddleware(portal, {"/backoffice": office})) as url:
        demo.play(f"{url}/backoffice/conception/essai")
        yield Installation(demo, office, portal, url)
    demo.world.database.dispose()


def open_tab(browser: Browser, installation: Installation, person: str) -> Tab:
    """Open a browser as somebody who is signed in, or who is not."""
    context = browser.new_context(locale="fr-FR", reduced_motion="reduce")
    name = "usager_session" if person == CITIZEN else "agent_session"
    if person == NEWCOMER:
        name, token = "portail", _known_by_the_address(installation)
    elif person != VISITOR:
        token = installation.demo.session(person)
    if person != VISITOR:
        context.add_cookies([{"name": name, "value": token, "url": installation.url}])
    return context.new_page()


def _known_by_the_address(installation: Installation) -> str:
    """Return the cookie of somebody who gave an address that nobody has."""
    visitor = Visitor(installation.portal, installation.demo.world)
    given = {"email": "nouveau@exemple.nc", "altcha": solved(installation.demo.world)}
    assert visitor.post("/identification", given).status_code == 303
    return visitor.client.get_cookie("portail").value


def faults(tab: Tab, page: Page, url: str, widths: Iterable[tuple[int, int]]) -> Iterator[str]:
    """Yield what is wrong with a page, at each width."""
    tab.set_viewport_size(dict(zip(SIDES, WIDE, strict=True)))
    answer = tab.goto(url)
    expect(tab.locator(page.ready).first).to_be_visible()
    tab.keyboard.press("Tab")  # from now on the browser shows where the focus is
    yield from tab.evaluate(FOCUS)
    tab.evaluate(UNFOLD)
    if answer.status != 200 or tab.url != url:
        yield f"{answer.status} {tab.url}"
    if tab.locator("h1").count() != 1 or tab.locator("main").count() != 1:
        yield f"headings: {tab.locator('h1').all_inner_texts()}"
    if tab.locator("html[lang=fr]").count() != 1 or not TITLE.match(tab.title()):
        yield f"titled {tab.title()}"
    yield from (f"moves: {each}" for each in tab.evaluate(MOVING))
    yield from (f"English: {word}" for word in ENGLISH.findall(tab.evaluate(WORDS)))
    for size in widths:
        yield from faults_at(tab, page, size)


def faults_at(tab: Tab, page: Page, size: tuple[int, int]) -> Iterator[str]:
    """Yield what a page shows wrong on a screen of this size."""
    tab.set_viewport_size(dict(zip(SIDES, size, strict=True)))
    if SHOTS:
        picture(tab, page, size[0])
    across, room = tab.evaluate(ACROSS)
    if across > room:
        yield f"{across} pixels across at {size[0]}"
    if size == TWICE:
        yield from (f"{each}, twice as large" for each in tab.evaluate(FOCUS))
    elif size != WIDEST:  # coloured and laid out as at 1280
        yield from (f"{each} at {size[0]}" for each in violations(tab))


def picture(tab: Tab, page: Page, width: int) -> None:
    """Keep the page as it comes at this width, folded as it is at first."""
    tab.reload()
    expect(tab.locator(page.ready).first).to_be_visible()
    tab.wait_for_load_state("networkidle")
    folder = Path(SHOTS)
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub("[^a-z0-9_-]+", "_", f"{page.person}-{tab.url.partition('//')[2]}")
    tab.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
    tab.evaluate(UNFOLD)


def test_every_address_that_is_read_is_a_page_looked_at_or_says_what_it_is(
    installation: Installation,
):
    portal = {page.endpoint for page in PORTAL} | PORTAL_OTHERS.keys()
    office = {page.endpoint for page in (*OFFICE, *STUDIO)} | OFFICE_OTHERS.keys() | FRAMED.keys()

    assert read_of(installation.portal) == portal
    assert read_of(installation.office) == office


def read_of(app: Flask) -> set[str]:
    return {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}


@pytest.mark.parametrize(
    ("others", "people"),
    [(OFFICE_OTHERS, (ADMIN, ANALYST, AGENT)), (PORTAL_OTHERS, (CITIZEN,))],
    ids=["office", "portal"],
)
def test_what_is_said_to_be_no_page_is_none(installation: Installation, others, people):
    app = installation.portal if others is PORTAL_OTHERS else installation.office
    readers = [reader(installation, app, person) for person in people]
    built = next(Path(app.root_path, "static").rglob("*.css"))
    known = {**installation.demo.values, "asset": f"build/{built.name}"}

    for endpoint in others:
        address = Page(endpoint, values=NAMED.get(endpoint, {})).address(app, known)
        told = min((client.get(address) for client in readers), key=lambda each: each.status_code)
        assert told.status_code < 400, (address, told.status)
        assert (told.status_code, told.mimetype) != (200, "text/html"), address


def reader(installation: Installation, app: Flask, person: str) -> FlaskClient:
    client = app.test_client()
    name = "usager" if person == CITIZEN else "agent"
    client.set_cookie(f"{name}_session", installation.demo.session(person))
    return client


@pytest.mark.browser
@pytest.mark.parametrize(
    ("pages", "widths"),
    [
        (OFFICE, (WIDE, TWICE, NARROW)),
        (STUDIO, (WIDE, WIDEST, TWICE, NARROW)),
        (PORTAL, (WIDE, TWICE, NARROW)),
    ],
    ids=["office", "studio", "portal"],
)
def test_every_screen_is_whole_quiet_french_and_for_everybody(
    chromium: Browser, installation: Installation, pages, widths
):
    app, root = installation.part(pages)
    wrong = {}

    for person in dict.fromkeys(page.person for page in pages):
        tab = open_tab(chromium, installation, person)
        heard = watch(tab)
        for page in (each for each in pages if each.person == person):
            address = page.address(app, installation.demo.values)
            wrong[address] = [*faults(tab, page, root + address, widths), *heard]
            heard.clear()
        tab.context.close()

    assert {address: found for address, found in wrong.items() if found} == {}


@pytest.mark.browser
@pytest.mark.parametrize(("place", "person"), [("", CITIZEN), ("/backoffice", AGENT)])
def test_what_is_nowhere_is_said_as_well(
    chromium: Browser, installation: Installation, place, person
):
    tab = open_tab(chromium, installation, person)
    tab.set_viewport_size(dict(zip(SIDES, NARROW, strict=True)))

    answer = tab.goto(f"{installation.url}{place}/nulle-part")

    assert answer.status == 404
    expect(tab.locator("h1")).to_have_count(1)
    assert violations(tab) == []
