"""The studio over HTTP: the editors' JSON, two analysts at one file, pages of a démarche."""

import json
import re

import pytest

from tests.backoffice.desk import Desk, Office, text_of
from workflows.model import Role

FICHE = "/conception/aide_au_loyer/fichiers/fiche.md"
CANARY = "<script>window.__xss=1</script>"


@pytest.fixture
def ana(office: Office) -> Desk:
    desk = office.desk(Role.ANALYST, (), "Ana Lyste")
    made = desk.post("/conception/nouvelle", {"title": "Aide au loyer", "code": "aide_au_loyer"})
    assert made.status_code == 303
    return desk


@pytest.fixture
def bob(office: Office) -> Desk:
    return office.desk(Role.ANALYST, (), "Bob Lyste")


def test_a_demarche_sent_without_a_code_takes_the_one_of_its_title(ana):
    made = ana.post("/conception/nouvelle", {"title": "Aide au loyer d'été", "code": ""})

    assert made.status_code == 303
    assert made.location.endswith("/conception/aide_au_loyer_d_ete/")


def test_an_editor_reads_saves_and_removes_a_file(ana):
    read = ana.ask("GET", FICHE).json
    saved = ana.ask("PUT", FICHE, {"content": "# Été", "revision": read["revision"]})

    assert (read["path"], read["revision"], read["changed_by"]) == ("fiche.md", 1, "Ana Lyste")
    assert (saved.status_code, saved.json["revision"]) == (200, 2)
    assert ana.ask("GET", FICHE).json["content"] == "# Été"
    assert ana.ask("DELETE", f"{FICHE}?revision=2").status_code == 204
    assert ana.ask("GET", FICHE).status_code == 404


def test_the_second_analyst_gets_the_first_ones_text_and_keeps_his(ana, bob):
    ana.ask("PUT", FICHE, {"content": "Ana", "revision": 1})

    refused = bob.ask("PUT", FICHE, {"content": "Bob", "revision": 1})
    sent = {"content": "Bob", "revision": refused.json["revision"], "kept": True}
    kept = bob.ask("PUT", FICHE, sent)

    assert refused.status_code == 409
    assert refused.json["content"] == "Ana"
    assert refused.json["changed_by"] == "Ana Lyste"
    assert "Ana Lyste a enregistré « fiche.md »" in refused.json["message"]
    assert kept.json["revision"] == 3
    overview = ana.read("/conception/aide_au_loyer/")
    assert "Avant qu&#39;une version de fiche.md soit écrasée" in overview
    kept_id = overview.rpartition('name="etat" value="')[2].partition('"')[0]
    ana.post("/conception/aide_au_loyer/retour", {"etat": kept_id})
    assert ana.ask("GET", FICHE).json["content"] == "Ana"


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        {},
        {"content": "x"},
        {"content": 3, "revision": 1},
        {"content": "x", "revision": True},
    ],
    ids=str,
)
def test_a_saving_that_says_nothing_is_refused_in_a_sentence(ana, sent):
    answer = ana.ask("PUT", FICHE, sent)

    assert answer.status_code == 422
    assert "rechargez la page" in answer.json["message"]


def test_a_lone_surrogate_is_refused(ana):
    raw = json.dumps({"content": "\ud800", "revision": 1})
    headers = {"X-CSRFToken": ana.token(), "Accept": "application/json"}

    answer = ana.client.put(FICHE, data=raw, content_type="application/json", headers=headers)

    assert answer.status_code == 422


def test_scripts_are_told_of_errors_in_json_and_forged_ones_change_nothing(ana, office):
    forged = ana.client.put(
        FICHE, json={"content": "x", "revision": 1}, headers={"Accept": "application/json"}
    )
    stranger = office.desk(Role.INSTRUCTOR).ask("GET", FICHE)

    assert (forged.status_code, set(forged.json)) == (400, {"message"})
    assert (stranger.status_code, set(stranger.json)) == (403, {"message"})
    assert ana.ask("GET", FICHE).json["revision"] == 1


