"""Opening and closing a démarche from the studio, and what the portal says of it at once."""

from datetime import timedelta

import pytest

from citizen_portal.app import create_app
from tests.backoffice.desk import Desk, Office, text_of
from tests.citizen_portal.visitors import Visitor
from tests.use_cases import sample_demarches as demarches
from tests.use_cases.cast import install, make_citizen
from workflows.model import Role
from workflows.use_cases.act import acting
from workflows.use_cases.dossiers.start_dossier import start_dossier

CODE = "aide_test"
PAGE = f"/conception/{CODE}/ouverture"
FICHE = f"/demarches/{CODE}"


@pytest.fixture
def ana(office: Office) -> Desk:
    return office.desk(Role.ANALYST, (), "Ana Lyste")


@pytest.fixture
def citizen(office: Office) -> Visitor:
    """A signed-in citizen of the portal that stands on the same database."""
    return Visitor(create_app(office.world), office.world).signed_in("rose@exemple.nc")


def typed(opens: str = "", closes: str = "") -> dict[str, str]:
    return {"opens_at": opens, "closes_at": closes}


def told(citizen: Visitor, path: str = FICHE) -> str:
    """Return what the portal says, whatever its spaces."""
    page = citizen.get(path).get_data(as_text=True)
    return page.replace("\u202f", " ").replace("\xa0", " ")


def begins(citizen: Visitor) -> int:
    return citizen.post(f"{FICHE}/commencer").status_code


def test_an_opening_to_come_is_told_and_holds_everybody_back(office, ana, citizen):
    assert ana.post(PAGE, typed("2026-03-05T08:00")).status_code == 303

    assert "Ouvre le 5 mars 2026 à 8 h 00." in told(citizen)
    assert "Ouvre le 5 mars 2026 à 8 h 00." in told(citizen, "/")
    assert "commencer" not in told(citizen)
    assert begins(citizen) == 409

    office.world.clock.advance(days=3)
    assert f'action="{FICHE}/commencer"' in told(citizen)
    assert begins(citizen) == 303


def test_closing_now_is_effective_at_once_even_for_a_draft_under_way(office, ana, citizen):
    form = citizen.begins(CODE)
    filled = citizen.post(f"{form}/pages/1", {"nom": "Rose", "commune": "noumea", "save": "next"})
    assert filled.status_code == 303

    assert ana.post(PAGE, {"geste": "fermer"}).status_code == 303

    assert "Fermée depuis le 2 mars 2026." in told(citizen)
    refused = citizen.post(f"{form}/envoi", {"dossier": ""})
    assert refused.status_code == 409
    assert "ne prend plus de demandes" in refused.get_data(as_text=True)
    other = Visitor(citizen.client.application, office.world).signed_in("lea@exemple.nc")
    assert begins(other) == 409
    assert begins(citizen) == 303  # her own draft is kept, and opens


def test_a_closed_demarche_is_opened_again_and_each_gesture_is_told(ana, citizen):
    for gesture in ("fermer", "fermer", "ouvrir"):
        ana.post(PAGE, {"geste": gesture})

    assert begins(citizen) == 303
    page = ana.read(PAGE)
    assert page.count("Fermée sans attendre") == 1  # closing what is closed does nothing
    assert page.index("Ouverte sans attendre") < page.index("Fermée sans attendre")
    assert page.count("Ana Lyste</span>") == 2
    assert "Fermée sans attendre" in ana.read(f"/conception/{CODE}/")


def test_own_dates_win_over_those_of_any_version_until_one_follows_it_again(
    office, ana, citizen, tmp_path
):
    ana.post(PAGE, {"geste": "fermer"})
    folder = demarches.write_aide(tmp_path / CODE)
    card = folder / "demarche.toml"
    closing = (office.world.now() + timedelta(days=9)).isoformat()
    card.write_text(f"closes_at = {closing}\n{card.read_text('utf-8')}", encoding="utf-8")
    install(office.world, folder)

    assert begins(citizen) == 409
    page = ana.read(PAGE)
    assert "ouverte jusqu’au 11 mars 2026 à 12:00" in page
    assert "passent avant" in page

    ana.post(PAGE, {"geste": "suivre"})
    assert begins(citizen) == 303
    office.world.clock.advance(days=10)
    assert "Fermée depuis le 11 mars 2026." in told(citizen)


@pytest.mark.parametrize(
    ("dates", "field", "words"),
    [
        (typed("2026-05-01T08:00", "2026-04-01T08:00"), "closes_at", "après l&#39;ouverture"),
        (typed("2026-05-01T08:00", "2026-05-01T08:00"), "closes_at", "après l&#39;ouverture"),
        (typed("bientôt"), "opens_at", "Choisissez un jour"),
        (typed(closes="2026-13-45T99:99"), "closes_at", "Choisissez un jour"),
        (typed("0001-01-01T00:00"), "opens_at", "de 1900 à 9998"),
        (typed(closes="9999-12-31T23:59"), "closes_at", "de 1900 à 9998"),
    ],
)
def test_dates_that_cannot_be_are_told_beside_their_field_and_change_nothing(
    ana, citizen, dates, field, words
):
    answer = ana.post(PAGE, dates)

    assert answer.status_code == 422
    page = text_of(answer)
    assert words in page
    assert f'id="{field}-error"' in page
    assert f'value="{dates[field]}"' in page
    assert begins(citizen) == 303


def test_what_is_typed_again_unchanged_writes_nothing(ana):
    for _turn in range(2):
        ana.post(PAGE, typed("2026-02-01T08:00", "2026-12-31T23:59"))

    page = ana.read(PAGE)
    assert page.count("Ouverte à partir du 1er février 2026 à 8 h 00") == 1
    assert 'value="2026-12-31T23:59"' in page


def test_a_demarche_that_was_never_published_has_nothing_to_open(ana):
    ana.post("/conception/nouvelle", {"title": "Neuve", "code": "neuve"})

    assert ana.get("/conception/neuve/ouverture").status_code == 404
    assert ana.post("/conception/neuve/ouverture", {"geste": "fermer"}).status_code == 404
    assert "/ouverture" not in ana.read("/conception/neuve/publication")


def test_the_list_of_demarches_says_that_it_is_closed(ana):
    ana.post(PAGE, {"geste": "fermer"})

    assert "etat--close" in ana.read("/conception/")


def test_an_agent_who_conceives_nothing_closes_nothing(office):
    chief = office.desk(Role.CHIEF)

    answer = chief.post(PAGE, {"geste": "fermer"})

    assert answer.status_code == 403
    with acting(office.world, make_citizen(office.world)) as act:
        start_dossier(act, CODE)
