"""A session or a page that ends in the middle of a form: nothing that was typed is lost."""

import html
import json
import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from werkzeug.test import TestResponse

from tests.browser import serve, violations
from tests.citizen_portal import permit
from tests.citizen_portal.browsing import enter, opened
from tests.citizen_portal.visitors import PASSWORD, Visitor
from workflows.adapters.clock import FixedClock
from workflows.use_cases.act import World

EMAIL = "usager@exemple.nc"
PAGE_4 = {"adresse": "Tribu d’Oundjo", "commune": "Thio", "save": "next"}


@pytest.fixture
def form(citizen: Visitor, world: World) -> str:
    """A form begun by a citizen whose session has just ended."""
    begun = permit.begun(citizen)
    permit.fill(citizen, begun, upto=2)
    assert isinstance(world.clock, FixedClock)
    world.clock.moment += timedelta(hours=2)
    return begun


def carried(answer: TestResponse) -> str:
    found = re.search(r'name="typed" value="([^"]+)"', answer.get_data(as_text=True))
    assert found is not None
    return html.unescape(found[1])


def taken_up(citizen: Visitor, typed: str, password: str = PASSWORD) -> TestResponse:
    fields = {"typed": typed, "email": EMAIL, "password": password}
    return citizen.post("/identification/reprise", fields)


def test_what_is_typed_after_the_session_ended_is_saved_once_signed_in_again(
    citizen: Visitor, form: str
):
    asked = citizen.post(f"{form}/pages/4", PAGE_4)
    resumed = taken_up(citizen, carried(asked))

    assert asked.status_code == 401
    assert "Votre session a pris fin" in asked.get_data(as_text=True)
    assert resumed.headers["Location"] == f"{form}/pages/4"
    page = citizen.get(f"{form}/pages/4").get_data(as_text=True)
    assert "Tribu d’Oundjo" in page
    assert "Ce que vous aviez saisi est enregistré" in page


def test_a_wrong_password_loses_nothing_either(citizen: Visitor, form: str):
    asked = citizen.post(f"{form}/pages/4", PAGE_4)
    refused = taken_up(citizen, carried(asked), "pas le bon")

    assert refused.status_code == 422
    assert carried(refused) == carried(asked)
    assert EMAIL in refused.get_data(as_text=True)


def test_a_file_chosen_after_the_session_ended_is_asked_for_again(citizen: Visitor, form: str):
    asked = citizen.post(f"{form}/pages/6", {"photoIdentite": (BytesIO(b"x"), "x.jpg")})

    assert "sera à joindre de nouveau" in asked.get_data(as_text=True)


def test_our_script_is_told_in_words_that_the_session_ended(citizen: Visitor, form: str):
    told = citizen.post(f"{form}/pages/4", PAGE_4, headers={"X-Requested-By": "portal.js"})

    assert told.status_code == 401
    assert told.mimetype == "text/plain"
    assert "votre session a pris fin" in told.get_data(as_text=True)


def test_a_page_older_than_its_token_is_saved_once_confirmed(citizen: Visitor):
    begun = permit.begun(citizen)
    permit.fill(citizen, begun, upto=2)
    asked = citizen.client.post(f"{begun}/pages/4", data={**PAGE_4, "csrf_token": "autre"})
    resumed = citizen.post("/identification/reprise", {"typed": carried(asked)})

    assert asked.status_code == 400
    assert 'name="password"' not in asked.get_data(as_text=True)
    assert resumed.headers["Location"] == f"{begun}/pages/4"
    assert "Tribu d’Oundjo" in citizen.get(f"{begun}/pages/4").get_data(as_text=True)


def test_what_is_carried_goes_to_ones_own_dossier_only(
    app: Flask, world: World, citizen: Visitor, stranger: Visitor, form: str
):
    stranger.signed_in("autre@exemple.nc")
    typed = carried(Visitor(app, world).post(f"{form}/pages/4", PAGE_4))

    assert stranger.post("/identification/reprise", {"typed": typed}).status_code == 404


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", 400),
        ("[]", 400),
        ("[" * 100_000, 400),
        (json.dumps({"task": "x", "page": 1, "fields": {}}), 400),
        (json.dumps({"task": str(uuid4()), "page": -3, "fields": {"nom": ["x"]}}), 404),
    ],
    ids=["nothing", "a list", "too deep", "no task", "nobody's"],
)
def test_what_is_carried_is_read_with_suspicion(citizen: Visitor, typed: str, code: int):
    assert citizen.post("/identification/reprise", {"typed": typed}).status_code == code


def test_half_a_character_carried_along_is_no_failure(citizen: Visitor):
    begun = permit.begun(citizen)
    fields = {"nom": ["W\ud800\x00éa"], "\ud800": ["x"]}
    typed = json.dumps({"task": begun.rpartition("/")[2], "page": 2, "fields": fields})

    assert citizen.post("/identification/reprise", {"typed": typed}).status_code == 303


def test_a_sending_after_the_session_ended_comes_back_to_what_was_to_be_sent(
    citizen: Visitor, form: str
):
    review = f"{form}/recapitulatif"
    headers = {"Referer": f"http://localhost{review}"}
    citizen.post(f"{form}/envoi", headers=headers)
    with citizen.client.session_transaction() as session:
        wanted = session["wanted"]

    assert wanted == review


def test_a_foreign_page_before_is_not_come_back_to(citizen: Visitor, form: str):
    citizen.post(f"{form}/envoi", headers={"Referer": "http://ailleurs.example/piege"})
    with citizen.client.session_transaction() as session:
        assert session["wanted"] == ""


@pytest.mark.browser
def test_a_file_too_large_is_told_beside_its_field_and_stays_out(
    chromium: Browser, app: Flask, citizen: Visitor, tmp_path: Path
):
    app.config["MAX_CONTENT_LENGTH"] = 60_000
    begun = permit.begun(citizen)
    permit.fill(citizen, begun, upto=2)
    heavy = tmp_path / "lourd.pdf"
    heavy.write_bytes(b"x" * 90_000)
    with serve(app) as address:
        page = opened(chromium).new_page()
        enter(page, address, citizen)
        page.goto(f"{address}{begun}/pages/6")
        field = page.locator("input[type=file][name=pieceIdentite]")
        field.set_input_files(heavy)

        said = page.locator("#pieceIdentite-upload .govuk-error-message")
        expect(said).to_contain_text("10 Mo au plus")
        expect(field).to_have_value("")


@pytest.mark.browser
def test_what_is_typed_after_the_end_of_the_session_is_told_unsaved_then_saved(
    chromium: Browser, app: Flask, citizen: Visitor, world: World
):
    begun = permit.begun(citizen)
    permit.fill(citizen, begun, upto=2)
    with serve(app) as address:
        page = opened(chromium).new_page()
        enter(page, address, citizen)
        page.goto(f"{address}{begun}/pages/4")
        assert isinstance(world.clock, FixedClock)
        world.clock.moment += timedelta(hours=2)

        page.locator("#adresse").fill("Tribu d’Oundjo")
        expect(page.locator("[data-status]")).to_contain_text("votre session a pris fin")
        page.get_by_role("button", name="Enregistrer et continuer").click()
        assert violations(page) == []
        page.locator("#email").fill(EMAIL)
        page.locator("#password").fill(PASSWORD)
        page.get_by_role("button", name="Me reconnecter et enregistrer").click()

        expect(page.locator("#adresse")).to_have_value("Tribu d’Oundjo")
