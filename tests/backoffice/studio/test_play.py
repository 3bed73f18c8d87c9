"""« Essai » over HTTP: the real screens in a frame, for their analyst only, cookies kept apart."""

import re

import pytest

from backoffice.app import create_app
from tests.backoffice.desk import Desk, Office, text_of
from tests.backoffice.studio.playing import (
    AGENT,
    CODE,
    PLAY,
    TASK,
    Frame,
    begin,
    create_stage_app,
    fill,
    panel,
)
from tests.use_cases import talking_demarches as talking
from tests.use_cases.cast import install
from tests.use_cases.studio.plays import PERMIT
from workflows.model import Role


@pytest.fixture
def office(world, compiled) -> Office:
    app = create_stage_app(world)
    app.jinja_env.bytecode_cache = compiled
    return Office(app, world, install(world, PERMIT))


@pytest.fixture
def ana(office: Office) -> Desk:
    desk = office.desk(Role.ANALYST, (), "Ana Lyste")
    assert desk.post(f"/conception/{CODE}/brouillon").status_code == 303
    return desk


@pytest.fixture
def room(ana: Desk) -> str:
    return begin(ana)


def file(ana: Desk, room: str, play: str = PLAY) -> None:
    citizen = Frame(ana, room, "usager")
    started = citizen.submit(citizen.enter(), "/commencer")
    assert started.status_code == 200
    fill(ana, play)
    review = citizen.get(f"{task_of(ana, play)}/recapitulatif")
    citizen.submit(review, "/envoi")


def task_of(ana: Desk, play: str) -> str:
    return "/taches/" + re.search(r'name="task" value="([^"]+)"', panel(ana, play=play))[1]


def test_the_permit_is_played_from_the_citizens_form_to_the_agents_decision(ana, room):
    file(ana, room)
    ana.post(f"{PLAY}/temps", {"move": "P3D"})
    agent = Frame(ana, room, AGENT)

    page = agent.enter()
    agent.submit(page, TASK, decision="conforme", envoi="suite")

    shown = panel(ana, AGENT)
    assert "Marie-Louise Wéa" in text_of(page)
    assert "Accepté" in shown
    assert "permis" in shown.lower()
    assert "Aucune tâche n’attend" in shown


def test_the_analysts_own_cookies_never_meet_those_of_a_role(ana, room):
    answer = ana.get(f"{room}/usager/entrer", follow_redirects=True)

    assert "Set-Cookie" not in answer.headers
    assert {cookie.key for cookie in ana.client._cookies.values()} <= {
        "agent_session",
        "agent_form",
    }
    assert f'"{room}/usager/' in text_of(answer)
    assert ana.read("/mon-compte").count("Ana Lyste")


def test_each_role_keeps_its_own_session(ana, room):
    citizen, agent = Frame(ana, room, "usager"), Frame(ana, room, AGENT)

    citizen.enter()
    agent.enter()

    assert "Mes dossiers" in text_of(citizen.get("/dossiers"))
    assert "Agent (essai), DDDT" in text_of(agent.get("/corbeille/"))


def test_signing_out_in_the_frame_is_undone_by_a_click_on_the_role(ana, room):
    citizen = Frame(ana, room, "usager")
    page = citizen.enter()
    citizen.submit(page, "/deconnexion")
    out = text_of(citizen.get("/dossiers"))

    back = text_of(citizen.enter())

    assert "Identifiez-vous" in out
    assert "Déconnexion" in back


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMINISTRATOR])
def test_nobody_else_enters_a_play(ana, room, office, role):
    other = office.desk(role, (), "Bob")

    for path in ("/usager/", "/usager/entrer", f"/{AGENT}/corbeille/"):
        assert other.get(f"{room}{path}").status_code == 404
    assert "Jouer ce brouillon" in other.read(PLAY)
    assert other.post(f"{PLAY}/temps", {"move": "P1D"}).status_code == 404


def test_an_instructor_and_a_stranger_are_kept_out(room, office):
    assert office.desk(groups=("dddt_chasse",)).get(f"{room}/usager/").status_code == 403
    stranger = Desk(office.app)
    assert stranger.get(f"{room}/usager/").status_code == 302
    assert stranger.post(f"{room}/usager/").status_code == 401


def test_only_our_own_page_may_frame_the_screens_and_only_there(ana, room):
    framed = Frame(ana, room, "usager").enter().headers
    page = ana.get(PLAY).headers
    elsewhere = ana.get(f"/conception/{CODE}/").headers

    assert "frame-ancestors 'self'" in framed["Content-Security-Policy"]
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert "unsafe" not in framed["Content-Security-Policy"]
    assert page["Content-Security-Policy"].endswith("frame-ancestors 'none'; frame-src 'self'")
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-src" not in elsewhere["Content-Security-Policy"]


