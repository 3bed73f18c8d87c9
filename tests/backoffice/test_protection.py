"""What every answer carries, and what no form is accepted without."""

import re

import pytest
from sqlalchemy import text

from tests.backoffice.desk import Desk, text_of
from tests.backoffice.test_access import OPEN, addresses, rows
from workflows.errors import ProcessFailure
from workflows.model import Role

PAGES = ("/connexion", "/mot-de-passe-oublie", "/rien", "/healthz", "/static/icon.svg")
EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# What a page of ours shows in a frame: there, nothing runs.
FRAMED = {"draft_forms.frame": {"'self'", "'none'"}}


def directives(answer):
    policy = answer.headers["Content-Security-Policy"]
    return {part.split()[0]: part.split()[1:] for part in policy.split(";") if part.strip()}


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_headers(office, path):
    answer = Desk(office.app).get(path)

    assert {name: answer.headers[name] for name in EXPECTED} == EXPECTED
    assert answer.headers["Referrer-Policy"] in {"same-origin", "strict-origin"}
    assert "camera=()" in answer.headers["Permissions-Policy"]


@pytest.mark.parametrize("role", Role)
def test_no_page_allows_inline_code_or_foreign_contents(office, role):
    desk = office.desk(role)

    for endpoint, method, address in addresses(office.app):
        if method == "GET":
            answer = desk.get(address)
            policy = directives(answer)
            assert policy["default-src"] == ["'none'"], address
            ours = FRAMED.get(endpoint, {"'none'"})
            assert set(policy["frame-ancestors"]) <= ours, address
            assert "unsafe" not in answer.headers["Content-Security-Policy"], address
            assert "no-store" in answer.headers["Cache-Control"], address


def test_each_answer_has_its_own_nonce(office):
    desk = Desk(office.app)
    seen = {directives(desk.get("/connexion"))["script-src"][1] for _ in range(5)}

    assert len(seen) == 5
    assert all(re.fullmatch(r"'nonce-[\w-]{20,}'", nonce) for nonce in seen)


def every_post(app):
    # the application behind a played screen asks for its own token: see studio/test_play.py
    forms = [each for each in addresses(app) if each[0] != "played.show"]
    known = [address for _e, method, address in forms if method == "POST"]
    return [*known, "/connexion", "/mot-de-passe-oublie", "/lien"]


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.ADMINISTRATOR])
def test_no_form_is_accepted_without_its_token(office, role):
    office.file()
    desk, other = office.desk(role), office.desk(role)
    stolen = other.token()
    before = rows(office)

    for address in every_post(office.app):
        assert desk.client.post(address).status_code == 400, address
        answer = desk.client.post(address, data={"csrf_token": stolen})
        assert answer.status_code == 400, address
        assert "ouverte depuis trop longtemps" in text_of(answer)

    assert rows(office) == before


@pytest.mark.parametrize("origin", ["https://attaquant.example", "null", "http://localhost:1234"])
def test_a_form_sent_by_another_site_is_refused(office, origin):
    task_id = office.task(office.file())
    desk = office.desk()

    answer = desk.post(f"/taches/{task_id}/prendre", headers={"Origin": origin})

    assert answer.status_code == 403
    assert "Vous avez cette tâche en main" not in desk.read(f"/dossiers/{dossier_of(desk)}")


def dossier_of(desk):
    return re.search(r"/dossiers/([0-9a-f-]{36})", desk.read("/corbeille/"))[1]


def test_our_own_origin_is_accepted(office):
    task_id = office.task(office.file())
    desk = office.desk()

    answer = desk.post(f"/taches/{task_id}/prendre", headers={"Origin": "http://localhost"})

    assert answer.status_code == 303


def test_mounted_elsewhere_every_address_follows(office):
    office.file()
    desk = office.desk()

    page = text_of(desk.get("/corbeille/", base_url="http://localhost/backoffice"))

    links = re.findall(r'(?:href|src|action)="(/[^"]*)"', page)
    assert links
    assert [link for link in links if not link.startswith("/backoffice/")] == []


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nulle-part", 404, "Page introuvable"),
        ("/dossiers/ab26a2b4-2ba7-4818-bf7a-39a697ca1ff8", 404, "Page introuvable"),
        ("/dossiers/12", 404, "Page introuvable"),
        ("/agents/", 403, "Accès réservé"),
        ("/deconnexion", 405, "Action impossible ici"),
        ("/corbeille/?vue=tout", 404, "Page introuvable"),
        ("/corbeille/?apres=***", 404, "Page introuvable"),
    ],
)
def test_errors_are_pages_in_french_with_a_way_out(office, path, status, words):
    answer = office.desk().get(path)

    assert answer.status_code == status
    assert f"<h1>{words}</h1>" in text_of(answer)
    assert 'lang="fr"' in text_of(answer)
    assert "Revenir à l’accueil" in text_of(answer)


def test_a_broken_view_says_so_without_its_entrails(office):
    office.app.config["PROPAGATE_EXCEPTIONS"] = False

    def broken():
        raise RuntimeError("mot de passe secret")

    office.app.view_functions["dashboard.index"] = broken
    answer = office.desk(Role.CHIEF).get("/tableau-de-bord/")

    assert answer.status_code == 500
    assert "Une erreur est survenue" in text_of(answer)
    assert "secret" not in text_of(answer)


def test_a_database_that_fails_still_leaves_a_page_to_read(office):
    desk = office.desk()
    with office.world.database.transaction() as session:
        session.execute(text("DROP TABLE task"))

    answer = desk.get("/corbeille/")

    assert answer.status_code == 500
    assert "Une erreur est survenue" in text_of(answer)


def test_a_failure_of_ours_is_told_and_leaves_its_trace(office, caplog):
    def failing():
        raise ProcessFailure("Le processus n'a pas pu avancer.", "Verifier")

    office.app.view_functions["dashboard.index"] = failing
    answer = office.desk(Role.CHIEF).get("/tableau-de-bord/")

    assert answer.status_code == 500
    assert "pu avancer" in text_of(answer)
    assert caplog.records[-1].exc_info[0] is ProcessFailure


def test_the_health_page_tells_database_and_worker(office):
    answer = Desk(office.app).get("/healthz")

    assert answer.status_code == 200
    assert answer.json == {"database": "ok", "worker": "late", "worker_age_seconds": None}


def test_what_needs_no_session_is_only_the_doors(app):
    assert {name for name in OPEN if not name.startswith("auth.")} == {"static", "healthz"}


def test_assets_are_addressed_by_content_and_kept_for_a_year(office):
    desk = Desk(office.app)
    address = re.search(r'href="([^"]*icon\.svg[^"]*)"', desk.read("/connexion"))[1]

    fresh, stale = desk.get(address), desk.get("/static/icon.svg?v=autre")

    assert "immutable" in fresh.headers["Cache-Control"]
    assert "max-age=300" in stale.headers["Cache-Control"]
    assert desk.get("/static/../app.py").status_code == 404
    assert desk.get(address, headers={"Accept-Encoding": "gzip"}).content_encoding == "gzip"
