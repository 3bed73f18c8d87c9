"""A scenario written as text is read back as it was, whatever people typed in it."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catalogue.folders import GOOD
from workflows.catalogue import read_folder
from workflows.catalogue.scenarios.steps import Expected, Scenario, Step, read_scenario
from workflows.catalogue.scenarios.text import write_scenario

START = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=11)))
texts = st.text(st.characters(codec="utf-8"), max_size=40)
keys = st.text(st.characters(codec="utf-8"), min_size=1, max_size=10)
stripped = texts.map(str.strip)
values = st.recursive(
    st.booleans() | st.integers(-(10**9), 10**9) | texts,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(keys, inside, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("scenario", read_folder(GOOD).scenarios, ids=lambda each: each.stem)
def test_the_scenarios_of_the_permit_survive_being_written(scenario: Scenario):
    again = read_scenario(scenario.stem, write_scenario(scenario))

    assert again == scenario


@given(
    answers=st.dictionaries(keys, values, max_size=4),
    name=stripped.filter(bool),
    task=stripped,
    names=st.lists(texts, max_size=3),
)
def test_anything_typed_survives_being_written(answers, name, task, names):
    expected = Expected(ready=tuple(names), letters={"lettre": tuple(names)})
    step = Step(
        task=task, after="P1D", answers=answers, pieces={"p": ("a.pdf",)}, expected=expected
    )
    scenario = Scenario("x", name, START, (step, Step(until=START)))

    again = read_scenario("x", write_scenario(scenario))

    assert again == scenario


def test_an_answer_left_empty_is_not_written():
    step = Step(task="Déposer", answers={"vide": None, "plein": "oui"})

    written = write_scenario(Scenario("x", "x", START, (step,))).decode()

    assert 'answers = { plein = "oui" }' in written
    assert "vide" not in written


def test_a_long_table_has_one_line_for_each_answer():
    answers = {f"champ_{n}": "une réponse assez longue" for n in range(5)}
    step = Step(task="Déposer", answers=answers, expected=Expected(ready=()))

    written = write_scenario(Scenario("x", "x", START, (step,))).decode()

    assert 'expect = { ready = [] }\n\n[step.answers]\nchamp_0 = "une réponse' in written
