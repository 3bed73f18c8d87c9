"""Sending an event by hand: who may, whom it reaches, what is kept of it."""

import pytest
from sqlalchemy import select

from tests.use_cases import talking_demarches as demarches
from tests.use_cases.cast import (
    begin,
    file_dossier,
    install,
    live_tasks,
    make_agent,
    make_citizen,
)
from workflows.errors import Conflict, Forbidden, Invalid
from workflows.model import Dossier, JournalEntry, OutboxItem, Role
from workflows.use_cases.act import SYSTEM, acting, looking
from workflows.use_cases.events.addressing import Event
from workflows.use_cases.events.send_event import asked_event, count_waiting, send_event
from workflows.use_cases.worker.work import work_once

CLOSING = asked_event("signal", "cloture")


@pytest.fixture
def waiting(world, tmp_path):
    """Two dossiers that wait for the end of a campaign."""
    code = install(world, demarches.write_campaign(tmp_path / "campagne"))
    return [file_dossier(world, make_citizen(world, f"{n}@exemple.nc"), code) for n in range(2)]


def chief(world, *groups):
    return make_agent(world, "Chantal", groups or ("bureau",), Role.CHIEF)


def ready(world, dossier_id):
    return [task.element_id for task in live_tasks(world, dossier_id)]


def test_a_chief_sends_a_signal_and_reads_how_many_dossiers_it_concerns(world, waiting):
    with acting(world, chief(world)) as act:
        assert count_waiting(act, CLOSING) == 2
        assert send_event(act, CLOSING) == 2
    work_once(world)

    assert [ready(world, each) for each in waiting] == [["Deliberer"], ["Deliberer"]]
    with looking(world, SYSTEM) as act:
        sent = JournalEntry.verb == "event_sent"
        found = select(JournalEntry.label, JournalEntry.actor_name, JournalEntry.public).where(sent)
        assert [tuple(row) for row in act.session.execute(found)] == [
            ("Signal « cloture » envoyé à la main : 2 dossiers", "Chantal", False)
        ]


def test_a_chief_reaches_no_dossier_that_he_does_not_see(world, waiting):
    outsider = chief(world, "ailleurs")

    with acting(world, outsider) as act:
        assert count_waiting(act, CLOSING) == 0
        with pytest.raises(Conflict):
            send_event(act, CLOSING)
        act.undo()
    work_once(world)

    assert [ready(world, each) for each in waiting] == [[], []]


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.ANALYST])
def test_others_send_nothing(world, waiting, role):
    agent = make_agent(world, "Paul", role=role)

    with acting(world, agent) as act, pytest.raises(Forbidden):
        send_event(act, CLOSING)
    with acting(world, agent) as act, pytest.raises(Forbidden):
        count_waiting(act, CLOSING)


def test_a_signal_that_nobody_awaits_is_told_and_leaves_nothing(world):
    with pytest.raises(Conflict), acting(world, chief(world)) as act:
        send_event(act, CLOSING)

    with looking(world, SYSTEM) as act:
        assert act.session.scalars(select(OutboxItem.id)).all() == []


def test_a_message_by_hand_goes_to_its_key_with_its_variables_or_is_kept(world, tmp_path):
    code = install(world, demarches.write_application(tmp_path / "candidature"))
    event = asked_event("message", "sort_de_l_offre", " OF-1 ")

    with acting(world, SYSTEM) as act:
        assert send_event(act, event, {"sort": "conforme"}) == 0
    work_once(world)
    raw = {"nom": ["OF-1"], "prenoms": ["Rose"]}
    candidate = file_dossier(world, make_citizen(world), code, raw)
    world.clock.advance(minutes=1)
    work_once(world)
    work_once(world)

    assert ready(world, candidate) == ["Deliberer"]


def test_a_dossier_is_reached_by_its_number_even_before_it_is_filed(world, tmp_path):
    code = install(world, demarches.write_help(tmp_path / "aide"))
    dossier_id, _task = begin(world, make_citizen(world), code)
    with looking(world, SYSTEM) as act:
        number = act.session.get_one(Dossier, dossier_id).number

    with acting(world, make_agent(world, "Adèle", (), Role.ADMINISTRATOR)) as act:
        assert send_event(act, asked_event("message", "question", number)) == 1
    work_once(world)

    assert ready(world, dossier_id) == ["Deliberer", "Deposer"]


@pytest.mark.parametrize(
    ("kind", "name", "key"),
    [
        ("signal", "  ", ""),
        ("signal", "x" * 201, ""),
        ("message", "question", ""),
        ("message", "question", "x" * 201),
        ("timer", "question", "x"),
    ],
)
def test_an_event_without_a_name_or_a_key_is_refused(kind, name, key):
    with pytest.raises(Invalid):
        asked_event(kind, name, key)


def test_a_signal_has_no_key():
    assert asked_event("signal", " cloture ", "x") == Event("signal", "cloture")
