"""The editor of forms in a real browser: by keyboard, under the policy, losing nothing."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from backoffice.app import create_app
from citizen_portal.app import create_app as create_portal
from tests.backoffice.desk import Desk, Office
from tests.backoffice.test_in_browser import open_page
from tests.browser import serve, violations, watch
from tests.catalogue.folders import GOOD
from tests.use_cases import cast as people
from workflows.adapters.clock import SystemClock
from workflows.model import Audience, Role
from workflows.use_cases.act import SYSTEM, acting, looking
from workflows.use_cases.demarches.publish_demarche import publish_files
from workflows.use_cases.dossiers.start_dossier import start_dossier
from workflows.use_cases.people.sign_in import start_session
from workflows.use_cases.studio.create import create_blank
from workflows.use_cases.studio.drafts import start_draft
from workflows.use_cases.studio.files import draft_files, read_draft_file, save_draft_file

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CODE, BLANK = "permis_de_chasser", "aide_au_loyer"
CANARY = '<img src=x onerror="window.__xss=1">{{7*191}}\''
# what the diagram's editor would add to a blank process: its end says how it decides
OUTCOME = (
    'name="Demande reçue"><bpmn:extensionElements><zeebe:properties>'
    '<zeebe:property name="outcome" value="accepte" /></zeebe:properties>'
    "</bpmn:extensionElements>"
).encode()
ODD = """{
    "components": [
        { "type": "group", "id": "p", "label": "Une page", "x-own": {"10": 1.50, "2": "\\u00e9"},
          "components": [
            {"key": "nom", "id": "n", "type": "textfield", "label": "Nom", "layout": {"row": "r1", "columns": 8}},
            {"type": "iframe", "id": "i", "url": "https://exemple.nc", "security": {"allowScripts": false}}
        ]}
    ],
    "id": "demande", "versionTag": "12345678901234567890", "schemaVersion": 19
}
"""  # noqa: E501  the odd layout is the point


@pytest.fixture
def office(sqlite_url) -> Iterator[Office]:
    world = people.make_world(sqlite_url, SystemClock().now())
    yield Office(create_app(world), world, people.install(world, GOOD))
    world.database.dispose()


@pytest.fixture
def address(office) -> Iterator[str]:
    portal = create_portal(office.world)
    with serve(DispatcherMiddleware(portal, {"/backoffice": office.app})) as url:
        yield f"{url}/backoffice"


@pytest.fixture
def ana(office) -> Desk:
    desk = office.desk(Role.ANALYST, (), "Ana Lyste")
    with acting(office.world, desk.actor) as act:
        start_draft(act, CODE)
        create_blank(act, BLANK, "Aide au loyer")
    return desk


def editor(page: Page, address: str, name: str = "demande", code: str = CODE) -> Page:
    page.goto(f"{address}/conception/{code}/formulaires/{name}")
    page.locator("[data-ready]").wait_for()
    expect(page.locator("[data-findings-status]")).not_to_be_empty()
    return page


def saved(page: Page) -> None:
    expect(page.locator("[data-saving]")).to_contain_text("Enregistré à")


def text_in(office: Office, desk: Desk, code: str = CODE, name: str = "demande") -> str:
    with looking(office.world, desk.actor) as act:
        return read_draft_file(act, code, f"forms/{name}.form").content.decode()


def put(office: Office, desk: Desk, content: str, code: str = CODE) -> None:
    with acting(office.world, desk.actor) as act:
        revision = read_draft_file(act, code, "forms/demande.form").revision
        save_draft_file(act, code, "forms/demande.form", content.encode(), revision)


def frame(page: Page):
    return page.frame_locator("iframe")


def row(page: Page, name: str):
    return page.locator(".outline").get_by_role("button", name=name)


def keys(page: Page, *presses: str) -> None:
    for each in presses:
        page.keyboard.press(each)


def add_field(page: Page, kind: str, label: str) -> None:
    """Add a field with nothing but keys: the button, the search, the label."""
    page.get_by_role("button", name="Ajouter un champ", exact=True).focus()
    page.keyboard.press("Enter")
    page.keyboard.type(kind)
    page.keyboard.press("Enter")
    page.keyboard.type(label)


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
    saved(page)
    page.wait_for_timeout(2000)
    field = json.loads(text_in(office, ana))["components"][0]["components"][1]
    age = "years and months duration(dateNaissance, today()).years < 18"
    assert field["conditional"]["hide"] == (
        f'=nature != "renouvellement" and (dateNaissance = null or {age})'
    )

    while page.get_by_role("button", name="Annuler", exact=True).is_enabled():
        page.keyboard.press("Control+z")
    expect(page.get_by_label("Champ de la condition 2")).to_have_count(0)
    expect(page.get_by_label("Champ de la condition 1")).to_have_value("nature")


def test_feel_is_judged_as_it_is_typed(chromium, office, address, ana):
    page = editor(open_page(chromium, address, ana), address)
    row(page, "Que demandez-vous").click()

    page.get_by_role("radio", name="selon une expression FEEL").last.check()
    told = page.locator(".panel")
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


def test_removing_keeps_the_focus_and_can_be_taken_back(chromium, office, address, ana):
    page = editor(open_page(chromium, address, ana), address)
    before = text_in(office, ana)
    row(page, "Civilité").focus()
    keys(page, "Delete")

    expect(row(page, "Civilité")).to_have_count(0)
    expect(page.locator(".outline [aria-current]")).to_be_focused()
    expect(page.locator("[data-announce]")).to_contain_text("Suppression de « Civilité »")
    expect(page.locator("[data-findings-list]")).to_contain_text("civilite")
    page.locator(".toast").get_by_role("button", name="Annuler").click()
    expect(row(page, "Civilité")).to_be_visible()
    page.keyboard.press("Control+s")
    saved(page)
    assert text_in(office, ana) == before


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


def test_a_field_goes_to_another_page_without_dragging(chromium, office, address, ana):
    page = editor(open_page(chromium, address, ana), address)
    row(page, "Civilité").click()
    page.get_by_role("button", name="Déplacer vers une autre page").click()
    page.get_by_role("button", name="Page « La demande »").click()

    expect(row(page, "Civilité")).to_be_focused()
    expect(page.locator("[data-announce]")).to_contain_text("place 3 sur 3, page « La demande »")


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
