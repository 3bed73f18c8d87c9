"""Filling in a form: pages, errors, conditions, drafts, files, récapitulatif, sending."""

import re
from io import BytesIO
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.citizen_portal import permit
from tests.citizen_portal.visitors import Visitor
from tests.use_cases.files import html, jpg, pdf, png
from workflows.model import AnswerSet, OutboxItem, Piece
from workflows.use_cases.act import SYSTEM, World, looking


def text(visitor: Visitor, path: str) -> str:
    return visitor.get(path, follow_redirects=True).get_data(as_text=True)


def count(world: World, model: type) -> int:
    with looking(world, SYSTEM) as act:
        return act.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_form_comes_page_by_page_with_its_steps(citizen: Visitor):
    page = text(citizen, permit.begun(citizen))

    assert "Étape 1 sur 7" in page
    assert page.count('aria-current="step"') == 1
    for step in ("La demande", "Identité", "Coordonnées", "Pièces", "Récapitulatif et envoi"):
        assert step in page


def test_an_error_is_tied_to_its_field_and_summed_up_at_the_top(citizen: Visitor):
    form = permit.begun(citizen)

    answer = citizen.post(f"{form}/pages/2", {"nom": "Wéa", "save": "next"})
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert page.index("govuk-error-summary") < page.index("<h1")
    for link in re.findall(r'<li><a href="#([^"]+)"', page):
        assert f'id="{link}"' in page
    assert 'value="Wéa"' in page
    assert "<title>Erreur" in page


def test_a_page_is_saved_even_with_errors(citizen: Visitor):
    form = permit.begun(citizen)
    citizen.post(f"{form}/pages/2", {"nom": "Wéa", "save": "next"})

    assert 'value="Wéa"' in text(citizen, f"{form}/pages/2")


def test_a_conditional_field_appears_when_an_answer_calls_for_it(citizen: Visitor):
    form = permit.begun(citizen)
    before = text(citizen, f"{form}/pages/1")

    answer = citizen.post(f"{form}/pages/1", {"nature": "renouvellement", "save": "next"})
    shown = text(citizen, answer.headers["Location"])

    assert 'name="numeroPermis"' not in before
    assert 'name="numeroPermis"' in shown
    assert "govuk-error-message" not in shown


def test_a_minor_is_asked_for_a_legal_guardian(citizen: Visitor):
    form = permit.begun(citizen)
    young = {**permit.ADULT[1], "dateNaissance-year": "2009", "save": "next"}

    answer = citizen.post(f"{form}/pages/2", young)

    assert answer.headers["Location"].endswith("/pages/3")
    assert "Étape 3 sur 8" in text(citizen, f"{form}/pages/3")


def test_a_page_that_the_answers_leave_out_is_not_found(citizen: Visitor):
    form = permit.begun(citizen)
    permit.fill(citizen, form, upto=2)

    assert citizen.get(f"{form}/pages/3").status_code == 404
    assert citizen.get(f"{form}/pages/99").status_code == 404
    assert citizen.get(f"{form}/pages/0").status_code == 404
    assert citizen.post(f"{form}/pages/99", {"save": "next"}).status_code == 404


def test_a_draft_is_left_and_found_again_where_it_was(citizen: Visitor):
    form = permit.begun(citizen)
    permit.fill(citizen, form, upto=2)

    left = citizen.post(f"{form}/pages/4", {"commune": "Thio", "save": "leave"})
    page = text(citizen, "/dossiers")
    back = citizen.get(form)

    assert left.headers["Location"] == "/dossiers"
    assert "Brouillon" in page
    assert "pas encore transmis" in page
    assert back.headers["Location"] == f"{form}/pages/4"
    assert 'value="Thio" selected' in text(citizen, form)


def test_beginning_again_finds_the_same_draft(citizen: Visitor):
    assert permit.begun(citizen) == permit.begun(citizen)


