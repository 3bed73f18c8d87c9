"""dmn-js speaks French: every view, cell, header, menu and list of it is read."""

import re
from pathlib import Path

import pytest

from tests.backoffice.studio.drawing import PATIENCE
from tests.browser import watch

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
HERE = Path(__file__).parent
WALK = (HERE / "every_view.js").read_text(encoding="utf-8")
EVERY_TYPE = (HERE / "every_type.dmn").read_text(encoding="utf-8")
ENGLISH = re.compile(
    r"\b(the|of|and|with|click|select|open|close|delete|remove|create|append|add|change|edit|"
    r"value|values|input|output|rule|rules|string|boolean|number|duration|decision table|hit|"
    r"policy|view|yes|no|when|then|label|name|expression language|empty|unique|first|any|collect|"
    r"matching|must|range|equals|less|greater|before|after|between|exactly|result)\b",
    re.IGNORECASE,
)
MODULES = Path(__file__).parents[3] / "node_modules"
ASKED = re.compile(r"""translate\(\s*(?P<quote>['"])(?P<text>(?:\\.|(?!(?P=quote)).)+)(?P=quote)""")
LISTED = re.compile(r"""(?:label|explanation|title): '([^']+)'""")
SAID = re.compile(r"return '([A-Z][^']*(?:must|Must)[^']*)'")
LISTS = ("HitPolicies.js", "ReplaceOptions.js", "DrillDown.js")
LONGEST = 240_000  # milliseconds on a busy machine
# the badge of bpmn.io stays as its licence wants it; FEEL's own words are what the analyst writes
OWN = {"Powered by bpmn.io", "x: number"}
FEEL = re.compile(r'^[\[\]"(-]|^(true|date|time|duration|date and time)\b\(?|\.\.|".*"$')


def test_every_text_of_dmn_js_has_its_french():
    words = (MODULES.parent / "backoffice/studio/table/french/words.js").read_text("utf-8")
    asked = set()
    for path in MODULES.glob("dmn-js*/lib/**/*.js"):
        source = path.read_text("utf-8")
        asked |= {found["text"] for found in ASKED.finditer(source)} | set(SAID.findall(source))
        asked |= set(LISTED.findall(source)) if path.name in LISTS else set()

    assert len(asked) > 150
    keys = ("{}:", '"{}"', "'{}'")
    unknown = [t for t in sorted(asked) if not any(key.format(t) in words for key in keys)]
    assert unknown == []


def test_no_english_word_is_left_in_any_view_menu_or_list(chromium, studio_address, ana, studio):
    place = f"/conception/{studio.aide}/fichiers/tout.dmn"
    assert ana.ask("PUT", place, {"content": EVERY_TYPE, "revision": 0}).status_code == 200
    context = chromium.new_context(locale="fr-FR", viewport={"width": 1600, "height": 1000})
    context.set_default_timeout(PATIENCE)
    token = ana.client.get_cookie("agent_session").value
    context.add_cookies([{"name": "agent_session", "value": token, "url": f"{studio_address}/"}])
    page = context.new_page()
    heard = watch(page)
    page.goto(f"{studio_address}/conception/{studio.aide}/tables/tout")
    page.locator("[data-table-editor][data-ready]").wait_for()

    seen = page.locator("[data-table-editor]").evaluate(WALK, timeout=LONGEST)

    context.close()
    words = [text for text in seen["texts"] if text not in OWN and not FEEL.search(text)]
    assert len(words) > 60  # the walk saw the menus
    assert seen["missing"] == []
    assert [text for text in words if ENGLISH.search(text)] == []
    assert heard == []
