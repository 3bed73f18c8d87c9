"""The editor of forms in a real browser: by keyboard, under the policy, losing nothing."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.backoffice.desk import Desk, Office
from tests.backoffice.studio.form.gestures import (
    BLANK,
    CANARY,
    CODE,
    ODD,
    add_field,
    editor,
    frame,
    keys,
    put,
    row,
    saved,
    text_in,
)
from tests.backoffice.test_in_browser import open_page
from tests.browser import violations, watch
from tests.catalogue.folders import GOOD
from tests.use_cases import cast as people
from workflows.model import Audience
from workflows.use_cases.act import SYSTEM, acting, looking
from workflows.use_cases.demarches.publish_demarche import publish_files
from workflows.use_cases.dossiers.start_dossier import start_dossier
from workflows.use_cases.people.sign_in import start_session
from workflows.use_cases.studio.files import draft_files

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
# what the diagram's editor would add to a blank process: its end says how it decides
OUTCOME = (
    'name="Demande reçue"><bpmn:extensionElements><zeebe:properties>'
    '<zeebe:property name="outcome" value="accepte" /></zeebe:properties>'
    "</bpmn:extensionElements>"
).encode()


@pytest.mark.parametrize("width", [1920, 1280, 390])
def test_the_editor_is_accessible_quiet_and_fits_the_screen(chromium, office, address, ana, width):
    page = open_page(chromium, address, ana, width)
    heard = watch(page)
    page.goto(f"{address}/conception/{CODE}/formulaires/")
    wrong = violations(page)

    editor(page, address)
    for name in ("Numéro du permis précédent", "Date de naissance", "Commune", "Photo d'identité"):
        row(page, name).click()
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        wrong += violations(page)
    page.get_by_role("button", name="Ajouter un champ", exact=True).click()
    wrong += violations(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="1280", exact=True).click()
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"

    assert page.evaluate(wide) is False
    assert [*wrong, *violations(page), *heard] == []


def test_what_is_opened_and_not_edited_keeps_its_bytes_and_an_edit_changes_one_place(
    chromium, office, address, ana
):
    put(office, ana, ODD)
    page = editor(open_page(chromium, address, ana), address)

    row(page, "Nom Texte court").click()
    row(page, "iframe").click()
    assert text_in(office, ana) == ODD

    row(page, "Nom Texte court").click()
    page.get_by_label("Libellé", exact=True).fill("Nom d’usage")
    saved(page)
    assert text_in(office, ana) == ODD.replace('"label": "Nom"', '"label": "Nom d’usage"')

    page.keyboard.press("Control+z")
    saved(page)
    expect(page.get_by_label("Libellé", exact=True)).to_have_value("Nom")
    page.wait_for_timeout(100)
    page.keyboard.press("Control+s")
    saved(page)
    assert text_in(office, ana) == ODD


def test_a_form_is_built_from_nothing_by_keyboard_and_a_citizen_fills_it(
    chromium, office, address, ana
):
    page = editor(open_page(chromium, address, ana), address, code=BLANK)
    row(page, "Votre identité").focus()
    keys(page, "Delete")
    expect(page.locator(".outline")).to_contain_text("Le formulaire est vide")

    page.get_by_role("button", name="Ajouter une page").focus()
    keys(page, "Enter")
    page.keyboard.type("Le logement")
    add_field(page, "choix unique", "Locataire ?")
    add_field(page, "nombre", "Loyer mensuel")
    page.get_by_label("Unité, après la réponse").focus()
    page.keyboard.type("F")
    page.get_by_role("radio", name="seulement si…").focus()
    keys(page, "Space")
    page.get_by_label("Champ de la condition 1").focus()
    page.keyboard.type("Loca")
    page.get_by_label("Obligatoire").focus()
    page.keyboard.type("oui")
    row(page, "Loyer mensuel").focus()
    keys(page, "Alt+ArrowUp")
    expect(page.locator("[data-announce]")).to_contain_text("place 1 sur 2, page « Le logement »")
    keys(page, "Alt+ArrowDown")
    add_field(page, "texte court", "Nom")
    add_field(page, "texte court", "Prénoms")
    saved(page)
    page.keyboard.press("Control+s")
    expect(page.locator(".outline .mark-sign--error")).to_have_count(0)

    form = json.loads(text_in(office, ana, BLANK))
    fields = {each["key"]: each for each in form["components"][0]["components"]}
    assert list(fields) == ["locataire", "loyerMensuel", "nom", "prenoms"]
    assert fields["loyerMensuel"]["conditional"] == {"hide": '=locataire != "oui"'}
    assert fields["loyerMensuel"]["validate"] == {"required": True}
    fill_as_a_citizen(page, office, address, ana)


def fill_as_a_citizen(page: Page, office: Office, address: str, ana: Desk) -> None:
    with looking(office.world, ana.actor) as act:
        files = draft_files(act, BLANK)
    process = files["process.bpmn"].replace(b'name="Demande re\xc3\xa7ue">', OUTCOME)
    assert OUTCOME in process
    with acting(office.world, SYSTEM) as act:
        publish_files(act, BLANK, {**files, "process.bpmn": process})
    rose = people.make_citizen(office.world)
    with acting(office.world, SYSTEM) as act:
        token = start_session(act, Audience.CITIZEN, rose.id).token
    with acting(office.world, rose) as act:
        dossier_id = start_dossier(act, BLANK)
    portal = address.removesuffix("/backoffice")
    page.context.add_cookies([{"name": "usager_session", "value": token, "url": portal}])

    page.goto(f"{portal}/taches/{people.live_task(office.world, dossier_id)}")
    expect(page.get_by_label("Loyer mensuel")).to_have_count(0)
    page.get_by_label("Oui").check()
    expect(page.get_by_label("Loyer mensuel")).to_be_visible()
    page.get_by_role("button", name="Enregistrer et continuer").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Loyer mensuel")
    page.get_by_label("Loyer mensuel").fill("85 000")
    page.get_by_role("button", name="Enregistrer et continuer").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Récapitulatif")
    expect(page.get_by_text("85 000")).to_be_visible()


def test_the_preview_is_live_answers_and_refuses(chromium, office, address, ana):
    page = editor(open_page(chromium, address, ana), address)
    heard = watch(page)
    shown = frame(page)

    expect(shown.get_by_role("heading", name="La demande")).to_be_visible()
    shown.get_by_label("Le renouvellement de mon permis").check()
    expect(shown.get_by_label("Numéro du permis précédent")).to_be_visible()
    page.get_by_role("button", name="Essayer l’envoi").click()
    expect(shown.locator(".govuk-error-summary")).to_contain_text("Numéro du permis précédent")
    row(page, "Numéro du permis précédent").click()
    page.get_by_label("Libellé", exact=True).fill("Votre ancien numéro")
    expect(shown.get_by_label("Votre ancien numéro")).to_be_visible()
    shown.get_by_label("Votre ancien numéro").fill("PS-2025-00123")
    shown.get_by_role("button", name="Enregistrer et continuer").click()
    expect(shown.get_by_role("heading", name="Identité")).to_be_visible()
    page.get_by_label("Réponses montrées").select_option("a_delivre")
    page.get_by_role("button", name="Page 2 :").click()

    expect(shown.get_by_label("Nom", exact=True)).not_to_have_value("")
    assert heard == []


def test_pieces_are_invented_in_the_preview(chromium, office, address, ana):
    page = editor(open_page(chromium, address, ana), address)
    shown = frame(page)

    row(page, "Photo d'identité").click()
    shown.get_by_role("button", name="Joindre Photo d'identité").click()
    expect(shown.locator(".upload__name", has_text="exemple-1.jpg")).to_be_visible()
    shown.get_by_role("button", name="Retirer exemple-1.jpg").click()

    expect(shown.locator(".upload__name", has_text="exemple-1.jpg")).to_have_count(0)


def test_removing_keeps_the_focus_and_can_be_taken_back(chromium, office, address, ana):
    page = editor(open_page(chromium, address, ana), address)
    before = text_in(office, ana)
    row(page, "Civilité").focus()
    keys(page, "Delete")

    expect(row(page, "Civilité")).to_have_count(0)
    expect(page.locator(".outline [aria-current]")).to_be_focused()
    expect(page.locator("[data-announce]")).to_contain_text("Suppression de « Civilité »")
    expect(page.locator("[data-findings-list]")).to_contain_text("civilite", timeout=20_000)
    row(page, "typePermis").focus()
    keys(page, "Delete")
    expect(row(page, "Date de naissance")).to_be_focused()
    page.locator(".toast").get_by_role("button", name="Annuler").click()
    expect(row(page, "typePermis")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(row(page, "Civilité")).to_be_visible()
    page.keyboard.press("Control+s")
    saved(page)
    assert text_in(office, ana) == before


def test_a_field_goes_to_another_page_without_dragging(chromium, office, address, ana):
    page = editor(open_page(chromium, address, ana), address)
    row(page, "Civilité").click()
    page.get_by_role("button", name="Déplacer vers une autre page").click()
    page.get_by_role("button", name="Page « La demande »").click()

    expect(row(page, "Civilité")).to_be_focused()
    expect(page.locator("[data-announce]")).to_contain_text("place 3 sur 3, page « La demande »")


def test_a_field_may_be_dragged_too(chromium, office, address, ana):
    page = editor(open_page(chromium, address, ana), address)
    page.wait_for_load_state("networkidle")  # what comes late moves the rows

    row(page, "Civilité").drag_to(row(page, "Date de naissance"))

    expect(page.locator("[data-announce]")).to_contain_text("place 4 sur 5, page « Identité »")
    fields = page.get_by_role("region", name="Page 2 : Identité").get_by_role("listitem")
    expect(fields.nth(3)).to_contain_text("Civilité")


def test_hostile_texts_are_only_text_everywhere(chromium, office, address, ana):
    hostile = json.loads(GOOD.joinpath("forms/demande.form").read_bytes())
    field = hostile["components"][0]["components"][0]
    field |= {"label": CANARY, "description": CANARY, CANARY: CANARY}
    field["values"][0]["label"] = hostile["components"][0]["label"] = CANARY
    put(office, ana, json.dumps(hostile))
    page = editor(open_page(chromium, address, ana), address)

    page.locator(".outline [data-path]").nth(1).click()
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.get_by_role("button", name="Essayer l’envoi").click()
    expect(frame(page).locator(".govuk-error-summary")).to_be_visible()
    page.get_by_role("button", name="Renommer la clé…").click()

    assert page.evaluate("window.__xss") is None
    assert page.evaluate("document.querySelector('iframe').contentWindow.__xss") is None
    assert page.locator("img").count() == 0
    assert frame(page).locator("img").count() == 0


def test_findings_stand_on_the_field_and_lead_to_it(chromium, office, address, ana):
    broken = json.loads(GOOD.joinpath("forms/demande.form").read_bytes())
    broken["components"][1]["components"][1]["label"] = ""
    put(office, ana, json.dumps(broken))
    page = editor(open_page(chromium, address, ana), address)

    expect(page.locator(".outline")).to_contain_text("1 erreur")
    page.get_by_role("link", name="le libellé (label) manque").click()

    expect(page.locator(".panel")).to_contain_text("le libellé (label) manque")
    expect(page.get_by_label("Libellé", exact=True)).to_be_focused()
    expect(page.locator("[data-key]")).to_have_text("nom")


def test_a_quick_fix_mends_the_form_and_shows_it_again(chromium, office, address, ana):
    other = GOOD.joinpath("forms/demande.form").read_text(encoding="utf-8")
    put(office, ana, other.replace('"id": "demande"', '"id": "autre_nom"'))
    page = editor(open_page(chromium, address, ana), address)
    finding = page.locator(".finding", has_text="Le formulaire s'appelle « autre_nom »")

    finding.get_by_role("button", name="Donner au formulaire le nom de son fichier").click()

    expect(finding).to_have_count(0, timeout=20_000)
    assert json.loads(text_in(office, ana))["id"] == "demande"
    page.get_by_role("button", name="Ajouter une page").click()
    saved(page)
    assert len(json.loads(text_in(office, ana))["components"]) == 8


@pytest.mark.parametrize("content", ["[]", "null", '{"components": [null]}'])
def test_what_is_json_and_no_form_is_told_in_french_and_left_as_it_is(
    chromium, office, address, ana, content
):
    put(office, ana, content)
    page = open_page(chromium, address, ana)

    page.goto(f"{address}/conception/{CODE}/formulaires/demande")

    told = "Ce fichier n’est pas un formulaire lisible : importez-le de nouveau"
    expect(page.locator(".panel").get_by_role("alert")).to_contain_text(told)
    assert text_in(office, ana) == content