def test_files_are_attached_shown_and_removed_without_script(citizen: Visitor, world: World):
    form = permit.begun(citizen)
    two = [(BytesIO(pdf()), "recto.pdf"), (BytesIO(png()), "verso.png")]

    citizen.post(f"{form}/pages/6", {"pieceIdentite": two, "upload": "pieceIdentite"})
    page = text(citizen, f"{form}/pages/6")
    piece = re.findall(r'name="remove_piece" value="([^"]+)"', page)
    citizen.post(f"{form}/pages/6", {"remove_piece": piece[0]})
    after = text(citizen, f"{form}/pages/6")

    assert len(piece) == 2
    assert "recto.pdf" in page
    assert "verso.png" in page
    assert "/vignette" in page
    assert after.count('name="remove_piece"') == 1


def test_a_file_chosen_is_attached_by_any_button(citizen: Visitor):
    form = permit.begun(citizen)

    citizen.post(f"{form}/pages/6", {**permit.files(), "save": "leave"})

    assert text(citizen, f"{form}/pages/6").count('name="remove_piece"') == 3


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (html(), "piege.pdf", "piege.pdf"),
        (b"%PDF-1.7 tronqu", "abime.pdf", "abime.pdf"),
        (b"", "vide.pdf", "vide.pdf"),
        (b"x" * (10 * 1024**2 + 1), "enorme.pdf", "dépasse 10 Mo"),
        (b"MZ" + b"\0" * 900, "photo.jpg", "photo.jpg"),
    ],
    ids=["html as pdf", "broken", "empty", "too large", "exe as jpg"],
)
def test_a_refused_file_is_told_beside_its_field_and_loses_nothing(
    citizen: Visitor, world: World, data: bytes, name: str, why: str
):
    form = permit.begun(citizen)
    good = {"photoIdentite": (BytesIO(jpg()), "portrait.jpg")}
    sent = {**good, "pieceIdentite": (BytesIO(data), name), "upload": "pieceIdentite"}

    answer = citizen.post(f"{form}/pages/6", sent)
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert 'id="pieceIdentite-error"' in page
    assert why in page
    assert "portrait.jpg" in page
    assert count(world, Piece) == 1


def test_a_request_of_sixty_megabytes_is_refused_with_words(citizen: Visitor, world: World):
    form = permit.begun(citizen)
    huge = {"pieceIdentite": (BytesIO(b"x" * 60 * 1024**2), "enorme.pdf")}

    answer = citizen.post(f"{form}/pages/6", huge)

    assert answer.status_code == 413
    assert "trop volumineux" in answer.get_data(as_text=True)
    assert count(world, Piece) == 0


def test_a_file_for_a_field_that_does_not_exist_is_refused(citizen: Visitor, world: World):
    form = permit.begun(citizen)

    answer = citizen.post(f"{form}/pages/6", {"typename": (BytesIO(pdf()), "x.pdf")})

    assert answer.status_code == 404
    assert count(world, Piece) == 0


