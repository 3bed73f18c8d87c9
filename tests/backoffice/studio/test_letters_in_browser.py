"""The editors of letters and of the fiche, by keyboard alone, as their analyst uses them."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PERMIT = "/conception/permis_de_chasser"


def test_a_field_is_inserted_by_keyboard_and_the_letter_saves_itself(page, studio_address, ana):
    page.goto(f"{studio_address}{PERMIT}/lettres/refuse")
    body = page.get_by_label("Corps")
    expect(body).not_to_have_value("")

    body.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Cher {{ pren")
    expect(page.locator(".suggested").get_by_role("option").first).to_contain_text("(prenoms)")
    page.keyboard.press("Enter")
    page.keyboard.type(" !")

    expect(body).to_have_value(re.compile(r"^Cher \{\{ prenoms \}\} !"))
    expect(page.get_by_text("Cher [Prénoms] !")).to_be_visible()
    expect(page.get_by_text("Enregistré à")).to_be_visible()
    saved = ana.ask("GET", f"{PERMIT}/fichiers/letters/refuse.txt").json["content"]
    assert "\n\nCher {{ prenoms }} !" in saved
    assert saved.startswith("Objet : ")


def test_an_unknown_field_is_a_finding_beside_the_letter(page, studio_address):
    page.goto(f"{studio_address}{PERMIT}/lettres/refuse")
    body = page.get_by_label("Corps")
    expect(body).not_to_have_value("")

    body.press("Control+End")
    page.keyboard.insert_text("{{ motifRefu }}")

    expect(page.get_by_text("Rien ne remplit {{ motifRefu }}.")).to_be_visible()
    expect(page.get_by_text("Vouliez-vous écrire « motifRefus »")).to_be_visible()


def test_the_letter_reads_as_its_scenario_makes_it(page, studio_address):
    page.goto(f"{studio_address}{PERMIT}/lettres/refuse")
    page.get_by_label("Avec les données de").select_option("g_refus_motive")

    expect(
        page.get_by_role("heading", name="Décision sur votre demande XX-2026-00001")
    ).to_be_visible()


def test_the_fiche_is_marked_up_and_drawn(page, studio_address):
    page.goto(f"{studio_address}{PERMIT}/fiche")
    source = page.get_by_label("Texte de la fiche")
    expect(source).not_to_have_value("")

    source.press("Control+End")
    page.get_by_role("button", name="Titre").click()
    page.keyboard.type("Où se renseigner")

    expect(page.get_by_role("heading", name="Où se renseigner")).to_be_visible()
