"""The properties: lanes tied to groups; forms, tables and letters made from their task."""

import tomllib

import pytest
from playwright.sync_api import expect

from tests.backoffice.studio.conftest import BLANK
from tests.backoffice.studio.drawing import PATIENCE
from workflows.use_cases.act import looking
from workflows.use_cases.studio.files import draft_files

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PERMIT = "permis_de_chasser"
ADD = """(frame, type) => {
  const get = (name) => frame.modeler.get(name);
  const shape = get("elementFactory").createShape({ type });
  const made = get("autoPlace").append(get("elementRegistry").get("Deposer"), shape, {});
  get("modeling").updateProperties(made, { name: "Étudier la demande" });
  get("selection").select(made);
}"""


@pytest.fixture
def files(studio, ana):
    def read(code: str = BLANK) -> dict[str, str]:
        with looking(studio.world, ana.actor) as act:
            return {path: data.decode() for path, data in draft_files(act, code).items()}

    return read


def test_a_lane_is_given_to_a_group_that_is_made_there(draw, files):
    editor = draw()
    editor.select("Lane_Service")

    field = editor.properties.get_by_label("Tenu par")
    expect(field.locator("option:checked")).to_have_text("Service instructeur")
    editor.properties.get_by_label("Nouveau groupe d’agents").fill("Bureau des aides")
    editor.properties.get_by_role("button", name="Créer").click()
    expect(field.locator("option:checked")).to_have_text("Bureau des aides", timeout=PATIENCE)

    told = tomllib.loads(files()["demarche.toml"])
    assert told["lanes"]["Service"] == "bureau_des_aides"
    assert told["groups"]["bureau_des_aides"] == "Bureau des aides"
    assert editor.heard == []


def test_a_renamed_lane_keeps_its_group_and_the_file_its_comments(draw, files):
    before = files(PERMIT)["demarche.toml"]
    editor = draw(PERMIT)
    editor.select("Lane_Agent")
    editor.unfold("Général")

    editor.properties.get_by_label("Nom", exact=True).fill("Instructeur DDDT")
    with editor.page.expect_response("**/couloirs"):
        editor.page.wait_for_timeout(500)
    editor.saved()

    assert files(PERMIT)["demarche.toml"] == before.replace(
        '"Agent DDDT" =', '"Instructeur DDDT" ='
    )
    expect(editor.status).to_contain_text("Aucun constat", timeout=PATIENCE)


def test_a_form_is_made_from_its_task_chosen_and_opened(draw, files):
    editor = draw()
    editor.ask(ADD, "bpmn:UserTask")

    editor.properties.get_by_role("button", name="Créer").click()
    chosen = editor.properties.get_by_label("Formulaire rempli")
    expect(chosen).to_have_value("etudier_la_demande", timeout=PATIENCE)
    editor.saved()

    assert '"label": "Étudier la demande"' in files()["forms/etudier_la_demande.form"]
    assert 'formId="etudier_la_demande"' in files()["process.bpmn"]
    link = editor.properties.get_by_role("link", name="Ouvrir").get_attribute("href")
    assert link.endswith(f"/conception/{BLANK}/formulaires/etudier_la_demande")
    chosen.select_option("")
    assert "etudier_la_demande" not in editor.xml()


def test_a_decision_table_is_made_from_its_task_and_the_checks_accept_it(draw, files):
    editor = draw()
    editor.ask(ADD, "bpmn:BusinessRuleTask")

    editor.properties.get_by_role("button", name="Créer").click()
    chosen = editor.properties.get_by_label("Décision appelée")
    expect(chosen).to_have_value("etudier_la_demande", timeout=PATIENCE)
    result = editor.properties.get_by_label("Variable du résultat")
    result.fill("etude")
    editor.page.keyboard.press("Tab")
    editor.saved()

    assert 'decisionId="etudier_la_demande" resultVariable="etude"' in files()["process.bpmn"]
    assert "etudier_la_demande.dmn" in files()
    with editor.page.expect_response("**/verification"):
        editor.page.evaluate("window.dispatchEvent(new Event('focus'))")
    assert not [told for told in editor.findings() if "décision" in told.lower()]


