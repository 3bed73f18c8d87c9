"""A real Chromium for tests, a server for it to visit, and axe to judge what it sees."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright
from werkzeug.serving import make_server

REQUIRED = os.environ.get("REQUIRE_BROWSER") == "1"
NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 20_000  # milliseconds for what a page must come to show; the machine may be busy
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# what axe finds right, or cannot tell, is never looked for nor sent: half the time
JUDGE = """(context) => axe
  .run(context ?? document, { reporter: "no-passes", resultTypes: ["violations"] })
  .then(({ violations }) => violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`)))"""


@contextmanager
def open_chromium() -> Iterator[Browser]:
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None and not REQUIRED:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=QUIET)
        yield browser
        browser.close()


@contextmanager
def serve(app) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def violations(page: Page, outside: str = "") -> list[str]:
    """Return what axe finds wrong, one line each with the element; nothing inside `outside`."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(JUDGE, {"exclude": [[outside]]} if outside else None)
    return found


def watch(page: Page) -> list[str]:
    """Collect from now on what a page complains about: scripts, refused contents, missing files."""
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(f"page error: {error}"))
    page.on("console", lambda said: said.type == "error" and heard.append(said.text))
    page.on(
        "requestfailed", lambda failed: _is_lost(failed) and heard.append(f"lost: {failed.url}")
    )
    return heard


def _is_lost(request: Request) -> bool:
    """Tell a failure from an abort: a download leaves the page, a new page drops the old one."""
    return request.failure != "net::ERR_ABORTED"
