"""The README says what is: commands, settings, tree and words are held against the code."""

import re
from pathlib import Path

import pytest

from workflows.__main__ import main
from workflows.model import DossierState
from workflows.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return re.split(r"^## ", README, flags=re.MULTILINE)[
        [part.split("\n")[0] for part in re.split(r"^## ", README, flags=re.MULTILINE)].index(title)
    ]


@pytest.mark.parametrize("name", sorted(Settings.__dataclass_fields__))
def test_every_setting_is_documented(name: str):
    assert f"`{name.upper()}`" in section("Configuration").replace("DEMARCHES_MODE", "MODE")


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_is_documented(name: str):
    assert f"`demarches {name}" in section("The command")


def test_the_tree_names_only_what_exists():
    named = re.findall(r"^ *([a-z_]+(?:/|\.py))", section("The tree"), flags=re.MULTILINE)

    missing = [
        name
        for name in named
        if not (ROOT / name).exists() and not (ROOT / "workflows" / name).exists()
    ]

    assert len(named) >= 10
    assert missing == []


@pytest.mark.parametrize(
    "hop", re.findall(r"`([a-z_]+/[a-z_/]+\.py)`", section("The six hops of a form submission"))
)
def test_the_six_hops_lead_to_files_that_exist(hop: str):
    assert (ROOT / hop).is_file()


@pytest.mark.parametrize("state", list(DossierState))
def test_the_glossary_names_every_state_of_a_dossier(state: DossierState):
    words = section("Words").replace("é", "e").replace("à", "a").replace("classe sans", "sans")

    assert str(state).replace("_", " ") in words


def test_the_pictures_of_the_readme_exist():
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", README)

    assert len(pictures) == 2
    assert [name for name in pictures if not (ROOT / name).is_file()] == []
