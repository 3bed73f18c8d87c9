"""What an analyst does in the editor of forms, and what lies in the draft afterwards."""

from playwright.sync_api import Page, expect

from tests.backoffice.desk import Desk, Office
from workflows.use_cases.act import acting, looking
from workflows.use_cases.studio.files import read_draft_file, save_draft_file

CODE, BLANK = "permis_de_chasser", "aide_au_loyer"
CANARY = '<img src=x onerror="window.__xss=1">{{7*191}}\''
ODD = """{
    "components": [
        { "type": "group", "id": "p", "label": "Une page", "x-own": {"10": 1.50, "2": "\\u00e9"},
          "components": [
            {"key": "nom", "id": "n", "type": "textfield", "label": "Nom", "layout": {"row": "r1", "columns": 8}},
            {"type": "iframe", "id": "i", "url": "https://exemple.nc", "security": {"allowScripts": false}}
        ]}
    ],
    "id": "demande", "type": "default", "versionTag": "12345678901234567890", "schemaVersion": 19
}
"""  # noqa: E501  the odd layout is the point


def editor(page: Page, address: str, name: str = "demande", code: str = CODE) -> Page:
    page.goto(f"{address}/conception/{code}/formulaires/{name}")
    page.locator("[data-ready]").wait_for()
    expect(page.locator("[data-findings-status]")).not_to_be_empty()
    return page


def saved(page: Page) -> None:
    expect(page.locator("[data-saving]")).to_contain_text("Enregistré à")


def text_in(office: Office, desk: Desk, code: str = CODE, name: str = "demande") -> str:
    with looking(office.world, desk.actor) as act:
        return read_draft_file(act, code, f"forms/{name}.form").content.decode()


def put(office: Office, desk: Desk, content: str, code: str = CODE) -> None:
    with acting(office.world, desk.actor) as act:
        revision = read_draft_file(act, code, "forms/demande.form").revision
        save_draft_file(act, code, "forms/demande.form", content.encode(), revision)


def frame(page: Page):
    return page.frame_locator("iframe")


def row(page: Page, name: str):
    return page.locator(".outline").get_by_role("button", name=name)


def keys(page: Page, *presses: str) -> None:
    for each in presses:
        page.keyboard.press(each)


def add_field(page: Page, kind: str, label: str) -> None:
    """Add a field with nothing but keys: the button, the search, the label."""
    page.get_by_role("button", name="Ajouter un champ", exact=True).focus()
    page.keyboard.press("Enter")
    page.keyboard.type(kind)
    page.keyboard.press("Enter")
    page.keyboard.type(label)
