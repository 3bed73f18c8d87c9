"""The settings of a field: conditions, expressions, keys, answers, what only form-js knows."""

import json
from time import monotonic, sleep

import pytest
from playwright.sync_api import expect

from tests.backoffice.studio.form.gestures import (
    CODE,
    ODD,
    editor,
    keys,
    put,
    row,
    saved,
    text_in,
)
from tests.backoffice.test_in_browser import open_page
from tests.browser import PATIENCE, violations
from workflows.use_cases.act import looking
from workflows.use_cases.studio.files import draft_files

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_what_the_renderer_does_not_know_is_shown_as_advanced(chromium, office, address, ana):
    put(office, ana, ODD)
    page = editor(open_page(chromium, address, ana), address)

    row(page, "Nom Texte court").click()
    page.get_by_text("Réglages fins").click()

    expect(page.get_by_role("textbox", name="layout")).to_have_value('{"row":"r1","columns":8}')
    page.get_by_role("textbox", name="layout").fill('{"row":"r2"}')
    saved(page)
    field = json.loads(text_in(office, ana))["components"][0]["components"][0]
    assert field["layout"] == {"row": "r2"}


def test_a_condition_in_rows_is_read_changed_and_undone(chromium, office, address, ana):
    page = editor(open_page(chromium, address, ana), address)
    row(page, "Numéro du permis précédent").click()

    expect(page.get_by_label("Champ de la condition 1")).to_have_value("nature")
    page.get_by_role("button", name="Ajouter une condition").click()
    expect(page.get_by_label("Champ de la condition 2")).to_be_focused()
    page.get_by_label("Champ de la condition 2").select_option("dateNaissance")
    page.get_by_label("Comparaison de la condition 2").select_option("aged")
    page.get_by_label("Valeur de la condition 2").fill("18")
    page.get_by_label("Réunir les conditions").select_option("any")
    expect(page.get_by_text("Montré si « Que demandez-vous ? » est")).to_contain_text(" ou ")
    age = "years and months duration(dateNaissance, today()).years < 18"
    hidden = f'=nature != "renouvellement" and (dateNaissance = null or {age})'
    awaits_shown_if(office, ana, hidden)

    while page.get_by_role("button", name="Annuler", exact=True).is_enabled():
        page.keyboard.press("Control+z")
    expect(page.get_by_label("Champ de la condition 2")).to_have_count(0)
    expect(page.get_by_label("Champ de la condition 1")).to_have_value("nature")


def awaits_shown_if(office, ana, hidden: str) -> None:
    """Wait until this hides the second field of the form, as it lies in the draft."""
    deadline = monotonic() + PATIENCE / 1000
    while shown_if(office, ana) != hidden and monotonic() < deadline:
        sleep(0.05)
    assert shown_if(office, ana) == hidden


def shown_if(office, ana) -> str:
    field = json.loads(text_in(office, ana))["components"][0]["components"][1]
    return field.get("conditional", {}).get("hide", "")


def test_a_group_of_conditions_is_added_filled_read_back_and_undone_with_the_keyboard(
    chromium, office, address, ana
):
    page = editor(open_page(chromium, address, ana), address)
    row(page, "Numéro du permis précédent").click()

    page.get_by_role("button", name="Ajouter un groupe").focus()
    keys(page, "Enter")
    expect(page.get_by_label("Champ de la condition 2.1")).to_be_focused()
    page.get_by_label("Champ de la condition 2.1").select_option("dateNaissance")
    page.get_by_label("Comparaison de la condition 2.1").select_option("filled")
    page.get_by_label("Champ de la condition 2.2").select_option("nom")
    page.get_by_role("textbox", name="Valeur de la condition 2.2").fill("Wéa")
    expect(page.get_by_text("Montré si « Que demandez-vous ? » est")).to_contain_text(" et (")
    hidden = '=nature != "renouvellement"\nor (dateNaissance = null and nom != "Wéa")'
    awaits_shown_if(office, ana, hidden)
    assert violations(page, outside="iframe") == []

    page.reload()
    page.locator("[data-ready]").wait_for()
    row(page, "Numéro du permis précédent").click()
    group = page.get_by_role("group", name="Groupe 2")
    expect(group.get_by_label("Réunir les conditions du groupe 2")).to_have_value("any")
    page.get_by_role("button", name="Défaire le groupe 2").focus()
    keys(page, "Enter")
    expect(group).to_have_count(0)
    expect(page.get_by_label("Champ de la condition 3")).to_have_value("nom")
    page.get_by_role("button", name="Retirer la condition 3").click()
    expect(page.get_by_label("Champ de la condition 2")).to_be_focused()


