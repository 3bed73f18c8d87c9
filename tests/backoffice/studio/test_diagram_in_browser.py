"""The diagram editor in a real browser: quiet under its policy, French, quick to load, saved."""

import pytest
from playwright.sync_api import expect

from tests.backoffice.studio.conftest import BLANK
from tests.backoffice.studio.drawing import PATIENCE
from tests.browser import violations
from workflows.model import Role

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PERMIT = "permis_de_chasser"
MOST_BYTES = 700_000
RENAME = """(frame, name) => {
  const task = frame.modeler.get("elementRegistry").get("Deposer");
  frame.modeler.get("modeling").updateProperties(task, { name });
}"""


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_is_quiet_under_its_policy_accessible_and_fits_its_screen(draw, width):
    editor = draw(PERMIT, width=width)

    for element in ("Verifier", "Flux_conforme", "Avant_fin_assurance", "EtablirPermis"):
        editor.select(element)
        editor.unfold_all()
    editor.page.wait_for_timeout(300)

    assert violations(editor.page) == []
    assert editor.heard == []
    assert editor.page.evaluate("document.documentElement.scrollWidth") <= width
    expect(editor.page.locator(".bjs-powered-by")).to_be_visible()


def test_the_first_load_is_small_and_kept_by_its_content(chromium, draw):
    editor = draw(PERMIT)
    bytes_by_url, rules = {}, {}
    editor.page.on("response", lambda answer: rules.update({answer.url: answer.headers}))

    editor.page.reload()
    expect(editor.page.locator("[data-ready]")).to_be_attached(timeout=PATIENCE)
    for url, headers in rules.items():
        if "/static/" in url:
            bytes_by_url[url] = int(headers["content-length"])
            assert "immutable" in headers["cache-control"], url

    assert any("diagram.js" in url for url in bytes_by_url)
    assert sum(bytes_by_url.values()) <= MOST_BYTES


def test_undo_goes_back_across_savings_and_never_draws_anew(draw):
    editor = draw()
    editor.ask(RENAME, "Premier")
    editor.saved()
    editor.ask(RENAME, "Second")
    editor.saved()
    editor.page.locator("[data-tool=undo]").click()
    editor.page.locator("[data-tool=undo]").click()
    editor.saved()

    assert 'name="Déposer la demande"' in editor.xml()
    editor.open()
    assert 'name="Déposer la demande"' in editor.xml()
    assert editor.heard == []


def test_the_second_analyst_is_told_who_and_loses_nothing(draw, studio):
    bob = studio.desk(Role.ANALYST, (), "Bob Lyste")
    hers, his = draw(), draw(desk=bob)
    hers.ask(RENAME, "Demander l’aide")
    hers.saved()
    his.ask(RENAME, "Remplir la demande")
    his.page.keyboard.press("Control+s")
    dialog = his.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Ana Lyste a enregistré", timeout=PATIENCE)
    with his.page.expect_download() as download:
        dialog.get_by_text("Télécharger ma version").click()
    dialog.get_by_text("Recharger la version de Ana Lyste").click()

    expect(dialog).to_be_hidden()
    assert "Remplir la demande" in download.value.path().read_text()
    assert "Demander l’aide" in his.xml()


def test_findings_come_as_one_draws_and_lead_to_the_element(draw):
    editor = draw(PERMIT)
    assert editor.findings() == []

    editor.checked(
        lambda: editor.ask(
            "(f) => f.modeler.get('modeling').removeElements("
            "[f.modeler.get('elementRegistry').get('Flux_verifie')])"
        )
    )
    expect(editor.page.locator(".diagram-mark--error").first).to_be_visible()
    first = editor.page.locator(".finding--error .finding__message").first
    first.focus()
    editor.page.keyboard.press("Enter")

    chosen = editor.ask("(f) => f.modeler.get('selection').get().map((each) => each.id)")
    assert len(chosen) == 1
    assert editor.page.locator("[data-errors]").inner_text().split()[0] == str(
        len(editor.findings())
    )


def test_the_name_of_a_diagram_that_is_not_in_the_draft_opens_nothing(ana):
    answer = ana.get(f"/conception/{BLANK}/diagramme?fichier=../secret")

    assert answer.status_code == 404


def test_a_quick_fix_is_taken_beside_the_canvas_and_shown_on_it(draw):
    editor = draw()
    editor.ask(RENAME, "Remplir la demande")

    line = editor.page.locator(".finding", has_text="ne dit pas l'issue")
    editor.checked(line.get_by_role("button").first.click)

    expect(line).to_have_count(0, timeout=PATIENCE)
    assert 'name="outcome"' in editor.xml()
    assert 'name="Remplir la demande"' in editor.xml()
    expect(editor.page.locator("[data-notice]")).to_contain_text("ne s’annule plus")
    editor.ask(RENAME, "Demander l’aide")
    editor.saved()
    assert editor.heard == []
