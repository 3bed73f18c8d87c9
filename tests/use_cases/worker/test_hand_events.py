"""Messages and signals between dossiers: who receives them, once, and what becomes of the rest."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from tests.use_cases import talking_demarches as demarches
from tests.use_cases.cast import (
    begin,
    do,
    file_dossier,
    install,
    live_task,
    live_tasks,
    make_agent,
    make_citizen,
)
from workflows.database import open_database
from workflows.errors import ProcessFailure
from workflows.model import Delivery, Dossier, DossierState, Incident, JournalEntry, OutboxItem
from workflows.use_cases.act import SYSTEM, acting, looking
from workflows.use_cases.dossiers.withdraw import withdraw
from workflows.use_cases.operations.doctor import check_up
from workflows.use_cases.operations.resolve_incident import Correction, correct_variable
from workflows.use_cases.operations.typed_value import Kind
from workflows.use_cases.worker.hand_events import hand_next
from workflows.use_cases.worker.work import work_once

LOCKING = " FOR UPDATE OF dossier SKIP LOCKED"


@pytest.fixture
def offer(world, tmp_path):
    """An offer under examination, and its number."""
    code = install(world, demarches.write_offer(tmp_path / "offre"))
    dossier_id = file_dossier(world, make_citizen(world, "offre@exemple.nc"), code)
    return dossier_id, number_of(world, dossier_id)


@pytest.fixture
def application(world, tmp_path):
    return install(world, demarches.write_application(tmp_path / "candidature"))


@pytest.fixture
def campaign(world, tmp_path):
    return install(world, demarches.write_campaign(tmp_path / "campagne"))


def number_of(world, dossier_id):
    with looking(world, SYSTEM) as act:
        return act.session.get_one(Dossier, dossier_id).number


def apply(world, code, number, email="rose@exemple.nc"):
    raw = {"nom": [number], "prenoms": ["Rose"]}
    return file_dossier(world, make_citizen(world, email), code, raw)


def decide(world, offer_id, decision="conforme"):
    do(world, make_agent(world), live_task(world, offer_id), decision=decision)


def standing(world, *dossiers):
    """The live tasks of each dossier."""
    return [[task.element_id for task in live_tasks(world, each)] for each in dossiers]


def lines(world, dossier_id, *verbs):
    wanted = (JournalEntry.dossier_id == dossier_id, JournalEntry.verb.in_(verbs))
    with looking(world, SYSTEM) as act:
        found = select(JournalEntry.label, JournalEntry.public).where(*wanted)
        return [tuple(row) for row in act.session.execute(found.order_by(JournalEntry.id))]


def codes(world):
    return {trouble.code for trouble in check_up(world).troubles}


def test_a_message_reaches_every_dossier_that_waits_with_its_key_and_no_other(
    world, offer, application
):
    offer_id, number = offer
    taken = [apply(world, application, number, f"{rank}@exemple.nc") for rank in range(3)]
    other = apply(world, application, "AT-2026-99999", "autre@exemple.nc")

    decide(world, offer_id)
    work_once(world)

    assert standing(world, *taken, other) == [["Deliberer"]] * 3 + [[]]
    assert lines(world, offer_id, "event_sent") == [
        (f"Message envoyé : « sort_de_l_offre », pour « {number} »", False)
    ]
    assert lines(world, taken[0], "received") == [("Événement reçu : « Sort de l’offre »", True)]
    assert codes(world) == set()


def test_a_message_brings_its_variables(world, offer, application):
    offer_id, number = offer
    candidate = apply(world, application, number)

    decide(world, offer_id, "refus")
    work_once(world)

    with looking(world, SYSTEM) as act:
        assert act.session.get_one(Dossier, candidate).state is DossierState.REFUSE


def test_what_is_handed_over_is_handed_over_once(world, offer, application):
    offer_id, number = offer
    candidate = apply(world, application, number)
    decide(world, offer_id)

    assert [hand_next(world), hand_next(world), work_once(world) > 0] == [True, False, True]

    assert len(lines(world, candidate, "received")) == 1


@pytest.fixture
def overtaken(world):
    """A worker that another one overtakes between what its query saw and the lock it takes.

    PostgreSQL leaves that moment: what a statement reads beside the row it locks may be past.
    """
    slow = replace(world, database=open_database(world.settings.database_url))

    @event.listens_for(slow.database.engine, "before_cursor_execute", retval=True)
    def see_without_lock(_connection, _cursor, statement, parameters, _context, _many):
        return statement.replace(LOCKING, ""), parameters

    @event.listens_for(slow.database.engine, "after_cursor_execute")
    def let_another_pass(_connection, _cursor, statement, _parameters, context, _many):
        if LOCKING in str(context.compiled) and LOCKING not in statement:
            assert hand_next(world)

    yield slow
    slow.database.dispose()


@pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
def test_a_worker_that_comes_second_leaves_what_the_first_handed_over(
    world, offer, application, overtaken
):
    offer_id, number = offer
    candidate = apply(world, application, number)
    decide(world, offer_id)

    assert hand_next(overtaken)

    told = lines(world, candidate, "received", "event_late")
    assert told == [("Événement reçu : « Sort de l’offre »", True)]
    assert standing(world, candidate) == [["Deliberer"]]


def test_a_message_that_came_too_early_waits_for_its_receiver(world, offer, application):
    offer_id, number = offer
    decide(world, offer_id)
    work_once(world)
    world.clock.advance(hours=3)
    work_once(world)

    candidate = apply(world, application, number)
    world.clock.advance(minutes=10)
    work_once(world)
    work_once(world)

    assert standing(world, candidate) == [["Deliberer"]]
    assert codes(world) == set()


def test_a_message_that_nobody_awaits_in_its_time_is_noted_and_is_no_incident(
    world, offer, application
):
    offer_id, number = offer
    decide(world, offer_id)

    for _hour in range(26):
        work_once(world)
        world.clock.advance(hours=1)
    candidate = apply(world, application, number)
    work_once(world)

    assert standing(world, candidate) == [[]]
    assert lines(world, offer_id, "event_lost") == [
        (f"Message « sort_de_l_offre » pour « {number} » : personne ne l'a attendu", False)
    ]
    with looking(world, SYSTEM) as act:
        assert act.session.scalars(select(Incident)).all() == []
    assert codes(world) == set()


@pytest.mark.parametrize(("hours", "received"), [(1, True), (3, False)])
def test_the_sender_says_how_long_a_message_is_kept(world, application, tmp_path, hours, received):
    code = install(world, demarches.write_offer(tmp_path / "offre", timeToLive="PT2H"))
    offer_id = file_dossier(world, make_citizen(world, "offre@exemple.nc"), code)
    decide(world, offer_id)
    work_once(world)
    world.clock.advance(hours=hours)
    work_once(world)
    candidate = apply(world, application, number_of(world, offer_id))

    world.clock.advance(minutes=11)
    work_once(world)
    work_once(world)

    assert bool(lines(world, candidate, "received")) is received


@pytest.mark.parametrize(
    ("headers", "told"),
    [({"timeToLive": "demain"}, "timeToLive"), ({"cle": "=motif"}, "clé du message")],
)
def test_a_message_that_cannot_be_sent_stops_its_sender_with_its_cause(
    world, tmp_path, headers, told
):
    code = install(world, demarches.write_offer(tmp_path / "offre", **headers))
    offer_id = file_dossier(world, make_citizen(world), code)

    with pytest.raises(ProcessFailure, match=told):
        decide(world, offer_id)

    with looking(world, SYSTEM) as act:
        [element] = act.session.scalars(select(Incident.element_id))
    assert element == "Annoncer"


def test_a_wait_without_a_key_of_its_own_is_reached_by_the_number_of_its_dossier(world, tmp_path):
    asking = demarches.write_offer(tmp_path / "offre", cle="=nom", message="question")
    process = (asking / "process.bpmn").read_bytes().replace(b'Ref="Sort"', b'Ref="Question"')
    (asking / "process.bpmn").write_bytes(process)
    code, asked = install(world, asking), demarches.write_question(tmp_path / "questions")
    citizen = make_citizen(world)
    candidates = [file_dossier(world, citizen, install(world, asked)) for _rank in range(2)]
    offer_id = apply(world, code, number_of(world, candidates[1]), "offre@exemple.nc")

    decide(world, offer_id)
    work_once(world)

    assert standing(world, *candidates) == [[], ["Deliberer"]]


def test_an_overdue_timer_goes_before_the_message(world, tmp_path):
    asking = demarches.write_offer(tmp_path / "offre", cle="=nom")
    process = (asking / "process.bpmn").read_bytes().replace(b'Ref="Sort"', b'Ref="Question"')
    (asking / "process.bpmn").write_bytes(process)
    code = install(world, demarches.write_question(tmp_path / "questions"))
    candidate = file_dossier(world, make_citizen(world), code)
    number = number_of(world, candidate)
    offer_id = apply(world, install(world, asking), number, "offre@exemple.nc")
    world.clock.advance(days=31)
    decide(world, offer_id)

    hand_next(world)
    work_once(world)

    with looking(world, SYSTEM) as act:
        assert act.session.get_one(Dossier, candidate).state is DossierState.SANS_SUITE
    assert lines(world, candidate, "received", "event_late") == [
        ("« question » est arrivé alors que plus rien ne l'attendait", False)
    ]


def test_a_dossier_withdrawn_in_the_meantime_is_left_alone(world, offer, application):
    offer_id, number = offer
    rose = make_citizen(world)
    candidate = file_dossier(world, rose, application, {"nom": [number], "prenoms": ["Rose"]})
    decide(world, offer_id)

    with acting(world, rose) as act:
        withdraw(act, candidate)
    work_once(world)

    with looking(world, SYSTEM) as act:
        assert act.session.get_one(Dossier, candidate).state is DossierState.RETIRE
    assert lines(world, candidate, "received") == []


@pytest.fixture
def stuck(world, offer, tmp_path):
    """An application that the news of its offer stopped, among two others."""
    offer_id, number = offer
    fragile = demarches.write_application(tmp_path / "fragile", '=sort = "non"', "oui")
    sound = install(world, demarches.write_application(tmp_path / "candidature"))
    candidate = apply(world, install(world, fragile), number)
    others = [apply(world, sound, number, f"{rank}@exemple.nc") for rank in range(2)]
    decide(world, offer_id)
    work_once(world)
    return candidate, others


def test_a_dossier_that_cannot_take_it_gets_an_incident_and_the_others_go_on(world, stuck):
    candidate, others = stuck

    assert standing(world, candidate, *others) == [[], ["Deliberer"], ["Deliberer"]]
    with looking(world, SYSTEM) as act:
        [blocked] = act.session.scalars(select(Incident.dossier_id))
        not_handed = Delivery.handed_at.is_(None)
        aside = act.session.execute(select(Delivery.dossier_id, Delivery.due_at).where(not_handed))
        assert [tuple(row) for row in aside] == [(candidate, None)]
    assert blocked == candidate
    assert codes(world) == set()


def test_resolving_the_incident_hands_the_message_over_again(world, stuck):
    candidate, _others = stuck
    with looking(world, SYSTEM) as act:
        [incident] = act.session.scalars(select(Incident.id))

    with acting(world, SYSTEM) as act:
        correct_variable(act, incident, Correction("prenoms", Kind.TEXT, "Repris"), "Erreur")
    work_once(world)

    assert standing(world, candidate) == [["Deliberer"]]
    assert len(lines(world, candidate, "received")) == 1


def test_a_signal_reaches_all_who_wait_in_every_demarche_and_not_those_who_come_after(
    world, campaign, tmp_path
):
    other = install(world, demarches.write_campaign(tmp_path / "autre_campagne"))
    closing = install(world, demarches.write_campaign(tmp_path / "cloture", closing=True))
    waiting = [apply(world, campaign, "x", f"{rank}@exemple.nc") for rank in range(3)]
    waiting += [apply(world, other, "x")]
    begin(world, make_citizen(world, "brouillon@exemple.nc"), campaign)
    sender = apply(world, closing, "x", "chef@exemple.nc")

    do(world, make_agent(world), live_task(world, sender), reponse="Clos")
    late = apply(world, campaign, "x", "retard@exemple.nc")
    work_once(world)

    assert standing(world, *waiting, late) == [["Deliberer"]] * 4 + [[]]
    assert lines(world, sender, "received") == []
    with looking(world, SYSTEM) as act:
        [delivered] = act.session.scalars(
            select(OutboxItem.delivered_at).where(OutboxItem.kind == "signal")
        )
    assert delivered == world.now()


def test_a_dossier_that_waits_again_does_not_hear_the_same_signal_twice(world, campaign, tmp_path):
    closing = install(world, demarches.write_campaign(tmp_path / "cloture", closing=True))
    waiting = apply(world, campaign, "x")
    sender = apply(world, closing, "x", "chef@exemple.nc")
    do(world, make_agent(world), live_task(world, sender), reponse="Clos")
    work_once(world)

    do(world, make_agent(world), live_task(world, waiting), reponse="Vu")
    work_once(world)

    assert standing(world, waiting) == [[]]
    assert len(lines(world, waiting, "received")) == 1


def test_what_is_long_in_coming_is_told_by_the_doctor(world, offer, application):
    offer_id, number = offer
    apply(world, application, number)
    decide(world, offer_id)
    assert codes(world) <= {"worker"}

    world.clock.advance(seconds=timedelta(minutes=5).total_seconds())

    assert "messages-en-retard" in codes(world)
