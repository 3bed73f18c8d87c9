"""What a careful visitor notices on each page: console errors, axe's findings, how it looks."""

import os
from pathlib import Path

from playwright.sync_api import Page

from tests.browser import violations, watch

SHOTS = os.environ.get("SCREENSHOTS", "")  # a folder: every page seen is pictured at both widths
WIDTHS = {"1280": (1280, 900), "390": (390, 844)}


class Eyes:
    """Looks at one page of a browser each time the story says so."""

    def __init__(self, page: Page, name: str, *, scripts: bool = True) -> None:
        self.page = page
        self.name = name
        self.scripts = scripts
        self.heard = watch(page)
        self.seen: dict[str, list[str]] = {}

    def see(self, where: str) -> None:
        """Judge the present page with axe and, when asked, keep its picture."""
        self.page.wait_for_load_state("networkidle")
        if self.scripts:
            self.seen[where] = violations(self.page)
        if SHOTS:
            self._picture(where)

    def problems(self) -> dict[str, list[str]]:
        """Return what was wrong, by page; `console` holds what the browser complained about."""
        found = {where: wrong for where, wrong in self.seen.items() if wrong}
        return {**found, "console": self.heard} if self.heard else found

    def _picture(self, where: str) -> None:
        folder = Path(SHOTS)
        folder.mkdir(parents=True, exist_ok=True)
        kept = self.page.viewport_size
        for width, (across, down) in WIDTHS.items():
            self.page.set_viewport_size({"width": across, "height": down})
            name = f"{self.name}-{len(self.seen):02d}-{where}-{width}.png"
            self.page.screenshot(path=folder / name, full_page=True)
        if kept:
            self.page.set_viewport_size(kept)
