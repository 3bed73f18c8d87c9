"""Signing in and out, forgotten passwords: the agent's own cookie, never the citizen's."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from backoffice.app import create_app
from tests.backoffice.desk import Desk, text_of
from tests.use_cases import cast as people
from workflows.model import Agent, OutboxItem
from workflows.use_cases.act import SYSTEM, acting, looking
from workflows.use_cases.people.passwords import hash_password

PASSWORD = "un cagou chante à l'aube"
EMAIL = "lea@exemple.nc"
LINK = re.compile(r"/backoffice/lien/(\S+)")


@pytest.fixture(scope="session")
def hashed() -> str:
    """The password's hash, made once: making it is slow on purpose."""
    return hash_password(PASSWORD)


@pytest.fixture
def agent(office, hashed):
    """An agent with a password."""
    actor = people.make_agent(office.world, "Léa Agent")
    with acting(office.world, SYSTEM) as act:
        row = update(Agent).where(Agent.id == actor.id)
        act.session.execute(row.values(email=EMAIL, password_hash=hashed))
    return actor


def sign_in(desk, email=EMAIL, password=PASSWORD, **more):
    return desk.post("/connexion", {"email": email, "password": password, **more})


def cookies_of(answer):
    return {line.split("=")[0]: line for line in answer.headers.getlist("Set-Cookie")}


def test_the_right_password_opens_the_agents_work(office, agent):
    desk = Desk(office.app)

    answer = sign_in(desk)

    assert (answer.status_code, answer.location) == (303, "/")
    assert desk.get("/").location == "/corbeille/"
    assert "Léa Agent" in desk.read("/corbeille/")


def test_a_wrong_password_says_so_and_keeps_the_address(office, agent):
    answer = sign_in(Desk(office.app), password="autre chose")

    assert answer.status_code == 422
    assert "n'est pas reconnu" in text_of(answer).replace("&#39;", "'")
    assert f'value="{EMAIL}"' in text_of(answer)
    assert "autre chose" not in text_of(answer)


def test_an_unknown_address_gets_the_same_answer_as_a_wrong_password(office, agent):
    known = text_of(sign_in(Desk(office.app), password="faux"))
    unknown = text_of(sign_in(Desk(office.app), email="nul@exemple.nc", password="faux"))

    strip = re.compile(r'(value|content)="[^"]*"')
    assert strip.sub("", known) == strip.sub("", unknown)


def test_the_cookie_is_closed_to_scripts_and_to_other_sites(office, agent):
    cookie = cookies_of(sign_in(Desk(office.app)))["agent_session"]

    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}


def test_over_https_the_cookie_bears_the_browsers_own_guard(office, agent):
    settings = replace(office.world.settings, public_url="https://demarches.example")
    app = create_app(replace(office.world, settings=settings))
    desk = Desk(app)

    site = {"base_url": "https://demarches.example"}
    page = desk.get("/connexion", **site)
    token = re.search(r'name="csrf_token" value="([^"]+)"', text_of(page))[1]
    form = {"csrf_token": token, "email": EMAIL, "password": PASSWORD}
    sent_from = {"Referer": "https://demarches.example/connexion"}
    answer = desk.client.post("/connexion", data=form, headers=sent_from, **site)

    assert "Secure" in cookies_of(answer)["__Host-agent_session"]
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


def test_signing_in_gives_a_new_session_and_ends_the_one_shown(office, agent):
    desk = Desk(office.app)
    sign_in(desk)
    first = desk.client.get_cookie("agent_session").value
    desk.client.get("/connexion")

    desk.client.post(
        "/connexion", data={"csrf_token": form_token(desk), "email": EMAIL, "password": PASSWORD}
    )

    assert desk.client.get_cookie("agent_session").value != first
    assert Desk(office.app, token=first).get("/corbeille/").status_code == 302


def form_token(desk):
    page = text_of(desk.client.get("/mon-compte"))
    return re.search(r'name="csrf_token" value="([^"]+)"', page)[1]


def test_signing_out_ends_the_session_on_the_server(office):
    desk = office.desk()
    stolen = desk.client.get_cookie("agent_session").value

    answer = desk.post("/deconnexion")

    assert (answer.status_code, answer.location) == (303, "/connexion")
    assert Desk(office.app, token=stolen).get("/corbeille/").status_code == 302


def test_after_an_hour_without_a_click_the_session_is_over(office):
    desk = office.desk()
    office.world.clock.advance(minutes=59)
    assert desk.get("/corbeille/").status_code == 200

    office.world.clock.advance(minutes=61)

    assert desk.get("/corbeille/").status_code == 302


