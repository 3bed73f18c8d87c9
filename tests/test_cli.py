"""The `demarches` command: what it says, what it does, how it exits."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.catalogue.folders import GOOD, PROCESS, changed, without, written
from workflows.command_line.commands import main

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in an installation of its own."""
    monkeypatch.setenv("DEMARCHES_MODE", "test")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/base.sqlite")
    monkeypatch.setenv("SMTP_URL", f"mailbox:{tmp_path}/courriels")
    monkeypatch.setenv("STORAGE_URL", f"file:{tmp_path}/pieces")
    runner = CliRunner()
    return lambda *words, **more: runner.invoke(main, [str(w) for w in words], **more)


def test_a_good_folder_passes_its_check(run: Run):
    result = run("check", GOOD)

    assert result.exit_code == 0
    assert "Rien à signaler." in result.output


def test_a_broken_folder_is_told_with_place_and_remedy(run: Run, tmp_path: Path):
    broken = written(changed(PROCESS, '=decision = "refus"', '=decison = "refus"'), tmp_path)

    result = run("check", GOOD, broken)

    assert result.exit_code == 1
    assert "erreur process.bpmn › Flux_refus [variable-inconnue]" in result.output
    assert "Vouliez-vous écrire « decision » ?" in result.output
    assert "→ Corrigez vers le caractère 2" in result.output
    assert "1 erreur(s), 0 avertissement(s)" in result.output


def test_the_safe_fixes_are_made_on_demand_and_said(run: Run, tmp_path: Path):
    folder = written(
        changed(PROCESS, 'isExecutable="true"', "", "<dc:Bounds", "<dc:Nothing"), tmp_path
    )

    told = run("check", folder)
    mended = run("check", "--fix", folder)

    assert "--fix : Rendre le processus exécutable" in told.output
    assert "corrigé, process.bpmn : Dessiner ce qui manque [dessin-absent]" in mended.output
    assert "Rien à signaler." in mended.output
    assert run("check", folder).output.endswith("Rien à signaler.\n")


def test_what_is_not_safe_is_left_to_the_analyst(run: Run, tmp_path: Path):
    folder = written(
        changed(PROCESS, 'name="outcome" value="refuse"', 'name="x" value="x"'), tmp_path
    )
    before = (folder / PROCESS).read_bytes()

    result = run("check", "--fix", folder)

    assert result.exit_code == 1
    assert "corrigé" not in result.output
    assert (folder / PROCESS).read_bytes() == before


