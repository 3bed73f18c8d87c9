"""What people read when something does not work: French, with what to do."""

from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import create_engine

from tests.citizen_portal.visitors import Outline, Visitor
from workflows.database import Database
from workflows.errors import (
    Closed,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    StaleDossier,
    TaskGone,
    Throttled,
    TooLarge,
    WorkflowError,
)


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (NotFound("Rien ici."), 404),
        (Forbidden("Pas vous."), 403),
        (Conflict("Trop tard."), 409),
        (StaleDossier("Il a changé."), 409),
        (TaskGone("Déjà fait."), 409),
        (Closed("C’est fermé."), 409),
        (Invalid("C’est faux."), 422),
        (TooLarge("C’est gros."), 413),
        (Throttled("Attendez.", 90), 429),
        (WorkflowError("C’est cassé."), 500),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_an_expected_failure_is_a_page_with_its_own_words(app: Flask, failure: WorkflowError, code):
    def fail():
        raise failure

    app.add_url_rule("/echec", "echec", fail)
    answer = app.test_client().get("/echec")
    page = answer.get_data(as_text=True)

    assert answer.status_code == code
    assert failure.message in page
    assert len(Outline(page).all("h1")) == 1
    assert answer.headers.get("Retry-After") == ("90" if code == 429 else None)


def test_an_unexpected_failure_tells_nothing_of_the_machine(app: Flask):
    def fail():
        raise RuntimeError("secret-of-the-machine")

    app.add_url_rule("/echec", "echec", fail)
    app.config.update(PROPAGATE_EXCEPTIONS=False)
    answer = app.test_client().get("/echec")
    page = answer.get_data(as_text=True)

    assert answer.status_code == 500
    assert "secret-of-the-machine" not in page
    assert "Réessayez dans quelques minutes" in page


def test_a_script_of_ours_gets_the_words_alone(visitor: Visitor):
    answer = visitor.get("/absente", headers={"X-Requested-By": "portal.js"})

    assert answer.status_code == 404
    assert answer.mimetype == "text/plain"


def test_a_request_over_the_limit_says_that_the_draft_is_kept(app: Flask, citizen: Visitor):
    form = citizen.begins()
    app.config["MAX_CONTENT_LENGTH"] = 60_000
    answer = citizen.post(f"{form}/pages/6", {"photoIdentite": (BytesIO(b"x" * 90_000), "x.jpg")})

    assert answer.status_code == 413
    page = answer.get_data(as_text=True)
    assert "brouillon est conservé" in page
    assert "10 Mo au plus" in page


def test_an_expired_page_says_to_reload(citizen: Visitor):
    answer = citizen.client.post("/profil/telephone", data={"phone": "654321"})

    assert answer.status_code == 400
    assert "Cette page a expiré" in answer.get_data(as_text=True)


def test_a_wrong_method_says_which_one_is_right(visitor: Visitor):
    answer = visitor.get("/deconnexion")

    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_an_absent_database_is_told_as_such(app: Flask, world, visitor: Visitor, monkeypatch):
    world.database.engine.dispose()
    absent = Database(create_engine("sqlite:////no/where.sqlite"))
    for name, value in vars(absent).items():
        monkeypatch.setattr(world.database, name, value)

    answer = visitor.get("/")

    assert answer.status_code == 503
    assert "Réessayez dans une minute" in answer.get_data(as_text=True)
    assert visitor.get("/healthz").status_code == 503
