"""form-js's own editor on the same file: under the policy, and touching only what is changed."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.backoffice.studio.form.gestures import (
    BLANK,
    CODE,
    ODD,
    add_field,
    editor,
    put,
    row,
    saved,
    text_in,
)
from tests.backoffice.test_in_browser import open_page
from tests.browser import watch
from workflows.forms.design.kinds import KINDS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def advanced(page: Page, address: str) -> Page:
    page.goto(f"{address}/conception/{CODE}/formulaires/demande")
    page.get_by_role("link", name="Vue avancée").click()
    return page


def test_an_edit_there_changes_one_place_here(chromium, office, address, ana):
    before = text_in(office, ana)
    page = open_page(chromium, address, ana)
    heard = watch(page)
    advanced(page, address).locator("[data-ready]").wait_for()
    assert text_in(office, ana) == before

    page.locator("[data-id=Champ_numeroPermis]").click(position={"x": 5, "y": 5})
    page.get_by_text("General", exact=True).first.click()
    page.locator("[data-entry-id=key] input").fill("ancienNumero")
    saved(page)

    change = ('"key": "numeroPermis"', '"key": "ancienNumero"')
    assert text_in(office, ana) == before.replace(*change)
    expect(page.locator(".fjs-powered-by")).to_be_visible()
    assert heard == []


def test_what_form_js_tidies_at_opening_is_no_change(chromium, office, address, ana):
    put(office, ana, ODD)
    page = open_page(chromium, address, ana)
    advanced(page, address).locator("[data-ready]").wait_for()

    page.locator("[data-id=n]").click(position={"x": 5, "y": 5})
    page.get_by_text("General", exact=True).first.click()
    page.locator("[data-entry-id=key] input").fill("nomUsuel")
    saved(page)

    assert text_in(office, ana) == ODD.replace('"key": "nom"', '"key": "nomUsuel"')


def test_every_kind_that_our_menu_adds_opens_there_unharmed(chromium, office, address, ana):
    page = editor(open_page(chromium, address, ana), address, code=BLANK)
    row(page, "Votre identité").click()
    for kind in KINDS:
        add_field(page, kind.name, f"Champ {kind.type}")
        row(page, "Votre identité").click()
    saved(page)
    page.keyboard.press("Control+s")
    saved(page)
    made = text_in(office, ana, BLANK)
    kinds = {each["type"] for each in json.loads(made)["components"][0]["components"]}
    assert kinds == {kind.type for kind in KINDS}

    page.get_by_role("link", name="Vue avancée").click()
    page.locator("[data-ready]").wait_for()
    expect(page.locator("[data-failure]")).to_be_hidden()
    page.locator("[data-id=champ_nom]").click(position={"x": 5, "y": 5})
    page.get_by_text("General", exact=True).first.click()
    page.locator("[data-entry-id=key] input").fill("nomUsuel")
    saved(page)

    assert text_in(office, ana, BLANK) == made.replace('"key": "nom"', '"key": "nomUsuel"')


def test_a_form_that_form_js_cannot_open_is_left_as_it_is(chromium, office, address, ana):
    strange = json.dumps({"id": "demande", "schemaVersion": 19, "components": [{"type": "ovni"}]})
    put(office, ana, strange)
    page = advanced(open_page(chromium, address, ana), address)

    expect(page.locator("[data-failure]")).to_be_visible()
    assert text_in(office, ana) == strange
