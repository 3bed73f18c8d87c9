"""Every démarche of the repository: nothing to say against it, and every scenario true."""

from pathlib import Path

import pytest

from workflows.catalogue import check, pack, read_folder, read_package
from workflows.catalogue.scenarios.scenario import run_scenario
from workflows.settings import Settings

BPMN = Path(__file__).parents[1] / "bpmn"
FOLDERS = sorted(card.parent for card in BPMN.glob("*/demarche.toml"))
SCENARIOS = sorted(path for folder in FOLDERS for path in folder.glob("scenarios/*.toml"))


def test_there_are_demarches_to_test():
    assert {folder.name for folder in FOLDERS} >= {"permis_de_chasser"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_demarche_has_no_finding(folder: Path):
    findings = check(folder)

    assert findings == ()


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_a_scenario_comes_true(path: Path):
    folder = read_folder(path.parents[1])
    others = {each.stem: each for each in folder.scenarios}

    result = run_scenario(folder, others[path.stem], others, Settings().zone)

    assert result.message == ""
    assert result.ok


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_published_package_is_the_folder(folder: Path):
    read = read_folder(folder)

    again = read_package(pack(read))

    assert again.digest == read.digest
    assert again.about == read.about
    assert again.process.digest == read.process.digest


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_demarche_holds_no_python(folder: Path):
    assert list(folder.rglob("*.py")) == []
