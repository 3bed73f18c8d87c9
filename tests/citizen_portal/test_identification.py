"""The e-mail address first, then a password, a new account or a link: the client's own path."""

import re

import altcha
import pytest
from flask import Flask
from sqlalchemy import select

from tests.citizen_portal.visitors import PASSWORD, Visitor
from workflows.model import Citizen, OutboxItem
from workflows.use_cases.act import ANONYMOUS, World, looking

KNOWN = "usager@exemple.nc"
OTHER_PASSWORD = "igname et bougna du dimanche"


@pytest.fixture
def known(app: Flask, world: World) -> str:
    """An account with a password, held by nobody in this test."""
    Visitor(app, world).signed_in(KNOWN)
    return KNOWN


def solved(visitor: Visitor) -> str:
    """What the widget sends after its proof of work."""
    challenge = altcha.Challenge.from_dict(visitor.get("/captcha").get_json())
    return altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()


def says(visitor: Visitor, email: str, *, script: bool = True) -> str:
    """Give an address; return the page that follows."""
    sent = {"email": email, "altcha": solved(visitor) if script else ""}
    answer = visitor.post("/identification", sent)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/identification/suite")
    return visitor.get("/identification/suite").get_data(as_text=True)


def mailed_link(world: World) -> str:
    """The address of the last link posted."""
    newest = select(OutboxItem).where(OutboxItem.key.startswith("link:"))
    with looking(world, ANONYMOUS) as act:
        bodies = [str(row.payload["body"]) for row in act.session.scalars(newest)]
    found = re.search(r"http://localhost(/lien/\S+)", bodies[-1])
    assert found is not None
    return found[1]


def citizens(world: World) -> list[str]:
    with looking(world, ANONYMOUS) as act:
        return list(act.session.scalars(select(Citizen.email).order_by(Citizen.email)))


def test_a_known_address_is_asked_for_its_password_alone(visitor: Visitor, known: str):
    page = says(visitor, known)

    assert 'type="password"' in page
    assert 'name="phone"' not in page


def test_the_right_password_opens_the_dossiers(visitor: Visitor, known: str):
    says(visitor, known)

    answer = visitor.post("/identification/connexion", {"password": PASSWORD})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/dossiers")
    assert visitor.get("/dossiers").status_code == 200


def test_a_wrong_password_is_told_beside_its_field(visitor: Visitor, known: str):
    says(visitor, known)

    answer = visitor.post("/identification/connexion", {"password": "perdu"})
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert 'aria-describedby="password-error"' in page
    assert "<title>Erreur" in page
    assert visitor.get("/dossiers").status_code == 303


def test_an_unknown_address_signs_up_then_reaches_the_form_at_once(visitor: Visitor):
    visitor.post("/demarches/permis_de_chasser/commencer")
    page = says(visitor, "nouvelle@exemple.nc")
    assert 'name="phone"' in page

    sent = {"phone": "12 34 56", "terms": "oui", "altcha": solved(visitor)}
    answer = visitor.post("/identification/inscription", sent)
    form = visitor.get(answer.headers["Location"], follow_redirects=True)

    assert answer.headers["Location"].startswith("/taches/")
    assert "Que demandez-vous" in form.get_data(as_text=True)


def test_signing_up_names_every_missing_thing_at_once(visitor: Visitor):
    says(visitor, "nouvelle@exemple.nc")

    answer = visitor.post("/identification/inscription", {"phone": "12", "altcha": "x"})
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert 'href="#phone"' in page
    assert 'href="#terms"' in page
    assert 'value="12"' in page


def test_a_solved_captcha_does_not_serve_twice(visitor: Visitor, known: str):
    once = solved(visitor)
    visitor.post("/identification", {"email": known, "altcha": once})

    again = visitor.post("/identification", {"email": known, "altcha": once})

    assert again.status_code == 422
    assert "a déjà servi" in again.get_data(as_text=True)


def test_without_script_everybody_gets_the_same_page(visitor: Visitor, known: str):
    page = says(visitor, known, script=False)
    other = says(visitor, "jamais-vu@exemple.nc", script=False)

    def shown(text: str, email: str) -> str:
        return re.sub(r'csrf_token" value="[^"]+"|nonce="[^"]+"', "", text.replace(email, ""))

    assert 'type="password"' in page
    assert shown(page, known) == shown(other, "jamais-vu@exemple.nc")


def test_without_script_an_unknown_address_signs_up_by_a_link(visitor: Visitor, world: World):
    visitor.post("/demarches/permis_de_chasser/commencer")
    says(visitor, "sans-script@exemple.nc", script=False)
    visitor.post("/identification/lien")

    link = mailed_link(world)
    page = visitor.get(link)
    token = link.rpartition("/")[2]
    sent = {"token": token, "phone": "654321", "terms": "oui"}
    answer = visitor.post("/lien/inscription", sent)

    assert "sans-script@exemple.nc" in page.get_data(as_text=True)
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["Location"].startswith("/taches/")
    assert visitor.post("/lien/inscription", sent).status_code == 422


