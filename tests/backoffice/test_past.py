"""The page of a dossier as it stood at a date."""

import re
from datetime import timedelta

from tests.use_cases import cast as people
from workflows.use_cases.act import acting
from workflows.use_cases.dossiers.claim_task import claim

NOUMEA = timedelta(hours=11)


def decided(office) -> tuple:
    """File a dossier, let two days pass, refuse it; return it with the moment of its filing."""
    dossier_id, filed = office.file(), office.world.now()
    office.world.clock.advance(days=2)
    agent = people.make_agent(office.world)
    task_id = people.live_task(office.world, dossier_id)
    with acting(office.world, agent) as act:
        claim(act, task_id)
    office.world.clock.advance(hours=1)
    people.do(office.world, agent, task_id, decision="refus", motif="Hors délai")
    return dossier_id, filed


def test_a_date_between_two_events_shows_the_dossier_of_then(office):
    dossier_id, filed = decided(office)
    day_after = (filed + NOUMEA + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")

    page = office.desk().read(f"/etat/{dossier_id}?au={day_after}")

    assert "Déposé" in page
    assert "Examiner la demande" in page
    assert "domicile.pdf" in page
    assert "Hors délai" not in page
    assert "Refusé" not in page


def test_the_present_is_shown_when_no_date_is_asked(office):
    dossier_id, _filed = decided(office)

    page = office.desk().read(f"/etat/{dossier_id}")

    assert "Hors délai" in page
    assert "Rien n’était à faire ni attendu." in page


def test_one_walks_from_event_to_event(office):
    dossier_id, _filed = decided(office)
    desk = office.desk()
    links = r'href="/(etat/[^"]+)">(?:← )?Événement (précédent|suivant)'

    told = []
    address = f"etat/{dossier_id}"
    while True:
        page = desk.read("/" + address.replace("&amp;", "&"))
        told.append(re.search(r'class="etat etat--(\w+)"', page)[1])
        back = [href for href, way in re.findall(links, page) if way == "précédent"]
        if not back:
            break
        address = back[0]

    assert told == ["refuse", "en_instruction", "depose"]
    assert "Événement suivant" in page


def test_the_dossier_leads_to_its_past_and_back(office):
    dossier_id, _filed = decided(office)
    desk = office.desk()

    address = re.search(r'href="(/etat/[^"]+)"', desk.read(f"/dossiers/{dossier_id}"))[1]
    page = desk.read(address)

    assert f'href="/dossiers/{dossier_id}"' in page


def test_the_drawing_is_the_one_of_then(office):
    dossier_id, filed = decided(office)

    answer = office.desk().get(f"/etat/{dossier_id}/diagramme.json", query_string={"au": filed})

    assert answer.json["live"] == ["Examiner"]


def test_a_date_that_cannot_be_read_is_told(office):
    dossier_id, filed = decided(office)

    wrong = office.desk().get(f"/etat/{dossier_id}?au=hier")
    far = office.desk().get(f"/etat/{dossier_id}?au=9999-12-31T23:59-12:00")
    early = office.desk().get(f"/etat/{dossier_id}?au={filed.year - 1}-01-01T00:00")

    assert (wrong.status_code, far.status_code, early.status_code) == (422, 422, 422)
    assert "2026-03-02T14:05" in wrong.get_data(as_text=True)
    assert "pas encore déposé" in early.get_data(as_text=True)


def test_nothing_can_be_done_in_the_past(office):
    dossier_id, filed = decided(office)

    page = office.desk().read(f"/etat/{dossier_id}?au={filed.isoformat().replace('+', '%2B')}")

    main = page[page.index('<main class="main"') :]
    assert 'method="post"' not in main
