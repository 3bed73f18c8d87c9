"""From the list of démarches to a version in service, with the Tab key and no mouse."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.backoffice.test_in_browser import open_page
from tests.browser import watch

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
TITLE = "Aide à la rentrée"
REFUSED = "422"  # the browser reports a refused form as a failed load
STOPS = 160  # more than any of these pages has
SHOWN = """(each) => each.matches(":focus-visible") && each.checkVisibility()
  && each.getBoundingClientRect().top < innerHeight && each.getBoundingClientRect().bottom > 0"""


class Keyboard:
    """The keys of one page: Tab until what is wanted has the focus, seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, wanted: Locator) -> None:
        expect(wanted).to_be_attached()
        for _stop in range(STOPS):
            self.page.keyboard.press("Tab")
            if wanted.evaluate("each => each === document.activeElement"):
                assert wanted.evaluate(SHOWN), wanted
                return
        raise AssertionError(f"Tab never comes to {wanted}")

    def follow(self, name: str) -> None:
        """Come to a link and follow it."""
        self.reach(self.page.get_by_role("link", name=name, exact=True).last)
        self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()

    def press(self, name: str) -> None:
        """Come to a button and press it."""
        self.reach(self.page.get_by_role("button", name=name, exact=True))
        self.page.keyboard.press("Enter")


def test_a_demarche_is_made_changed_and_published_with_the_keyboard_alone(
    chromium, studio_address, ana
):
    page = open_page(chromium, studio_address, ana)
    heard = watch(page)
    keys = Keyboard(page)
    page.goto(f"{studio_address}/conception/")

    keys.follow("Nouvelle démarche")
    keys.reach(page.get_by_label("Démarche simple"))
    keys.reach(page.get_by_label("Titre"))
    page.keyboard.type(TITLE)
    keys.press("Créer la démarche")
    expect(page.get_by_role("status").filter(has_text="La démarche est créée.")).to_be_visible()
    leave_a_menu(page, keys)
    add_a_field(page, keys)
    rename_a_task(page, keys)
    clear_the_title(page, keys)
    keys.follow("Publication")
    keys.press("Publier la version 1")

    expect(page.get_by_text("En service").first).to_be_visible()
    assert [said for said in heard if REFUSED not in said] == []


def leave_a_menu(page: Page, keys: Keyboard) -> None:
    """Open the menu of a part, and close it: with Escape, then by going on."""
    summary = page.locator("summary", has_text="Actions examen")
    menu = page.locator(".part-menu", has=summary)
    keys.reach(summary)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(menu.get_by_label("Nouveau nom")).to_be_focused()
    page.keyboard.press("Escape")
    expect(summary).to_be_focused()
    expect(menu).not_to_have_attribute("open", re.compile(".*"))
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    expect(menu).not_to_have_attribute("open", re.compile(".*"))


def add_a_field(page: Page, keys: Keyboard) -> None:
    """Leave the dialog with Escape, come back to it, and add a field."""
    keys.follow("Formulaires")
    keys.follow("demande")
    page.locator("[data-ready]").wait_for()
    adding = page.get_by_role("button", name="Ajouter un champ", exact=True)
    keys.press("Ajouter un champ")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    for _stop in range(STOPS // 4):
        page.keyboard.press("Tab")
        assert page.evaluate("!document.activeElement.closest('main')"), "the page is not reached"
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(adding).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("texte court")
    page.keyboard.press("Enter")
    page.keyboard.type("Établissement")
    saved(page)


def rename_a_task(page: Page, keys: Keyboard) -> None:
    """Rename a task of the diagram in the list of its elements."""
    keys.follow("Diagramme")
    page.locator("[data-ready]").wait_for()
    keys.press("Éléments")
    keys.reach(page.get_by_role("option").first)
    while not page.evaluate("document.activeElement.textContent.startsWith('Examiner')"):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("F2")
    page.keyboard.type("Examiner la demande de rentrée")
    page.keyboard.press("Enter")
    expect(page.get_by_role("option", name="Examiner la demande de rentrée")).to_be_focused()
    saved(page)


def clear_the_title(page: Page, keys: Keyboard) -> None:
    """Be told beside the field what is missing, and write it."""
    keys.follow("Réglages")
    title = page.get_by_label("Titre", exact=True).first
    keys.reach(title)
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(title).to_have_attribute("aria-invalid", "true")
    expect(title).to_have_accessible_description(re.compile("Erreur"))
    keys.reach(title)
    page.keyboard.type(TITLE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Réglages enregistrés")).to_be_visible()


def saved(page: Page) -> None:
    expect(page.locator("[data-saving]")).to_contain_text("Enregistré à")
