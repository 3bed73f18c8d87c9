"""The page of an incident: its cause in French, where it is, and remedies to be confirmed."""

import re

import pytest
from sqlalchemy import select

from tests.backoffice.desk import text_of
from tests.use_cases import cast as people
from tests.use_cases import sample_demarches as demarches
from workflows.model import Dossier, Incident, Role
from workflows.use_cases.act import SYSTEM, looking
from workflows.use_cases.worker.work import work_once

SURE = {"motif": "Vu avec le service", "sur": "on"}


@pytest.fixture
def incident(office, tmp_path):
    """The incident of a dossier that a timer led to a gateway with no way out."""
    code = people.install(office.world, demarches.write_stuck(tmp_path / "bloquee"))
    people.file_dossier(office.world, people.make_citizen(office.world), code)
    office.world.clock.advance(days=2)
    work_once(office.world)
    with looking(office.world, SYSTEM) as act:
        return f"/incident/{act.session.scalars(select(Incident.id)).one()}"


@pytest.fixture
def admin(office, incident):
    """Signed in after the incident: a session does not outlive two days."""
    return office.desk(Role.ADMINISTRATOR, (), "Ada Min")


def state_of(office):
    with looking(office.world, SYSTEM) as act:
        return act.session.scalars(select(Dossier.state)).one()


def test_the_list_leads_to_the_page_with_its_cause_and_remedies(admin, incident):
    listed = admin.read("/incidents/")
    assert f'href="{incident}"' in listed

    page = admin.read(incident)

    assert "Aucune condition n’est remplie après « Impasse »" in page
    assert "Le dossier attend à" in page
    assert set(re.findall(rf'action="{incident}/(\w+)"', page)) == {
        "relancer",
        "passer",
        "corriger",
        "classer",
        "clore",
    }


def test_the_diagram_shows_what_is_stuck(admin, incident):
    drawn = admin.get(f"{incident}/diagramme.json").get_json()

    assert drawn["live"][0] == "Impasse"
    assert "Examiner" in drawn["live"]


@pytest.mark.parametrize(
    ("remedy", "state"), [("passer", "refuse"), ("classer", "sans_suite"), ("corriger", "depose")]
)
def test_a_confirmed_remedy_is_done_and_told(office, admin, incident, remedy, state):
    given = {"variable": "decision", "nature": "texte", "valeur": "jamais"}

    answer = admin.post(f"{incident}/{remedy}", {**SURE, **given, "etape": "Examiner Autre_fin"})

    assert (answer.status_code, answer.location) == (303, incident)
    page = admin.read(incident)
    assert "l&#39;incident est résolu" in page
    assert "Vu avec le service" in page
    assert "<details" not in page
    assert state_of(office) == state


@pytest.mark.parametrize("missing", ["motif", "sur"])
def test_a_remedy_without_reason_or_confirmation_is_refused(office, admin, incident, missing):
    form = {key: value for key, value in SURE.items() if key != missing}

    answer = admin.post(f"{incident}/classer", form)

    assert answer.status_code == 422
    assert "dites pourquoi" in text_of(answer)
    assert state_of(office) == "depose"


def test_a_retry_that_is_stuck_again_says_why_on_the_same_page(admin, incident):
    answer = admin.post(f"{incident}/relancer", SURE)

    assert answer.status_code == 409
    assert 'role="alert"' in text_of(answer)
    assert "Vu avec le service" in text_of(answer)


def test_a_chief_is_offered_nothing_but_a_retry(office, incident):
    chief = office.desk(Role.CHIEF)

    page = chief.read(incident)

    assert set(re.findall(rf'action="{incident}/(\w+)"', page)) == {"relancer"}
    assert "Impasse" in chief.read("/incidents/")


def test_the_chief_of_another_service_sees_nothing_of_it(office, incident):
    other = office.desk(Role.CHIEF, ("ailleurs",))

    assert other.get(incident).status_code == 404
    assert "Impasse" not in other.read("/incidents/")
