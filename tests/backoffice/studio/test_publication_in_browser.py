"""The publication page in a browser: both diagrams with what differs."""

import pytest
from playwright.sync_api import expect

from tests.backoffice.studio.test_publication import PAGE, rewrite
from tests.browser import watch

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_what_differs_is_marked_on_both_diagrams(page, studio_address, ana):
    rewrite(ana, "process.bpmn", 'name="15 jours"', 'name="Deux semaines"')
    heard = watch(page)

    page.goto(f"{studio_address}{PAGE}")
    expect(page.locator("[data-differences]")).to_have_attribute("data-drawn", "yes")

    for side in ("before", "after"):
        marked = page.locator(f"[data-side={side}] .djs-element.changed")
        expect(marked).to_have_attribute("data-element-id", "Quinze_jours")
    assert heard == []
