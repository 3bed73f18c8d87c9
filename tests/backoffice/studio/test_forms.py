"""The editor of forms over HTTP: list, page, study, rows written as FEEL, preview, its policy."""

import json

import pytest

from tests.backoffice.desk import Desk, Office, text_of
from workflows.model import Role

LIST = "/conception/aide_au_loyer/formulaires/"
ONE = f"{LIST}avis"
FILE = "/conception/aide_au_loyer/fichiers/forms/avis.form"
CANARY = '<img src=x onerror="window.__xss=1">{{7*191}}'
FIELD = {"type": "textfield", "id": "Champ_1", "key": "nom", "label": "Nom"}


@pytest.fixture
def ana(office: Office) -> Desk:
    desk = office.desk(Role.ANALYST, (), "Ana Lyste")
    desk.post("/conception/nouvelle", {"title": "Aide au loyer", "code": "aide_au_loyer"})
    assert desk.post(LIST, {"name": "avis"}).status_code == 303
    return desk


def form(*components: object) -> str:
    return json.dumps({"id": "avis", "schemaVersion": 19, "components": list(components)})


def shown(ana: Desk, content: str, **more: object) -> dict:
    answer = ana.ask("POST", f"{ONE}/apercu", {"content": content, **more})
    assert answer.status_code == 200
    return answer.json


def test_a_form_is_created_with_one_page_listed_and_opened(ana):
    content = json.loads(ana.ask("GET", FILE).json["content"])

    assert (content["id"], content["schemaVersion"]) == ("avis", 19)
    assert [top["type"] for top in content["components"]] == ["group"]
    assert f'href="{ONE}"' in ana.read(LIST)
    assert "data-form-editor=" in ana.read(ONE)


@pytest.mark.parametrize(
    ("name", "status", "told"),
    [("avis", 409, "existe déjà"), ("Avis", 422, "pas sa place"), ("../x", 422, "pas sa place")],
)
def test_a_name_that_cannot_be_one_is_refused_beside_what_was_typed(ana, name, status, told):
    refused = ana.post(LIST, {"name": name})

    assert refused.status_code == status
    assert told in text_of(refused)
    assert f'value="{name}"' in text_of(refused)


def test_a_form_that_is_not_there_is_not_found(ana):
    assert ana.get(f"{LIST}absent").status_code == 404
    assert ana.get(f"{LIST}Absent").status_code == 422


def test_the_study_tells_rows_remarks_uses_and_other_fields(ana):
    asked = form(
        {**FIELD, "conditional": {"hide": '=nature != "x"'}},
        {**FIELD, "id": "b", "key": "b", "conditional": {"hide": "=inconnu >"}},
    )

    told = ana.ask("POST", f"{ONE}/etude", {"content": asked}).json

    assert told["shown"]['=nature != "x"']["rules"][0]["operator"] == "is"
    assert told["remarks"]["=inconnu >"][0]["code"] == "syntaxe"
    assert {"uses", "others", "scenarios", "held"} <= told.keys()


def test_rows_are_written_as_the_server_reads_them(ana):
    rows = {
        "every": True,
        "rules": [{"field": "age", "operator": "more", "value": {"kind": "number", "value": "3"}}],
    }

    for purpose, text in (("shown", "=age = null or age <= 3"), ("valid", "=age > 3")):
        written = ana.ask("POST", f"{ONE}/condition", {"rules": rows, "purpose": purpose})
        assert written.json["feel"] == text


def test_rows_that_say_nothing_are_refused_in_french(ana):
    refused = ana.ask("POST", f"{ONE}/condition", {"rules": {"rules": []}, "purpose": "shown"})

    assert (refused.status_code, refused.json["message"]) == (422, "Donnez de 1 à 50 conditions.")
    assert ana.ask("POST", f"{ONE}/condition", {"purpose": "x"}).status_code == 400


