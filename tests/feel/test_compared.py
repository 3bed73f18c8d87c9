"""Which texts an expression compares its variables with."""

import pytest

from workflows.feel.analysis.compared import compared_texts


@pytest.mark.parametrize(
    ("expression", "pairs"),
    [
        ('=a = "x" and b != "y"', {("a", "x"), ("b", "y")}),
        ('"x" = a', {("a", "x")}),
        ('a in ("x", "y")', {("a", "x"), ("a", "y")}),
        ('if list contains(a, "x") then 1 else 2', {("a", "x")}),
        ('a < "x" or contains(b, "y")', set()),
        ('a.b = "x"', set()),
        ('rows[kind = "x"]', set()),
        ('rows[1] = "x" and a = 3', set()),
    ],
)
def test_pairs_are_those_of_equalities_and_memberships(expression: str, pairs: set):
    assert compared_texts(expression) == pairs
