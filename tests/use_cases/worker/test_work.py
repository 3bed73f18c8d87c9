"""The worker: mails and documents at least once and retried with patience, timers, failures."""

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from threading import Event, Thread

import pikepdf
import pytest
from sqlalchemy import select

from tests.use_cases import sample_demarches as demarches
from tests.use_cases.cast import (
    do,
    file_dossier,
    install,
    live_task,
    live_tasks,
    make_agent,
    make_citizen,
    make_world,
)
from tests.use_cases.conftest import MONDAY
from workflows.adapters.mail import Mail, MailFailure
from workflows.adapters.storage import MemoryStorage
from workflows.model import (
    DossierState,
    Incident,
    JournalEntry,
    OutboxItem,
    Piece,
    Wait,
    WorkerBeat,
)
from workflows.use_cases.act import SYSTEM, acting, looking
from workflows.use_cases.dossiers.reading.my_dossiers import show_dossier
from workflows.use_cases.post import post_mail
from workflows.use_cases.worker.documents import render
from workflows.use_cases.worker.send_outbox import LEASE, MOST_TRIES, deliver_next
from workflows.use_cases.worker.wake_timers import wake_next
from workflows.use_cases.worker.work import work_forever, work_once


def rows(world, model, *columns):
    with looking(world, SYSTEM) as act:
        return act.session.execute(select(*(columns or (model.id,)))).all()


class RefusingMail:
    """A server that refuses for good."""

    def send(self, mail):
        raise MailFailure("550 boîte inconnue", permanent=True)


class FullStorage(MemoryStorage):
    """A store with no room left."""

    def put(self, stream, limit):
        raise OSError(28, "No space left on device")


def test_a_mail_is_sent_once_with_a_key_that_never_changes(world, aide):
    file_dossier(world, make_citizen(world), aide)

    assert deliver_next(world) is True
    assert deliver_next(world) is False

    [mail] = world.mail.sent
    [(key, tries, delivered)] = rows(
        world, OutboxItem, OutboxItem.key, OutboxItem.tries, OutboxItem.delivered_at
    )
    assert mail.key == key
    assert (tries, delivered) == (1, world.now())


def test_a_server_that_is_down_is_tried_again_later_and_later(world, aide):
    file_dossier(world, make_citizen(world), aide)
    world.mail.down = True

    pauses = []
    for _try in range(3):
        assert deliver_next(world) is True
        assert deliver_next(world) is False
        [(next_try, failure)] = rows(world, OutboxItem, OutboxItem.next_try_at, OutboxItem.failure)
        assert failure == "Le serveur de messagerie ne répond pas."
        pauses.append(next_try - world.now())
        world.clock.advance(seconds=pauses[-1].total_seconds())
    world.mail.down = False
    deliver_next(world)

    assert pauses == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert len({mail.key for mail in world.mail.sent}) == len(world.mail.sent) == 1


def test_a_mail_given_up_stays_visible_with_its_cause_and_an_incident(world, aide):
    file_dossier(world, make_citizen(world), aide)
    world.mail.down = True

    for _try in range(MOST_TRIES):
        assert deliver_next(world) is True
        world.clock.advance(hours=3)

    assert deliver_next(world) is False
    [(next_try, delivered, failure)] = rows(
        world, OutboxItem, OutboxItem.next_try_at, OutboxItem.delivered_at, OutboxItem.failure
    )
    assert (next_try, delivered) == (None, None)
    assert failure == "Le serveur de messagerie ne répond pas."
    [(cause,)] = rows(world, Incident, Incident.cause)
    assert cause == "Envoi abandonné : Le serveur de messagerie ne répond pas."


def test_a_refusal_for_good_is_not_tried_again(world, aide):
    file_dossier(world, make_citizen(world), aide)

    deliver_next(replace(world, mail=RefusingMail()))

    [(tries, next_try)] = rows(world, OutboxItem, OutboxItem.tries, OutboxItem.next_try_at)
    assert (tries, next_try) == (1, None)


def test_a_worker_that_dies_with_a_mail_in_hand_leaves_it_to_another_after_its_lease(world, aide):
    file_dossier(world, make_citizen(world), aide)
    with acting(world, SYSTEM) as act:
        item = act.session.scalars(select(OutboxItem)).one()
        item.tries, item.next_try_at = 1, act.now + LEASE

    assert deliver_next(world) is False
    world.clock.advance(minutes=10)
    assert deliver_next(world) is True
    assert len(world.mail.sent) == 1


def test_a_worker_whose_lease_ended_leaves_the_item_to_the_one_who_took_it(world, aide):
    file_dossier(world, make_citizen(world), aide)
    in_hand, first_is_done = Event(), Event()

    class HeldMail:
        def send(self, mail):
            in_hand.set()
            first_is_done.wait(10)

    second = Thread(target=deliver_next, args=(replace(world, mail=HeldMail()),))

    class SlowMail:
        def send(self, mail):
            world.clock.advance(minutes=11)
            second.start()
            in_hand.wait(10)
            raise MailFailure("550 trop tard", permanent=True)

    deliver_next(replace(world, mail=SlowMail()))
    [(failure, next_try)] = rows(world, OutboxItem, OutboxItem.failure, OutboxItem.next_try_at)
    first_is_done.set()
    second.join(10)

    assert (failure, next_try) == ("", world.now() + LEASE)
    [(tries, delivered)] = rows(world, OutboxItem, OutboxItem.tries, OutboxItem.delivered_at)
    assert (tries, delivered) == (2, world.now())


