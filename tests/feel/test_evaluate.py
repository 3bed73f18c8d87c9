"""Expressions as analysts write them, and the values the standard gives them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from workflows.feel import FeelError, YearsMonths, evaluate, matches_unary, parse, variables_read


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 + 2 * 3", Decimal(7)),
        ("0.1 + 0.2 = 0.3", True),
        ("-5 ** 2", Decimal(25)),
        ("10 / 4", Decimal("2.5")),
        ("--1", Decimal(1)),
        ("- - -(2)", Decimal(-2)),
        ("1 / 0", None),
        ('1 + "a"', None),
        ("true and null", None),
        ("false and null", False),
        ("null or true", True),
        ('if inconnue then "oui" else "non"', "non"),
        ("for x in 1..3 return x * x", [Decimal(1), Decimal(4), Decimal(9)]),
        ("some x in [1, 2, 3] satisfies x > 2", True),
        ("every x in [1, 2, 3] satisfies x > 2", False),
        ("[10, 20, 30][2]", Decimal(20)),
        ("[10, 20, 30][item > 15]", [Decimal(20), Decimal(30)]),
        ("[10, 20, 30][-1]", Decimal(30)),
        ("[{a: 1}, {a: 2}].a", [Decimal(1), Decimal(2)]),
        ("[{a: 1}, {a: 2}][a = 2].a", [Decimal(2)]),
        ("{a: 1, b: a + 1}.b", Decimal(2)),
        ("5 in [1..5[", False),
        ("5 in (< 3, > 4)", True),
        ("5 between 1 and 5", True),
        ('date("2026-01-31") + duration("P1M")', date(2026, 2, 28)),
        ('@"2026-03-12" - @"2026-03-01"', timedelta(days=11)),
        ('duration("P1Y2M")', YearsMonths(14)),
        ("{f: function(n) if n <= 1 then 1 else n * f(n - 1), r: f(10)}.r", Decimal(3628800)),
        ("sort([3, 1, 2], function(a, b) a > b)", [Decimal(3), Decimal(2), Decimal(1)]),
        ('substring(string: "abcd", start position: 2)', "bcd"),
        ("5 instance of number", True),
        ("[1] instance of list<number>", True),
        ('5 > 3 and "A" = "A"', True),
    ],
)
def test_an_expression_has_the_value_of_the_standard(expression, expected):
    assert evaluate(expression, {}) == expected


def test_variables_come_from_python_and_leave_as_feel_values():
    variables = {"montant": 1200, "taux": 0.05, "nom": "Wamytan", "lignes": ({"prix": 3},)}

    assert evaluate("=montant * taux", variables) == Decimal("60.00")
    assert evaluate("sum(lignes.prix)", variables) == Decimal(3)


@pytest.mark.parametrize(
    "name", ["montant total", "taux-plein", "in stock", "choix 1 bis", "l'âge"]
)
def test_a_name_with_spaces_or_symbols_is_read_when_it_is_known(name):
    assert evaluate(f"{name} + 1", {name: 2}) == 3


def test_the_moment_is_given_and_never_read_elsewhere():
    moment = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)

    assert evaluate("now()", {}, now=moment) == moment
    assert evaluate("today()", {}, now=moment) == date(2026, 3, 12)


@pytest.mark.parametrize(
    ("expression", "position"),
    [("1 +", 3), ("= 1 +", 5), ("a b )", 4), ('"ouvert', 0), ("[1, 2", 5), ("1 ° 2", 2)],
)
def test_a_wrong_expression_says_where_in_french(expression, position):
    with pytest.raises(FeelError) as wrong:
        evaluate(expression, {})

    assert wrong.value.position == position
    assert wrong.value.message.endswith((".", "ici."))


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ('=montant > 100 and type = "neuf"', {"montant", "type"}),
        ("for x in lignes return x.prix * taux", {"lignes", "taux"}),
        ("count(personnes[age > seuil])", {"personnes", "age", "seuil"}),
        ("{a: b, c: a}.c", {"b"}),
        ("function(x) x + y", {"y"}),
    ],
)
def test_the_variables_read_are_those_that_come_from_outside(expression, names):
    assert variables_read(expression) == names


@pytest.mark.parametrize(
    ("cell", "value", "expected"),
    [
        ("-", 5, True),
        ("", 5, True),
        ("< 10", 5, True),
        ("[1..3], [5..7]", 5, True),
        ("not(5, 6)", 5, False),
        ('"a", "b"', "b", True),
        ("? > seuil", 5, True),
        ("false", False, True),
        ("> 3", None, None),
        ('date("2026-01-01")', date(2026, 1, 1), True),
    ],
)
def test_a_cell_of_a_table_accepts_or_refuses_a_value(cell, value, expected):
    assert matches_unary(cell, value, {"seuil": 4}) is expected


def test_parsing_twice_gives_the_same_prepared_expression():
    assert parse("a + 1") is parse("a + 1")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, Decimal(3)),
        (0.1, Decimal("0.1")),
        (float("nan"), None),
        (Decimal("NaN"), None),
        (Decimal("Infinity"), None),
        ({"a": (1, 2)}, {"a": [Decimal(1), Decimal(2)]}),
    ],
)
def test_a_python_value_becomes_a_feel_value(value, expected):
    assert evaluate("x", {"x": value}) == expected


@pytest.mark.parametrize(
    "value", [10**7000, object(), b"octets"], ids=["too great", "object", "bytes"]
)
def test_a_value_that_feel_does_not_have_is_refused(value):
    with pytest.raises(FeelError):
        evaluate("x", {"x": value})


def test_a_variable_that_is_not_read_is_not_looked_at():
    assert evaluate("1 + 1", {"x": object()}) == 2


@pytest.mark.parametrize(
    "expression",
    [
        'now() > date("2026-03-12")',
        'date("2026-03-12") = date and time("2026-03-12T00:00:00Z")',
        'date and time("2026-03-12T00:00:00") < date and time("2026-03-12T00:00:00Z")',
    ],
)
def test_a_day_and_a_moment_do_not_compare_since_midnight_is_not_the_same_everywhere(expression):
    assert evaluate(expression, {}) is None


def test_the_end_of_a_day_is_the_beginning_of_the_next():
    assert evaluate('string(date and time("2026-12-31T24:00:00Z"))', {}) == "2027-01-01T00:00:00Z"
    assert evaluate('string(time("24:00:00"))', {}) == "00:00:00"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('string(date("-2021-01-01") + duration("P1M"))', "-2021-02-01"),
        ('string(@"9999-12-31" + duration("P1D"))', "10000-01-01"),
        ('@"10000-01-01" - duration("P1D")', date(9999, 12, 31)),
        ('string(@"-2021-01-01T10:00:00+11:00" - duration("P1D"))', "-2022-12-31T10:00:00+11:00"),
        ('date("-2021-01-01") < date("2026-03-12")', True),
        ('date("99999-01-01") = date("99999-01-01")', True),
        ('date("-2021-03-12").year', Decimal(-2021)),
        ('date("-2021-02-29")', None),
        ('date("9999999999-01-01")', None),
        ('years and months duration(date("-1-01-01"), date("0001-01-01"))', None),
        ('date("-2021-01-01") instance of date', True),
    ],
)
def test_years_that_python_does_not_have_are_computed_with(expression, expected):
    assert evaluate(expression, {}) == expected


@pytest.mark.parametrize(
    "expression",
    [
        'date("-2021-01-01")',
        '[[date("-2021-01-01")]]',
        '[date("-2021-01-01")..date("2021-01-01")]',
        'day of week(date("-2021-01-01"))',
        'date("-2021-01-01") - date("2021-01-01")',
        '@"-999999999-01-01" - duration("P999999999D")',
    ],
)
def test_what_python_cannot_hold_is_refused_rather_than_null(expression):
    with pytest.raises(FeelError):
        evaluate(expression, {})
