"""What no request may do: forged, foreign, somebody else's, or to a host that is not ours."""

from dataclasses import replace
from uuid import uuid4

import pytest
from flask import Flask

from citizen_portal.app import create_app
from tests.citizen_portal import permit
from tests.citizen_portal.visitors import Visitor
from workflows.settings import Mode

SAFE = {"GET", "HEAD", "OPTIONS"}
ARGUMENTS = {"code": "permis_de_chasser", "token": "x", "name": "mark.svg", "number": 1}
OPEN_TO_ALL = {
    "static",
    "catalogue.fiche",
    "dossiers.begin",  # begins a dossier of one's own
    "account.follow_link",  # the token is the right
}
OWNERS_ONLY = {
    "dossiers.show",
    "dossiers.sent",
    "dossiers.ask_withdrawal",
    "dossiers.give_up",
    "tasks.resume",
    "tasks.page",
    "tasks.save",
    "tasks.review",
    "tasks.submit",
    "pieces.download",
    "pieces.thumbnail",
}


def rules(app: Flask, *, writing: bool) -> list[str]:
    """Every address that may write (or not), with its ids filled in at random."""
    return [
        rule.build({name: ARGUMENTS.get(name, uuid4()) for name in rule.arguments})[1]
        for rule in app.url_map.iter_rules()
        if bool(rule.methods - SAFE) is writing
    ]


def test_every_address_that_writes_asks_for_the_token(app: Flask, citizen: Visitor):
    written = rules(app, writing=True)

    refused = [citizen.client.post(path, data={"email": "x"}).status_code for path in written]

    assert len(written) >= 14
    assert set(refused) == {400}


def test_the_token_of_somebody_else_is_refused(app: Flask, citizen: Visitor, stranger: Visitor):
    foreign = stranger.token()

    answers = [
        citizen.client.post(path, data={"csrf_token": foreign}).status_code
        for path in rules(app, writing=True)
    ]

    assert set(answers) == {400}


@pytest.mark.parametrize(
    "origin", ["https://ailleurs.example", "null", "http://localhost.ailleurs.nc"]
)
def test_a_form_sent_by_another_site_is_refused(citizen: Visitor, origin: str):
    answer = citizen.post("/profil/telephone", {"phone": "654321"}, headers={"Origin": origin})

    assert answer.status_code == 400
    assert "12 34 56" in citizen.get("/profil").get_data(as_text=True)


def test_nothing_is_changed_by_reading(app: Flask, citizen: Visitor):
    dossier = permit.sent(citizen)
    before = citizen.get(dossier).get_data(as_text=True)

    for path in rules(app, writing=False):
        citizen.get(path)

    assert _without_tokens(citizen.get(dossier).get_data(as_text=True)) == _without_tokens(before)


def _without_tokens(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrf_token" not in line and "nonce" not in line]


def test_every_address_with_an_id_has_a_policy(app: Flask):
    with_id = {rule.endpoint for rule in app.url_map.iter_rules() if rule.arguments}

    assert with_id == OPEN_TO_ALL | OWNERS_ONLY


def pieces_of(citizen: Visitor, path: str) -> list[str]:
    links = [attrs["href"] for attrs in citizen.outline(path).all("a")]
    return [link for link in links if link.startswith("/pieces/")]


def owned(citizen: Visitor) -> list[str]:
    """Addresses of a dossier with everything in it, and of a draft."""
    dossier = permit.sent(citizen)
    pieces = pieces_of(citizen, dossier)
    form = permit.begun(citizen)
    permit.fill(citizen, form, upto=5)
    drafted = pieces_of(citizen, f"{form}/recapitulatif")
    assert len(pieces) == len(drafted) == 3
    return [
        dossier,
        f"{dossier}/confirmation",
        f"{dossier}/retrait",
        form,
        f"{form}/pages/1",
        f"{form}/recapitulatif",
        *pieces,
        *[f"{piece}/vignette" for piece in pieces],
        *drafted,
    ]


def test_nobody_reads_what_is_somebody_elses(citizen: Visitor, stranger: Visitor):
    addresses = owned(citizen)

    assert {stranger.get(path).status_code for path in addresses} == {404}
    assert {citizen.get(path).status_code for path in addresses} <= {200, 303, 404}


def test_an_anonymous_person_is_asked_who_he_is(app: Flask, world, citizen: Visitor):
    addresses = owned(citizen)
    nobody = Visitor(app, world)

    answers = [nobody.get(path) for path in addresses]

    assert {answer.status_code for answer in answers} == {303}
    assert {answer.headers["Location"] for answer in answers} == {"/identification"}


def test_nobody_writes_in_what_is_somebody_elses(citizen: Visitor, stranger: Visitor):
    dossier = permit.sent(citizen)
    form = permit.begun(citizen)
    permit.fill(citizen, form, upto=5)
    before = citizen.get(f"{form}/recapitulatif").get_data(as_text=True)
    piece = pieces_of(citizen, f"{form}/recapitulatif")[0]

    answers = [
        stranger.post(f"{form}/pages/1", {"nature": "renouvellement", "save": "next"}),
        stranger.post(f"{form}/pages/6", {"remove_piece": piece.rpartition("/")[2]}),
        stranger.post(f"{form}/pages/6", permit.files()),
        stranger.post(f"{form}/envoi"),
        stranger.post(f"{dossier}/retrait"),
    ]

    assert {answer.status_code for answer in answers} == {404}
    after = citizen.get(f"{form}/recapitulatif").get_data(as_text=True)
    assert _without_tokens(after) == _without_tokens(before)


def test_a_piece_is_not_removed_through_another_form(citizen: Visitor, stranger: Visitor):
    form, own_form = permit.begun(citizen), permit.begun(stranger)
    permit.fill(citizen, form, upto=5)
    piece = pieces_of(citizen, f"{form}/recapitulatif")[0]

    answer = stranger.post(f"{own_form}/pages/6", {"remove_piece": piece.rpartition("/")[2]})

    assert answer.status_code == 404
    assert citizen.get(piece).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "X-Content-Type-Options",
        "X-Frame-Options",
        "Referrer-Policy",
        "Permissions-Policy",
        "Content-Security-Policy",
        "Cross-Origin-Opener-Policy",
    ],
)
@pytest.mark.parametrize(
    "path", ["/", "/absente", "/static/mark.svg", "/healthz", "/profil", "/captcha"]
)
def test_every_answer_carries_the_headers(visitor: Visitor, path: str, name: str):
    assert name in visitor.get(path).headers


