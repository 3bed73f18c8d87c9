"""The inbox: my work first, filters in the address, one click to take or give back."""

import re

import pytest

from tests.backoffice.desk import text_of
from tests.use_cases import cast as people
from workflows.model import Role


def applicants(page):
    """Return the names listed, in order."""
    return re.findall(r'class="work__who"[^>]*>([^<]+)<', page)


def test_what_i_hold_comes_before_what_my_groups_may_take(office):
    office.file("a@exemple.nc", nom="Ancien")
    mine = office.file("b@exemple.nc", nom="Mien")
    desk = office.desk()
    desk.post(f"/taches/{office.task(mine)}/prendre")

    page = desk.read("/corbeille/")

    assert applicants(page) == ["Rose Mien", "Rose Ancien"]
    assert page.index("<h2>À faire par moi</h2>") < page.index("Rose Mien")
    assert page.index("<h2>À prendre dans mes groupes</h2>") < page.index("Rose Ancien")


def test_a_row_says_all_that_choosing_needs(office):
    office.file()
    office.world.clock.advance(days=18)

    page = office.desk().read("/corbeille/")

    for words in (
        "Rose Wamytan",
        "AT-2026-00001",
        "Aide de test",
        "Examiner la demande",
        "Déposé",
        "18 jours",
        "en retard de 3 jours",
        "Prendre",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("days", "words", "late"),
    [(0, "dans 15 jours", False), (14, "demain", False), (15, "aujourd", False), (17, "2 j", True)],
)
def test_only_what_is_late_is_marked_late(office, days, words, late):
    office.file()
    office.world.clock.advance(days=days)

    page = office.desk().read("/corbeille/")

    assert words in page
    assert ("work__late" in page) is late


def test_taking_and_giving_back_return_to_the_same_list(office):
    task_id = office.task(office.file())
    desk = office.desk()

    taken = desk.post(f"/taches/{task_id}/prendre", {"retour": "all_open"})
    page = desk.read(taken.location)
    assert (taken.status_code, taken.location) == (303, "/corbeille/?vue=all_open")
    assert "moi" in page
    assert "Rendre" in page

    given = desk.post(f"/taches/{task_id}/rendre", {"retour": "mine"})
    assert given.location == "/corbeille/?vue=mine"
    assert applicants(desk.read("/corbeille/?vue=mine")) == []


def test_a_chief_gives_back_what_a_colleague_holds(office):
    dossier_id = office.file()
    task_id = office.task(dossier_id)
    office.desk(name="Anne Absente").post(f"/taches/{task_id}/prendre")
    chief = office.desk(Role.CHIEF, name="Noé Chef")
    assert "Anne Absente" in chief.read("/corbeille/?vue=all_open")
    button = f'action="/taches/{task_id}/rendre"'
    assert button in chief.read(f"/dossiers/{dossier_id}")
    assert button not in office.desk().read(f"/dossiers/{dossier_id}")

    assert chief.post(f"/taches/{task_id}/rendre").status_code == 303

    assert "Anne Absente" not in chief.read("/corbeille/?vue=all_open")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("texte=AT-2026-00002", ["Rose Bako"]),
        ("texte=bak", ["Rose Bako"]),
        ("texte=%25", []),
        ("texte=_", []),
        ("texte='; drop table task; --", []),
        ("demarche=aide_test&vue=all_open", ["Rose Ataï", "Rose Bako"]),
        ("demarche=autre", []),
        ("texte=ose&demarche=aide_test&vue=group", ["Rose Ataï", "Rose Bako"]),
    ],
)
def test_filters_narrow_the_list(office, query, found):
    office.file("a@exemple.nc", nom="Ataï")
    office.world.clock.advance(minutes=1)
    office.file("b@exemple.nc", nom="Bako")

    assert applicants(office.desk().read(f"/corbeille/?{query}")) == found


def test_filters_stay_in_the_address_and_in_the_fields(office):
    office.file()

    page = office.desk().read("/corbeille/?vue=all_open&texte=Rose&demarche=aide_test")

    assert 'value="Rose"' in page
    assert '<option value="aide_test" selected>' in page
    assert "/corbeille/?vue=mine&amp;demarche=aide_test&amp;texte=Rose" in page


def test_a_long_list_is_read_in_pages_without_missing_or_repeating_a_row(office):
    for rank in range(30):
        office.world.clock.advance(minutes=1)
        raw = {"nom": [f"N{rank:02}"], "prenoms": ["Rose"]}
        citizen = people.make_citizen(office.world, f"c{rank}@exemple.nc")
        people.file_dossier(office.world, citizen, office.aide, raw)
    desk = office.desk()

    first = desk.read("/corbeille/?vue=all_open")
    following = re.search(r'href="(/corbeille/[^"]*apres=[^"]*)"', first)[1].replace("&amp;", "&")
    second = desk.read(following)

    names = applicants(first) + applicants(second)
    assert names == [f"Rose N{rank:02}" for rank in range(30)]
    assert "Début de la liste" in second


@pytest.mark.parametrize("view", ["group", "mine", "all_open", "done"])
def test_an_empty_list_says_what_to_expect(office, view):
    page = office.desk().read(f"/corbeille/?vue={view}")

    assert 'class="card empty"' in page


def test_what_i_did_is_found_again(office):
    dossier_id = office.file()
    desk = office.desk()
    desk.post(f"/taches/{office.task(dossier_id)}/prendre")
    desk.post(f"/taches/{office.task(dossier_id)}", {"decision": "conforme"})

    page = desk.read("/corbeille/?vue=done")

    assert applicants(page) == ["Rose Wamytan"]
    assert "Accepté" in page


def test_the_menu_counts_what_i_hold(office):
    task_id = office.task(office.file())
    desk = office.desk()
    assert 'class="menu__link" href="/corbeille/" aria-current="page">Corbeille</a>' in desk.read(
        "/corbeille/"
    )

    desk.post(f"/taches/{task_id}/prendre")

    assert 'Corbeille <span class="count">1<' in desk.read("/corbeille/")


def test_an_applicants_name_is_text_and_nothing_else(office):
    office.file(nom="<script>alert(1)</script>", prenoms='"><img src=x onerror=alert(1)>')
    desk = office.desk()

    page = desk.read("/corbeille/")

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("forged", ["", "x", "é", "eyJhIjoxfQ==", "WzksIm4iLCJ4Il0=", "A" * 5000])
def test_a_forged_page_mark_is_no_accident(office, forged):
    answer = office.desk().get("/corbeille/", query_string={"apres": forged})

    assert answer.status_code in {200, 404}


def test_an_agent_takes_a_task_that_is_gone(office):
    dossier_id = office.file()
    task_id = office.task(dossier_id)
    desk = office.desk()
    desk.post(f"/taches/{task_id}", {"decision": "refus", "motif": "Hors délai"})

    answer = desk.post(f"/taches/{task_id}/prendre")

    assert answer.status_code == 409
    assert "rechargez le dossier" in text_of(answer)
