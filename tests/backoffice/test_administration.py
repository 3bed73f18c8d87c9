"""What administrators, chiefs and analysts do: people, failed deliveries, records, figures."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.backoffice.desk import text_of
from tests.backoffice.test_access import failed_mail
from workflows.model import Incident, OutboxItem, Role
from workflows.use_cases.act import SYSTEM, acting, looking


@pytest.fixture
def admin(office):
    return office.desk(Role.ADMINISTRATOR, (), "Ada Min")


NEW = {"name": "Éva Neuve", "email": "eva@exemple.nc", "role": "instructor", "groups": "bureau"}


def test_an_agent_is_hired_and_mailed_a_link(office, admin):
    answer = admin.post("/agents/", NEW)

    page = admin.read(answer.location)
    assert "Éva Neuve" in page
    assert "Lien envoyé" in page
    with looking(office.world, SYSTEM) as act:
        payload = act.session.scalars(select(OutboxItem)).one().payload
        assert payload["to"] == "eva@exemple.nc"
        assert "/backoffice/lien/" in payload["body"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "pas une adresse"}, "email"),
        ({"name": " "}, "name"),
        ({"role": "dieu"}, None),
        ({"groups": "inconnu"}, None),
    ],
    ids=["address", "name", "role", "group"],
)
def test_a_wrong_agent_is_refused_and_the_typing_kept(admin, change, field):
    answer = admin.post("/agents/", {**NEW, **change})

    assert answer.status_code == 422
    kept = text_of(answer)
    assert f'id="{field}-error"' in kept if field else 'class="problem"' in kept
    assert change.get("name", "Éva Neuve").strip() in kept


def test_the_same_address_twice_is_told(admin):
    admin.post("/agents/", NEW)

    answer = admin.post("/agents/", NEW)

    assert answer.status_code == 422
    assert "Un agent a déjà cette adresse" in text_of(answer)


def test_an_agent_changes_role_and_groups(office, admin):
    desk = office.desk(name="Paul Agent")
    form = {"name": "Paul Chef", "role": "chief", "groups": "conseil", "active": "on"}

    admin.post(f"/agents/{desk.actor.id}", form)

    page = admin.read(f"/agents/{desk.actor.id}")
    assert "<h1>Paul Chef</h1>" in page
    assert '<option value="chief" selected>' in page
    assert re.search(r'value="conseil" checked', page)
    assert desk.get("/corbeille/").status_code == 302


def test_an_administrator_does_not_lock_herself_out(admin):
    form = {"name": "Ada Min", "role": "instructor", "active": "on"}

    answer = admin.post(f"/agents/{admin.actor.id}", form)

    assert answer.status_code == 422
    assert "un autre administrateur" in text_of(answer)


@pytest.mark.parametrize("code", ["é", "a b", "", "bureau", "1x"])
def test_a_group_code_that_lanes_cannot_name_is_refused(admin, code):
    answer = admin.post("/agents/groupes", {"label": "Un groupe", "code": code})

    assert answer.status_code == 422
    assert 'id="code-error"' in text_of(answer)


def test_a_group_is_made_and_offered(admin):
    admin.post("/agents/groupes", {"label": "Chasse et pêche", "code": "chasse"})

    page = admin.read("/agents/")
    assert "Chasse et pêche" in page
    assert 'id="group-chasse"' in page


def test_an_unknown_agent_is_not_found(admin):
    assert admin.get(f"/agents/{uuid4()}").status_code == 404


def test_a_mail_given_up_is_tried_again(office, admin):
    with acting(office.world, SYSTEM) as act:
        act.session.add(failed_mail(act))
    page = admin.read("/envois/")
    assert 'Envois en échec <span class="count">1<' in page
    assert "boîte inconnue" in page

    answer = admin.post(re.search(r'action="(/envois/[^"]+)"', page)[1])

    assert answer.status_code == 303
    assert "Tout ce qui devait partir est parti" in admin.read("/envois/")
    with looking(office.world, SYSTEM) as act:
        item = act.session.scalars(select(OutboxItem)).one()
        assert (item.tries, item.next_try_at) == (0, office.world.now())


def test_a_mail_on_its_way_is_not_tried_again(office, admin):
    with acting(office.world, SYSTEM) as act:
        item = failed_mail(act)
        item.next_try_at = act.now + timedelta(hours=1)
        act.session.add(item)
        act.session.flush()
        item_id = item.id

    assert "boîte inconnue" not in admin.read("/envois/")
    assert admin.post(f"/envois/{item_id}/reessayer").status_code == 404


def test_the_journal_tells_who_did_what_newest_first(office, admin):
    dossier_id = office.file()
    desk = office.desk(name="Léa Agent")
    desk.post(f"/taches/{office.task(dossier_id)}/prendre")

    page = listed(admin.read("/journal/"))

    assert page.index("Léa Agent") < page.index("Demande envoyée")
    assert f'href="/dossiers/{dossier_id}">AT-2026-00001<' in page


@pytest.mark.parametrize(
    ("query", "there", "missing"),
    [
        ("search=L%C3%A9a", "Pris : Examiner", "Demande envoyée"),
        ("search=demande+envoy", "Demande envoyée", "Pris : Examiner"),
        ("nature=claimed", "Pris : Examiner", "Demande envoyée"),
        ("search=%25", "Rien à montrer", "Demande envoyée"),
    ],
)
def test_the_journal_is_searched_and_filtered(office, admin, query, there, missing):
    task_id = office.task(office.file())
    office.desk(name="Léa Agent").post(f"/taches/{task_id}/prendre")

    page = listed(admin.read(f"/journal/?{query}"))

    assert there in page
    assert missing not in page


def listed(page):
    """Return the rows of a list's page, without its filters."""
    return page.split('<section class="card card--flush"')[1]


