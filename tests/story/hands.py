"""What a person does with the mouse and the keyboard, each gesture counted."""

from playwright.sync_api import Locator, Page


class Hands:
    """Moves on one page; `actions` is how many clicks, choices, typed fields and keys it took."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0

    def click(self, target: Locator) -> None:
        self.actions += 1
        target.click()

    def writes(self, target: Locator, text: str) -> None:
        """Fill a field: one action, whatever its length."""
        self.actions += 1
        target.fill(text)

    def chooses(self, target: Locator, label: str) -> None:
        self.actions += 1
        target.select_option(label=label)

    def ticks(self, target: Locator) -> None:
        self.actions += 1
        target.check()

    def types(self, text: str) -> None:
        """Type where the cursor already is."""
        self.actions += 1
        self.page.keyboard.type(text)

    def presses(self, *keys: str) -> None:
        for key in keys:
            self.actions += 1
            self.page.keyboard.press(key)

    def points(self, x: float, y: float) -> None:
        """Move there as a hand does, over what lies around, then click."""
        self.actions += 1
        self.page.mouse.move(x + 30, y + 5)
        self.page.mouse.move(x + 1, y)
        self.page.mouse.move(x, y)
        self.page.mouse.click(x, y)
