"""The list of the elements: everything the canvas does, with the keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.backoffice.studio.drawing import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def editor(draw):
    opened = draw(width=1600)
    expect(opened.page.get_by_role("option")).to_have_count(6)  # three lanes, three elements
    return opened


def focus_on(editor, name: str) -> None:
    """Walk down the list with the arrows, from its top, to an element."""
    editor.page.get_by_role("option").first.focus()
    editor.page.keyboard.press("Home")
    for _step in range(30):
        here = editor.page.evaluate("document.activeElement.textContent")
        if here.startswith(name):
            return
        editor.page.keyboard.press("ArrowDown")
    raise AssertionError(f"{name} is not in the list")


def names(editor) -> list[str]:
    editor.page.wait_for_timeout(400)
    return editor.page.locator(".elements__name").all_inner_texts()


def test_elements_are_listed_by_lane_in_the_order_of_the_flow(draw):
    editor = draw("permis_de_chasser", width=1600)

    listed = names(editor)

    assert listed[:4] == ["Usager", "Demande ouverte", "Déposer la demande", "Compléter le dossier"]
    assert listed.index("Vérifier le dossier") > listed.index("Agent DDDT")
    assert listed.index("à compléter") == listed.index("Décision ?") + 1


def test_an_element_is_renamed_with_f2(editor):
    focus_on(editor, "Déposer la demande")
    editor.page.keyboard.press("F2")
    editor.page.get_by_label("Nouveau nom").fill("Demander l’aide")
    editor.page.keyboard.press("Enter")

    expect(editor.page.get_by_role("option", name="Demander l’aide")).to_be_focused()
    assert 'name="Demander l’aide"' in editor.xml()


def test_a_task_and_a_pattern_are_added_after_an_element_and_undone(editor):
    focus_on(editor, "Déposer la demande")
    editor.page.keyboard.press("+")
    editor.page.get_by_label("Ajouter après").select_option(label="Tâche d’envoi")
    editor.page.get_by_role("button", name="Valider").click()
    expect(editor.page.get_by_role("option", name="sans nom Tâche d’envoi")).to_be_focused()
    focus_on(editor, "Déposer la demande")
    editor.page.keyboard.press("+")
    editor.page.get_by_label("Ajouter après").select_option(label="Notification")
    editor.page.get_by_role("button", name="Valider").click()

    expect(editor.page.get_by_role("option", name="Établir le document")).to_be_visible()
    assert "Prévenir l’usager" in names(editor)
    editor.page.locator("[data-tool=undo]").click()
    assert "Prévenir l’usager" not in names(editor)
    assert editor.heard == []


def test_enter_opens_the_properties_of_the_element(editor):
    focus_on(editor, "Demande reçue")
    editor.page.keyboard.press("Enter")
    editor.page.wait_for_timeout(300)

    assert editor.page.evaluate("document.activeElement.closest('[data-properties]') !== null")
    expect(editor.properties).to_contain_text("Issue du dossier")


def test_an_element_is_removed_and_two_are_joined_again(editor):
    focus_on(editor, "Demande reçue")
    editor.page.keyboard.press("Delete")
    assert "Demande reçue" not in names(editor)

    focus_on(editor, "Déposer la demande")
    editor.page.keyboard.press("+")
    editor.page.get_by_label("Ajouter après").select_option(label="Fin")
    editor.page.get_by_role("button", name="Valider").click()
    focus_on(editor, "Demande ouverte")
    editor.page.get_by_role("button", name="Relier à").click()
    editor.page.get_by_label("Relier à", exact=True).select_option(label="sans nom (Fin)")
    editor.page.get_by_role("button", name="Valider").click()

    joined = editor.ask(
        """(f) => f.modeler.get("elementRegistry").get("Debut").outgoing
          .map((flow) => flow.target.type)"""
    )
    assert joined == ["bpmn:UserTask", "bpmn:EndEvent"]


def test_a_finding_leads_to_its_element_by_the_keyboard(editor):
    link = editor.page.locator(".finding__message", has_text="ne dit pas l'issue")
    expect(link).to_be_visible(timeout=PATIENCE)

    link.focus()
    editor.page.keyboard.press("Enter")

    chosen = editor.page.locator(".elements__item[aria-selected=true]")
    expect(chosen).to_contain_text("Demande reçue")