FORGED = [
    "nature=%00",
    "nature=",
    "etat=A_TRAITER",
    "etat=1",
    "flt0_nature=x",
    "flt99_nature=x",
    "flt0_inconnu=1",
    "flt0_0=1",
    "flt=1",
    "page=-5",
    "page=99999999999999999999",
    "page=x",
    "page_size=1000000000",
    "page_size=-1",
    "sort=999",
    "sort=-1",
    "sort=x&desc=y",
    "_scheme=javascript&_external=1",
    "_anchor=x&_method=POST&_external=1",
    "search=%F0%9F%A6%98%27%22%3C",
    "endpoint=x&values=y",
]


@pytest.mark.parametrize("query", FORGED)
@pytest.mark.parametrize("path", ["/journal/", "/incidents/"])
def test_a_forged_filter_is_no_accident(office, admin, path, query):
    office.file()

    answer = admin.get(f"{path}?{query}")

    assert answer.status_code == 200
    assert "javascript:" not in text_of(answer)


def test_a_value_outside_a_filters_choices_is_left_out(office, admin):
    office.file()

    page = listed(admin.read("/journal/?nature=DROP"))

    assert "Demande envoyée" in page


def test_open_incidents_are_counted_listed_and_told_apart_from_the_resolved(office, admin):
    dossier_id = office.file()
    with acting(office.world, SYSTEM) as act:
        for cause, resolved in (("Variable inconnue", None), ("Vieux souci", act.now)):
            act.session.add(
                Incident(dossier_id=dossier_id, cause=cause, at=act.now, resolved_at=resolved)
            )

    every, opened = admin.read("/incidents/"), admin.read("/incidents/?etat=ouverts")

    assert 'Incidents <span class="count">1<' in every
    assert "Vieux souci" in every
    assert "Variable inconnue" in opened
    assert "Vieux souci" not in opened


def test_a_list_longer_than_a_page_has_a_following_one(office, admin):
    dossier_id = office.file()
    with acting(office.world, SYSTEM) as act:
        for rank in range(60):
            at = act.now + timedelta(minutes=rank)
            act.session.add(Incident(dossier_id=dossier_id, cause=f"Cause {rank:02}", at=at))

    first, second = admin.read("/incidents/"), admin.read("/incidents/?page=1")

    assert "Cause 59" in first
    assert "Page suivante" in first
    assert "Cause 00" in second
    assert "Cause 59" not in second


def test_the_dashboard_counts_states_delays_and_ages(office):
    office.file("a@exemple.nc", nom="Ancien")
    office.world.clock.advance(days=20)
    task_id = office.task(office.file("b@exemple.nc", nom="Neuf"))
    office.desk().post(f"/taches/{task_id}", {"decision": "conforme"})
    office.world.clock.advance(minutes=5)

    page = office.desk(Role.CHIEF).read("/tableau-de-bord/")

    assert figure(page, "tâche en retard") == "1"
    assert figure(page, "décidés depuis 30 jours") == "1"
    assert "Rose Ancien" in page
    assert "Rose Neuf" not in page
    assert "20 jours" in page


def test_a_chief_counts_only_what_his_groups_hold(office):
    office.file()
    office.world.clock.advance(days=20)

    page = office.desk(Role.CHIEF, ("conseil",)).read("/tableau-de-bord/")

    assert figure(page, "tâche en retard") == "0"
    assert "Rose" not in page


def figure(page, label):
    return re.search(rf'figure__number">(\d+)</span>{label}', page)[1]


def test_an_analyst_reads_versions_and_what_they_are_made_of(office):
    office.file()
    analyst = office.desk(Role.ANALYST, ())
    assert analyst.get("/").location == "/conception/"
    assert analyst.get("/demarches/").location == "/conception/"

    listed = analyst.read("/conception/aide_test/")
    shown = analyst.read("/demarches/aide_test/1")

    assert "Version 1" in listed
    assert "En service" in listed
    for words in ("Examiner la demande", "instruction", "a_completer", "Bureau des essais"):
        assert words in shown
    assert analyst.get("/demarches/aide_test/1/diagramme.json").json["live"] == []


@pytest.mark.parametrize("path", ["aide_test/2", "aide_test/0", "autre/1", "aide_test/99999999999"])
def test_a_version_that_does_not_exist_is_not_found(office, path):
    assert office.desk(Role.ANALYST, ()).get(f"/demarches/{path}").status_code == 404