def test_the_body_of_a_mail_with_a_one_time_link_is_forgotten_once_sent(world):
    with acting(world, SYSTEM) as act:
        post_mail(act, Mail("rose@exemple.nc", "Votre lien", "https://…/lien/secret", "link:1"))

    deliver_next(world)

    assert world.mail.sent[0].body == "https://…/lien/secret"
    [(payload,)] = rows(world, OutboxItem, OutboxItem.payload)
    assert payload["body"] == ""


def test_an_accepted_dossier_receives_its_document_readable_by_the_citizen(world, aide):
    citizen, agent = make_citizen(world), make_agent(world)
    dossier_id = file_dossier(world, citizen, aide)
    do(world, agent, live_task(world, dossier_id), decision="conforme")

    work_once(world)
    work_once(world)

    with looking(world, citizen) as act:
        [document] = show_dossier(act, dossier_id).documents
    [(field_key, sha256, transmitted)] = rows(
        world, Piece, Piece.field_key, Piece.sha256, Piece.transmitted
    )
    assert (document.name, document.media_type) == ("Titre.pdf", "application/pdf")
    assert (field_key, transmitted) == (None, True)
    with pikepdf.open(world.storage.open(sha256)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Titre"


def test_a_full_store_postpones_the_document_and_adds_no_row_without_its_file(world, aide):
    citizen, agent = make_citizen(world), make_agent(world)
    dossier_id = file_dossier(world, citizen, aide)
    do(world, agent, live_task(world, dossier_id), decision="conforme")

    work_once(replace(world, storage=FullStorage()))
    assert rows(world, Piece) == []

    world.clock.advance(minutes=2)
    work_once(world)
    assert len(rows(world, Piece)) == 1


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd")',
        "$ x^2 $ = *gras* _italique_",
        "#{1+1} \\u{41} // commentaire",
        "« Ça va ? » – l'été, ñandú, Māori",
        "a" * 5000,
    ],
)
def test_what_a_document_says_is_text_and_never_typst_source(sqlite_world, text):
    pdf = render(sqlite_world, {"title": text[:200], "body": text, "number": "AT-1"})

    with pikepdf.open(BytesIO(pdf)) as read:
        assert len(read.pages) >= 1
        assert str(read.docinfo["/Title"]) == text[:200]


def test_a_process_that_cannot_advance_leaves_an_incident_and_lets_the_others_pass(
    world, aide, tmp_path
):
    code = install(world, demarches.write_stuck(tmp_path / "impasse"))
    stuck = file_dossier(world, make_citizen(world), code)
    agent = make_agent(world)
    other = file_dossier(world, make_citizen(world, "autre@exemple.nc"), aide)
    do(world, agent, live_task(world, other), decision="a_completer", motif="Un RIB")
    world.clock.advance(days=31)

    woken = 0
    while wake_next(world):
        woken += 1

    assert woken == 2
    [(dossier_id, element, cause)] = rows(
        world, Incident, Incident.dossier_id, Incident.element_id, Incident.cause
    )
    assert (dossier_id, element) == (stuck, "Impasse")
    assert cause
    assert [task.element_id for task in live_tasks(world, stuck)] == ["Examiner"]
    with looking(world, SYSTEM) as act:
        assert act.session.scalars(select(Wait.dossier_id)).all() == []
        assert show_dossier(act, other).card.state is DossierState.SANS_SUITE
        verbs = act.session.scalars(
            select(JournalEntry.verb).where(JournalEntry.dossier_id == stuck)
        ).all()
    assert "woken" not in verbs


def test_a_parked_dossier_goes_on_when_a_person_completes_its_task(world, tmp_path):
    code = install(world, demarches.write_stuck(tmp_path / "impasse"))
    dossier_id = file_dossier(world, make_citizen(world), code)
    world.clock.advance(days=2)
    wake_next(world)

    card = do(world, make_agent(world), live_task(world, dossier_id), decision="conforme")

    assert card.state is DossierState.ACCEPTE


def test_the_worker_says_that_it_lives_and_stops_when_asked(world, aide):
    file_dossier(world, make_citizen(world), aide)
    stop = Event()
    worker = Thread(target=work_forever, args=(world, stop))

    worker.start()
    while not world.mail.sent:
        stop.wait(0.05)
    stop.set()
    worker.join(10)

    assert not worker.is_alive()
    [(at,)] = rows(world, WorkerBeat, WorkerBeat.at)
    assert at == world.now()


def test_the_worker_waits_for_a_database_that_went_away_and_goes_on():
    empty = make_world("sqlite://", MONDAY)  # no table yet: every query fails
    stop = Event()
    worker = Thread(target=work_forever, args=(empty, stop))

    worker.start()
    stop.wait(0.2)
    assert worker.is_alive()
    stop.set()
    worker.join(10)

    assert not worker.is_alive()
    empty.database.dispose()


def test_sigterm_stops_the_worker_between_two_things():
    program = (
        "import os, signal\n"
        "from workflows.use_cases.worker.work import stop_on_signals\n"
        "stop = stop_on_signals()\n"
        "os.kill(os.getpid(), signal.SIGTERM)\n"
        "print(stop.wait(5))\n"
    )

    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert told.stdout.strip() == "True"
