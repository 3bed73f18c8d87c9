"""Whatever an analyst writes, only FEEL values or FeelError come out, within the budget."""

import os
from datetime import date, time, timedelta
from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.feel.expressions import seeded, write
from workflows.feel import (
    Budget,
    FeelError,
    Limits,
    Range,
    Run,
    YearsMonths,
    matches_unary,
    parse,
    variables_read,
)
from workflows.feel.semantics.values import Function

VARIABLES = {
    "a": 3,
    "b": "texte",
    "liste": [1, 2, 3],
    "contexte": {"a": 1, "c d": [{"a": 2}]},
    "montant total": 100,
}
LIMITS = Limits(steps=20_000, depth=40, seconds=0.5)
TOLERANCE = 4  # times the wall-clock budget: the machine does other things too
MANY = int(os.environ.get("FUZZ", "100000"))
ATOMS = (bool, Decimal, str, date, time, timedelta, YearsMonths, Range, Function)


def is_feel(value: object) -> bool:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
        elif one is not None and not isinstance(one, ATOMS):
            return False
    return True


def attempt(text: str) -> float:
    """Evaluate a text and return the processor seconds it took."""
    start = process_time()
    refusal, value = FeelError("aucun"), None
    try:
        value = parse(text, VARIABLES).evaluate(VARIABLES, Run(Budget(LIMITS)))
    except FeelError as error:
        refusal = error
    assert refusal.message
    assert -1 <= refusal.position <= len(text), (text, refusal.position)
    assert is_feel(value), text
    return process_time() - start


@settings(max_examples=1500, deadline=None)
@given(st.integers(min_value=0))
def test_a_random_expression_gives_a_value_or_a_feel_error(seed):
    attempt(write(seeded(seed), 5))


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=60))
def test_any_text_at_all_is_read_or_refused(text):
    attempt(text)


@settings(max_examples=500, deadline=None)
@given(st.integers(min_value=0))
def test_a_random_cell_accepts_refuses_or_fails_as_feel(seed):
    random = seeded(seed)
    cell = ", ".join(write(random, 3) for _ in range(random.randrange(1, 3)))

    try:
        answer = matches_unary(random.choice((cell, f"not({cell})", f"< {cell}")), 5, VARIABLES)
    except FeelError:
        return
    assert answer in {True, False, None}


@settings(max_examples=500, deadline=None)
@given(st.integers(min_value=0))
def test_the_variables_read_are_found_without_evaluating(seed):
    text = write(seeded(seed), 5)

    try:
        names = variables_read(text)
    except FeelError:
        return
    assert all(isinstance(name, str) and name for name in names)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_a_hundred_thousand_random_expressions_keep_to_the_budget():
    slowest = max(attempt(write(seeded(seed), 5)) for seed in range(MANY))

    assert slowest <= LIMITS.seconds * TOLERANCE
