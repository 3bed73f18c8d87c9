"""`demarches doctor`: a sentence for people, JSON for a monitor, an exit code for both."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from workflows.command_line.commands import main


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMARCHES_MODE", "test")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/base.sqlite")
    monkeypatch.setenv("SMTP_URL", f"mailbox:{tmp_path}/courriels")
    monkeypatch.setenv("STORAGE_URL", f"file:{tmp_path}/pieces")
    run("migrate")


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


@pytest.mark.usefixtures("installation")
def test_a_sound_installation_gives_zero():
    run("worker", "--once")

    result = run("doctor", "--files")

    assert result.exit_code == 0
    assert "Rien d'anormal." in result.output
    assert "0 fichier(s) relu(s)" in result.output


@pytest.mark.usefixtures("installation")
def test_a_trouble_gives_one_and_is_told_in_french():
    result = run("doctor")

    assert result.exit_code == 1
    assert "installation [worker] Aucun worker n'a jamais travaillé" in result.output
    assert "1 anomalie(s)" in result.output


@pytest.mark.usefixtures("installation")
def test_a_monitor_reads_json():
    result = run("doctor", "--json")

    told = json.loads(result.output)
    assert result.exit_code == 1
    assert (told["sound"], told["dossiers"], told["worker_age"]) == (False, 0, None)
    assert [trouble["code"] for trouble in told["troubles"]] == ["worker"]