def test_a_forgotten_password_is_chosen_anew_by_a_link(visitor: Visitor, known: str, world: World):
    visitor.post("/mot-de-passe-oublie", {"email": known})
    link = mailed_link(world)
    token = link.rpartition("/")[2]

    weak = visitor.post("/lien/mot-de-passe", {"token": token, "password": "azertyuiop12"})
    chosen = visitor.post("/lien/mot-de-passe", {"token": token, "password": OTHER_PASSWORD})
    again = visitor.get(link)

    assert weak.status_code == 422
    assert chosen.headers["Location"] == "/dossiers"
    assert visitor.get("/dossiers").status_code == 200
    assert again.status_code == 422
    assert "déjà servi" in again.get_data(as_text=True)
    assert 'href="/mot-de-passe-oublie"' in again.get_data(as_text=True)


def test_opening_a_link_does_not_spend_it(visitor: Visitor, known: str, world: World):
    visitor.post("/mot-de-passe-oublie", {"email": known})
    link = mailed_link(world)

    opened = [visitor.get(link).status_code for _scanner in range(3)]

    assert opened == [200, 200, 200]


def test_a_forgotten_password_gets_the_same_answer_for_every_address(visitor: Visitor, known: str):
    answers = [
        visitor.post("/mot-de-passe-oublie", {"email": email})
        for email in (known, "personne@exemple.nc")
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    pages = [answer.get_data(as_text=True) for answer in answers]
    cleaned = [re.sub(r'nonce="[^"]+"|\S+@exemple.nc', "", page) for page in pages]
    assert cleaned[0] == cleaned[1]


def test_the_link_in_a_mail_names_our_own_host(visitor: Visitor, known: str, world: World):
    visitor.post(
        "/mot-de-passe-oublie",
        {"email": known},
        headers={"Host": "ailleurs.example", "X-Forwarded-Host": "ailleurs.example"},
    )

    with looking(world, ANONYMOUS) as act:
        bodies = [str(row.payload) for row in act.session.scalars(select(OutboxItem))]
    assert not [body for body in bodies if "ailleurs" in body]


def test_the_token_of_the_session_changes_when_one_signs_in(visitor: Visitor, known: str):
    visitor.client.set_cookie("usager_session", "chosen-by-somebody-else")
    says(visitor, known)
    before = visitor.token()

    answer = visitor.post("/identification/connexion", {"password": PASSWORD})
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if "usager_session=" in c)

    assert "chosen-by-somebody-else" not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" not in cookie  # on a shared computer the session dies with the browser
    stale = visitor.client.post("/profil/telephone", data={"csrf_token": before, "phone": "654321"})
    assert stale.status_code == 400


def test_signing_out_ends_the_session_on_the_server(citizen: Visitor):
    stolen = citizen.client.get_cookie("usager_session")
    assert stolen is not None

    left = citizen.post("/deconnexion")
    citizen.client.set_cookie("usager_session", stolen.value)

    assert left.headers["Location"] == "/"
    assert citizen.get("/dossiers").status_code == 303


def test_a_new_password_ends_the_other_sessions(app: Flask, world: World, citizen: Visitor):
    elsewhere = Visitor(app, world).signed_in(KNOWN)

    wrong = citizen.post("/profil/mot-de-passe", {"current": "x", "password": OTHER_PASSWORD})
    done = citizen.post("/profil/mot-de-passe", {"current": PASSWORD, "password": OTHER_PASSWORD})

    assert wrong.status_code == 422
    assert 'href="#current"' in wrong.get_data(as_text=True)
    assert done.status_code == 303
    assert citizen.get("/profil").status_code == 200
    assert elsewhere.get("/profil").status_code == 303


def test_the_telephone_is_changed_in_the_profile(citizen: Visitor):
    wrong = citizen.post("/profil/telephone", {"phone": "12"})
    citizen.post("/profil/telephone", {"phone": "65.43.21"})

    assert wrong.status_code == 422
    assert "65 43 21" in citizen.get("/profil").get_data(as_text=True)


def test_the_page_asked_for_is_shown_after_signing_in(visitor: Visitor, known: str):
    visitor.get("/profil")
    says(visitor, known)

    answer = visitor.post("/identification/connexion", {"password": PASSWORD})

    assert answer.headers["Location"] == "/profil"


def test_the_last_thing_asked_for_before_signing_in_wins(visitor: Visitor, known: str):
    visitor.post("/demarches/permis_de_chasser/commencer")
    visitor.get("/profil")
    says(visitor, known)

    answer = visitor.post("/identification/connexion", {"password": PASSWORD})

    assert answer.headers["Location"] == "/profil"


def test_too_many_tries_are_told_with_the_time_to_wait(visitor: Visitor, known: str):
    says(visitor, known)

    tries = [visitor.post("/identification/connexion", {"password": "x"}) for _ in range(9)]

    assert tries[-1].status_code == 429
    assert int(tries[-1].headers["Retry-After"]) > 0
    assert "Attendez" in tries[-1].get_data(as_text=True)


@pytest.mark.parametrize("email", ["", "x", "a@b", "a b@exemple.nc", "<script>@exemple.nc"])
def test_what_is_no_address_is_said_beside_the_field(visitor: Visitor, email: str, world: World):
    answer = visitor.post("/identification", {"email": email, "altcha": solved(visitor)})

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.get_data(as_text=True)
    assert citizens(world) == []
