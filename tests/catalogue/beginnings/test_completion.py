"""What a lone diagram lacks is made: its card with its lanes, forms, letters, tables."""

import json

from tests.catalogue.folders import good_files
from workflows.catalogue import Level
from workflows.catalogue.beginnings.completion import complete
from workflows.catalogue.card.about import read_about
from workflows.catalogue.checks import check_files

LONE = {"process.bpmn": good_files()["process.bpmn"]}


def test_everything_that_the_diagram_names_is_made():
    made = complete(LONE, "Permis de chasser")

    assert set(made) >= {"demarche.toml", "fiche.md", "typepermis.dmn"}
    assert {path for path in made if path.startswith("forms/")} == {
        "forms/demande.form",
        "forms/instruction.form",
        "forms/complement.form",
    }
    about = read_about(made["demarche.toml"])
    assert about.title == "Permis de chasser"
    assert dict(about.lanes) == {
        "Usager": "usager",
        "Agent DDDT": "agent_dddt",
        "Système": "systeme",
    }
    assert about.groups["agent_dddt"] == "Agent DDDT"


def test_nothing_that_is_there_is_made_again():
    files = dict(good_files())

    assert complete(files, "Permis") == {}


def test_the_result_can_be_read_and_lacks_no_file():
    made = complete(LONE, "Permis")

    findings = check_files("permis", {**LONE, **made})

    assert "dossier-incomplet" not in {finding.code for finding in findings}
    unreadable = {"toml-illisible", "formulaire-refuse", "xml-illisible", "decision-refusee"}
    missing = {"formulaire-inconnu", "lettre-inconnue", "decision-inconnue"}
    errors = {finding.code for finding in findings if finding.level is Level.ERROR}
    assert not errors & (unreadable | missing)


def test_hostile_names_of_lanes_and_forms_are_only_text():
    bpmn = LONE["process.bpmn"].decode()
    hostile = bpmn.replace('name="Agent DDDT"', 'name="&quot; ]&#10;[lanes] \\u0000 &lt;x&gt;"')
    hostile = hostile.replace('formId="demande"', 'formId="../../demande"')

    made = complete({"process.bpmn": hostile.encode()}, "Titre")

    assert read_about(made["demarche.toml"]).title == "Titre"
    assert not any(".." in path for path in made)


def embedded(form: str) -> dict[str, bytes]:
    """Return a diagram of Camunda 8 that keeps the form of its task inside itself."""
    space = "http://www.omg.org/spec/BPMN/20100524/MODEL"
    held = f'<z:userTaskForm id="UserTaskForm_1a-B">{form}</z:userTaskForm>'
    task = (
        '<userTask id="t"><extensionElements><z:formDefinition '
        'formKey="camunda-forms:bpmn:UserTaskForm_1a-B"/></extensionElements></userTask>'
    )
    bpmn = (
        f'<definitions xmlns="{space}" xmlns:z="http://camunda.org/schema/zeebe/1.0"><process '
        f'id="p"><extensionElements>{held}</extensionElements>{task}</process></definitions>'
    )
    return {"process.bpmn": bpmn.encode()}


def test_a_form_kept_inside_the_diagram_becomes_a_file_that_its_task_opens():
    asked = '{"components": [{"type": "textfield", "key": "nom", "label": "Nom"}], "id": "X"}'
    files = embedded(asked)

    made = complete(files, "Permis")
    findings = check_files("permis", {**files, **made})

    form = json.loads(made["forms/usertaskform_1a_b.form"])
    assert (form["id"], form["components"][0]["key"]) == ("usertaskform_1a_b", "nom")
    codes = {finding.code for finding in findings}
    assert not codes & {"formulaire-absent", "formulaire-inconnu", "formulaire-nom"}


def test_a_form_kept_inside_that_cannot_be_read_is_made_blank():
    made = complete(embedded("pas du JSON"), "Permis")

    assert b"Page_1" in made["forms/usertaskform_1a_b.form"]
