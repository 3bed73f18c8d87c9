"""Gestures of a citizen in a real browser: pressing, filling in, opening the links of mails."""

from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import violations
from tests.citizen_portal.visitors import Visitor

PATIENCE = 30_000  # milliseconds: the machine may be busy with other tests
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def opened(browser: Browser, *, script: bool = True, **size: int) -> BrowserContext:
    context = browser.new_context(viewport=size or WIDE, locale="fr-FR", java_script_enabled=script)
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    return context


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def judge(page: Page) -> None:
    """Let axe see the page, wide then narrow, and check that nothing sticks out of the screen."""
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        assert violations(page) == []
        widths = page.locator("html").evaluate("page => [page.scrollWidth, page.clientWidth]")
        assert widths[0] <= widths[1]


def fill_identity(page: Page) -> None:
    page.get_by_label("Madame").check()
    page.get_by_label("Nom", exact=True).fill("Wéa")
    page.get_by_label("Prénoms").fill("Marie-Ange")
    for part, value in (("day", "7"), ("month", "4"), ("year", "1990")):
        page.locator(f"[name=dateNaissance-{part}]").fill(value)


def fill_address(page: Page) -> None:
    page.get_by_label("Adresse postale").fill("BP 12")
    page.get_by_label("Commune").select_option("Bourail")
    page.get_by_label("Code postal").fill("98870")
    page.get_by_label("Téléphone").fill("12 34 56")
    page.get_by_label("Adresse de courriel").fill("marie@exemple.nc")


def fill_insurance(page: Page) -> None:
    page.get_by_label("Nom de l'assureur").fill("Assurances du Lagon")
    page.get_by_label("Numéro de police d'assurance").fill("AL-778")
    for name, day, month in (("Debut", "1", "1"), ("Fin", "31", "12")):
        for part, value in (("day", day), ("month", month), ("year", "2026")):
            page.locator(f"[name=assurance{name}-{part}]").fill(value)


def read_link(page: Page, base: str, subject: str) -> str:
    page.goto(f"{base}/demo/courriels")
    mail = page.get_by_role("article", name=subject).first
    link = mail.locator("a[href*='/lien/']").get_attribute("href") or ""
    return base + urlsplit(link).path


def enter(page: Page, address: str, citizen: Visitor) -> None:
    """Give the browser the session of a visitor."""
    cookie = citizen.client.get_cookie("usager_session")
    assert cookie is not None
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])


def attach(page: Page, papers: dict[str, str]) -> None:
    """Choose files; the script attaches each as soon as it is chosen."""
    page.locator("[name=photoIdentite]").set_input_files(papers["photo"])
    expect(page.get_by_role("link", name="portrait.jpg")).to_be_visible()
    for field in ("pieceIdentite", "attestationAssurance"):
        page.locator(f"[name={field}]").set_input_files(papers["pdf"])
        expect(page.locator(f"#{field}-upload").get_by_role("link")).to_have_text("identité.pdf")


def declare(page: Page) -> None:
    page.get_by_label("Bourail").check()
    page.get_by_label("Je déclare sur l'honneur").check()


def see(page: Page, title: str) -> None:
    """Wait for the page of that title and let axe judge it."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    judge(page)