def test_the_policy_allows_nothing_unsafe(visitor: Visitor):
    policy = visitor.get("/").headers["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "*" not in policy
    assert "data:" not in policy
    for rule in (
        "default-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ):
        assert rule in policy


def test_a_persons_pages_are_not_kept_by_the_browser(citizen: Visitor):
    assert citizen.get("/profil").headers["Cache-Control"] == "no-store"


def test_production_answers_to_its_own_name_only(world):
    secure = replace(
        world.settings, mode=Mode.PRODUCTION, public_url="https://demarches.exemple.nc"
    )
    client = create_app(replace(world, settings=secure)).test_client()

    ours = client.get("/", base_url="https://demarches.exemple.nc")
    forged = client.get("/", base_url="https://ailleurs.example")

    assert ours.status_code == 200
    assert ours.headers["Strict-Transport-Security"].startswith("max-age=")
    assert forged.status_code == 400
    assert "ailleurs.example" not in forged.get_data(as_text=True)
    assert client.get("/healthz", base_url="http://127.0.0.1:8000").status_code == 200


def test_production_cookies_travel_only_over_https_and_to_this_host(world):
    secure = replace(
        world.settings, mode=Mode.PRODUCTION, public_url="https://demarches.exemple.nc"
    )
    client = create_app(replace(world, settings=secure)).test_client()

    cookie = client.get("/identification", base_url=secure.public_url).headers["Set-Cookie"]

    assert cookie.startswith("__Host-portail=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie


@pytest.mark.parametrize(
    "wanted",
    [
        "https://ailleurs.example/",
        "//ailleurs.example/",
        "/\\ailleurs.example",
        "https:ailleurs.example",
        "javascript:alert(1)",
        "/%09/ailleurs.example",
        "////ailleurs.example",
        "http://localhost@ailleurs.example/",
        "/profil\r\nLocation: https://ailleurs.example",
        "data:text/html,x",
    ],
)
@pytest.mark.parametrize("name", ["next", "url", "wanted", "retour", "redirect"])
def test_no_parameter_sends_people_to_another_site(visitor: Visitor, wanted: str, name: str):
    visitor.get("/profil", query_string={name: wanted})
    visitor.get("/identification", query_string={name: wanted})
    answer = visitor.get("/profil", query_string={name: wanted})

    assert answer.headers["Location"] == "/identification"
    with visitor.client.session_transaction() as kept:
        assert kept["wanted"] == "/profil"


def test_the_page_wanted_before_signing_in_is_one_of_ours(visitor: Visitor):
    for path in ("//ailleurs.example/", "/\\ailleurs.example", "/profil//ailleurs.example"):
        visitor.get(path)

    with visitor.client.session_transaction() as kept:
        assert "ailleurs" not in kept.get("wanted", "")
