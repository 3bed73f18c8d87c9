"""Expressions of Camunda 7, Camunda 8 and SpiffWorkflow, written again in FEEL."""

import pytest

from workflows.feel import FeelError, evaluate
from workflows.feel.syntax.dialects import to_feel

VARIABLES = {
    "montant": 1200,
    "nom": "A",
    "urgent": True,
    "liste": [10, 20],
    "client": {"age": 40, "nom complet": "B"},
    "vide": "",
    "n": -7,
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=montant > 1000", True),
        ("montant > 1000", True),
        ('${montant > 1000 && nom == "A"}', True),
        ("${montant gt 1000 and nom eq 'A'}", True),
        ("#{!urgent || montant <= 3}", False),
        ("${!inconnu}", True),
        ("${!(inconnu > 3)}", True),
        ("${empty vide}", True),
        ("${not empty nom}", True),
        ("${empty inconnu}", True),
        ("${montant > 1000 ? 'grand' : 'petit'}", "grand"),
        ("${client.age div 2}", 20),
        ("${liste[0] + 1}", 11),
        ("${client['nom complet']}", "B"),
        ("${n % 3}", -1),
        ("${1 + 2 * 3 == 7}", True),
        ("${(1 + 2) * 3}", 9),
    ],
)
def test_camunda_expressions_keep_their_value(text, expected):
    assert evaluate(to_feel(text), VARIABLES) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("montant == 1200 and nom != 'B'", True),
        ("not urgent", False),
        ("not urgent or montant > 3", True),
        ("nom in ['A', \"B\"]", True),
        ("nom not in ['A', 'B']", False),
        ("10 in liste", True),
        ("'om' in 'nom complet'", True),
        ("inconnu is None", True),
        ("nom is not None", True),
        ("'oui' if urgent else 'non'", "oui"),
        ("True", True),
        ("n % 3", 2),
        ("2 ** 3 ** 2", 512),
        ("liste[-1]", 20),
        ("-n + 1", 8),
    ],
)
def test_spiffworkflow_conditions_keep_their_value(text, expected):
    assert evaluate(to_feel(text, python=True), VARIABLES) == expected


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ('${execution.getVariable("x")}', 23),
        ("${T(Runtime)}", 3),
        ("${a > }", 6),
        ("${a > 3", 7),
        ("${a ; b}", 4),
        ("${a instanceof b}", 4),
    ],
)
def test_what_has_no_equivalent_is_refused_with_its_place(text, position):
    with pytest.raises(FeelError) as refused:
        to_feel(text)

    assert refused.value.position == position


@pytest.mark.parametrize(
    "text",
    ["__import__('os')", "a.b()", "1 < x < 3", "lambda: 1", "[x for x in y]", "a[b]", "len(a)"],
)
def test_python_that_is_no_condition_is_refused(text):
    with pytest.raises(FeelError):
        to_feel(text, python=True)
