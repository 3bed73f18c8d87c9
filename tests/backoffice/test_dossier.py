"""The dossier on one page, and the agent's task done on it."""

import re

import pytest
from sqlalchemy import update

from tests.backoffice.desk import text_of
from tests.use_cases import cast as people
from tests.use_cases import files
from tests.use_cases import sample_demarches as demarches
from workflows.model import DossierState, Piece, Role
from workflows.use_cases.act import SYSTEM, acting


def test_the_page_holds_everything_about_the_dossier(office):
    dossier_id = office.file()

    page = office.desk().read(f"/dossiers/{dossier_id}")

    for words in (
        "Rose Wamytan",
        "AT-2026-00001",
        "Déposé",
        "Wamytan",
        "plan.png",
        "domicile.pdf",
        "Demande envoyée",
        "Examiner la demande",
        "Décision",
        "dans 15 jours",
    ):
        assert words in page


def test_the_steps_tell_in_words_what_the_diagram_shows(office):
    page = office.desk().read(f"/dossiers/{office.file()}")

    steps = re.findall(r'<li class="step step--(\w+)">.*?</span> <span>([^<]*[^<\s])', page)

    assert ("passed", "Déposer") in steps
    assert ("live", "Examiner la demande") in steps
    assert ("ahead", "Compléter la demande") in steps


def test_the_diagram_is_given_with_its_live_and_passed_elements(office):
    answer = office.desk().get(f"/dossiers/{office.file()}/diagramme.json")

    assert answer.json["live"] == ["Examiner"]
    assert "Deposer" in answer.json["passed"]
    assert answer.json["bpmn"].startswith("<?xml")


@pytest.mark.parametrize(
    ("decision", "state"),
    [
        ("conforme", "Accepté"),
        ("refus", "Refusé"),
        ("a_completer", "À compléter"),
    ],
)
def test_a_decision_moves_the_dossier_and_says_so(office, decision, state):
    dossier_id = office.file()
    desk = office.desk()

    form = {"decision": decision, "motif": "Parce que"}
    answer = desk.post(f"/taches/{office.task(dossier_id)}", form)

    assert (answer.status_code, answer.location) == (303, f"/dossiers/{dossier_id}")
    page = desk.read(answer.location)
    assert f"le dossier est « {state} »" in page.replace("&#39;", "'")


def test_a_missing_decision_is_told_beside_its_field_and_nothing_typed_is_lost(office):
    dossier_id = office.file()
    desk = office.desk()

    answer = desk.post(f"/taches/{office.task(dossier_id)}", {"motif": "Un long texte tapé"})

    assert answer.status_code == 422
    assert "Il y a un problème" in text_of(answer)
    assert 'href="#decision' in text_of(answer)
    assert "Un long texte tapé" in text_of(answer)


@pytest.mark.parametrize("decision", ["ACCEPTE", "conforme' or 1=1", "<script>"])
def test_a_decision_outside_the_list_is_refused(office, decision):
    dossier_id = office.file()
    desk = office.desk()

    answer = desk.post(f"/taches/{office.task(dossier_id)}", {"decision": decision})

    assert answer.status_code == 422
    assert "<script>" not in text_of(answer).split("<main")[1]


def test_what_the_form_does_not_ask_is_dropped(office):
    dossier_id = office.file()
    desk = office.desk()

    form = {"decision": "refus", "motif": "Non", "nom": "Pirate", "statut": "accepte"}
    desk.post(f"/taches/{office.task(dossier_id)}", form)

    page = desk.read(f"/dossiers/{dossier_id}")
    assert "Pirate" not in page
    assert "Refusé" in page


def test_whoever_comes_second_sees_what_changed_and_what_was_typed(office):
    dossier_id = office.file()
    task_id = office.task(dossier_id)
    slow, fast = office.desk(), office.desk(name="Anne Rapide")
    form = hidden_fields(slow.read(f"/dossiers/{dossier_id}"))
    fast.post(f"/taches/{task_id}", {"decision": "conforme"})

    typed = {"decision": "refus", "motif": "Trois lignes bien pesées"}
    answer = slow.post(f"/taches/{task_id}", form | typed)

    assert answer.status_code == 409
    shown = text_of(answer)
    assert "Le dossier a changé entre-temps" in shown
    assert "Trois lignes bien pesées" in shown
    assert "Anne Rapide" in shown
    assert "Accepté" in shown
    assert "Demande envoyée" not in shown


