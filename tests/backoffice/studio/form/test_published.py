"""Forms go to form-js as npm publishes it, to its viewer and to its editor, and come back equal."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.backoffice.studio.form.gestures import editor, put, row, saved, text_in
from tests.backoffice.studio.published import Published, corpora, ours
from tests.backoffice.test_in_browser import open_page
from tests.catalogue.folders import GOOD
from workflows.forms.registry import ANSWERS, DECORATIONS, GROUP, IGNORED

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
EVERY_FIELD = Path(__file__).parents[1] / "every_field.form"
FORMS = GOOD / "forms"


def test_every_form_is_shown_and_exported_whole_by_the_published_form_js(chromium):
    given = {name: json.loads(text) for name, text in {**ours("form"), **corpora("form")}.items()}
    published = Published(chromium)

    found = {name: published.form(schema) for name, schema in given.items()}

    assert {name: each["told"] for name, each in found.items() if each["told"]} == {}
    assert {name for name, each in found.items() if each["shown"] != given[name]} == set()
    assert {name for name, each in found.items() if each["exported"] != given[name]} == set()
    assert len(given) > 15


def test_one_of_them_has_every_type_that_we_know_and_some_that_we_do_not():
    types = set(types_in(json.loads(EVERY_FIELD.read_text(encoding="utf-8"))))

    assert types > {*ANSWERS, *DECORATIONS, *IGNORED, GROUP}
    assert types >= {"html", "image", "iframe", "table", "documentPreview"}


@pytest.fixture
def draw_form(chromium, address, ana):
    return lambda: editor(open_page(chromium, address, ana), address)


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (EVERY_FIELD, "Enseigne"),
        (FORMS / "demande.form", "Prénoms"),
        (FORMS / "instruction.form", "Décision"),
    ],
    ids=["every type", "demande", "instruction"],
)
def test_a_form_goes_through_our_two_editors_unharmed(ana, office, draw_form, path, field):
    text = path.read_text(encoding="utf-8")
    assert text.count(f'"label": "{field}"') == 1
    put(office, ana, text)
    page = draw_form()

    row(page, field).first.click()
    page.get_by_label("Libellé", exact=True).fill(f"{field}, autrement dit")
    saved(page)
    edited = text.replace(f'"{field}"', f'"{field}, autrement dit"')
    assert text_in(office, ana) == edited
    page.get_by_role("link", name="Vue avancée").click()
    page.locator("[data-ready]").wait_for()
    expect(page.locator("[data-failure]")).to_be_hidden()

    assert text_in(office, ana) == edited


def types_in(component: dict) -> list[str]:
    """Return the types of what a form holds, at every depth."""
    held = component.get("components", ())
    return [kind for each in held for kind in (each["type"], *types_in(each))]
