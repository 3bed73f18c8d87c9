"""Work that a diagram asks for: a number at once and without a hole, a call to other software."""

import json
from dataclasses import replace
from functools import partial
from itertools import pairwise

import pytest
from sqlalchemy import select

from tests.catalogue.checks.test_work import asking
from tests.catalogue.folders import written
from tests.use_cases import sample_demarches as demarches
from tests.use_cases.cast import do, file_dossier, install, live_task, make_agent, make_citizen
from tests.use_cases.statements import counted
from tests.use_cases.test_races import at_once, errors_in
from workflows.adapters.webhooks import MemoryWebhooks
from workflows.catalogue import InvalidDemarche
from workflows.errors import ProcessFailure
from workflows.model import Counter, Dossier, Incident, JournalEntry, OutboxItem
from workflows.use_cases.act import SYSTEM, acting, looking
from workflows.use_cases.demarches.publish_demarche import publish
from workflows.use_cases.worker.send_outbox import MOST_TRIES
from workflows.use_cases.worker.work import work_once

SERIES = {"serie": "PERMIS", "variable": "permis"}


def service(element_id: str, kind: str, headers: dict[str, str], **inputs: str) -> str:
    written = "".join(f"<zeebe:header key='{k}' value='{v}'/>" for k, v in headers.items())
    given = "".join(f"<zeebe:input target='{k}' source='{v}'/>" for k, v in inputs.items())
    return (
        f'<bpmn:serviceTask id="{element_id}" name="{element_id}"><bpmn:extensionElements>'
        f'<zeebe:taskDefinition type="{kind}"/><zeebe:taskHeaders>{written}</zeebe:taskHeaders>'
        f"<zeebe:ioMapping>{given}</zeebe:ioMapping></bpmn:extensionElements></bpmn:serviceTask>"
    )


def write(folder, *works: str):
    """The bureau examines, then works are done by themselves, then it ends."""
    names = [work.split('"')[1] for work in works]
    elements = [
        '<bpmn:startEvent id="Debut"/>',
        demarches.human("Deposer", "Déposer", "demande"),
        demarches.human("Examiner", "Examiner", "instruction"),
        *works,
        demarches.gateway("Suite", default="f_fin"),
        demarches.gateway("Impasse"),
        demarches.end("Fin", "accepte"),
        demarches.end("Autre_fin", "refuse"),
    ]
    path = ["Debut", "Deposer", "Examiner", *names, "Suite"]
    flows: list[tuple[str, ...]] = list(pairwise(path))
    flows += [("Suite", "Fin", "f_fin"), ("Suite", "Impasse", "f_non", '=decision = "refus"')]
    flows += [("Impasse", "Fin", "f_a", "=motif = null"), ("Impasse", "Autre_fin", "f_b", "=false")]
    lanes = {"Usager": ["Debut", "Deposer"], "Bureau": ["Examiner"]}
    return demarches.write_folder(folder, demarches.bpmn(lanes, elements, flows))


@pytest.fixture
def numbered(world, tmp_path):
    """A démarche that draws a number, which a letter reads."""
    letter = service("Ecrire", "mail", {"lettre": "accepte"}, prenoms="=permis")
    return install(
        world, write(tmp_path / "permis", service("Numeroter", "numero", SERIES), letter)
    )


def decide(world, dossier_id, decision="conforme", agent=None):
    agent = agent or make_agent(world)
    return do(world, agent, live_task(world, dossier_id), decision=decision, motif="x")


def test_a_number_is_drawn_and_read_in_the_same_move(world, numbered):
    for rank in range(2):
        decide(world, file_dossier(world, make_citizen(world, f"{rank}@exemple.nc"), numbered))
    world.mail.sent.clear()
    work_once(world)

    letters = [mail.body for mail in world.mail.sent if "accepté" in mail.subject]
    assert [body.split()[1] for body in letters] == ["PERMIS-2026-00001", "PERMIS-2026-00002"]
    with looking(world, SYSTEM) as act:
        drawn = select(JournalEntry.label, JournalEntry.element_id, JournalEntry.public)
        rows = act.session.execute(drawn.where(JournalEntry.verb == "numbered")).all()
    assert tuple(rows[0]) == ("Numéro attribué : PERMIS-2026-00001", "Numeroter", False)


def test_a_move_that_fails_gives_its_number_back(world, numbered):
    citizen = make_citizen(world)
    stuck, sound = (file_dossier(world, citizen, numbered) for _rank in range(2))

    with pytest.raises(ProcessFailure):
        decide(world, stuck, "refus")
    decide(world, sound)

    with looking(world, SYSTEM) as act:
        counted_up = select(Counter.value).where(Counter.name == "serie:PERMIS-2026")
        assert act.session.scalar(counted_up) == 1