def test_the_time_of_a_check_is_a_setting(run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CHECK_SECONDS", "0")

    result = run("check", GOOD)

    assert result.exit_code == 1
    assert "CHECK_SECONDS" in result.output


def test_a_warning_does_not_fail_the_check(run: Run, tmp_path: Path):
    folder = written(changed("demarche.toml", "delay_days", "# delay_days"), tmp_path)

    result = run("check", folder)

    assert result.exit_code == 0
    assert "delai-absent" in result.output


def test_findings_are_given_as_json(run: Run, tmp_path: Path):
    folder = written(without("fiche.md"), tmp_path)

    result = run("check", "--json", folder)

    (told,) = json.loads(result.output)
    assert result.exit_code == 1
    assert told["path"] == str(folder)
    assert told["findings"] == [
        {
            "code": "dossier-incomplet",
            "level": "error",
            "file": "fiche.md",
            "element": "",
            "message": "Ce fichier manque.",
            "remedy": "Ajoutez-le : le guide bpmn/README.md en montre un exemple.",
            "fixes": [
                {
                    "code": "creer-fiche",
                    "label": "Créer une fiche à compléter",
                    "safe": False,
                    "value": "",
                }
            ],
        }
    ]


def test_a_folder_of_folders_is_checked_whole(run: Run, tmp_path: Path):
    written(without(), tmp_path)

    result = run("check", "--json", tmp_path)

    assert [Path(each["path"]).name for each in json.loads(result.output)] == ["permis_de_chasser"]


def test_a_missing_folder_is_told(run: Run, tmp_path: Path):
    result = run("check", tmp_path / "absent")

    assert result.exit_code == 1
    assert "Ce dossier n'existe pas." in result.output


def test_the_scenarios_are_played(run: Run):
    result = run("test", GOOD)

    assert result.exit_code == 0
    assert result.output.count("✓") == len(list(GOOD.glob("scenarios/*.toml")))


def test_a_scenario_that_fails_says_why(run: Run, tmp_path: Path):
    folder = written(changed("scenarios/g_refus_motive.toml", '"refuse"', '"accepte"'), tmp_path)

    result = run("test", folder)

    assert result.exit_code == 1
    assert "✗ g_refus_motive" in result.output
    assert "courriels : attendu « accepte », obtenu « refuse »." in result.output


def test_a_folder_is_published_once_per_content(run: Run, tmp_path: Path):
    run("migrate")

    first = run("publish", GOOD)
    second = run("publish", GOOD)
    third = run("publish", written(changed(PROCESS, ">P30D<", ">P45D<"), tmp_path))

    assert "version 1 publiée" in first.output
    assert "la version 1, déjà connue, est publiée" in second.output
    assert "version 2 publiée" in third.output
    assert "~ process.bpmn : « 30 jours », minuteur : « P30D » devient « P45D »." in third.output


def test_a_broken_folder_is_not_published(run: Run, tmp_path: Path):
    run("migrate")
    broken = written(changed(PROCESS, 'formId="demande"', 'formId="demand"'), tmp_path)

    result = run("publish", broken)

    assert result.exit_code == 1
    assert "Vouliez-vous écrire « demande » ?" in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_the_demonstration_is_seeded_twice_without_harm(run: Run):
    run("migrate")

    first, second = run("seed", "--demo"), run("seed", "--demo")

    assert first.exit_code == second.exit_code == 0, (first.output, second.output)
    for email in ("usager@demo.nc", "agent@demo.nc", "chef@demo.nc", "analyste@demo.nc"):
        assert email in first.output
        assert email in second.output


def test_seeding_asks_what(run: Run):
    result = run("seed")

    assert result.exit_code == 2
    assert "--demo" in result.output


def test_the_worker_does_what_waits_and_stops(run: Run, tmp_path: Path):
    run("migrate")
    run("publish", GOOD)
    run("user", "add", "agent@exemple.nc", "--name", "Alice", "--group", "dddt_chasse")

    result = run("worker", "--once")

    assert result.output == "1 action(s) tentée(s).\n"
    assert len(list((tmp_path / "courriels").iterdir())) == 1


def test_the_worker_says_what_it_could_not_send(run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SMTP_URL", "smtp://127.0.0.1:9")  # nobody listens on the discard port
    run("migrate")
    run("publish", GOOD)
    run("user", "add", "agent@exemple.nc", "--name", "Alice", "--group", "dddt_chasse")

    result = run("worker", "--once")

    assert "1 envoi(s) en échec : un nouvel essai est prévu." in result.output


def test_agents_are_managed_from_the_shell(run: Run):
    run("migrate")
    run("publish", GOOD)
    added = run("user", "add", "agent@exemple.nc", "--name", "Alice", "--group", "dddt_chasse")
    changed_ = run("user", "password", "agent@exemple.nc", input=2 * "un-long-mot-de-passe-2026\n")
    closed = run("user", "deactivate", "Agent@exemple.nc")

    listed = run("user", "list")

    assert [each.exit_code for each in (added, changed_, closed)] == [0, 0, 0]
    assert listed.output == "agent@exemple.nc  Alice  instructor  dddt_chasse (fermé)\n"


@pytest.mark.parametrize(
    "words",
    [
        ("user", "add", "pas une adresse", "--name", "A"),
        ("user", "add", "a@exemple.nc", "--name", "A", "--group", "inconnu"),
        ("user", "deactivate", "personne@exemple.nc"),
        ("user", "password", "personne@exemple.nc", "--password", "un-long-mot-de-passe-2026"),
    ],
)
def test_a_refusal_is_one_french_sentence(run: Run, words: tuple[str, ...]):
    run("migrate")

    result = run(*words)

    assert result.exit_code == 1
    assert result.output.startswith("Erreur : ")
    assert "Traceback" not in result.output


def test_an_unsafe_production_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DEMARCHES_MODE", "production")

    for command in (["migrate"], ["serve"], ["worker"], ["publish", str(GOOD)]):
        result = run(*command)

        assert result.exit_code == 1
        assert "SECRET_KEY" in result.output


def test_the_module_is_the_same_command():
    done = subprocess.run(
        [sys.executable, "-m", "workflows", "check", str(GOOD)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )

    assert done.returncode == 0, done.stderr
    assert "Rien à signaler." in done.stdout
