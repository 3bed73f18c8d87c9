"""Texts that people type or files they name are shown as they are, and run nowhere."""

from io import BytesIO

import pytest

from tests.citizen_portal import office, permit
from tests.citizen_portal.visitors import Outline, Visitor
from tests.use_cases.files import pdf

CANARIES = [
    "<script>window.__xss=1</script>",
    "<img src=x onerror=window.__xss=1>",
    '"><svg onload=window.__xss=1>',
    "' autofocus onfocus=window.__xss=1 x='",
    "</textarea><script>window.__xss=1</script>",
    "</title><script>window.__xss=1</script>",
    "javascript:window.__xss=1",
    "{{ 7919*104729 }}{% for x in [1] %}x{% endfor %}",
    "<a href=javascript:window.__xss=1>x</a>",
    "<iframe srcdoc='<script>parent.__xss=1</script>'>",
    "&lt;script&gt;window.__xss=1&lt;/script&gt;",
]


def active(html: str) -> list[tuple[str, dict[str, str]]]:
    """Everything in a page that would run or load something, but for our own."""
    return [
        (tag, attrs)
        for tag, attrs in Outline(html).tags
        if (tag == "script" and "nonce" not in attrs)
        or tag in {"iframe", "object", "embed", "svg", "style", "base"}
        or any(name.startswith("on") for name in attrs)
        or attrs.get("href", "").startswith("javascript:")
        or (tag == "img" and not attrs["src"].startswith(("/static/", "/pieces/")))
    ]


@pytest.mark.parametrize("canary", CANARIES)
def test_what_is_typed_in_a_form_stays_text_everywhere(citizen: Visitor, world, canary: str):
    form = permit.begun(citizen)
    permit.fill(citizen, form, upto=2)
    typed = {**permit.ADULT[2], "adresse": canary}
    insured = {**permit.ADULT[3], "assureur": canary, "policeNumero": canary[:60]}
    name = canary.replace('"', "'") + ".pdf"  # the test client does not quote quotes
    named = {"attestationAssurance": (BytesIO(pdf()), name)}

    citizen.post(f"{form}/pages/4", {**typed, "save": "next"})
    citizen.post(f"{form}/pages/5", {**insured, "save": "next"})
    citizen.post(f"{form}/pages/6", {**permit.files(), **named, "save": "next"})
    citizen.post(f"{form}/pages/7", {**permit.ADULT[5], "save": "next"})
    before = [citizen.get(f"{form}/pages/{page}") for page in (4, 5, 6)]
    before.append(citizen.get(f"{form}/recapitulatif"))
    sent = citizen.post(f"{form}/envoi")
    dossier = sent.headers["Location"].removesuffix("/confirmation")
    office.decide(world, dossier, office.MORE | {"complementTexte": [canary]})
    task = next(a for a in citizen.outline(dossier).all("a") if "/taches/" in a["href"])["href"]
    after = [citizen.get(dossier), citizen.get(f"{dossier}/confirmation"), citizen.get("/dossiers")]
    after.append(citizen.get(f"{task}/pages/1"))

    pages = [answer.get_data(as_text=True) for answer in (*before, *after)]
    assert {answer.status_code for answer in (*before, *after)} == {200}
    assert [active(page) for page in pages] == [[]] * len(pages)
    assert not [page for page in pages if str(7919 * 104729) in page]


@pytest.mark.parametrize("canary", CANARIES)
def test_what_is_searched_or_given_as_an_address_stays_text(visitor: Visitor, canary: str):
    searched = visitor.get("/", query_string={"q": canary}).get_data(as_text=True)
    given = visitor.post("/identification", {"email": canary}).get_data(as_text=True)
    missing = visitor.get(f"/demarches/{canary}").get_data(as_text=True)

    assert active(searched) == active(given) == active(missing) == []


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.pdf",
        "..\\..\\x.pdf",
        "a\r\nSet-Cookie: x=1.pdf",
        "/absolu.pdf",
        "é" * 300 + ".pdf",
    ],
)
def test_an_odd_file_name_is_only_a_name(citizen: Visitor, name: str):
    form = permit.begun(citizen)
    citizen.post(f"{form}/pages/6", {"pieceIdentite": (BytesIO(pdf()), name)})
    links = [a["href"] for a in citizen.outline(f"{form}/pages/6").all("a")]
    piece = next((link for link in links if link.startswith("/pieces/")), None)

    if piece is None:
        return  # refused, with its message beside the field
    disposition = citizen.get(piece).headers["Content-Disposition"]

    assert disposition.startswith("attachment;")
    assert "\n" not in disposition
    assert "/" not in disposition.replace("UTF-8''", "")
