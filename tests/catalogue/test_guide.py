"""The analyst's guide says what the product does: its examples are read, its lists compared."""

import re

from tests.catalogue.folders import BPMN
from workflows.catalogue.card.about import KNOWN_FORMATS, read_about
from workflows.catalogue.files import MAX_FILE_BYTES, MAX_FILES, MAX_TOTAL_BYTES
from workflows.catalogue.letters.letter import STANDARD
from workflows.catalogue.scenarios.steps import read_scenario
from workflows.feel import parse
from workflows.forms.registry import ANSWERS

GUIDE = (BPMN / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```(\w*)\n(.*?)```", GUIDE, re.DOTALL)
MEGABYTE = 1024 * 1024


def section(title: str) -> str:
    """Return the text under a heading, up to the next one."""
    return GUIDE.split(f"## {title}\n")[1].split("\n## ")[0]


def test_the_identity_card_of_the_guide_is_read_without_a_remark():
    card = next(text for kind, text in EXAMPLES if kind == "toml" and "number_prefix" in text)

    about = read_about(card.encode())

    assert about.number_prefix == "PS"
    assert all(name in card for name in KNOWN_FORMATS)


def test_the_scenario_of_the_guide_is_read_without_a_remark():
    story = next(text for kind, text in EXAMPLES if kind == "toml" and "[[step]]" in text)

    scenario = read_scenario("exemple", story.encode())

    assert len(scenario.steps) == 2


def test_the_expressions_of_the_guide_are_feel():
    lines = section("Les conditions : FEEL").split("```")[1].split("\n")
    expressions = [line for line in lines if line.startswith("=")]

    for expression in expressions:
        parse(expression)

    assert len(expressions) >= 5


def test_the_guide_names_every_kind_of_field():
    text = section("Les formulaires")

    assert [kind for kind in ANSWERS if f"`{kind}`" not in text] == []


def test_the_guide_names_every_placeholder_that_is_always_known():
    text = section("Les lettres")

    assert [name for name in sorted(STANDARD) if f"`{name}`" not in text] == []


def test_the_guide_tells_the_true_bounds():
    assert f"{MAX_FILES} fichiers" in GUIDE
    assert f"{MAX_FILE_BYTES // MEGABYTE} Mo par fichier" in GUIDE
    assert f"{MAX_TOTAL_BYTES // MEGABYTE} Mo en tout" in GUIDE