@pytest.mark.parametrize("button", ["suite", "brouillon"])
def test_what_was_typed_survives_a_colleague_who_took_the_task(office, button):
    dossier_id = office.file()
    task_id = office.task(dossier_id)
    slow, fast = office.desk(), office.desk(name="Anne Rapide")
    form = hidden_fields(slow.read(f"/dossiers/{dossier_id}"))
    fast.post(f"/taches/{task_id}/prendre")

    typed = {"decision": "refus", "motif": "Trois lignes bien pesées", "envoi": button}
    answer = slow.post(f"/taches/{task_id}", form | typed)

    assert answer.status_code == 403
    assert "Trois lignes bien pesées" in text_of(answer)
    assert "Anne Rapide" in text_of(answer)
    assert "En instruction" in slow.read(f"/dossiers/{dossier_id}")


@pytest.mark.parametrize("button", ["upload", "remove_row", "add_row", "refresh"])
def test_a_button_that_changes_the_page_decides_nothing(office, button):
    dossier_id = office.file()
    desk = office.desk()

    form = {"dossier": str(dossier_id), "decision": "conforme", button: "motif"}
    answer = desk.post(f"/taches/{office.task(dossier_id)}", form)

    assert answer.status_code == 303
    assert "Déposé" in desk.read(f"/dossiers/{dossier_id}")


def test_sending_twice_decides_once(office):
    dossier_id = office.file()
    task_id = office.task(dossier_id)
    desk = office.desk()
    form = {"decision": "conforme", "dossier": str(dossier_id)}

    answers = [desk.post(f"/taches/{task_id}", form).status_code for _ in range(2)]

    assert answers == [303, 409]


def test_a_conflict_on_an_invisible_dossier_tells_nothing(office):
    dossier_id = office.file()
    task_id = office.task(dossier_id)
    desk, outsider = office.desk(), office.desk(groups=("conseil",))
    desk.post(f"/taches/{task_id}", {"decision": "conforme"})

    answer = outsider.post(f"/taches/{task_id}", {"dossier": str(dossier_id)})

    assert answer.status_code == 404


def test_a_draft_is_kept_and_found_again(office):
    dossier_id = office.file()
    task_id = office.task(dossier_id)
    desk = office.desk()

    form = {"envoi": "brouillon", "motif": "À finir demain", "dossier": str(dossier_id)}
    kept = desk.post(f"/taches/{task_id}", form)

    assert kept.status_code == 303
    page = desk.read(kept.location)
    assert "À finir demain" in page
    assert "Déposé" in page


@pytest.mark.parametrize("nonsense", ["-1", "99", "x", "1e9", str(2**70)])
def test_a_page_number_out_of_the_form_is_no_accident(office, nonsense):
    dossier_id = office.file()
    task_id = office.task(dossier_id)
    desk = office.desk()

    shown = desk.get(f"/dossiers/{dossier_id}?page={nonsense}")
    kept = desk.post(f"/taches/{task_id}", {"envoi": "brouillon", "page": nonsense})

    assert shown.status_code == 200
    assert kept.status_code in {303, 404}


@pytest.mark.parametrize("key", ["remove_piece", "dossier"])
@pytest.mark.parametrize("value", ["x", "", "78d0e3dc-9665-4bbf-aab0-1cb0b52e60b3"])
def test_forged_ids_in_a_form_are_no_accident(office, key, value):
    dossier_id = office.file()
    desk = office.desk()

    form = {"decision": "conforme", key: value}
    answer = desk.post(f"/taches/{office.task(dossier_id)}", form)

    assert answer.status_code in {303, 404}


def test_two_tasks_at_once_are_both_reached(office, tmp_path):
    code = people.install(office.world, demarches.write_parallel(tmp_path / "cote_a_cote"))
    citizen = people.make_citizen(office.world)
    dossier_id = people.file_dossier(office.world, citizen, code)
    both = office.desk(groups=("bureau", "conseil"))
    one = office.desk(groups=("conseil",))

    page = both.read(f"/dossiers/{dossier_id}")
    other = re.search(r'href="(/dossiers/[^"]*tache=[^"]*)"', page)[1].replace("&amp;", "&")

    names = {heading(page), heading(both.read(other))}
    assert names == {"Donner un avis", "Contrôler"}
    assert heading(one.read(f"/dossiers/{dossier_id}")) == "Donner un avis"