def test_a_form_of_a_screen_needs_the_token_of_that_screen(ana, room):
    citizen = Frame(ana, room, "usager")
    citizen.enter()
    address = f"{room}/usager/demarches/{CODE}/commencer"

    without = ana.client.post(address)
    with_ours = ana.client.post(address, data={"csrf_token": ana.token()})
    foreign = ana.client.post(address, headers={"Origin": "https://ailleurs.example"})

    assert [without.status_code, with_ours.status_code] == [400, 400]
    assert foreign.status_code == 403


def test_the_clock_of_the_play_moves_and_says_why_it_cannot(ana, room):
    before = panel(ana)
    moved = ana.ask("POST", f"{PLAY}/temps", None)
    ana.post(f"{PLAY}/temps", {"move": "P15D"})

    after = panel(ana)
    assert "lundi 2 mars 2026" in before
    assert "mardi 17 mars 2026" in after
    assert moved.status_code == 422
    refused = ana.post(f"{PLAY}/temps", {"move": "next"})
    assert "Aucune échéance" in text_of(refused)


def test_a_document_of_the_play_opens_as_a_pdf(ana, room):
    file(ana, room)
    agent = Frame(ana, room, AGENT)
    agent.submit(agent.enter(), TASK, decision="conforme", envoi="suite")

    address = re.search(r'href="([^"]+/documents/[^"]+)"', panel(ana))[1]
    with ana.get(address) as document:
        content = document.get_data()

    assert document.mimetype == "application/pdf"
    assert content[:5] == b"%PDF-"


def test_what_was_played_becomes_a_scenario_of_the_draft(ana, room):
    file(ana, room)

    kept = ana.post(f"{PLAY}/scenario", {"name": "Une demande déposée"})

    assert kept.location.endswith("/scenarios/une_demande_deposee")
    assert "réussi" in ana.read(kept.location)


def test_the_panel_says_whether_a_message_or_a_signal_is_awaited(ana, office, tmp_path):
    code = install(office.world, talking.write_campaign(tmp_path / "campagne"))
    play = f"/conception/{code}/essai"
    ana.post(f"/conception/{code}/brouillon")

    file(ana, begin(ana, play), play)

    shown = panel(ana, play=play)
    assert "signal attendu" in shown
    assert "message attendu" not in shown


def test_nothing_played_is_nothing_to_keep(ana, room):
    refused = ana.post(f"{PLAY}/scenario", {"name": "Rien"})

    assert refused.status_code == 422
    assert "Rien n&#39;a encore été fait" in text_of(refused)


def test_the_token_is_given_to_the_diagram(ana, room):
    file(ana, room)

    drawn = ana.ask("GET", f"{PLAY}/jeton.json").json

    assert drawn["live"] == ["Verifier"]
    assert "Deposer" in drawn["passed"]
    assert drawn["bpmn"].startswith("<?xml")


def test_a_play_ends_when_its_analyst_says_so(ana, room):
    ana.post(f"{PLAY}/fin")

    assert ana.get(f"{room}/usager/").status_code == 404
    assert "Jouer ce brouillon" in ana.read(PLAY)


def test_a_draft_that_is_no_demarche_says_why_it_cannot_be_played(ana):
    path = f"/conception/{CODE}/fichiers/process.bpmn"
    ana.ask("PUT", path, {"content": "<rien/>", "revision": 1})

    refused = ana.post(PLAY)

    assert refused.status_code == 422
    assert "ne peut pas encore être joué" in text_of(refused)
    assert "process.bpmn" in text_of(refused)


def test_without_the_portal_nothing_can_be_played(world, compiled, office):
    bare = create_app(world)
    bare.jinja_env.bytecode_cache = compiled
    desk = Office(bare, world, CODE).desk(Role.ANALYST, (), "Eve")
    desk.post(f"/conception/{CODE}/brouillon")

    assert "n’est pas disponible" in desk.read(PLAY)
    assert desk.post(PLAY).status_code == 404


def test_a_hostile_name_is_only_text_in_the_panel(ana, office: Office):
    canary = "<script>window.__xss=1</script>"
    path = f"/conception/{CODE}/fichiers/process.bpmn"
    read = ana.ask("GET", path).json
    hostile = canary.replace("<", "&lt;").replace(">", "&gt;")
    content = read["content"].replace('name="Vérifier le dossier"', f'name="{hostile}"')
    ana.ask("PUT", path, {"content": content, "revision": read["revision"]})
    room = begin(ana)
    file(ana, room)

    for shown in (panel(ana), ana.read(PLAY)):
        assert canary not in shown
        assert "&lt;script&gt;" in shown