def test_the_preview_is_the_citizens_page_and_says_what_would_be_refused(ana):
    content = form({**FIELD, "validate": {"required": True}})

    page = shown(ana, content)
    sent = shown(ana, content, sent={"nom": [""]}, press="send")

    assert 'class="govuk-input"' in page["html"]
    assert "Il y a un problème" not in page["html"]
    assert "Renseignez" in sent["html"]
    assert sent["accepted"] is False
    assert shown(ana, content, sent={"nom": ["Wéa"]}, press="send")["accepted"] is True


def test_a_form_that_cannot_be_read_is_told_and_not_drawn(ana):
    told = shown(ana, form({**FIELD, "key": "a b"}))

    assert "a b" in told["problems"][0]


@pytest.mark.parametrize("sent", [None, [], {}, {"content": 3}])
def test_a_demand_of_another_shape_is_refused(ana, sent):
    for place in ("etude", "apercu"):
        refused = ana.ask("POST", f"{ONE}/{place}", sent)
        assert refused.status_code == 422


@pytest.mark.parametrize(
    "odd",
    [
        {"page": "x", "values": 3, "sent": [], "attached": {"nom": -4, "x": True}, "to": 99},
        {"page": -7, "sent": {"nom": [3, None], "y": "z"}, "scenario": ["x"], "press": 4},
        {"values": {"nom": {"a": [1]}, "autre": None}, "to": True},
    ],
)
def test_a_preview_asked_oddly_is_drawn_all_the_same(ana, odd):
    assert "govuk-input" in shown(ana, form(FIELD), **odd)["html"]


def test_hostile_texts_are_only_text_in_the_preview(ana):
    hostile = {**FIELD, "label": CANARY, "description": CANARY}

    html = shown(ana, form(hostile), sent={"nom": [CANARY]}, press="send")["html"]

    assert "<img" not in html


def test_nothing_runs_in_the_frame_and_only_our_pages_show_it(ana):
    frame = ana.get(f"{ONE}/apercu")
    editor = ana.get(ONE)

    policy = frame.headers["Content-Security-Policy"]
    assert "sandbox allow-same-origin" in policy
    assert "script" not in policy
    assert "frame-ancestors 'self'" in policy
    assert frame.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-src 'self'" in editor.headers["Content-Security-Policy"]
    assert "unsafe" not in policy + editor.headers["Content-Security-Policy"]
    assert "<script" not in text_of(frame)


def test_only_those_who_design_see_forms(office, ana):
    agent = office.desk()

    assert agent.get(ONE).status_code == 403
    assert agent.ask("POST", f"{ONE}/apercu", {"content": form(FIELD)}).status_code == 403
    assert agent.ask("POST", f"{ONE}/etude", {"content": form(FIELD)}).status_code == 403


def test_a_key_is_renamed_in_the_whole_draft_and_the_draft_of_before_is_kept(office, ana):
    reader = {**FIELD, "id": "b", "key": "b", "conditional": {"hide": '=nom != "x"'}}
    ana.ask("PUT", FILE, {"content": form(FIELD, reader), "revision": 1})

    done = ana.ask("POST", f"{ONE}/cle", {"old": "nom", "wanted": "nomUsuel", "revision": 2})

    saved = ana.ask("GET", FILE).json
    assert done.status_code == 200
    # the first form asks for the same name
    assert done.json["files"] == ["forms/avis.form", "forms/demande.form"]
    assert done.json["revision"] == 3
    assert saved["content"] == done.json["content"]
    assert saved["content"].count("nomUsuel") == 2


@pytest.mark.parametrize(
    ("wanted", "revision", "status"), [("nomUsuel", 1, 409), ("b", 2, 422), ("a b", 2, 422)]
)
def test_a_renaming_that_cannot_be_leaves_the_draft_as_it_was(ana, wanted, revision, status):
    content = form(FIELD, {**FIELD, "id": "b", "key": "b"})
    ana.ask("PUT", FILE, {"content": content, "revision": 1})
    change = {"old": "nom", "wanted": wanted, "revision": revision}

    refused = ana.ask("POST", f"{ONE}/cle", change)

    assert refused.status_code == status
    assert refused.json["message"]
    assert ana.ask("GET", FILE).json["content"] == content
