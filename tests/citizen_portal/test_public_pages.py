"""What anybody sees: the catalogue, the fiches, the information pages, and how they are built."""

import gzip
import re

import pytest

from tests.citizen_portal.visitors import Outline, Visitor

PUBLIC = [
    "/",
    "/?q=chasse",
    "/?q=introuvable",
    "/demarches",
    "/demarches/permis_de_chasser",
    "/identification",
    "/mot-de-passe-oublie",
    "/conditions-generales",
    "/accessibilite",
    "/mentions-legales",
    "/donnees-personnelles",
    "/assistance",
    "/demo/courriels",
    "/cette-page-n-existe-pas",
]
SPARE = 50_000  # bytes of a first visit, all included, compressed


def ids_twice(outline: Outline) -> list[str]:
    ids = [attrs["id"] for _tag, attrs in outline.tags if "id" in attrs]
    return [each for each in ids if ids.count(each) > 1]


def unlabelled(outline: Outline) -> list[str]:
    labels = {attrs.get("for") for attrs in outline.all("label")}
    seen = [
        attrs
        for tag in ("input", "select", "textarea")
        for attrs in outline.all(tag)
        if attrs.get("type") not in {"hidden", "submit"}
    ]
    return [attrs.get("name", "?") for attrs in seen if attrs.get("id") not in labels]


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_is_built_for_everybody(visitor: Visitor, path: str):
    outline = visitor.outline(path)

    assert outline.all("html") == [{"lang": "fr", "class": "govuk-template"}]
    assert len(outline.all("h1")) == 1
    assert outline.h1.strip()
    assert [attrs["id"] for attrs in outline.all("main")] == ["contenu"]
    assert outline.all("a")[0]["href"] == "#contenu"
    assert unlabelled(outline) == []
    assert ids_twice(outline) == []


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_holds_nothing_that_a_strict_policy_refuses(visitor: Visitor, path: str):
    answer = visitor.get(path)
    outline = Outline(answer.get_data(as_text=True))
    nonce = re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])

    assert nonce is not None
    assert all(attrs.get("nonce") == nonce[1] for attrs in outline.all("script"))
    assert not outline.all("style")
    assert not [
        attrs
        for _tag, attrs in outline.tags
        if "style" in attrs or any(name.startswith("on") for name in attrs)
    ]


def test_the_nonce_of_the_policy_never_serves_twice(visitor: Visitor):
    policies = {visitor.get("/").headers["Content-Security-Policy"] for _ in range(5)}

    assert len(policies) == 5


def test_the_catalogue_shows_a_demarche_under_its_theme(visitor: Visitor):
    page = visitor.get("/").get_data(as_text=True)

    assert page.index("Environnement") < page.index("Permis de chasser")
    assert 'href="/demarches/permis_de_chasser"' in page


@pytest.mark.parametrize("words", ["chasse", "CHASSER", "permis chasser", "environnement"])
def test_a_search_ignores_case_and_order(visitor: Visitor, words: str):
    page = visitor.get("/", query_string={"q": words}).get_data(as_text=True)

    assert "/demarches/permis_de_chasser" in page


def test_a_search_without_result_says_what_to_do(visitor: Visitor):
    page = visitor.get("/", query_string={"q": "zzz"}).get_data(as_text=True)

    assert "Aucune démarche trouvée" in page
    assert "/demarches/permis_de_chasser" not in page


def test_the_fiche_tells_what_is_asked_before_one_begins(visitor: Visitor):
    page = visitor.get("/demarches/permis_de_chasser").get_data(as_text=True)

    for told in (
        "Qui est concerné",
        "Conditions",
        "Pièces à préparer",
        "pdf, jpg, png",
        "15 jours",
    ):
        assert told in page
    assert "Direction du développement durable" in page
    assert "article 335-8" in page
    assert "10 Mo" in page
    assert 'action="/demarches/permis_de_chasser/commencer"' in page


def test_an_unknown_demarche_is_not_found(visitor: Visitor):
    assert visitor.get("/demarches/permis_de_rien").status_code == 404


def test_a_first_visit_is_light(visitor: Visitor):
    page = visitor.get("/").get_data()
    outline = Outline(page.decode())
    files = [attrs["href"] for attrs in outline.all("link")]
    files += [attrs["src"] for tag in ("script", "img") for attrs in outline.all(tag)]

    asked = {"Accept-Encoding": "gzip"}
    weights = [len(visitor.get(path, headers=asked).get_data()) for path in set(files)]

    assert sum(weights) + len(gzip.compress(page)) <= SPARE


def test_a_static_file_is_kept_for_a_year_under_the_address_of_its_content(visitor: Visitor):
    address = visitor.outline("/").all("img")[0]["src"]
    kept = visitor.get(address)
    guessed = visitor.get(address.partition("?")[0])

    assert "immutable" in kept.headers["Cache-Control"]
    assert "immutable" not in guessed.headers["Cache-Control"]
    assert kept.mimetype == "image/svg+xml"


@pytest.mark.parametrize("name", ["../app.py", "%2e%2e/app.py", "build/../../app.py", "absent.css"])
def test_static_files_are_those_of_their_folder_only(visitor: Visitor, name: str):
    assert visitor.get(f"/static/{name}").status_code == 404


def test_health_is_told_to_a_supervisor(visitor: Visitor):
    answer = visitor.get("/healthz")

    assert answer.status_code == 200
    assert answer.get_json()["database"] == "ok"
