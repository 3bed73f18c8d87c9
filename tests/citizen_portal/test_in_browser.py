"""The client's own path in a real browser, with and without script, judged by axe at each page."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from citizen_portal.app import create_app
from tests.browser import serve, watch
from tests.citizen_portal import office
from tests.citizen_portal.browsing import (
    NARROW,
    attach,
    declare,
    enter,
    fill_address,
    fill_identity,
    fill_insurance,
    judge,
    opened,
    press,
    read_link,
    see,
)
from tests.citizen_portal.visitors import PASSWORD, Visitor
from tests.use_cases.files import jpg, pdf
from workflows.adapters.mail import MailboxMail
from workflows.use_cases.act import World

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
EXPECTED = "422"  # the browser reports a refused form as a failed load


@pytest.fixture
def mailing(world: World) -> World:
    """A world whose mails go to the demo's mailbox."""
    folder = Path(world.settings.smtp_url.removeprefix("mailbox:"))
    return replace(world, mail=MailboxMail(folder, "a@exemple.nc"))


@pytest.fixture
def base(mailing: World) -> Iterator[str]:
    with serve(create_app(mailing)) as address:
        yield address


@pytest.fixture
def papers(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "portrait.jpg").write_bytes(jpg((600, 400)))
    (tmp_path / "identité.pdf").write_bytes(pdf())
    return {"photo": str(tmp_path / "portrait.jpg"), "pdf": str(tmp_path / "identité.pdf")}


def sign_up(page: Page, base: str) -> None:
    """From the catalogue to the first page of the form, with a new address."""
    page.goto(base)
    see(page, "Vos démarches, sans vous déplacer")
    page.get_by_role("link", name="Permis de chasser").click()
    see(page, "Permis de chasser")
    press(page, "Faire ma démarche")
    page.get_by_label("Adresse courriel").fill("nouvelle@exemple.nc")
    expect(page.get_by_label("Vérifié")).to_be_checked()
    see(page, "Votre adresse courriel")
    press(page, "Continuer")
    press(page, "Créer mon compte et continuer")
    expect(page.get_by_role("alert")).to_contain_text("Il y a un problème")
    see(page, "Créer votre compte")
    page.get_by_label("Numéro de téléphone").fill("12 34 56")
    page.get_by_label("J’accepte les conditions").check()
    expect(page.get_by_label("Vérifié")).to_be_checked()
    press(page, "Créer mon compte et continuer")


def answer_the_first_page(page: Page) -> None:
    """An error, then a question that comes and goes with an answer."""
    see(page, "La demande")
    press(page, "Enregistrer et continuer")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    judge(page)
    page.get_by_label("Le renouvellement de mon permis").check()
    expect(page.get_by_label("Numéro du permis précédent")).to_be_visible()
    judge(page)
    page.get_by_label("Une première demande").check()
    expect(page.get_by_label("Numéro du permis précédent")).to_have_count(0)
    press(page, "Enregistrer et continuer")


def test_a_new_citizen_applies_from_the_catalogue_to_the_confirmation(
    chromium: Browser, base: str, mailing: World, papers: dict[str, str]
):
    page = opened(chromium).new_page()
    heard = watch(page)

    sign_up(page, base)
    answer_the_first_page(page)
    for title, fill in (
        ("Identité", fill_identity),
        ("Coordonnées", fill_address),
        ("Assurance", fill_insurance),
        ("Pièces", lambda page: attach(page, papers)),
        ("Retrait et déclaration", declare),
    ):
        see(page, title)
        fill(page)
        judge(page)
        press(page, "Enregistrer et continuer")
    see(page, "Récapitulatif")
    press(page, "Envoyer")

    see(page, "Votre envoi est enregistré")
    page.get_by_role("link", name="Suivre mon dossier").click()
    see(page, "Permis de chasser")
    office.work(mailing)
    page.goto(read_link(page, base, "Votre compte : comment vous connecter"))
    see(page, "Choisir votre mot de passe")
    assert [said for said in heard if EXPECTED not in said] == []


