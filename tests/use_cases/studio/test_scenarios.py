"""Scenarios of a draft: recorded from a play, run, reported, copied, removed."""

from dataclasses import replace

import pytest

from tests.use_cases.cast import make_agent
from tests.use_cases.studio.plays import AGENT, CODE, Table, begin_table, draft_of_permit
from workflows.catalogue.scenarios.steps import read_scenario
from workflows.errors import Conflict, Invalid, NotFound
from workflows.model import Role
from workflows.use_cases.act import acting, looking
from workflows.use_cases.dossiers.withdraw import withdraw
from workflows.use_cases.studio.files import draft_files, read_draft_file, save_draft_file
from workflows.use_cases.studio.play.record import record_play
from workflows.use_cases.studio.scenarios import (
    copy_scenario,
    keep_recorded,
    open_scenario,
    remove_scenario,
    scenario_report,
)

COMPLEMENT = {"decision": "a_completer", "aCompleter": "photoIdentite", "complementTexte": "Floue"}


@pytest.fixture
def ana(sqlite_world):
    return make_agent(sqlite_world, "Ana", (), Role.ANALYST)


@pytest.fixture
def code(sqlite_world, ana) -> str:
    return draft_of_permit(sqlite_world, ana)


@pytest.fixture
def table(code, sqlite_world, ana) -> Table:
    return begin_table(sqlite_world, ana)


def keep(table: Table, name: str = "Mon essai") -> str:
    with acting(table.world, table.analyst) as act:
        return keep_recorded(act, table.sandbox, name)


def report(table: Table):
    with looking(table.world, table.analyst) as act:
        return scenario_report(act, CODE)


def test_a_play_becomes_a_scenario_that_passes_at_once(table):
    table.file()
    table.wait("P3D")
    table.answer(AGENT, decision="conforme")

    stem = keep(table, "Un permis délivré !")

    result = next(each for each in report(table).results if each.stem == stem)
    assert (stem, result.name, result.message) == ("un_permis_delivre", "Un permis délivré !", "")
    with looking(table.world, table.analyst) as act:
        kept = read_scenario(stem, open_scenario(act, CODE, stem).content)
    assert [(step.task, step.after) for step in kept.steps] == [
        ("Déposer la demande", ""), ("Vérifier le dossier", "P3D"),
    ]  # fmt: skip
    assert set(kept.steps[0].pieces) == {
        "pieceIdentite", "photoIdentite", "attestationAssurance",
    }  # fmt: skip
    assert kept.steps[1].expected.documents == ("permis",)
    assert kept.steps[1].expected.outcome == "accepte"


def test_the_time_let_pass_is_recorded_with_what_it_brought(table):
    table.file()
    table.answer(AGENT, **COMPLEMENT)
    table.wait("P15D")
    table.wait("P15D")

    recorded = record_play(table.sandbox, "x", "x")

    assert recorded.result.ok
    waited = [(step.after, step.expected.mails) for step in recorded.scenario.steps[2:]]
    assert waited == [("P15D", ("rappel",)), ("P15D", ("sans_suite",))]
    assert recorded.scenario.steps[-1].expected.outcome == "sans_suite"


def test_a_complement_given_is_recorded_in_its_order_at_one_moment(table):
    table.file()
    table.answer(AGENT, **COMPLEMENT)
    table.answer("usager")
    table.answer(AGENT, decision="conforme")

    recorded = record_play(table.sandbox, "x", "x")

    assert [step.task for step in recorded.scenario.steps] == [
        "Déposer la demande", "Vérifier le dossier", "Compléter le dossier", "Vérifier le dossier",
    ]  # fmt: skip
    assert recorded.result.ok


def test_nothing_done_is_nothing_to_record(table):
    with pytest.raises(Invalid, match="Rien n'a encore été fait"):
        record_play(table.sandbox, "x", "x")


def test_a_withdrawal_is_what_a_scenario_cannot_tell(table):
    dossier_id = table.file()
    with acting(table.sandbox.world, table.actor("usager")) as act:
        withdraw(act, dossier_id)

    with pytest.raises(Invalid, match="qu'un scénario ne sait pas dire"):
        record_play(table.sandbox, "x", "x")


def test_two_scenarios_of_one_name_get_two_files(table):
    table.file()

    assert [keep(table, "Dépôt"), keep(table, "Dépôt")] == ["depot", "depot_2"]


def test_a_scenario_without_name_is_named_after_its_day(table):
    table.file()

    stem = keep(table, "  ")

    assert stem.startswith("essai_du_02_03_2026")


def test_the_report_says_green_and_covered(table):
    found = report(table)

    assert found.is_green
    assert len(found.results) == 7
    assert (found.coverage.elements_percent, found.coverage.flows_percent) == (100, 100)


def test_one_scenario_that_fails_makes_the_report_red(table):
    with acting(table.world, table.analyst) as act:
        path = "scenarios/a_delivre.toml"
        text = read_draft_file(act, CODE, path)
        wrong = text.content.replace(b'state = "depose"', b'state = "accepte"')
        save_draft_file(act, CODE, path, wrong, text.revision)

    found = report(table)

    assert not found.is_green
    assert [result.stem for result in found.failed] == ["a_delivre"]
    assert "attendu « accepte », obtenu « depose »" in found.failed[0].message


def test_a_draft_that_cannot_be_read_is_not_green(table):
    with acting(table.world, table.analyst) as act:
        save_draft_file(act, CODE, "process.bpmn", b"<rien/>", 1)

    found = report(table)

    assert not found.is_green
    assert found.findings
    assert found.coverage is None


def test_the_scenarios_of_a_draft_have_the_seconds_of_the_installation(code, sqlite_world, ana):
    hurried = replace(sqlite_world, settings=replace(sqlite_world.settings, check_seconds=0))
    with acting(hurried, ana) as act:
        save_draft_file(act, code, "fiche.md", b"# Jamais vue", 1)

    with looking(hurried, ana) as act:
        cut = scenario_report(act, code)
    with looking(sqlite_world, ana) as act:
        whole = scenario_report(act, code)

    assert [finding.code for finding in cut.findings] == ["verification-interrompue"]
    assert whole.is_green


def test_a_scenario_is_copied_and_removed(table):
    with acting(table.world, table.analyst) as act:
        stem = copy_scenario(act, CODE, "a_delivre")
    with looking(table.world, table.analyst) as act:
        copied = open_scenario(act, CODE, stem)
    assert "(copie)" in copied.content.decode()

    with acting(table.world, table.analyst) as act, pytest.raises(Conflict):
        remove_scenario(act, CODE, stem, copied.revision + 1)
    with acting(table.world, table.analyst) as act:
        remove_scenario(act, CODE, stem, copied.revision)

    with looking(table.world, table.analyst) as act:
        assert f"scenarios/{stem}.toml" not in draft_files(act, CODE)


@pytest.mark.parametrize("stem", ["../demarche", "A", "", "a/b"])
def test_a_name_that_is_none_is_not_found(table, stem):
    with looking(table.world, table.analyst) as act, pytest.raises(NotFound):
        open_scenario(act, CODE, stem)
