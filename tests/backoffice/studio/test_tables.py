"""Decision tables over HTTP: listed, created, studied and tried as they are being drawn."""

import pytest

from tests.backoffice.desk import Desk, text_of
from tests.backoffice.studio.conftest import PERMIT as FOLDER

PERMIT = "/conception/permis_de_chasser"
TABLE = f"{PERMIT}/tables/type_permis"
XML = (FOLDER / "type_permis.dmn").read_text()
VALUES = {"dateNaissance": "2000-01-01", "assuranceFin": "2026-12-31"}


def tried(ana: Desk, **sent: object):
    whole = {"content": XML, "decision": "typePermis", "values": VALUES, "day": "2026-06-01"}
    return ana.ask("POST", f"{TABLE}/essai", {**whole, **sent})


def test_the_list_says_what_each_decision_keeps_and_who_takes_it(ana):
    page = ana.read(f"{PERMIT}/tables/")

    assert "une seule règle (U)" in page
    assert "« Déterminer le type de permis »" in page


def test_a_table_is_created_opened_and_refused_twice(ana):
    created = ana.post(f"{PERMIT}/tables/", {"name": "bareme"})
    again = ana.post(f"{PERMIT}/tables/", {"name": "bareme"})

    assert created.headers["Location"].endswith("/tables/bareme")
    assert "data-table-editor" in ana.read(f"{PERMIT}/tables/bareme")
    assert again.status_code == 409
    assert 'value="bareme"' in text_of(again)


def test_a_table_that_is_not_there_is_not_found(ana):
    assert ana.get(f"{PERMIT}/tables/absente").status_code == 404
    assert ana.get(f"{PERMIT}/tables/Absente").status_code == 422


def test_what_is_drawn_and_not_saved_is_studied(ana):
    drawn = XML.replace("assuranceFin &gt;= today()", "assuranceFin &gt;= today() and carte")

    study = ana.ask("POST", f"{TABLE}/etude", {"content": drawn}).json

    assert {each["name"] for each in study["decisions"][0]["inputs"]} == {*VALUES, "carte"}
    assert study["decisions"][0]["users"][0]["element"]
    assert ana.ask("GET", f"{PERMIT}/fichiers/type_permis.dmn").json["content"] == XML


def test_a_trial_tells_outputs_and_rules(ana):
    given = tried(ana).json

    assert given["outputs"][0] == ["Résultat (type)", "permis"]
    assert [rule["index"] for rule in given["matched"]] == [3]
    assert given["ruled"] is True
    assert given["refused"] == {}


def test_a_trial_is_made_as_on_the_day_that_is_said(ana):
    late = tried(ana, day="2027-06-01").json

    assert ["Motif (motif)", "assurance expirée"] in late["outputs"]


def test_a_wrong_value_is_told_beside_its_field_and_nothing_is_tried(ana):
    given = tried(ana, values={**VALUES, "assuranceFin": "demain"}).json

    assert given["refused"] == {"assuranceFin": "Donnez une date entière."}
    assert given["outputs"] == []


@pytest.mark.parametrize(
    "sent", [{"values": []}, {"decision": 3}, {"content": 3}, {"day": "jamais"}]
)
def test_a_request_that_cannot_be_read_is_refused_in_french(ana, sent):
    answer = tried(ana, **sent)

    assert answer.status_code == 422
    assert answer.json["message"].endswith(("rechargez la page.", "l'essai."))


def test_hostile_names_are_only_text_and_sizes_are_bounded(ana):
    hostile = XML.replace('name="Type de permis">', 'name="&lt;img src=x&gt;">')

    study = ana.ask("POST", f"{TABLE}/etude", {"content": hostile}).json
    heavy = ana.ask("POST", f"{TABLE}/etude", {"content": " " * 3_000_000})

    assert study["decisions"][0]["label"] == "<img src=x>"
    assert heavy.status_code == 413