def test_without_script_the_same_path_leads_to_the_same_place(
    chromium: Browser, base: str, mailing: World, papers: dict[str, str]
):
    page = opened(chromium, script=False, **NARROW).new_page()

    sign_up_by_mail(page, base, mailing)
    page.get_by_label("Le renouvellement de mon permis").check()
    press(page, "Enregistrer et continuer")
    expect(page.get_by_label("Numéro du permis précédent")).to_be_visible()
    page.get_by_label("Une première demande").check()
    press(page, "Enregistrer et continuer")
    fill_identity(page)
    page.get_by_label("Prénoms").press("Enter")  # presses the first button of the form
    fill_address(page)
    press(page, "Enregistrer et continuer")
    fill_insurance(page)
    press(page, "Enregistrer et continuer")
    attach_by_buttons(page, papers)
    press(page, "Enregistrer et continuer")
    declare(page)
    press(page, "Enregistrer et continuer")
    press(page, "Envoyer")

    expect(page.get_by_role("heading", level=1)).to_have_text("Votre envoi est enregistré")


def sign_up_by_mail(page: Page, base: str, mailing: World) -> None:
    """What replaces the captcha for who has no script: a link sent to the address."""
    page.goto(f"{base}/demarches/permis_de_chasser")
    press(page, "Faire ma démarche")
    page.get_by_label("Adresse courriel").fill("sobre@exemple.nc")
    press(page, "Continuer")
    press(page, "Recevoir un lien par courriel")
    office.work(mailing)
    page.goto(read_link(page, base, "Créer votre compte"))
    page.get_by_label("Numéro de téléphone").fill("12 34 56")
    page.get_by_label("J’accepte les conditions").check()
    press(page, "Créer mon compte et continuer")


def attach_by_buttons(page: Page, papers: dict[str, str]) -> None:
    """Attach, remove, attach again; the other files leave with « continuer »."""
    page.locator("[name=photoIdentite]").set_input_files(papers["photo"])
    page.get_by_role("button", name="Joindre Photo d'identité").click()
    page.get_by_role("button", name="Retirer portrait.jpg").click()
    expect(page.get_by_role("link", name="portrait.jpg")).to_have_count(0)
    page.locator("[name=photoIdentite]").set_input_files(papers["photo"])
    for field in ("pieceIdentite", "attestationAssurance"):
        page.locator(f"[name={field}]").set_input_files(papers["pdf"])


def test_the_keyboard_alone_opens_a_session(chromium: Browser, base: str, mailing: World):
    Visitor(create_app(mailing), mailing).signed_in("clavier@exemple.nc")
    page = opened(chromium).new_page()
    page.goto(base)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.goto(f"{base}/identification")
    email = page.get_by_label("Adresse courriel")
    while not email.evaluate("field => field === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.type("clavier@exemple.nc")
    expect(page.get_by_label("Vérifié")).to_be_checked()
    page.keyboard.press("Enter")
    password = page.get_by_label("Mot de passe", exact=True)
    expect(password).to_be_visible()
    while not password.evaluate("field => field === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Mes dossiers")


def test_the_draft_saves_itself_while_one_types(chromium: Browser, app, mailing: World):
    with serve(app) as address:
        page = opened(chromium).new_page()
        enter(page, address, Visitor(app, mailing).signed_in("brouillon@exemple.nc"))
        page.goto(f"{address}/demarches/permis_de_chasser")
        press(page, "Faire ma démarche")
        page.goto(f"{page.url.rpartition('/')[0]}/2")

        page.get_by_label("Nom", exact=True).fill("Wéa")
        expect(page.get_by_role("status")).to_have_text("Brouillon enregistré.")
        page.reload()

        expect(page.get_by_label("Nom", exact=True)).to_have_value("Wéa")