def test_a_check_sees_what_the_editor_has_not_saved(ana):
    url = "/conception/aide_au_loyer/verification"

    broken = ana.ask("POST", url, {"files": {"forms/demande.form": "{"}}).json
    saved = ana.ask("POST", url, {"files": {}}).json

    assert "forms/demande.form" in {each["file"] for each in broken["findings"]}
    assert "forms/demande.form" not in {
        each["file"] for each in saved["findings"] if each["level"] == "error"
    }
    assert set(broken["findings"][0]) >= {"code", "level", "file", "element", "message", "remedy"}
    assert ana.ask("POST", url, {"files": {"../x": "y"}}).status_code == 422


def test_the_list_and_the_overview_show_where_each_demarche_stands(ana, office):
    office.file()

    listed = ana.read("/conception/")
    overview = ana.read("/conception/aide_au_loyer/")
    published = ana.read(f"/conception/{office.aide}/")

    assert "Aide au loyer" in listed
    assert "Brouillon" in listed
    assert "Publiée" in listed
    assert "1 sur la version 1" in listed
    assert "process.bpmn" in overview
    assert "Commencer un brouillon" in published
    assert f"/demarches/{office.aide}/1" in published


def test_a_draft_is_begun_tried_exported_and_abandoned_from_its_page(ana, office):
    base = f"/conception/{office.aide}"

    assert ana.post(f"{base}/brouillon").status_code == 303
    assert "En test" not in ana.read(f"{base}/")
    ana.post(f"{base}/etat", {"etat": "en_test"})
    assert "En test" in ana.read(f"{base}/")
    package = ana.get(f"{base}/demarche.zip")
    assert (
        package.headers["Content-Disposition"] == f'attachment; filename="{office.aide}.demarche"'
    )
    assert package.data.startswith(b"PK")
    assert ana.post(f"{base}/abandon").status_code == 303
    assert "Commencer un brouillon" in ana.read(f"{base}/")


def test_a_hostile_title_is_only_text(ana):
    ana.post("/conception/nouvelle", {"title": CANARY, "code": "hostile"})

    for path in ("/conception/", "/conception/hostile/"):
        page = ana.read(path)
        assert CANARY not in page
        assert "&lt;script&gt;window.__xss=1" in page


def test_a_refused_creation_shows_what_was_typed(ana):
    answer = ana.post("/conception/nouvelle", {"title": "Une autre", "code": "aide_au_loyer"})

    assert answer.status_code == 409
    assert "déjà pris" in text_of(answer)
    assert 'value="Une autre"' in text_of(answer)


def test_parts_are_added_renamed_and_removed_from_the_overview(ana):
    base = "/conception/aide_au_loyer"

    added = ana.post(f"{base}/parties", {"kind": "formulaire", "name": "avis"})
    assert added.location == f"{base}/formulaires/avis"
    for kind, name in (("lettre", "refus"), ("table", "bareme"), ("scenario", "a_simple")):
        assert ana.post(f"{base}/parties", {"kind": kind, "name": name}).status_code == 303
    renamed = ana.post(f"{base}/parties/nom", {"path": "forms/demande.form", "name": "depot"})
    assert renamed.status_code == 303
    removed = ana.post(f"{base}/parties/suppression", {"path": "letters/refus.txt"})
    assert removed.status_code == 303

    page = ana.read(f"{base}/")
    assert "forms/depot.form" in page
    assert "letters/refus.txt</span>" not in page
    assert "depot" in ana.ask("GET", f"{base}/fichiers/process.bpmn").json["content"]
    check = ana.ask("POST", f"{base}/verification", {"files": {}}).json["findings"]
    assert "formulaire-inconnu" not in {finding["code"] for finding in check}


def test_the_diagram_creates_what_its_elements_point_at_named_after_their_label(ana):
    place = "/conception/aide_au_loyer/diagramme/parties"

    made = {
        kind: [
            ana.ask("POST", place, {"kind": kind, "title": 'L’avis "du" maire'}).json["name"]
            for _turn in range(2)
        ]
        for kind in ("formulaire", "lettre", "table", "diagramme")
    }

    assert {tuple(names) for names in made.values()} == {("l_avis_du_maire", "l_avis_du_maire_2")}
    check = ana.ask("POST", "/conception/aide_au_loyer/verification", {"files": {}}).json
    made_files = [each for each in check["findings"] if "avis_du_maire" in each["file"]]
    assert {each["code"] for each in made_files} == {"fichier-inutilise", "diagramme-jamais-appele"}
    files = "/conception/aide_au_loyer/fichiers"
    for path in ("forms/{}.form", "letters/{}.txt", "{}.dmn", "{}.bpmn"):
        content = ana.ask("GET", f"{files}/{path.format('l_avis_du_maire')}").json["content"]
        assert "L’avis" in content


