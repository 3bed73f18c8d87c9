"""An agent at the browser: sign in, find the dossier in the inbox, decide."""

from playwright.sync_api import Page, expect

from tests.story.eyes import Eyes
from workflows.use_cases.demonstration.seed import DEMO_PASSWORD


class Agent:
    """One agent on one page of one browser."""

    def __init__(self, page: Page, url: str, eyes: Eyes) -> None:
        self.page = page
        self.url = f"{url}/backoffice/"
        self.eyes = eyes

    def signs_in(self, email: str) -> None:
        self.page.goto(self.url)
        self.eyes.see("connexion")
        self.page.locator("#email").fill(email)
        self.page.locator("#password").fill(DEMO_PASSWORD)
        self.page.get_by_role("button", name="Se connecter").click()
        expect(self.page.locator("h1")).not_to_have_text("Connexion")

    def opens(self, number: str) -> None:
        """Open the dossier from the inbox, found by its number."""
        self.page.goto(f"{self.url}corbeille/")
        self.eyes.see("corbeille")
        self.page.locator("#texte").fill(number)
        self.page.locator("#texte").press("Enter")
        self.page.locator("table tbody tr", has_text=number).get_by_role("link").first.click()
        expect(self.page.locator("main")).to_contain_text(number)

    def takes_the_task(self) -> None:
        self.page.get_by_role("button", name="Prendre").first.click()
        expect(self.page.get_by_text("Vous avez cette tâche en main")).to_be_visible()

    def sees_the_live_task_on_the_diagram(self) -> None:
        self.page.locator("[data-diagram]").scroll_into_view_if_needed()
        expect(self.page.locator(".djs-element.live[data-element-id=Verifier]")).to_be_attached()
        self.eyes.see("dossier-a-instruire")

    def asks_for_more(self, words: str) -> None:
        self._decides("a_completer")
        self.page.locator("input[name=aCompleter][value=photoIdentite]").check()
        self.page.locator("#complementTexte").fill(words)
        self._validates()

    def grants(self) -> None:
        self._decides("conforme")
        self._validates()

    def _decides(self, value: str) -> None:
        self.page.locator(f"input[name=decision][value={value}]").check()
        if value != "conforme":
            expect(self.page.locator("#complementTexte, #motifTexte").first).to_be_visible()

    def _validates(self) -> None:
        self.page.get_by_role("button", name="Valider", exact=True).click()
