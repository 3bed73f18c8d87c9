"""Playing a draft: a world apart, its clock, what it shows, and what it never touches."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from tests.use_cases.cast import make_agent
from tests.use_cases.studio.plays import AGENT, BASE, CODE, Table, begin_table, draft_of_permit
from workflows.catalogue import InvalidDemarche
from workflows.errors import Forbidden, Invalid, NotFound, ProcessFailure, TooLarge
from workflows.model import Citizen, Dossier, JournalEntry, OutboxItem, Role
from workflows.use_cases.act import SYSTEM, acting, looking
from workflows.use_cases.studio.drafts import discard_draft
from workflows.use_cases.studio.files import read_draft_file, save_draft_file
from workflows.use_cases.studio.play import pass_time
from workflows.use_cases.studio.play import sandbox as sandboxes
from workflows.use_cases.studio.play.begin import begin_play, draft_has_changed, play_under_way
from workflows.use_cases.studio.play.pass_time import let_pass, pass_to, pass_to_next_due
from workflows.use_cases.studio.play.record import record_play
from workflows.use_cases.studio.play.sandbox import open_sandbox
from workflows.use_cases.studio.play.sheet import show_play, show_token
from workflows.use_cases.worker.work import work_once


@pytest.fixture
def ana(sqlite_world):
    return make_agent(sqlite_world, "Ana", (), Role.ANALYST)


@pytest.fixture
def table(sqlite_world, ana) -> Table:
    draft_of_permit(sqlite_world, ana)
    return begin_table(sqlite_world, ana)


def test_a_draft_is_played_from_the_filing_to_the_decision(table):
    begun = show_play(table.sandbox)

    table.file()
    filed = show_play(table.sandbox)
    table.wait("P3D")
    table.answer(AGENT, decision="conforme")

    decided = show_play(table.sandbox)
    assert begun.dossier is None
    assert [seat.part.title for seat in begun.seats] == [
        "Usager", "DDDT, permis de chasser", "Chef de service",
    ]  # fmt: skip
    assert [seat.to_do for seat in filed.seats] == [(), ("Vérifier le dossier",), ()]
    assert (filed.dossier.state, decided.dossier.state) == ("depose", "accepte")
    assert [mail.subject for mail in filed.mails] == [
        "Votre demande PS-2026-00001 est bien arrivée"
    ]
    assert decided.now - filed.now == timedelta(days=3)
    assert [document.name for document in decided.dossier.documents] == ["Permis de chasser.pdf"]


def test_the_panel_shows_the_values_that_the_process_reads(table):
    table.file()

    shown = show_play(table.sandbox).dossier

    assert dict(shown.variables)["assuranceFin"] == "2026-12-31"
    labels = [row.label for section in shown.answers for row in section.rows]
    assert "Nom" in labels


def test_each_timer_rings_at_its_own_moment(table):
    table.file()
    table.answer(AGENT, decision="a_completer", aCompleter="photoIdentite", complementTexte="Floue")

    table.wait("P30D")

    shown = show_play(table.sandbox)
    assert shown.dossier.state == "sans_suite"
    days = [(mail.sent_at - shown.now).days for mail in shown.mails[:2]]
    assert days == [0, -15]


def test_the_clock_goes_to_the_next_due_date_and_never_back(table):
    table.file()
    table.answer(AGENT, decision="a_completer", aCompleter="photoIdentite", complementTexte="Floue")
    before = table.sandbox.clock.now()

    pass_to_next_due(table.sandbox)

    assert table.sandbox.clock.now() - before == timedelta(days=15)
    with pytest.raises(Invalid, match="Le temps ne recule pas"):
        pass_to(table.sandbox, before)
    with pytest.raises(Invalid):
        let_pass(table.sandbox, "quinze jours")


def test_without_timer_there_is_no_next_due_date(table):
    with pytest.raises(Invalid, match="Aucune échéance"):
        pass_to_next_due(table.sandbox)


def test_the_token_is_on_the_task_and_on_what_is_awaited(table):
    table.file()
    table.answer(AGENT, decision="a_completer", aCompleter="photoIdentite", complementTexte="Floue")

    token = show_token(table.sandbox)

    assert set(token.live) == {"Completer", "Quinze_jours", "Trente_jours"}
    assert "Verifier" in token.passed


def test_nothing_of_a_play_reaches_the_real_world(table, sqlite_world):
    table.file()

    with looking(sqlite_world, SYSTEM) as act:
        counts = [
            act.session.scalar(select(func.count()).select_from(each))
            for each in (Dossier, OutboxItem, Citizen)
        ]
    assert counts == [0, 0, 0]
    assert sqlite_world.mail.sent == []
    assert sqlite_world.storage.files == {}


def test_a_play_keeps_everything_in_its_own_folder_under_its_own_secret(table, sqlite_world):
    sandbox, real = table.sandbox, sqlite_world.settings
    settings = sandbox.world.settings

    places = (settings.database_url, settings.smtp_url, settings.storage_url)

    assert all(str(sandbox.folder) in place for place in places)
    assert settings.smtp_url.startswith("mailbox:")
    assert settings.secret_key not in {real.secret_key, ""}


def test_a_play_begins_with_invented_people_only(table):
    with looking(table.sandbox.world, SYSTEM) as act:
        addresses = list(act.session.scalars(select(Citizen.email)))
    assert addresses == ["camille.dupont@essai.invalid"]


def test_a_play_is_journalled_under_the_analysts_name(table, sqlite_world):
    with looking(sqlite_world, SYSTEM) as act:
        told = select(JournalEntry.actor_name, JournalEntry.label)
        lines = act.session.execute(told.where(JournalEntry.verb == "played")).all()
    assert lines == [("Ana", "« Permis de chasser » : essai commencé")]


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMINISTRATOR])
def test_only_its_analyst_enters_a_play(table, sqlite_world, role):
    other = make_agent(sqlite_world, "Bob", (), role)

    with pytest.raises(NotFound):
        open_sandbox(sqlite_world, other, table.id)
    assert play_under_way(sqlite_world, other, CODE) is None


def test_an_instructor_plays_nothing(table, sqlite_world):
    paul = make_agent(sqlite_world)

    with pytest.raises(Forbidden):
        begin_play(sqlite_world, paul, CODE, BASE)
    with pytest.raises(Forbidden):
        play_under_way(sqlite_world, paul, CODE)


def test_a_play_that_never_was_is_not_found(table, sqlite_world, ana):
    with pytest.raises(NotFound):
        open_sandbox(sqlite_world, ana, uuid4())


def test_beginning_again_takes_the_place_of_the_play_under_way(table, sqlite_world, ana):
    again = begin_table(sqlite_world, ana)

    assert play_under_way(sqlite_world, ana, CODE).id == again.id
    with pytest.raises(NotFound):
        open_sandbox(sqlite_world, ana, table.id)


def test_a_play_is_thrown_away_after_a_day(table, sqlite_world, ana):
    folder = table.sandbox.folder
    sqlite_world.clock.advance(hours=24, minutes=1)

    gone = play_under_way(sqlite_world, ana, CODE)
    with pytest.raises(NotFound):
        open_sandbox(sqlite_world, ana, table.id)
    work_once(sqlite_world)

    assert gone is None
    assert not folder.exists()


def test_the_oldest_plays_give_way_when_there_are_too_many(table, sqlite_world, monkeypatch):
    monkeypatch.setattr(sandboxes, "MOST", 2)
    oldest, folders = table.sandbox.folder, []
    for name in ("Bob", "Eve"):
        sqlite_world.clock.advance(minutes=1)
        other = make_agent(sqlite_world, name, (), Role.ANALYST)
        folders.append(begin_table(sqlite_world, other).sandbox.folder)

    assert not oldest.exists()
    assert all(folder.exists() for folder in folders)


def test_a_play_takes_a_bounded_space(table, monkeypatch):
    monkeypatch.setattr(sandboxes, "ROOM", 1000)

    with pytest.raises(TooLarge, match="recommencez-le"):
        table.sandbox.require_room()


def test_a_draft_changed_since_is_told(table, sqlite_world, ana):
    with acting(sqlite_world, ana) as act:
        before = draft_has_changed(act, table.sandbox)
        save_draft_file(
            act, CODE, "fiche.md", b"# Autre", read_draft_file(act, CODE, "fiche.md").revision
        )
        after = draft_has_changed(act, table.sandbox)

    assert (before, after) == (False, True)


def test_a_draft_abandoned_since_is_told(table, sqlite_world, ana):
    with acting(sqlite_world, ana) as act:
        discard_draft(act, CODE)

    with looking(sqlite_world, ana) as act:
        assert draft_has_changed(act, table.sandbox)


def test_a_draft_that_is_no_demarche_says_why_it_cannot_be_played(table, sqlite_world, ana):
    with acting(sqlite_world, ana) as act:
        save_draft_file(act, CODE, "process.bpmn", b"<rien/>", 1)

    with pytest.raises(InvalidDemarche) as refusal:
        begin_play(sqlite_world, ana, CODE, BASE)
    assert refusal.value.findings


def test_a_play_begins_within_the_seconds_of_the_installation(table, sqlite_world, ana):
    hurried = replace(sqlite_world, settings=replace(sqlite_world.settings, check_seconds=0))

    with pytest.raises(InvalidDemarche) as refusal:
        begin_play(hurried, ana, CODE, BASE)

    assert [each.code for each in refusal.value.findings] == ["verification-interrompue"]


def test_a_group_that_has_no_task_plays_no_part(table, sqlite_world, ana):
    with acting(sqlite_world, ana) as act:
        about = read_draft_file(act, CODE, "demarche.toml")
        told = about.content.replace(b"[groups]", b'[groups]\nbureau_vide = "Bureau vide"')
        save_draft_file(act, CODE, "demarche.toml", told, about.revision)

    seats = show_play(begin_table(sqlite_world, ana).sandbox).seats

    assert [seat.part.slug for seat in seats] == ["usager", AGENT, "chef"]


def test_a_demarche_not_yet_open_is_played_on_its_first_day(table, sqlite_world, ana):
    with acting(sqlite_world, ana) as act:
        about = read_draft_file(act, CODE, "demarche.toml")
        dated = b"opens_at = 2027-01-04T08:00:00+11:00\n" + about.content
        save_draft_file(act, CODE, "demarche.toml", dated, about.revision)

    later = begin_table(sqlite_world, ana)

    later.file()
    assert show_play(later.sandbox).now.isoformat() == "2027-01-03T21:00:00+00:00"


def test_what_stops_the_process_is_told_in_french(table, sqlite_world, ana):
    with acting(sqlite_world, ana) as act:
        process = read_draft_file(act, CODE, "process.bpmn")
        broken = process.content.replace(b'value="accuse_reception"', b'value="inconnue"')
        assert broken != process.content
        save_draft_file(act, CODE, "process.bpmn", broken, process.revision)
    stopped = begin_table(sqlite_world, ana)

    with pytest.raises(ProcessFailure, match="n'existe pas"):
        stopped.file()

    [stop] = show_play(stopped.sandbox).dossier.stops
    assert stop.cause == "La lettre « inconnue » n'existe pas."
    assert not stop.resolved


def test_passings_are_bounded(table):
    many = (sandboxes.Passing(after="P1D", to="2026-03-02T01:00:00+00:00"),) * 150
    sandbox = table.sandbox.write(replace(table.sandbox.card, passings=many))

    with pytest.raises(Invalid, match="recommencez-le"):
        let_pass(sandbox, "P1D")


def test_a_clock_with_too_much_to_ring_stops_on_the_way_and_says_so(table, monkeypatch):
    table.file()
    table.answer(AGENT, decision="a_completer", aCompleter="photoIdentite", complementTexte="Floue")
    before = table.sandbox.clock.now()
    monkeypatch.setattr(pass_time, "MOST_SECONDS", 0)

    with pytest.raises(Invalid, match="s'est arrêtée en chemin"):
        table.wait("P40D")

    assert table.sandbox.clock.now() - before == timedelta(days=15)
    monkeypatch.setattr(pass_time, "MOST_SECONDS", 20)
    table.wait("P25D")
    assert record_play(table.sandbox, "x", "x").result.ok
