"""New démarches over HTTP: a code proposed, a template, a copy, an import shown beforehand."""

from io import BytesIO

import pytest

from tests.backoffice.desk import Desk, Office, text_of
from workflows.catalogue.beginnings.starting_points import TEMPLATES, template_files
from workflows.catalogue.files import MAX_FILE_BYTES, pack_files
from workflows.model import Role

CANARY = "<img src=x onerror=1>"


@pytest.fixture
def ana(office: Office) -> Desk:
    return office.desk(Role.ANALYST, (), "Ana Lyste")


def send(desk, address, files, **fields):
    sent = [(BytesIO(content), name) for name, content in files.items()]
    return desk.post(address, {**fields, "fichiers": sent}, content_type="multipart/form-data")


def preview(desk, files, **fields):
    return send(desk, "/conception/import/apercu", files, **fields)


def mark_of(page):
    return page.partition('data-apply-import="')[2].partition('"')[0]


@pytest.mark.parametrize("template", [each.name for each in TEMPLATES])
def test_a_demarche_begins_from_a_template(ana, template):
    made = ana.post(
        "/conception/nouvelle", {"depart": template, "title": "Aide neuve", "code": "aide_neuve"}
    )

    assert made.location == "/conception/aide_neuve/"
    assert "Aide neuve" in ana.read("/conception/")
    check = ana.ask("POST", "/conception/aide_neuve/verification", {"files": {}}).json
    assert check["findings"] == []


def test_a_demarche_begins_as_a_copy(ana, office):
    form = {"depart": "copie", "source": office.aide, "title": "Copie", "code": "copie"}

    assert ana.post("/conception/nouvelle", form).status_code == 303
    card = ana.ask("GET", "/conception/copie/fichiers/demarche.toml").json
    assert 'title = "Copie"' in card["content"]


@pytest.mark.parametrize(
    ("question", "code", "refused"),
    [
        ("titre=Permis d'aménager", "permis_d_amenager", False),
        ("titre=Aide test", "aide_test_2", False),
        ("code=aide_test", "aide_test", True),
        ("code=Aide", "Aide", True),
        ("code=libre", "libre", False),
        ("titre=", "", False),
        ("titre=🎉", "", False),
    ],
)
def test_a_code_is_proposed_or_judged_as_one_types(ana, office, question, code, refused):
    found = ana.get(f"/conception/nouvelle/code.json?{question}").json

    assert (found["code"], bool(found["refusal"])) == (code, refused)


def test_an_import_is_shown_then_done_as_shown(ana):
    package = {"x.demarche": pack_files("occupation", template_files("avec_avis"))}

    shown = text_of(preview(ana, package))
    assert "Nouvelle démarche « Occupation du domaine public »" in shown
    assert "Aucun : la démarche peut être publiée." in shown
    assert "occupation" not in ana.read("/conception/")
    done = send(ana, "/conception/import", package, vu=mark_of(shown))

    assert done.json == {"url": "/conception/occupation/"}
    assert "Occupation du domaine public" in ana.read("/conception/")


def test_a_known_demarche_is_shown_its_changes_and_gets_a_revision(ana, office, aide_folder):
    process = (aide_folder / "process.bpmn").read_bytes()
    files = {"modifié.bpmn": process.replace(b"Examiner la demande", b"Relire la demande")}

    shown = text_of(preview(ana, files))
    done = send(ana, "/conception/import", files, vu=mark_of(shown))

    assert "Nouvelle révision de « Aide de test »" in shown
    assert "Relire la demande" in shown
    assert done.json == {"url": f"/conception/{office.aide}/"}
    again = text_of(preview(ana, files))
    assert "Rien ne change" in again


def test_a_lone_diagram_is_told_what_was_made_for_it(ana):
    bpmn = template_files("avec_avis")["process.bpmn"]

    shown = text_of(preview(ana, {"occupation.bpmn": bpmn}, title="Ma terrasse"))

    assert "Ajouté pour que la démarche soit complète" in shown
    assert "forms/verification.form" in shown
    assert "Nouvelle démarche « Ma terrasse »" in shown


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "Aucun de ces fichiers"),
        ({"photo.png": b"x"}, "Aucun de ces fichiers"),
        ({"x.demarche": b"PK\x03\x04 not a zip"}, "abîmée"),
        ({"a.bpmn": b"<a", "x.toml": b""}, "XML lisible"),
        ({"lettre.txt": b"x"}, "Donnez un titre ou un code"),
        ({"a.zip": pack_files("a", {"fiche.md": b" " * (MAX_FILE_BYTES + 1)})}, "2 Mo"),
    ],
    ids=["nothing", "a picture", "no zip", "no xml", "no name", "too heavy"],
)
def test_what_cannot_be_imported_is_refused_with_its_reason(ana, files, words):
    answer = preview(ana, files)

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert "Rien n’a changé" in text_of(answer)


def test_an_import_that_was_not_seen_is_not_done(ana, office, aide_folder):
    files = {"fiche.md": b"# Autre"}

    answer = send(ana, "/conception/import", files, code=office.aide, vu="")

    assert answer.status_code == 409
    assert "Commencer un brouillon" in ana.read(f"/conception/{office.aide}/")


def test_hostile_names_of_files_and_elements_are_only_text(ana):
    bpmn = template_files("simple")["process.bpmn"].decode()
    hostile = bpmn.replace("Attestation de domicile", CANARY.replace("<", "&lt;"))

    shown = text_of(preview(ana, {"a.bpmn": hostile.encode(), f"{CANARY}.exe": b"x"}, code="a"))

    assert CANARY not in shown
    assert "&lt;img src=x" in shown