def test_every_part_of_the_overview_leads_to_its_editor(ana):
    base = "/conception/aide_au_loyer"
    for kind in ("formulaire", "lettre", "table", "diagramme", "scenario"):
        ana.ask("POST", f"{base}/diagramme/parties", {"kind": kind, "title": "Neuf"})

    page = ana.read(f"{base}/")

    rows = re.findall(r"<tr>\s*<td>(.*?)</td>", page, re.DOTALL)
    links = [re.search(r'<a href="([^"]+)"><strong>', row) for row in rows]
    assert all(links)
    assert {found[1].removeprefix(f"{base}/") for found in links} >= {
        "diagramme", "diagramme?fichier=neuf.bpmn", "reglages", "fiche", "formulaires/neuf",
        "lettres/neuf", "tables/neuf", "scenarios/neuf",
    }  # fmt: skip
    for found in links:
        assert ana.read(found[1])


def test_a_part_of_any_title_gets_a_name_that_a_file_can_bear(ana):
    place = "/conception/aide_au_loyer/diagramme/parties"
    long = "Vérifier que la personne remplit toutes les conditions du règlement provincial"

    for kind, page in (
        ("formulaire", "formulaires/{}"),
        ("lettre", "lettres/{}"),
        ("table", "tables/{}"),
        ("diagramme", "diagramme?fichier={}.bpmn"),
        ("scenario", "scenarios/{}"),
    ):
        for title in (long, long, "", "≠ !"):
            name = ana.ask("POST", place, {"kind": kind, "title": title}).json["name"]
            assert ana.read(f"/conception/aide_au_loyer/{page.format(name)}")


@pytest.mark.parametrize("sent", [{"kind": "virus", "title": "x"}, {"kind": "table"}, [], None])
def test_a_part_that_no_page_asks_for_is_refused(ana, sent):
    answer = ana.ask("POST", "/conception/aide_au_loyer/diagramme/parties", sent)

    assert answer.status_code == 422
    assert "rechargez la page" in answer.json["message"]


@pytest.mark.parametrize(
    ("action", "form", "status", "words"),
    [
        ("", {"kind": "formulaire", "name": "demande"}, 409, "existe déjà"),
        ("", {"kind": "formulaire", "name": "Dé"}, 422, "pas sa place"),
        ("", {"kind": "virus", "name": "x"}, 422, "Choisissez"),
        ("/nom", {"path": "forms/demande.form", "name": "x y"}, 422, "minuscules"),
        ("/nom", {"path": "forms/absent.form", "name": "x"}, 404, ""),
        ("/suppression", {"path": "forms/demande.form"}, 409, "Déposer la demande"),
        ("/suppression", {"path": "process.bpmn"}, 409, "indispensable"),
    ],
)
def test_what_cannot_be_done_to_a_part_is_told_on_its_page(ana, action, form, status, words):
    answer = ana.post(f"/conception/aide_au_loyer/parties{action}", form)

    assert answer.status_code == status
    assert words in text_of(answer)
    assert (
        ana.ask("GET", "/conception/aide_au_loyer/fichiers/forms/demande.form").json["revision"]
        == 1
    )


def test_a_search_finds_demarches_by_words_and_state(ana, office):
    for rank in range(8):
        ana.post("/conception/nouvelle", {"title": f"Été {rank}", "code": f"ete_{rank}"})

    assert "Rechercher une démarche" in ana.read("/conception/")
    found = ana.read("/conception/?texte=ete+3")
    assert "Été 3" in found
    assert "Été 4" not in found
    assert "Aide de test" in ana.read("/conception/?etat=publiee")
    assert "Été" not in ana.read("/conception/?etat=publiee")
    assert "ne correspond" in ana.read("/conception/?texte=introuvable")
