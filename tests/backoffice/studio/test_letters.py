"""Letters, fiche and settings over HTTP: written, tried on a scenario's data, saved, refused."""

from lxml import html

from tests.backoffice.desk import Desk, text_of

PERMIT = "/conception/permis_de_chasser"
LETTER = f"{PERMIT}/lettres/refuse"
SETTINGS = f"{PERMIT}/reglages"
CANARY = '<img src=x onerror="window.__xss=1">{{7*191}}'


def tried(ana: Desk, content: str, scenario: str = "") -> dict:
    answer = ana.ask("POST", f"{LETTER}/apercu", {"content": content, "scenario": scenario})
    assert answer.status_code == 200
    return answer.json


def fields(ana: Desk) -> dict[str, list[str]]:
    """Return what the form of the settings holds, as a browser would send it."""
    form = html.fromstring(ana.read(SETTINGS)).forms[-1]
    sent: dict[str, list[str]] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    return sent


def test_the_list_says_who_writes_each_letter(ana):
    page = ana.read(f"{PERMIT}/lettres/")

    assert "« Notifier le refus »" in page
    assert "« Établir le permis »" in page
    assert "aucune tâche : reliez-la" not in page


def test_a_letter_is_created_opened_and_refused_twice(ana):
    created = ana.post(f"{PERMIT}/lettres/", {"name": "convocation"})
    again = ana.post(f"{PERMIT}/lettres/", {"name": "convocation"})

    assert created.headers["Location"].endswith("/lettres/convocation")
    assert "data-letter-editor" in ana.read(f"{PERMIT}/lettres/convocation")
    assert again.status_code == 409
    assert 'value="convocation"' in text_of(again)


def test_the_editor_offers_what_the_letter_may_name(ana):
    page = ana.read(LETTER)

    for name in ("numero", "nom", "motifRefus"):
        assert f'data-name="{name}"' in page
    assert 'data-name="titre"' not in page  # another letter's
    assert 'data-name="titre"' in ana.read(f"{PERMIT}/lettres/permis")


def test_without_a_scenario_labels_stand_in_brackets(ana):
    given = tried(ana, "Objet : À {{ nom }}\n\nDossier {{ numero }}, {{ inconnu }}.\n")

    assert given["texts"] == [
        {"kind": "", "subject": "À [Nom]", "body": "Dossier [numéro du dossier], .\n"}
    ]
    assert given["unknown"] == ["inconnu"]


def test_a_scenario_that_writes_the_letter_gives_its_data(ana):
    given = tried(ana, "Objet : Non\n\nMadame {{ nom }} : {{ motifTexte }}\n", "g_refus_motive")

    [text] = given["texts"]
    assert (text["kind"], text["subject"]) == ("mail", "Non")
    assert "Wéa" in text["body"]
    assert not given["missed"]


def test_a_scenario_that_never_writes_it_says_so(ana):
    given = tried(ana, "Objet : Non\n\nMotif\n", "a_delivre")

    assert given["missed"]


def test_a_letter_that_cannot_be_read_is_told_with_its_remedy(ana):
    given = tried(ana, "Bonjour\n\nsans objet\n")

    assert given["texts"] == []
    assert "Objet : …" in given["problems"][0]


def test_hostile_text_is_only_text(ana):
    given = tried(ana, f"Objet : {CANARY}\n\n{CANARY}\n")

    assert given["problems"]  # braces that hold no name
    plain = tried(ana, "Objet : <b>x</b>\n\n<script>1</script>\n")
    assert plain["texts"][0]["body"] == "<script>1</script>\n"


def test_the_document_is_a_tagged_pdf(ana):
    sent = {"content": "Objet : Refus\n\nMadame {{ nom }}\n", "scenario": "g_refus_motive"}

    answer = ana.post(f"{LETTER}/document", sent)
    refused = ana.post(f"{LETTER}/document", {"content": "rien", "scenario": ""})

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert b"/MarkInfo" in answer.data
    assert refused.status_code == 422


def test_a_letter_that_is_not_there_is_not_found(ana):
    assert ana.get(f"{PERMIT}/lettres/absente").status_code == 404
    assert ana.get(f"{PERMIT}/lettres/Absente").status_code == 422
    assert ana.get(f"{PERMIT}/lettres/..%2Fx").status_code == 404


def test_the_fiche_is_drawn_as_its_reader_has_it(ana):
    sent = {"content": "# Objet\n\nUn **permis**.\n\n<script>alert(1)</script>\n"}

    html = ana.ask("POST", f"{PERMIT}/fiche/apercu", sent).json["html"]

    assert "<h2>Objet</h2>" in html
    assert "<strong>permis</strong>" in html
    assert "<script" not in html


def test_settings_are_saved_and_only_what_changed_moves(ana):
    before = ana.ask("GET", f"{PERMIT}/fichiers/demarche.toml").json["content"]

    answer = ana.post(SETTINGS, {**fields(ana), "title": "Permis de pêche"})

    after = ana.ask("GET", f"{PERMIT}/fichiers/demarche.toml").json["content"]
    assert answer.status_code == 303
    assert after == before.replace('title = "Permis de chasser"', 'title = "Permis de pêche"', 1)


def test_a_refused_setting_comes_back_with_what_was_typed_and_nothing_is_saved(ana):
    before = ana.ask("GET", f"{PERMIT}/fichiers/demarche.toml").json

    answer = ana.post(SETTINGS, {**fields(ana), "number_prefix": "ps", "theme": "Chasse"})

    assert answer.status_code == 422
    page = text_of(answer)
    assert 'id="number_prefix-error"' in page
    assert 'value="ps"' in page
    assert 'value="Chasse"' in page
    assert ana.ask("GET", f"{PERMIT}/fichiers/demarche.toml").json == before


def test_settings_that_a_colleague_changed_meanwhile_are_not_overwritten(studio, ana):
    sent = fields(ana)
    zoe = studio.desk(groups=(), name="Zoé", role=ana.actor.role)
    zoe.post(SETTINGS, {**fields(zoe), "theme": "Forêt"})

    answer = ana.post(SETTINGS, {**sent, "theme": "Chasse"})

    assert answer.status_code == 409
    assert "Zoé" in text_of(answer)
    assert 'value="Chasse"' in text_of(answer)
    assert "Forêt" in ana.ask("GET", f"{PERMIT}/fichiers/demarche.toml").json["content"]


def test_settings_that_cannot_be_read_are_mended_as_text(ana):
    place = f"{PERMIT}/fichiers/demarche.toml"
    present = ana.ask("GET", place).json
    broken = {"content": "title = ", "revision": present["revision"]}
    revision = ana.ask("PUT", place, broken).json["revision"]

    page = ana.read(SETTINGS)
    still = ana.post(SETTINGS, {"text": "title =", "revision": revision})
    mended = ana.post(SETTINGS, {"text": present["content"], "revision": revision})

    assert "demarche.toml ne se lit pas" in page
    assert still.status_code == 422
    assert mended.status_code == 303
    assert ana.ask("GET", place).json["content"] == present["content"]