def test_a_file_is_handed_out_as_a_download_that_no_browser_runs(citizen: Visitor):
    form, given = permit.begun(citizen), pdf()  # another has another id
    citizen.post(f"{form}/pages/6", {"pieceIdentite": (BytesIO(given), "Été à Thio.pdf")})
    address = re.search(r'href="(/pieces/[^"]+)"', text(citizen, f"{form}/pages/6"))
    assert address is not None

    answer = citizen.get(address[1])

    assert answer.get_data() == given
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "%C3%89t%C3%A9" in answer.headers["Content-Disposition"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_thumbnail_is_an_image_of_ours(citizen: Visitor):
    form = permit.begun(citizen)
    citizen.post(f"{form}/pages/6", {"photoIdentite": (BytesIO(jpg((900, 600))), "p.jpg")})
    address = re.search(r'src="(/pieces/[^"]+/vignette)"', text(citizen, f"{form}/pages/6"))
    assert address is not None

    answer = citizen.get(address[1])

    assert answer.mimetype == "image/jpeg"
    assert answer.get_data()[:2] == b"\xff\xd8"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_everything_is_read_again_before_sending(citizen: Visitor):
    form = permit.begun(citizen)
    permit.fill(citizen, form)

    page = text(citizen, f"{form}/recapitulatif")

    for said in ("Wéa", "7 avril 1990", "Bourail", "31 décembre 2026", "identité.pdf", "Oui"):
        assert said in page
    assert page.count(">Modifier<") == 6
    assert f'href="{form}/pages/2"' in page


def test_an_unfinished_form_is_not_sent_and_says_where_to_go(citizen: Visitor, world: World):
    form = permit.begun(citizen)
    permit.fill(citizen, form, upto=4)

    answer = citizen.post(f"{form}/envoi")
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert f'href="{form}/pages/6#pieceIdentite"' in page
    assert f'href="{form}/pages/7#lieuRetrait"' in page
    assert count(world, AnswerSet) == 0


def test_a_sent_form_is_confirmed_with_its_number(citizen: Visitor):
    dossier = permit.sent(citizen)

    page = text(citizen, f"{dossier}/confirmation")

    assert "Votre envoi est enregistré" in page
    assert re.search(r"PS-2026-\d{5}", page)
    assert "usager@exemple.nc" in page


def test_a_double_click_sends_once_and_shows_the_same_confirmation(citizen: Visitor, world: World):
    form = permit.begun(citizen)
    permit.fill(citizen, form)
    dossier = re.search(r'name="dossier" value="([^"]+)"', text(citizen, f"{form}/recapitulatif"))
    assert dossier is not None
    sent, answers = {"csrf_token": citizen.token(), "dossier": dossier[1]}, []
    cookie = citizen.client.get_cookie("usager_session")
    page = citizen.client.get_cookie("portail")
    assert cookie is not None
    assert page is not None

    def click() -> None:
        client = citizen.client.application.test_client()
        client.set_cookie("usager_session", cookie.value)
        client.set_cookie("portail", page.value)
        answers.append(client.post(f"{form}/envoi", data=sent))

    clicks = [Thread(target=click) for _ in range(4)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()

    assert [answer.status_code for answer in answers] == [303] * 4
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert count(world, AnswerSet) == 1
    with looking(world, SYSTEM) as act:
        receipts = act.session.scalars(select(OutboxItem.payload)).all()
    assert len([each for each in receipts if "bien arrivée" in str(each)]) == 1


def test_a_form_sent_is_not_filled_in_again(citizen: Visitor):
    form = permit.begun(citizen)
    permit.fill(citizen, form)
    citizen.post(f"{form}/envoi")

    again = citizen.get(f"{form}/pages/1")

    assert again.status_code == 409
    assert "Vous l’avez déjà envoyé" in again.get_data(as_text=True)
    assert citizen.post(f"{form}/pages/1", {"nature": "premiere"}).status_code == 409


@pytest.mark.parametrize("key", ["typename", "__class__", "state", "typePermis", "statut", "agent"])
def test_what_the_form_does_not_ask_is_not_kept(citizen: Visitor, world: World, key: str):
    form = permit.begun(citizen)
    citizen.post(f"{form}/pages/1", {"nature": "premiere", key: "accepte", "save": "next"})
    permit.fill(citizen, form)
    citizen.post(f"{form}/envoi")

    with looking(world, SYSTEM) as act:
        values = act.session.scalars(select(AnswerSet)).one().values
    assert values.get(key) != "accepte"


def test_a_script_saves_the_draft_without_leaving_the_page(citizen: Visitor, app: Flask):
    form = permit.begun(citizen)

    saved = citizen.post(
        f"{form}/pages/2",
        {"nom": "Wéa"},
        headers={"X-Requested-By": "portal.js"},
        follow_redirects=True,
    )

    assert saved.status_code == 200
    assert "data-draft" in saved.get_data(as_text=True)
    assert "govuk-error-message" not in saved.get_data(as_text=True)


def test_files_have_the_addresses_of_where_the_portal_is_mounted(citizen: Visitor):
    form = permit.begun(citizen)
    citizen.post(f"{form}/pages/6", {"photoIdentite": (BytesIO(png()), "p.png")})

    pages = [
        citizen.get(f"{form}/{page}", base_url="http://localhost/ici").get_data(as_text=True)
        for page in ("pages/6", "recapitulatif")
    ]

    for page in pages:
        assert 'src="/ici/pieces/' in page
        assert '"/pieces/' not in page
