"""A citizen at the browser: what a person does, step by step, on the pages of the portal."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.story.eyes import Eyes
from tests.use_cases.files import jpg, pdf

DEMARCHE = "Permis de chasser"


class Citizen:
    """One person with an address, on one page of one browser, with JavaScript or without."""

    def __init__(self, page: Page, url: str, email: str, eyes: Eyes) -> None:
        self.page = page
        self.url = url
        self.email = email
        self.eyes = eyes

    def opens_the_form_from_the_catalogue(self, title: str = DEMARCHE) -> None:
        self.page.goto(self.url)
        self.eyes.see("accueil")
        self.page.get_by_role("link", name=title).first.click()
        self.eyes.see("fiche")
        self.page.get_by_role("button", name="Faire ma démarche").first.click()
        self.eyes.see("courriel")

    def gives_the_address(self, *, captcha: bool) -> None:
        self.page.locator("#email").fill(self.email)
        if captcha:
            self._solves()
        self.page.get_by_role("button", name="Continuer", exact=True).click()

    def signs_up(self, *, captcha: bool) -> None:
        self.eyes.see("inscription")
        self.page.locator("#phone").fill("12 34 56")
        self.page.locator("input[name=terms]").check()
        if captcha:
            self._solves()
        self.page.locator("main form button.govuk-button").first.click()

    def fills_the_form(self, files: Path) -> None:
        page = self.page
        self._chooses("nature", "premiere")
        self._goes_on("la-demande")
        self._chooses("civilite", "Madame")
        page.locator("#nom").fill("Wéa")
        page.locator("#prenoms").fill("Marie-Louise")
        self._dates("dateNaissance", "27", "3", "1990")
        self._goes_on("identite")
        page.locator("#adresse").fill("BP 1234")
        page.locator("#commune").select_option("Bourail")
        page.locator("#codePostal").fill("98870")
        page.locator("#telephone").fill("12 34 56")
        page.locator("#courriel").fill(self.email)
        self._goes_on("coordonnees")
        page.locator("#assureur").fill("Assurances du Caillou")
        page.locator("#policeNumero").fill("CH-778899")
        self._dates("assuranceDebut", "1", "1", "2026")
        self._dates("assuranceFin", "31", "12", "2030")
        self._goes_on("assurance")
        self.attaches("pieceIdentite", files / "identite.pdf", pdf())
        self.attaches("photoIdentite", files / "portrait.jpg", jpg())
        self.attaches("attestationAssurance", files / "attestation.pdf", pdf())
        self._goes_on("pieces")
        self._chooses("lieuRetrait", "Bourail")
        page.locator("input[name=declarationHonneur]").check()
        self._goes_on("declaration")

    def attaches(self, field: str, path: Path, content: bytes) -> None:
        path.write_bytes(content)
        self.page.locator(f"input[type=file][name={field}]").set_input_files(path)
        if not self.eyes.scripts:  # with scripts a chosen file leaves at once
            self.page.locator(f"button[name=upload][value={field}]").click()
        expect(self.page.get_by_text(path.name).first).to_be_visible()

    def sends(self) -> str:
        """Send the récapitulatif; return the dossier's number shown by the confirmation."""
        self.eyes.see("recapitulatif")
        self.page.get_by_role("button", name="Envoyer", exact=True).click()
        expect(self.page.locator("h1")).to_contain_text("envoi est enregistré")
        self.eyes.see("confirmation")
        return self.page.locator(".sent strong").inner_text()

    def chooses_a_password(self, mail: str, password: str) -> None:
        self.page.goto(link_in(mail, "/lien/"))
        self.eyes.see("mot-de-passe")
        self.page.locator("#password").fill(password)
        self.page.locator("main form button.govuk-button").first.click()

    def opens_the_dossier(self, number: str) -> None:
        self.page.goto(f"{self.url}/dossiers")
        self.eyes.see("mes-dossiers")
        self.page.get_by_role("link").filter(has_text=DEMARCHE).first.click()
        expect(self.page.locator("main")).to_contain_text(number)
        self.eyes.see("dossier")

    def completes_the_dossier(self, files: Path) -> None:
        self.page.get_by_role("link", name="Compléter mon dossier").click()
        self.eyes.see("complement")
        self.attaches("photoIdentite", files / "nouveau-portrait.jpg", jpg((90, 120)))
        self._goes_on("complement-rempli")
        self.sends()

    def _solves(self) -> None:
        """Wait for the proof of work, which began with the first focus in the form."""
        expect(self.page.locator("altcha-widget input[name=altcha]")).to_have_value(
            re.compile(".{20,}"), timeout=30_000
        )

    def _chooses(self, name: str, value: str) -> None:
        self.page.locator(f"input[name={name}][value='{value}']").check()

    def _dates(self, key: str, day: str, month: str, year: str) -> None:
        for part, value in (("day", day), ("month", month), ("year", year)):
            self.page.locator(f"#{key}-{part}").fill(value)

    def _goes_on(self, name: str) -> None:
        self.eyes.see(f"formulaire-{name}")
        before = self.page.url
        self.page.get_by_role("button", name="Enregistrer et continuer").click()
        expect(self.page).not_to_have_url(before)


def link_in(text: str, containing: str) -> str:
    """Return the first address of a mail that contains these characters."""
    found = next((word for word in text.split() if containing in word), "")
    assert found, f"no link with {containing} in {text}"
    return found
