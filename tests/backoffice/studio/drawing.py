"""An analyst at the diagram editor in a real browser: what he does, and what the page holds."""

import re
from time import monotonic

from playwright.sync_api import Browser, Page, expect

from tests.backoffice.desk import Desk
from tests.browser import watch

PATIENCE = 15_000  # milliseconds; the machine may be busy
CHECKED = re.compile("constat|erreur|avertissement")
EDITOR = "[data-diagram-editor]"
SELECT = """(frame, id) => {
  const element = frame.modeler.get("elementRegistry").get(id);
  frame.modeler.get("selection").select(element);
}"""

READ = "(frame) => frame.modeler.saveXML({ format: true }).then((told) => told.xml)"


class DrawingPage:
    """The diagram editor of one démarche, opened by one analyst."""

    def __init__(
        self, chromium: Browser, address: str, desk: Desk, code: str, *, width: int = 1280
    ):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, locale="fr-FR", accept_downloads=True
        )
        context.set_default_timeout(PATIENCE)
        token = desk.client.get_cookie("agent_session").value
        context.add_cookies([{"name": "agent_session", "value": token, "url": f"{address}/"}])
        self.page: Page = context.new_page()
        self.heard = watch(self.page)
        self.url = f"{address}/conception/{code}/diagramme"
        self.open()

    def open(self) -> None:
        self.page.goto(self.url)
        expect(self.page.locator(EDITOR)).to_have_attribute("data-ready", "yes", timeout=PATIENCE)
        expect(self.status).to_have_text(CHECKED, timeout=PATIENCE)

    @property
    def status(self):
        return self.page.locator("[data-findings-status]")

    @property
    def saving(self):
        return self.page.locator("[data-saving]")

    @property
    def properties(self):
        return self.page.locator("[data-properties]")

    def findings(self, level: str = "error") -> list[str]:
        told = self.page.locator(f".finding--{level} .finding__message").all_inner_texts()
        return [" ".join(each.split()) for each in told]

    def ask(self, script: str, argument: object = None) -> object:
        """Run a script that is given the frame; its `modeler` is at hand there."""
        return self.page.locator(EDITOR).evaluate(script, argument)

    def select(self, element: str) -> None:
        self.ask(SELECT, element)

    def unfold(self, group: str) -> None:
        """Open a section of the properties, if it is closed."""
        header = self.properties.locator(".bio-properties-panel-group-header", has_text=group)
        if "open" not in (header.get_attribute("class") or "").split():
            header.click()

    def unfold_all(self) -> None:
        """Open every section of the properties that holds something."""
        self.properties.evaluate(
            """(panel) => panel
              .querySelectorAll(".bio-properties-panel-group-header:not(.open)")
              .forEach((header) => header.click())"""
        )
        self.page.wait_for_timeout(100)

    def xml(self) -> str:
        return str(self.ask(READ))

    def says(self, text: str) -> None:
        """Wait until the diagram holds a text: a field writes it a little after it is left."""
        deadline = monotonic() + PATIENCE / 1000
        while text not in self.xml():
            assert monotonic() < deadline, text
            self.page.wait_for_timeout(50)

    def saved(self) -> None:
        """Wait until the server has everything."""
        self.page.keyboard.press("Control+s")
        expect(self.saving).to_contain_text("Enregistré à", timeout=PATIENCE)

    def checked(self, action) -> None:
        """Do something and wait for the findings about it."""
        with self.page.expect_response("**/verification", timeout=PATIENCE):
            action()
        self.page.wait_for_timeout(100)
