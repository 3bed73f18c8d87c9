"""`demarches migrate-dossiers`: a dry run in French, then the moves, then their undoing."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.catalogue.folders import GOOD, PROCESS, changed, written
from workflows.command_line.commands import main


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demonstration, and a second version of the permit whose check was renamed."""
    monkeypatch.setenv("DEMARCHES_MODE", "test")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/base.sqlite")
    monkeypatch.setenv("SMTP_URL", f"mailbox:{tmp_path}/courriels")
    monkeypatch.setenv("STORAGE_URL", f"file:{tmp_path}/pieces")
    run("migrate")
    run("seed", "--demo")
    texts = ('"Verifier"', '"Controler"', ">Verifier<", ">Controler<")
    second = written(changed(PROCESS, *texts), tmp_path)
    for scenario in second.glob("scenarios/*.toml"):
        text = scenario.read_text(encoding="utf-8").replace('"Verifier"', '"Controler"')
        scenario.write_text(text, encoding="utf-8")
    published = run("publish", str(second))
    assert "version 2 publiée" in published.output, published.output
    return GOOD


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


@pytest.mark.usefixtures("installation")
def test_a_dry_run_counts_and_says_what_to_map():
    result = run("migrate-dossiers", "permis_de_chasser", "--dry-run")

    assert result.exit_code == 1
    assert "Vers la version 2 : " in result.output
    assert "à faire correspondre (--map ANCIEN=NOUVEAU)" in result.output
    assert "Verifier : « Vérifier le dossier » n’existe plus" in result.output


@pytest.mark.usefixtures("installation")
def test_dossiers_move_and_come_back():
    order = ("migrate-dossiers", "permis_de_chasser", "--map", "Verifier=Controler")

    moved = run(*order)
    again = run(*order)
    undone = run("migrate-dossiers", "permis_de_chasser", "--undo")

    assert (moved.exit_code, again.exit_code, undone.exit_code) == (0, 0, 0), moved.output
    count = moved.output.splitlines()[-1].split()[0]
    assert int(count) >= 5
    assert "0 dossier(s) déplacé(s)." in again.output
    assert f"{count} dossier(s) remis." in undone.output


@pytest.mark.usefixtures("installation")
def test_a_mapping_badly_written_is_refused():
    result = run("migrate-dossiers", "permis_de_chasser", "--map", "Verifier")

    assert result.exit_code == 2
    assert "ANCIEN=NOUVEAU" in result.output
