"""`demarches test` plays apart and within limits: a file that never ends costs no terminal."""

import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.catalogue.folders import good_files, written
from tests.catalogue.hostile import CODE, process, small
from workflows.command_line.commands import main

EVERY_MINUTE = (
    '<bpmn:manualTask id="Piege" name="Attendre"/><bpmn:boundaryEvent id="Minute" '
    'cancelActivity="false" attachedToRef="Piege"><bpmn:timerEventDefinition><bpmn:timeCycle>'
    "R/PT1M</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
)
LONG = (
    'name = "Sans fin"\nstart = 2026-03-02T09:00:00+11:00\n\n[[step]]\ntask = "Déposer"\n{answers}'
)
WAIT = '\n[[step]]\nafter = "PT4H"\n'


def run(*words: str):
    return CliRunner().invoke(main, words)


def test_the_scenarios_of_a_folder_are_told_one_by_one(tmp_path: Path):
    folder = written(good_files(), tmp_path)

    result = run("test", str(folder))

    assert result.exit_code == 0
    assert result.output.count("✓") == sum(n.startswith("scenarios/") for n in good_files())


def test_scenarios_that_take_for_ever_are_cut_short_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CHECK_SECONDS", "1")
    told = LONG.format(answers='answers = { nom = "Dupont", prenoms = "Camille" }\n')
    files = {
        **small(),
        "process.bpmn": process(element=EVERY_MINUTE),
        "scenarios/sans_fin.toml": (told + WAIT * 190).encode(),
    }
    folder = written(files, tmp_path).rename(tmp_path / CODE)
    began = time.monotonic()

    result = run("test", str(folder))

    assert time.monotonic() - began < 30
    assert result.exit_code == 1
    assert "La vérification a dépassé 1 secondes" in result.stderr