def test_a_decision_that_is_no_field_is_a_button_for_each_way_out(office, tmp_path):
    folder = demarches.write_choice(tmp_path / "au_choix")
    citizen = people.make_citizen(office.world)
    dossier_id = people.file_dossier(office.world, citizen, people.install(office.world, folder))
    desk = office.desk()
    page = desk.read(f"/dossiers/{dossier_id}")
    buttons = re.findall(r'<button class="button[^"]*" name="(choix_\w+)" value="(\w+)">', page)
    task_id = office.task(dossier_id)

    refused = desk.post(f"/taches/{task_id}", {"reponse": "Vu", "envoi": "suite"})
    assert refused.status_code == 422
    assert "Choisissez une des décisions proposées" in text_of(refused)

    assert [value for _name, value in buttons] == ["f_oui", "f_non"]
    answer = desk.post(f"/taches/{task_id}", {"reponse": "Vu", buttons[1][0]: "f_non"})
    assert answer.status_code == 303
    assert "Refusé" in desk.read(answer.location)


def hidden_fields(page):
    """Return what the page's form sends unseen; the desk adds its token itself."""
    found = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page))
    return {name: value for name, value in found.items() if name != "csrf_token"}


def heading(page):
    return re.search(r'<h2 id="task-name">([^<]+)', page)[1]


def test_an_administrator_reads_but_decides_nothing(office):
    dossier_id = office.file()
    admin = office.desk(Role.ADMINISTRATOR, ())

    page = admin.read(f"/dossiers/{dossier_id}")

    assert "Rose Wamytan" in page
    assert 'id="task-name"' not in page
    assert admin.post(f"/taches/{office.task(dossier_id)}").status_code == 403


def test_pictures_and_pdfs_are_shown_in_a_sandbox_under_their_true_type(office):
    page = (desk := office.desk()).read(f"/dossiers/{office.file()}")
    found = dict(
        (name, address)
        for address, name in re.findall(r'href="(/pieces/[0-9a-f-]+)"[^>]*>([^<]+)<', page)
    )

    picture, document = desk.get(found["plan.png"]), desk.get(found["domicile.pdf"])

    assert picture.content_type == "image/png"
    assert picture.data == files.png()
    assert document.content_type == "application/pdf"
    assert document.headers["Content-Disposition"] == "inline; filename=domicile.pdf"
    for answer in (picture, document, desk.get(f"{found['plan.png']}/vignette")):
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert desk.get(f"{found['plan.png']}/vignette").content_type == "image/jpeg"
    assert desk.get(f"{found['domicile.pdf']}/vignette").status_code == 404
    saved = desk.get(f"{found['plan.png']}/telecharger")
    assert saved.content_type == "application/octet-stream"
    assert saved.headers["Content-Disposition"] == "attachment; filename=plan.png"


def test_a_file_that_no_browser_should_open_is_only_saved(office):
    dossier_id = office.file()
    with acting(office.world, SYSTEM) as act:
        act.session.execute(update(Piece).values(media_type="image/vnd.dwg", name="plan.dwg"))
    desk = office.desk()

    page = desk.read(f"/dossiers/{dossier_id}")
    answer = desk.get(re.search(r'href="(/pieces/[0-9a-f-]+)"', page)[1])

    assert answer.content_type == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment; filename=plan.dwg"


@pytest.mark.parametrize("name", ['a"b.png', "é – ☃.png", "<b>.png", "a;b.png"])
def test_an_odd_file_name_is_only_a_name(office, name):
    citizen = people.make_citizen(office.world)
    dossier_id, task_id = people.begin(office.world, citizen, office.aide)
    people.attach(office.world, citizen, task_id, name, files.png())
    people.do(office.world, citizen, task_id)
    desk = office.desk()

    page = desk.read(f"/dossiers/{dossier_id}")
    address = re.search(r'href="(/pieces/[0-9a-f-]+/telecharger)"', page)[1]
    answer = desk.get(address)

    assert "<b>.png" not in page
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "\n" not in answer.headers["Content-Disposition"]


def test_the_citizens_side_and_ours_show_the_same_state(office):
    dossier_id = office.file()
    desk = office.desk()
    desk.post(f"/taches/{office.task(dossier_id)}/prendre", {"dossier": str(dossier_id)})

    page = desk.read(f"/dossiers/{dossier_id}")

    assert f'class="etat etat--{DossierState.EN_INSTRUCTION}">En instruction<' in page
    assert "Vous avez cette tâche en main" in page