def test_a_mail_names_its_letter_and_a_document_its_file(draw, files):
    editor = draw()
    editor.ask(ADD, "bpmn:ServiceTask")

    editor.properties.get_by_label("Ce que fait la tâche").select_option(
        label="Établir un document"
    )
    editor.properties.get_by_role("button", name="Créer").click()
    expect(editor.properties.get_by_label("Lettre")).to_have_value("etudier_la_demande")
    editor.properties.get_by_label("Nom du fichier remis").fill("Étude.pdf")
    editor.page.keyboard.press("Tab")
    editor.saved()

    xml = files()["process.bpmn"]
    assert '<zeebe:taskDefinition type="document" />' in xml
    assert '<zeebe:header key="modele" value="etudier_la_demande" />' in xml
    assert '<zeebe:header key="nom" value="Étude.pdf" />' in xml
    assert "letters/etudier_la_demande.txt" in files()


def test_the_outcome_of_an_end_is_chosen_and_undone_in_one_step(draw):
    editor = draw()
    editor.select("Fin")

    editor.checked(
        lambda: editor.properties.get_by_label("Le dossier est alors").select_option("accepte")
    )
    chosen = editor.xml()
    told = editor.findings()
    editor.page.locator("[data-tool=undo]").click()

    assert '<zeebe:property name="outcome" value="accepte" />' in chosen
    assert told == []
    assert "outcome" not in editor.xml()


def test_hostile_names_are_only_text(draw):
    editor = draw()
    hostile = '<img src=x onerror="window.__xss=1">{{7*7}}'

    for element in ("Deposer", "Lane_Service", "Fin"):
        editor.ask(
            """(frame, [id, name]) => frame.modeler.get("modeling")
              .updateLabel(frame.modeler.get("elementRegistry").get(id), name)""",
            [element, hostile],
        )
        editor.select(element)
    editor.page.locator("[data-pane=outline]").click()
    editor.checked(lambda: editor.page.keyboard.press("Control+s"))
    editor.page.wait_for_timeout(500)

    assert editor.page.evaluate("window.__xss") is None
    assert hostile in editor.page.locator(".elements__list").inner_text()


def test_a_called_diagram_is_made_from_its_activity_and_opens_in_the_editor(draw, files):
    editor = draw()
    editor.ask(ADD, "bpmn:CallActivity")

    editor.properties.get_by_role("button", name="Créer").click()
    chosen = editor.properties.get_by_label("Processus", exact=True)
    expect(chosen).to_have_value("etudier_la_demande", timeout=PATIENCE)
    editor.saved()
    assert '<bpmn:process id="etudier_la_demande"' in files()["etudier_la_demande.bpmn"]
    assert 'processId="etudier_la_demande"' in files()["process.bpmn"]

    editor.properties.get_by_role("link", name="Ouvrir").click()
    expect(editor.page.locator("[data-element-id=Faire]")).to_be_visible(timeout=PATIENCE)
    editor.ask(
        """(frame) => frame.modeler.get("modeling").updateLabel(
          frame.modeler.get("elementRegistry").get("Faire"), "Étudier")"""
    )
    editor.saved()

    assert 'name="Étudier"' in files()["etudier_la_demande.bpmn"]
    current = editor.page.locator(".diagram__files [aria-current=page]")
    expect(current).to_have_text("etudier_la_demande.bpmn")
    assert editor.heard == []


def test_a_number_and_a_sent_message_have_named_fields(draw):
    editor = draw()
    editor.ask(ADD, "bpmn:ServiceTask")

    kind = editor.properties.get_by_label("Ce que fait la tâche")
    kind.select_option(label="Attribuer un numéro")
    editor.properties.get_by_label("Série").fill("PERMIS")
    editor.page.keyboard.press("Tab")
    editor.says('<zeebe:header key="serie" value="PERMIS" />')

    kind.select_option(label="Envoyer un message à d'autres dossiers")
    editor.properties.get_by_label("Clé : à qui il va").fill("=numero")
    editor.page.keyboard.press("Tab")
    editor.says('<zeebe:header key="cle" value="=numero" />')
    assert "PERMIS" not in editor.xml()
    expect(editor.properties).to_contain_text("En-têtes")


def test_an_event_says_what_it_sends_and_to_whom(draw, files):
    editor = draw()
    editor.ask(
        ADD.replace("createShape({ type })", "createShape(type)"),
        {
            "type": "bpmn:IntermediateThrowEvent",
            "eventDefinitionType": "bpmn:MessageEventDefinition",
        },
    )

    for label, text in (("Nom du message", "reponse"), ("Clé : à qui il va", "=numero")):
        editor.properties.get_by_label(label).fill(text)
        editor.page.keyboard.press("Tab")
    editor.saved()

    drawn = files()["process.bpmn"]
    assert '<zeebe:header key="message" value="reponse" />' in drawn
    assert '<zeebe:header key="cle" value="=numero" />' in drawn
    assert editor.heard == []
