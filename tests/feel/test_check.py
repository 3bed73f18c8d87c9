"""What is said of an expression before it runs."""

import pytest

from workflows.feel import check

TYPES = {"montant": "number", "nom": "string", "depose_le": "date", "lignes": "list"}


@pytest.mark.parametrize(
    ("expression", "code", "position"),
    [
        ("montan > 3", "variable-inconnue", 0),
        ("= montan > 3", "variable-inconnue", 2),
        ("montant > ", "syntaxe", 10),
        ('montant > "cent"', "type", 0),
        ("nom + montant", "type", 0),
        ("-nom", "type", 0),
        ('depose_le > "2026-03-12"', "type", 0),
        ("if montant then 1 else 2", "type", 3),
        ("if 1 = 1 then 1 else 2", "condition-constante", 3),
        ("montant > 3 and true", "condition-constante", 16),
        ('montant = montant and nom = "a"', "condition-constante", 0),
        ("compte(lignes)", "fonction-inconnue", 0),
        ("substring(nom)", "arguments", 0),
        ("sqrt(nom)", "arguments", 0),
        ("now() > depose_le", "type", 0),
        ("string length(texte: nom)", "arguments", 0),
    ],
)
def test_a_mistake_is_found_with_its_place(expression, code, position):
    remarks = check(expression, (), TYPES)

    assert [(found.code, found.position) for found in remarks] == [(code, position)]
    assert remarks[0].message.endswith((".", "?"))


@pytest.mark.parametrize(
    "expression",
    [
        'montant > 100 and nom = "A"',
        "sum(lignes.prix) * 0.05",
        "lignes[prix > 3 and quantite < montant]",
        "for ligne in lignes return ligne.prix + montant",
        "some x in lignes satisfies x > montant",
        "{a: montant, b: a + 1, c: function(n: number) n + b}.c(3)",
        'depose_le + duration("P2M") > today()',
        "montant between 1 and 10 or montant in [20..30]",
        "max(1, montant) + count(lignes)",
        "substring(string: nom, start position: 1)",
        'if montant > 3 then "a" else nom',
        "montant = null",
    ],
)
def test_a_right_expression_gets_no_remark(expression):
    assert check(expression, (), TYPES) == ()


def test_the_closest_known_name_is_proposed():
    (remark,) = check("montan > 3", ["montant", "nom"])

    assert "« montant »" in remark.message


def test_a_name_with_symbols_is_known_when_it_is_given():
    assert check("taux-plein > 3", ["taux-plein"]) == ()
