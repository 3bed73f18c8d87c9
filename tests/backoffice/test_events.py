"""The page « Événements »: what dossiers wait for, whom an event concerns, sending it."""

import pytest
from sqlalchemy import select

from tests.backoffice.desk import text_of
from tests.use_cases import talking_demarches as talking
from tests.use_cases.cast import begin, file_dossier, install, live_tasks, make_citizen
from workflows.model import Dossier, OutboxItem, Role
from workflows.use_cases.act import SYSTEM, looking
from workflows.use_cases.worker.work import work_once

SEND = "/evenements/envoyer"
CLOSING = {"nature": "signal", "nom": "cloture"}


@pytest.fixture
def campaign(office, tmp_path):
    """Two dossiers that wait for the end of a campaign."""
    code = install(office.world, talking.write_campaign(tmp_path / "campagne"))
    citizens = [make_citizen(office.world, f"{n}@exemple.nc") for n in range(2)]
    return [file_dossier(office.world, each, code) for each in citizens]


@pytest.fixture
def chief(office):
    return office.desk(Role.CHIEF, name="Chantal")


@pytest.fixture
def administrator(office):
    return office.desk(Role.ADMINISTRATOR, (), "Ada Min")


def ready(office, *dossiers):
    return [[task.element_id for task in live_tasks(office.world, each)] for each in dossiers]


def sent(office):
    with looking(office.world, SYSTEM) as act:
        return act.session.scalars(select(OutboxItem.kind).where(OutboxItem.kind == "signal")).all()


def test_what_is_awaited_is_listed_by_name_with_its_demarches_and_dossiers(chief, campaign):
    page = chief.read("/evenements/")

    assert "<strong>cloture</strong>" in page
    assert "Aide de test" in page
    assert f"{SEND}?nature=signal&amp;nom=cloture" in page


def test_the_number_of_dossiers_is_told_before_a_signal_is_sent(office, chief, campaign):
    page = chief.read(f"{SEND}?nature=signal&nom=cloture")

    assert "2 dossiers l’attendent et avanceront." in page
    assert "Envoyer à 2 dossiers" in page
    assert page.count("AT-2026-0000") >= 2
    assert sent(office) == []


def test_a_signal_sent_moves_every_dossier_and_its_progress_is_shown(
    office, chief, administrator, campaign
):
    answer = chief.post(SEND, CLOSING, follow_redirects=True)
    assert "Envoyé à 2 dossiers" in text_of(answer)
    assert "0 sur 2" in administrator.read("/evenements/")

    work_once(office.world)

    assert ready(office, *campaign) == [["Deliberer"], ["Deliberer"]]
    page = administrator.read("/evenements/")
    assert "2 sur 2" in page
    assert "à la main, par Chantal" in page


def test_a_signal_that_moved_everybody_already_is_told_and_sent_no_second_time(
    office, chief, campaign
):
    chief.post(SEND, CLOSING)
    work_once(office.world)

    answer = chief.post(SEND, CLOSING)

    assert answer.status_code == 409
    assert "Plus aucun dossier" in text_of(answer)
    assert len(sent(office)) == 1


def test_a_message_asks_for_its_key_first(office, chief, tmp_path):
    code = install(office.world, talking.write_application(tmp_path / "candidature"))
    for rank, number in enumerate(("OF-1", "OF-1", "OF-2")):
        citizen = make_citizen(office.world, f"{rank}@exemple.nc")
        file_dossier(office.world, citizen, code, {"nom": [number], "prenoms": ["Rose"]})

    keys = chief.read(f"{SEND}?nature=message&nom=sort_de_l_offre")
    page = chief.read(f"{SEND}?nature=message&nom=sort_de_l_offre&cle=OF-1")

    assert keys.index("OF-1") < keys.index("OF-2")
    assert "2 dossiers l’attendent" in page


def test_a_value_travels_with_the_event(office, chief, tmp_path):
    code = install(office.world, talking.write_application(tmp_path / "candidature"))
    raw = {"nom": ["OF-1"], "prenoms": ["Rose"]}
    dossier_id = file_dossier(office.world, make_citizen(office.world), code, raw)
    event = {"nature": "message", "nom": "sort_de_l_offre", "cle": "OF-1"}

    refused = chief.post(SEND, {**event, "valeur": "conforme"})
    chief.post(SEND, {**event, "variable": "sort", "valeur": "conforme"})
    work_once(office.world)

    assert refused.status_code == 422
    assert 'value="conforme"' in text_of(refused)
    assert ready(office, dossier_id) == [["Deliberer"]]


def test_a_message_that_nobody_awaits_says_that_it_is_kept(office, chief, administrator):
    event = {"nature": "message", "nom": "rien", "cle": "OF-9"}

    assert "il sera gardé un jour" in chief.read(f"{SEND}?nature=message&nom=rien&cle=OF-9")
    answer = chief.post(SEND, event, follow_redirects=True)

    assert "Message gardé un jour" in text_of(answer)
    assert "personne ne l’attend encore" in administrator.read("/evenements/")


def test_a_chief_sees_and_reaches_only_the_dossiers_of_his_groups(office, campaign):
    outsider = office.desk(Role.CHIEF, ("conseil",), "Zoé")
    stranger = office.desk(Role.CHIEF, ("ailleurs",), "Max")

    assert "Aucun dossier n’attend" in stranger.read("/evenements/")
    assert stranger.post(SEND, CLOSING).status_code == 409
    assert "Envoyés récemment" not in outsider.read("/evenements/")
    assert ready(office, *campaign) == [[], []]


def test_an_administrator_reaches_drafts_without_a_link_to_them(office, administrator, tmp_path):
    code = install(office.world, talking.write_help(tmp_path / "aide"))
    dossier_id, _task = begin(office.world, make_citizen(office.world), code)
    with looking(office.world, SYSTEM) as act:
        number = act.session.get_one(Dossier, dossier_id).number

    page = administrator.read(f"{SEND}?nature=message&nom=question&cle={number}")

    assert number in page
    assert str(dossier_id) not in page


@pytest.mark.parametrize(
    "query", ["nature=signal&nom=", "nature=timer&nom=x", "nature=message&nom=x&cle="]
)
def test_an_address_that_names_no_event_is_refused(chief, query):
    assert chief.get(f"{SEND}?{query}").status_code == 422


def test_the_page_of_a_dossier_says_what_it_waits_for(office, chief, tmp_path):
    code = install(office.world, talking.write_question(tmp_path / "questions"))
    dossier_id = file_dossier(office.world, make_citizen(office.world), code)
    instructor = office.desk()

    page = chief.read(f"/dossiers/{dossier_id}")

    assert "Le dossier attend" in page
    assert "message « question », clé AT-2026-00001" in page
    assert "1 avr. 2026" in page
    assert "Envoyer…" in page
    assert "Envoyer…" not in instructor.read(f"/dossiers/{dossier_id}")
