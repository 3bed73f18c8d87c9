"""Following a dossier: where it stands, who holds it, what comes next, completing, withdrawing."""

import re
from datetime import timedelta
from io import BytesIO

from sqlalchemy import select

from tests.citizen_portal import office, permit
from tests.citizen_portal.visitors import Visitor
from tests.use_cases.files import jpg, pdf
from workflows.adapters.clock import FixedClock
from workflows.model import Demarche
from workflows.use_cases.act import SYSTEM, World, acting


def text(visitor: Visitor, path: str) -> str:
    return visitor.get(path, follow_redirects=True).get_data(as_text=True)


def standing(page: str) -> str:
    found = re.search(r'<h2 id="maintenant">(.*?)</h2>', page, re.S)
    assert found is not None
    return found[1].strip()


def test_a_newcomer_has_no_dossier_and_is_shown_where_to_begin(citizen: Visitor):
    page = text(citizen, "/dossiers")

    assert "Vous n’avez encore aucun dossier" in page
    assert "Choisir une démarche" in page


def test_a_draft_says_that_nothing_is_transmitted(citizen: Visitor):
    form = permit.begun(citizen)
    listed = citizen.outline("/dossiers")
    dossier = next(a["href"] for a in listed.all("a") if a["href"].startswith("/dossiers/"))

    page = text(citizen, dossier)

    assert standing(page) == "C’est à vous d’agir"
    assert "le service ne peut ni le lire ni l’instruire" in page
    assert f'href="{form}"' in page


def test_a_sent_dossier_is_in_the_hands_of_the_service(citizen: Visitor):
    page = text(citizen, permit.sent(citizen))

    assert standing(page) == "Le service a votre dossier en main"
    assert "etat--depose" in page
    assert page.count("<li><time") == 2, "begun, then sent with what followed at once"
    assert page.index("Demande envoyée") < page.index("Courriel envoyé")
    assert "Wéa" in page
    assert "identité.pdf" in page


def test_a_dossier_taken_up_is_shown_in_instruction(citizen: Visitor, world: World):
    dossier = permit.sent(citizen)

    office.take_up(world, dossier)
    page = text(citizen, dossier)

    assert "En instruction" in page
    assert "Ana Agent" not in page


def test_a_request_for_more_is_answered_from_the_dossier(citizen: Visitor, world: World):
    dossier = permit.sent(citizen)
    office.decide(world, dossier, office.MORE)

    page = text(citizen, dossier)
    form = re.search(r'href="(/taches/[^"]+)"', page)
    assert form is not None
    asked = text(citizen, form[1])
    files = {
        "photoIdentite": (BytesIO(jpg()), "claire.jpg"),
        "autresPieces": (BytesIO(pdf()), "note.pdf"),
    }
    saved = citizen.post(f"{form[1]}/pages/1", {**files, "reponse": "Voici.", "save": "next"})
    sent = citizen.post(f"{form[1]}/envoi")
    after = text(citizen, dossier)

    assert standing(page) == "C’est à vous d’agir"
    assert "etat--a_completer" in page
    assert "Compléter mon dossier" in page
    assert "La photo est" in page
    assert "<b>trop sombre</b>" not in page
    assert "À faire avant le 1er avril 2026" in page
    assert "La photo est" in asked
    assert "<b>trop sombre</b>" not in asked
    assert 'name="attestationAssurance"' not in asked
    assert saved.headers["Location"].endswith("/recapitulatif")
    assert sent.headers["Location"] == f"{dossier}/confirmation"
    assert standing(after) == "Le service a votre dossier en main"
    assert "claire.jpg" in after


def test_a_granted_permit_is_there_to_download(citizen: Visitor, stranger: Visitor, world: World):
    dossier = permit.sent(citizen)
    office.decide(world, dossier, office.GRANTED)
    office.work(world)

    page = text(citizen, dossier)
    documents = page[page.index('id="documents"') :]
    link = re.search(r'href="(/pieces/[^"]+)"', documents)
    assert link is not None

    assert standing(page) == "Votre demande est acceptée"
    assert "etat--accepte" in page
    assert "Retirer ma demande" not in page
    assert citizen.get(link[1]).get_data()[:5] == b"%PDF-"
    assert stranger.get(link[1]).status_code == 404


def test_a_refusal_is_shown_as_such(citizen: Visitor, world: World):
    dossier = permit.sent(citizen)

    office.decide(world, dossier, office.REFUSED)

    assert "etat--refuse" in text(citizen, dossier)


def test_withdrawing_asks_first_then_ends_the_dossier(citizen: Visitor):
    dossier = permit.sent(citizen)
    asked = text(citizen, f"{dossier}/retrait")

    withdrawn = citizen.post(f"{dossier}/retrait")
    page = text(citizen, dossier)

    assert "C’est définitif" in asked
    assert withdrawn.headers["Location"] == "/dossiers"
    assert "etat--retire" in page
    assert "Retirer ma demande" not in page
    assert citizen.get(f"{dossier}/retrait").headers["Location"] == dossier


def test_a_dossier_is_not_withdrawn_after_its_decision(citizen: Visitor, world: World):
    dossier = permit.sent(citizen)
    office.decide(world, dossier, office.GRANTED)

    late = citizen.post(f"{dossier}/retrait")

    assert late.status_code == 409
    assert "etat--accepte" in text(citizen, dossier)


def test_an_abandoned_draft_is_not_resumed(citizen: Visitor):
    form = permit.begun(citizen)
    listed = citizen.outline("/dossiers")
    dossier = next(a["href"] for a in listed.all("a") if a["href"].startswith("/dossiers/"))

    citizen.post(f"{dossier}/retrait")

    assert citizen.get(form).status_code == 409
    assert permit.begun(citizen) != form


def test_an_idle_session_ends_and_the_draft_is_found_again(citizen: Visitor, world: World):
    form = permit.begun(citizen)
    permit.fill(citizen, form, upto=2)
    assert isinstance(world.clock, FixedClock)

    world.clock.moment += timedelta(hours=2)
    away = citizen.post(f"{form}/pages/4", {"commune": "Thio", "save": "next"})
    citizen.signed_in("usager@exemple.nc")

    assert away.status_code == 401
    assert citizen.get(form).headers["Location"] == f"{form}/pages/4"


def test_a_demarche_withdrawn_from_the_catalogue_says_so(citizen: Visitor, world: World):
    with acting(world, SYSTEM) as act:
        act.session.scalars(select(Demarche)).one().current_id = None

    assert citizen.get("/demarches/permis_de_chasser").status_code == 404
    assert citizen.post("/demarches/permis_de_chasser/commencer").status_code == 404
    assert "Aucune démarche n’est ouverte" in text(citizen, "/")