@pytest.mark.slow
def test_sixteen_decisions_at_once_draw_sixteen_numbers_without_a_hole(world, numbered):
    agent, citizen = make_agent(world), make_citizen(world)
    dossiers = [file_dossier(world, citizen, numbered) for _rank in range(16)]

    results = at_once([partial(decide, world, each, agent=agent) for each in dossiers])

    assert errors_in(results) == []
    with looking(world, SYSTEM) as act:
        numbers = act.session.scalars(
            select(JournalEntry.label).where(JournalEntry.verb == "numbered")
        ).all()
    drawn = sorted(label.rpartition("-")[2] for label in numbers)
    assert drawn == [f"{rank:05d}" for rank in range(1, 17)]


def test_a_number_costs_one_statement_and_the_same_commit(world, numbered, tmp_path):
    plain = install(world, write(tmp_path / "sans_numero"))
    agent, citizen = make_agent(world), make_citizen(world)
    tasks = [live_task(world, file_dossier(world, citizen, code)) for code in (plain, numbered)]

    costs = []
    for task in tasks:
        with counted(world.database.engine) as asked:
            do(world, agent, task, decision="conforme", motif="x")
        costs.append((len(asked.statements), asked.commits))

    assert costs[1] == (costs[0][0] + 1, 1)


def test_a_series_that_cannot_be_read_is_an_incident_at_its_element(world, tmp_path):
    wrong = service("Numeroter", "numero", {"serie": "permis délivrés", "variable": "permis"})
    code = install(world, write(tmp_path / "permis", wrong))

    with pytest.raises(ProcessFailure, match="permis délivrés"):
        decide(world, file_dossier(world, make_citizen(world), code))

    with looking(world, SYSTEM) as act:
        assert act.session.scalars(select(Incident.element_id)).all() == ["Numeroter"]


@pytest.fixture
def telling(world, tmp_path):
    """A démarche that tells another software, in a world that knows its target."""
    call = service(
        "Prevenir",
        "webhook",
        {"cible": "cadastre", "evenement": "permis.accorde"},
        decision="=decision",
        surface="=12.50",
        parcelles="=[1, 2]",
        le="=today()",
    )
    return install(world, write(tmp_path / "permis", call))


def with_hooks(world, *names):
    return replace(world, webhooks=MemoryWebhooks(*names))


def test_other_software_is_told_what_happened_and_nothing_that_was_not_chosen(world, telling):
    world = with_hooks(world, "cadastre")
    dossier_id = file_dossier(world, make_citizen(world), telling)
    decide(world, dossier_id)
    work_once(world)
    work_once(world)

    [call] = world.webhooks.calls
    with looking(world, SYSTEM) as act:
        number = act.session.get_one(Dossier, dossier_id).number
        key = act.session.scalars(select(OutboxItem.key).where(OutboxItem.kind == "webhook")).one()
    assert (call.target, call.key) == ("cadastre", key)
    assert json.loads(call.body) == {
        "evenement": "permis.accorde",
        "dossier": number,
        "demarche": "permis",
        "date": "2026-03-02T12:00:00+11:00",
        "donnees": {
            "decision": "conforme", "surface": 12.5, "parcelles": [1, 2], "le": "2026-03-02",
        },
    }  # fmt: skip
    assert b"Wamytan" not in call.body


def test_a_target_that_is_away_is_tried_again_with_the_same_key_then_is_an_incident(world, telling):
    world = with_hooks(world, "cadastre")
    world.webhooks.down = True
    decide(world, file_dossier(world, make_citizen(world), telling))

    for _try in range(MOST_TRIES):
        work_once(world)
        world.clock.advance(hours=3)

    with looking(world, SYSTEM) as act:
        causes = act.session.scalars(select(Incident.cause)).all()
        tries = act.session.scalars(
            select(OutboxItem.tries).where(OutboxItem.kind == "webhook")
        ).one()
    assert causes == ["Envoi abandonné : « cadastre » ne répond pas."]
    assert tries == MOST_TRIES


def test_a_target_no_longer_allowed_is_an_incident_at_once(world, telling):
    world = with_hooks(world, "facturation")
    decide(world, file_dossier(world, make_citizen(world), telling))

    work_once(world)

    with looking(world, SYSTEM) as act:
        [cause] = act.session.scalars(select(Incident.cause))
    assert "n'est pas déclarée dans WEBHOOKS" in cause


def test_a_demarche_whose_target_is_unknown_here_is_not_published(sqlite_world, tmp_path):
    folder = written(asking("webhook", cible="cadastre"), tmp_path)
    elsewhere = with_hooks(sqlite_world, "facturation")

    with pytest.raises(InvalidDemarche) as refused, acting(elsewhere, SYSTEM) as act:
        publish(act, folder)
    with acting(with_hooks(sqlite_world, "cadastre"), SYSTEM) as act:
        assert publish(act, folder).created

    assert [each.code for each in refused.value.findings] == ["cible-inconnue"]