def test_a_form_sent_after_the_session_shows_what_was_typed(office):
    task_id = office.task(office.file())
    desk = office.desk()
    form = {"csrf_token": desk.token(), "libelle-motif": "Motif", "motif": "Un <long> texte"}
    office.world.clock.advance(hours=2)

    answer = desk.client.post(f"/taches/{task_id}", data=form)

    assert answer.status_code == 401
    assert "Votre session est terminée" in text_of(answer)
    assert "<dt>Motif</dt><dd>Un &lt;long&gt; texte</dd>" in text_of(answer)


def test_a_form_whose_token_is_stale_shows_what_was_typed(office):
    task_id = office.task(office.file())

    form = {"csrf_token": "perimé", "libelle-motif": "Motif", "motif": "Une explication"}
    answer = office.desk().client.post(f"/taches/{task_id}", data=form)

    assert answer.status_code == 400
    assert "<dt>Motif</dt><dd>Une explication</dd>" in text_of(answer)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("/corbeille/?texte=abc", "/corbeille/?texte=abc"),
        ("/", "/"),
        ("", "/"),
        ("//attaquant.example", "/"),
        ("//corbeille/", "/"),
        ("corbeille/", "/"),
        ("/\\attaquant.example", "/"),
        ("https://attaquant.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/deconnexion", "/"),
        ("/nulle-part", "/"),
        ("/corbeille/\r\nX-Mal: 1", "/"),
    ],
)
def test_signing_in_leads_only_to_pages_of_ours(office, wanted, expected):
    answer = office.desk().get("/connexion", query_string={"suite": wanted})

    assert answer.location == expected
    assert "X-Mal" not in answer.headers


def test_a_page_asked_before_signing_in_is_found_after(office, agent):
    desk = Desk(office.app)

    sent_to = desk.get("/corbeille/?vue=done").location

    assert sent_to == "/connexion?suite=/corbeille/?vue%3Ddone"
    assert 'value="/corbeille/?vue=done"' in desk.read(sent_to)
    assert sign_in(desk, suite="/corbeille/?vue=done").location == "/corbeille/?vue=done"


def test_a_forgotten_password_is_replaced_by_a_one_time_link(office, agent):
    desk = Desk(office.app)
    assert "Consultez votre messagerie" in text_of(
        desk.post("/mot-de-passe-oublie", {"email": EMAIL})
    )
    token = mailed_token(office)
    page = desk.get(f"/lien/{token}")
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert EMAIL in text_of(page)

    new = "trois notous sur la branche"
    form = {"token": token, "password": new, "again": new}
    assert desk.post("/lien", form).status_code == 303

    assert "Léa Agent" in desk.read("/corbeille/")
    assert Desk(office.app).post("/lien", form).status_code == 422
    assert sign_in(Desk(office.app)).status_code == 422


def test_an_unknown_address_is_answered_like_a_known_one_and_gets_no_mail(office, agent):
    known = text_of(Desk(office.app).post("/mot-de-passe-oublie", {"email": EMAIL}))
    unknown = text_of(Desk(office.app).post("/mot-de-passe-oublie", {"email": "nul@exemple.nc"}))

    assert known.replace(EMAIL, "") == unknown.replace("nul@exemple.nc", "")
    with looking(office.world, SYSTEM) as act:
        mailed = {item.payload["to"] for item in act.session.scalars(select(OutboxItem))}
    assert mailed == {EMAIL}


def test_two_different_typings_of_a_new_password_are_refused_beside_the_field(office, agent):
    desk = Desk(office.app)
    desk.post("/mot-de-passe-oublie", {"email": EMAIL})
    form = {"token": mailed_token(office), "password": "a" * 14, "again": "b" * 14}

    answer = desk.post("/lien", form)

    assert answer.status_code == 422
    assert 'id="again-error"' in text_of(answer)


def test_changing_the_password_closes_the_other_sessions(office, agent):
    here, elsewhere = Desk(office.app), Desk(office.app)
    sign_in(here)
    sign_in(elsewhere)

    new = "quatre roussettes dorment"
    token = form_token(here)
    form = {"csrf_token": token, "current": PASSWORD, "password": new, "again": new}
    answer = here.client.post("/mon-compte", data=form)

    assert answer.status_code == 303
    assert here.get("/corbeille/").status_code == 200
    assert elsewhere.get("/corbeille/").status_code == 302


def test_too_many_tries_wait_with_the_time_in_the_answer(office, agent):
    desk = Desk(office.app)

    answers = [sign_in(desk, password="faux").status_code for _ in range(10)]

    assert answers[0] == 422
    assert answers[-1] == 429


def mailed_token(office):
    with looking(office.world, SYSTEM) as act:
        body = act.session.scalars(select(OutboxItem)).one().payload["body"]
    return LINK.search(body)[1]
