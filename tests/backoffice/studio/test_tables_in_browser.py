"""The editor of decision tables in a real browser: edited, saved by itself, tried, in French."""

import pytest
from playwright.sync_api import expect

from tests.backoffice.studio.drawing import PATIENCE
from tests.browser import violations, watch

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PERMIT = "/conception/permis_de_chasser"
EDITOR = "[data-table-editor]"
AGE_OF_THE_YOUNG = '[data-element-id="Trop_jeune_age"]'


class TablePage:
    """The editor of one decision file, opened by one analyst."""

    def __init__(self, chromium, address, desk, place, width=1280):
        context = chromium.new_context(locale="fr-FR", viewport={"width": width, "height": 900})
        context.set_default_timeout(PATIENCE)
        token = desk.client.get_cookie("agent_session").value
        context.add_cookies([{"name": "agent_session", "value": token, "url": f"{address}/"}])
        self.page = context.new_page()
        self.heard = watch(self.page)
        self.page.goto(f"{address}{place}")
        expect(self.page.locator(EDITOR)).to_have_attribute("data-ready", "yes", timeout=PATIENCE)

    def ask(self, script: str, argument: object = None) -> object:
        return self.page.locator(EDITOR).evaluate(script, argument)

    def open(self, decision: str) -> None:
        self.page.locator("[data-views]").get_by_role("button", name=decision).click()


@pytest.fixture
def table(chromium, studio_address, ana):
    opened = []

    def open_table(name: str = "type_permis", anchor: str = "", code: str = PERMIT, **named):
        place = f"{code}/tables/{name}{anchor}"
        opened.append(TablePage(chromium, studio_address, ana, place, **named))
        return opened[-1]

    yield open_table
    for each in opened:
        each.page.context.close()


def test_a_cell_is_edited_saves_itself_and_the_matched_rule_is_told(table, ana):
    editor = table(anchor="#typePermis")
    page = editor.page

    page.locator(AGE_OF_THE_YOUNG).locator(".content-editable").click()
    page.keyboard.press("End")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.type("30")
    expect(page.get_by_text("Enregistré à")).to_be_visible(timeout=PATIENCE)
    page.get_by_label("Date de naissance").fill("2000-01-01")
    page.get_by_label("Fin de l'assurance").fill("2026-12-31")
    page.get_by_label("Jour de l’essai").fill("2026-06-01")
    page.get_by_label("Jour de l’essai").press("Enter")

    result = page.locator("[data-part=result]")
    expect(result).to_contain_text("Les règles 1, 3 s’appliquent ensemble")
    expect(result.get_by_role("listitem").first).to_contain_text("Règle 1 de « Type de permis »")
    expect(result).to_contain_text("Âge (années) : 26 convient à < 30")
    assert shade(page, "Regle_trop_jeune") == shade(page, "Regle_majeur")
    assert shade(page, "Regle_trop_jeune") != shade(page, "Regle_accompagne")
    saved = ana.ask("GET", f"{PERMIT}/fichiers/type_permis.dmn").json["content"]
    assert "&lt; 30" in saved
    assert editor.heard == []


def test_what_is_tried_follows_what_is_drawn(table):
    editor = table(anchor="#typePermis")
    page = editor.page
    page.get_by_label("Reprendre les réponses de").select_option(index=1)
    page.locator("[data-part=try]").click()
    result = page.locator("[data-part=result]")
    expect(result).to_contain_text("Règle 3")

    page.locator('[data-element-id="Majeur_type"] .content-editable').click()
    page.keyboard.press("Control+a")
    page.keyboard.type('"autre"')

    expect(result).to_contain_text('donne "autre"')
    expect(result.locator("dd").first).to_have_text("autre")


def test_a_finding_opens_its_table_and_its_cell(table):
    editor = table(anchor="#typePermis")
    page = editor.page
    page.locator('[data-element-id="Majeur_age"] .content-editable').click()
    page.keyboard.press("Control+a")
    page.keyboard.type(">= ((")
    editor.open("Schéma des décisions")
    expect(page.locator(".djs-container")).to_be_visible()

    page.locator(".finding--error .finding__message").first.click()

    expect(page.locator('[data-element-id="Majeur_age"]')).to_be_visible()
    chosen = editor.ask("(frame) => frame.modeler.getActiveViewer().get('selection').get()?.id")
    assert chosen == "Majeur_age"


def test_control_s_saves_at_once_and_a_rule_is_added_by_keyboard(table, ana):
    editor = table(anchor="#typePermis")
    page = editor.page
    page.evaluate("() => { window.setTimeout = () => 0; }")  # nothing is saved by itself

    page.get_by_role("button", name="Ajouter une règle").press("Enter")
    page.keyboard.press("Control+s")

    expect(page.get_by_text("Enregistré à")).to_be_visible(timeout=PATIENCE)
    saved = ana.ask("GET", f"{PERMIT}/fichiers/type_permis.dmn").json["content"]
    assert saved.count("<rule ") == 5
    page.get_by_role("button", name="Annuler").press("Enter")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-saving]")).to_contain_text("Enregistré à")


def test_a_decision_that_another_reads_is_added_by_keyboard(table, ana):
    editor = table(anchor="#typePermis")
    page = editor.page

    page.get_by_role("button", name="+ Décision").press("Enter")
    page.keyboard.type("Tarif de l’année")
    page.get_by_label("Son résultat est lu par").select_option(label="Type de permis")
    page.get_by_label("Nom de la nouvelle décision").press("Enter")

    expect(page.locator("[data-notice]")).to_contain_text("sous le nom « tarifAnnee »")
    shown = page.locator("[data-views] [aria-current]")
    expect(shown).to_have_text("Tarif de l’année")
    expect(page.locator("[data-part=decision] option:checked")).to_have_text("Tarif de l’année")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Enregistré à")).to_be_visible(timeout=PATIENCE)
    saved = ana.ask("GET", f"{PERMIT}/fichiers/type_permis.dmn").json["content"]
    assert '<decision id="tarifAnnee" name="Tarif de l’année">' in saved
    assert 'name="tarifAnnee"' in saved
    assert '<requiredDecision href="#tarifAnnee" />' in saved
    assert violations(page, outside="[data-canvas]") == []
    assert editor.heard == []


def test_a_colleague_who_was_faster_is_named_and_nothing_is_lost(table, studio, ana):
    editor = table(anchor="#typePermis")
    url = f"{PERMIT}/fichiers/type_permis.dmn"
    theirs = ana.ask("GET", url).json
    zoe = studio.desk(groups=(), name="Zoé", role=ana.actor.role)
    changed = theirs["content"].replace("[16..17]", "[15..17]")
    zoe.ask("PUT", url, {"content": changed, "revision": theirs["revision"]})

    editor.page.get_by_role("button", name="Ajouter une règle").click()
    editor.page.keyboard.press("Control+s")

    expect(editor.page.get_by_role("dialog")).to_contain_text("Zoé")


@pytest.mark.parametrize(("width", "place"), [(1280, ""), (390, "#typePermis")])
def test_our_part_of_the_page_is_accessible_and_breaks_no_policy(table, width, place):
    editor = table(anchor=place, width=width)

    editor.page.locator("[data-part=try]").click()
    expect(editor.page.locator("[data-part=result]")).not_to_be_empty()

    assert violations(editor.page, outside="[data-canvas]") == []
    assert editor.heard == []


def shade(page, rule: str) -> str:
    cell = page.locator(f'[data-row-id="{rule}"].rule-index')
    return str(cell.evaluate("(cell) => getComputedStyle(cell).backgroundColor"))
