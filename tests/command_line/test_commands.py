"""What an operator reads when the installation cannot work: one French sentence, no traceback."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from workflows.command_line.commands import main


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DEMARCHES_MODE", "test")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/base.sqlite")
    monkeypatch.setenv("SMTP_URL", f"mailbox:{tmp_path}/courriels")
    monkeypatch.setenv("STORAGE_URL", f"file:{tmp_path}/pieces")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


@pytest.mark.parametrize("words", [("user", "list"), ("worker", "--once"), ("doctor",)])
@pytest.mark.usefixtures("installation")
def test_a_database_without_tables_is_told_with_its_remedy(words: tuple[str, ...]):
    result = run(*words)

    assert result.exit_code == 1
    assert result.stderr.startswith("Erreur : La base de données ne répond pas")
    assert "demarches migrate" in result.stderr


@pytest.mark.parametrize("variable", ["DATABASE_URL", "STORAGE_URL"])
def test_a_folder_that_cannot_be_made_is_named(
    installation: Path, monkeypatch: pytest.MonkeyPatch, variable: str
):
    (installation / "occupe").write_text("un fichier là où il faudrait un dossier")
    scheme = {"DATABASE_URL": "sqlite:///", "STORAGE_URL": "file:"}[variable]
    monkeypatch.setenv(variable, f"{scheme}{installation}/occupe/place")

    result = run("user", "list")

    assert result.exit_code == 1
    assert f"« {installation}/occupe" in result.stderr
    assert "Vérifiez ce chemin" in result.stderr
