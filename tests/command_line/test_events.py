"""`demarches signal` and `demarches message`: who waits, what is sent, what is kept."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.use_cases import talking_demarches as talking
from tests.use_cases.cast import TestWorld, file_dossier, install, live_tasks, make_citizen
from tests.use_cases.cast import make_world as world_at
from workflows.command_line.commands import main
from workflows.model.migrations import migrate

MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """An installation with a campaign and an application that wait."""
    url = f"sqlite:///{tmp_path}/base.sqlite"
    monkeypatch.setenv("DEMARCHES_MODE", "test")
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("SMTP_URL", f"mailbox:{tmp_path}/courriels")
    monkeypatch.setenv("STORAGE_URL", f"file:{tmp_path}/pieces")
    migrate(url)
    made = world_at(url, MONDAY)
    yield made
    made.database.dispose()


@pytest.fixture
def waiting(world: TestWorld, tmp_path: Path):
    code = install(world, talking.write_campaign(tmp_path / "campagne"))
    return [file_dossier(world, make_citizen(world, f"{n}@exemple.nc"), code) for n in range(2)]


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def ready(world, *dossiers):
    return [[task.element_id for task in live_tasks(world, each)] for each in dossiers]


def test_a_dry_run_counts_those_who_wait_and_sends_nothing(world, waiting):
    told = run("signal", "cloture", "--dry-run")
    run("worker", "--once")

    assert (told.exit_code, told.output) == (0, "2 dossier(s) l'attendent.\n")
    assert ready(world, *waiting) == [[], []]


def test_a_signal_moves_those_who_wait_once_the_worker_comes(world, waiting):
    told = run("signal", "cloture")
    run("worker", "--once")

    assert told.output == "Envoyé : 2 dossier(s) concerné(s).\n"
    assert ready(world, *waiting) == [["Deliberer"], ["Deliberer"]]
    assert run("signal", "cloture").exit_code == 1


def test_a_message_takes_its_key_and_its_variables(world, tmp_path):
    code = install(world, talking.write_application(tmp_path / "candidature"))
    raw = {"nom": ["OF-1"], "prenoms": ["Rose"]}
    dossier_id = file_dossier(world, make_citizen(world), code, raw)

    without = run("message", "sort_de_l_offre")
    told = run("message", "sort_de_l_offre", "--key", "OF-1", "--with", "sort=conforme")
    run("worker", "--once")

    assert without.exit_code == 2
    assert told.output == "Envoyé : 1 dossier(s) concerné(s).\n"
    assert ready(world, dossier_id) == [["Deliberer"]]


def test_a_message_that_nobody_awaits_is_kept_and_said_so(world):
    told = run("message", "rien", "--key", "OF-1", "--with", "=1 + 1")

    assert told.exit_code == 2  # NOM=VALEUR is expected
    assert "gardé un jour" in run("message", "rien", "--key", "OF-1").output
