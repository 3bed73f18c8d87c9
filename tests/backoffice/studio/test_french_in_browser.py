"""The diagram editor speaks French: every panel, menu and hint of every kind of element is read."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
WALK = Path(__file__).with_name("every_panel.js").read_text(encoding="utf-8")
ENGLISH = re.compile(
    r"\b(the|of|an?d|with|without|click|select|open|close|delete|remove|create|append|add|change|"
    r"toggle|item|items|element|name|value|event|task|gateway|flow|boundary|start|end|"
    r"search|empty|none|written|result|results|label|expand|collapse|back|edit|must|learn|more)\b",
    re.IGNORECASE,
)
FRENCH_TOO = {"Message", "Signal", "Date", "Type", "Code", "Condition", "Collection"}
MADE_UP = re.compile(r"^(Input|Output)Variable_\w+$|^\(id=\w+\)$|^[\w/:+-]*\d[\w/:+-]*$")
LONGEST = 240_000  # milliseconds for some 120 elements on a busy machine


def test_no_english_word_is_left_in_any_panel_menu_or_hint(draw):
    editor = draw(width=1600)
    editor.page.set_default_timeout(LONGEST)

    seen = editor.page.locator("[data-diagram-editor]").evaluate(WALK, timeout=LONGEST)

    words = [text for text in seen["texts"] if not MADE_UP.match(text)]
    assert len(words) > 150  # the walk saw the panels
    assert seen["missing"] == []
    assert [text for text in words if ENGLISH.search(text) and text not in FRENCH_TOO] == []
    assert editor.heard == []


def test_the_expression_editor_completes_and_corrects_in_french(draw):
    editor = draw("permis_de_chasser")
    editor.select("Flux_conforme")
    editor.unfold("Condition")
    field = editor.properties.locator(".cm-content").first

    field.click()
    editor.page.keyboard.press("End")
    editor.page.keyboard.type(" and years", delay=30)
    proposed = editor.page.locator(".cm-tooltip-autocomplete")
    proposed.wait_for()
    told = editor.page.locator(".cm-completionInfo")
    told.wait_for()

    editor.page.wait_for_timeout(800)  # longer than the panel waits before it writes the diagram
    assert "years and months duration" in proposed.inner_text()
    assert "âge" in told.inner_text()
    editor.page.keyboard.press("Escape")
    editor.page.keyboard.type(" ((", delay=30)
    wrong = editor.page.locator(".cm-lintRange-error").last
    wrong.wait_for()
    wrong.hover()
    assert re.search("se lit pas|pas finie", editor.page.locator(".cm-tooltip-lint").inner_text())
    assert editor.heard == []


def test_the_large_editor_the_search_and_the_pop_up_of_a_text_speak_french(draw):
    editor = draw("permis_de_chasser")
    editor.select("Flux_conforme")
    editor.unfold("Condition")

    editor.properties.locator(".cm-content").first.hover()
    editor.properties.get_by_title("Ouvrir en grand").last.click()
    popup = editor.page.locator(".bio-properties-panel-feel-popup")
    expect(popup).to_contain_text("Flux / Condition (FEEL)")
    popup.get_by_title("Garder et fermer").click()
    editor.page.locator("[data-tool=search]").click()
    pad = editor.page.locator(".djs-search-container")
    expect(pad).to_be_visible()
    editor.page.keyboard.type("Vérifier", delay=20)

    expect(pad.locator(".djs-search-result")).to_contain_text("Vérifier le dossier")
    assert editor.heard == []