def test_an_expression_beyond_conditions_is_never_lost(chromium, office, address, ana):
    page = editor(open_page(chromium, address, ana), address)
    row(page, "Numéro du permis précédent").click()
    shown = page.get_by_role("group", name="Montrer").first
    beyond = "=string length(nom) > 3"
    shown.get_by_role("radio", name="selon une expression FEEL").check()
    area = page.get_by_label("Masquer quand cette expression est vraie")
    area.fill(beyond)

    shown.get_by_role("radio", name="seulement si").check()
    expect(page.get_by_label("Champ de la condition 1")).to_have_value("")
    page.get_by_label("Champ de la condition 1").select_option("nature")
    expect(page.get_by_text("dit plus que des conditions")).to_be_visible()
    page.get_by_role("button", name="La reprendre").click()
    expect(area).to_have_value(beyond)

    shown.get_by_role("radio", name="toujours").check()
    shown.get_by_role("radio", name="selon une expression FEEL").check()
    expect(area).to_have_value(beyond)


def test_feel_is_judged_as_it_is_typed(chromium, office, address, ana):
    page = editor(open_page(chromium, address, ana), address)
    row(page, "Que demandez-vous").click()

    page.get_by_role("radio", name="selon une expression FEEL").last.check()
    told = page.locator(".setting__problem")
    area = page.get_by_label("Masquer quand cette expression est vraie")
    area.fill("nom = ")
    expect(told.get_by_text("il manque une valeur")).to_be_visible()
    area.fill("nomm = null")
    expect(told.get_by_text("Vouliez-vous écrire « nom »")).to_be_visible()
    area.fill("nom = null")

    expect(told.get_by_text("Vouliez-vous écrire « nom »")).to_have_count(0)


def test_a_key_is_renamed_on_purpose_everywhere_and_never_by_a_label(
    chromium, office, address, ana
):
    page = editor(open_page(chromium, address, ana), address)
    row(page, "Date de naissance").click()
    page.get_by_label("Libellé", exact=True).fill("Né le")
    expect(page.locator("[data-key]")).to_have_text("dateNaissance")

    page.get_by_role("button", name="Renommer la clé…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Table « Type de permis »")
    assert violations(page) == []
    dialog.get_by_label("Nouvelle clé").fill("nom")
    keys(page, "Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("sert déjà")
    dialog.get_by_label("Nouvelle clé").fill("neLe")
    keys(page, "Enter")
    expect(page.locator("[data-key]")).to_have_text("neLe")

    with looking(office.world, ana.actor) as act:
        files = draft_files(act, CODE)
    assert b'"dateNaissance"' not in files["forms/demande.form"]
    assert b"neLe" in files["type_permis.dmn"]
    assert (
        json.loads(files["forms/demande.form"])["components"][1]["components"][3]["dateLabel"]
        == "Né le"
    )
    expect(page.locator("[data-findings-status]")).not_to_contain_text("erreur")


def test_a_pasted_answer_keeps_the_value_that_came_with_it(chromium, office, address, ana):
    page = editor(open_page(chromium, address, ana), address)
    row(page, "Que demandez-vous").click()
    page.get_by_role("button", name="Ajouter une réponse").click()
    page.get_by_role("button", name="Coller une liste…").click()
    pasted = "Un ; un\nDeux ; deux\nTrois ; trois"
    page.get_by_label("Une réponse par ligne").fill(pasted)
    page.get_by_role("button", name="Remplacer la liste").click()

    page.get_by_label("Libellé de la réponse 3").fill("Trois fois")

    expect(page.get_by_label("Valeur de la réponse 3")).to_have_value("trois")


def test_options_are_edited_and_pasted_by_keyboard(chromium, office, address, ana):
    page = editor(open_page(chromium, address, ana), address)
    row(page, "Que demandez-vous").click()
    page.get_by_label("Libellé de la réponse 2").focus()
    keys(page, "Alt+ArrowUp")
    expect(page.get_by_label("Libellé de la réponse 1")).to_be_focused()
    keys(page, "Enter")
    page.keyboard.type("Un duplicata")
    page.get_by_role("button", name="Coller une liste…").focus()
    keys(page, "Enter")
    page.keyboard.insert_text("Une visite ; visite\nUn échange")
    page.get_by_role("button", name="Ajouter à la suite").click()
    saved(page)
    page.keyboard.press("Control+s")
    saved(page)

    values = json.loads(text_in(office, ana))["components"][0]["components"][0]["values"]
    assert [(each["label"], each["value"]) for each in values] == [
        ("Le renouvellement de mon permis", "renouvellement"),
        ("Une première demande", "premiere"),
        ("Un duplicata", "un_duplicata"),
        ("Une visite", "visite"),
        ("Un échange", "un_echange"),
    ]
