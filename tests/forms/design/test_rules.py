"""Conditions by rows: written as FEEL, read back the same, true when the rows say so."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.feel import evaluate
from workflows.forms.design.read_rules import rules_held_by, rules_hidden_by
from workflows.forms.design.rules import (
    AGES,
    WITHOUT_VALUE,
    Clock,
    InvalidRules,
    Operator,
    Other,
    Rule,
    Rules,
    rules_from_json,
    rules_to_json,
)
from workflows.forms.design.written_rules import holds_when, shown_when

ONE, TWO = Decimal(1), Decimal(2)
NOW = datetime(2026, 3, 12, 1, 0, tzinfo=UTC)
NAMES = st.sampled_from(("nature", "age", "dateNaissance", "_x1", "nullable", "not_yet", "orage"))
FIGURES = st.decimals(-(10**9), 10**9, places=3)
DAYS = st.dates()
HOURS = st.times().map(lambda each: each.replace(second=0, microsecond=0))
VALUES = st.one_of(
    st.text(min_size=1, max_size=30), FIGURES, st.booleans(), DAYS, HOURS,
    NAMES.map(Other), st.sampled_from(Clock),
)  # fmt: skip


@st.composite
def rows(draw) -> Rule:
    operator = draw(st.sampled_from(Operator))
    if operator in WITHOUT_VALUE:
        return Rule(draw(NAMES), operator)
    return Rule(draw(NAMES), operator, draw(FIGURES if operator in AGES else VALUES))


@st.composite
def groups(draw) -> Rules:
    return Rules(draw(st.booleans()), tuple(draw(st.lists(rows(), min_size=2, max_size=3))))


@st.composite
def conditions(draw) -> Rules:
    """A row alone, several, or several with groups of rows among them."""
    if draw(st.booleans()):
        return Rules(True, (draw(rows()),))
    several = st.one_of(rows(), rows(), groups())
    return Rules(draw(st.booleans()), tuple(draw(st.lists(several, min_size=2, max_size=4))))


@given(conditions())
def test_what_rows_write_is_read_back_as_the_same_rows(rules):
    assert rules_hidden_by(shown_when(rules)) == rules
    assert rules_held_by(holds_when(rules)) == rules


@given(conditions())
def test_rows_cross_the_wire_unchanged(rules):
    assert rules_from_json(rules_to_json(rules)) == rules


@given(st.text(max_size=60))
def test_any_text_is_read_as_rows_or_left_alone(text):
    for read in (rules_hidden_by, rules_held_by):
        found = read(text)

        assert found is None or found.rules


@pytest.mark.parametrize(
    ("text", "every", "rules"),
    [
        ('=nature != "renouvellement"', True, [Rule("nature", Operator.IS, "renouvellement")]),
        (
            '=not(list contains(aCompleter, "photo"))',
            True,
            [Rule("aCompleter", Operator.CONTAINS, "photo")],
        ),
        (
            "=naissance = null or years and months duration(naissance, today()).years >= 18",
            True,
            [Rule("naissance", Operator.UNDER, Decimal(18))],
        ),
        ("=age = null or age < 18 or ville = null", True,
            [Rule("age", Operator.AT_LEAST, Decimal(18)), Rule("ville", Operator.FILLED)]),
        ('=not(a = "x" or b)', None, None),
        ('=not(a = "x" or 3 < b)', False,
            [Rule("a", Operator.IS, "x"), Rule("b", Operator.MORE, Decimal(3))]),
        ("=debut = null or fin = null or debut <= fin", True,
            [Rule("debut", Operator.MORE, Other("fin"))]),
        ('=fin < @"2026-01-01"', True, [Rule("fin", Operator.AT_LEAST, date(2026, 1, 1))]),
        ('=a = "x" or (b = 1 and c = 2)', True,
            [Rule("a", Operator.IS_NOT, "x"),
             Rules(False, (Rule("b", Operator.IS_NOT, ONE), Rule("c", Operator.IS_NOT, TWO)))]),
        ("=a = 1 and b = 2 or c = 1", True,
            [Rules(False, (Rule("a", Operator.IS_NOT, ONE), Rule("b", Operator.IS_NOT, TWO))),
             Rule("c", Operator.IS_NOT, ONE)]),
        ("=a = 1 or (b = 2 and (c = 1 or d = 2))", None, None),
        ("=a = 1 or (b = 2 and c + 1 = 2)", None, None),
        ("=a + 1 > 3", None, None),
        ("=a >", None, None),
    ],
)  # fmt: skip
def test_what_analysts_wrote_by_hand_is_read_when_it_has_the_shape_of_rows(text, every, rules):
    found = rules_hidden_by(text)

    assert found == (None if rules is None else Rules(every, tuple(rules)))


SHOWN = (
    (Rule("age", Operator.AT_LEAST, Decimal(18)), [18, 40], [17, None]),
    (Rule("age", Operator.IS_NOT, Decimal(18)), [17, None], [18]),
    (Rule("nature", Operator.IS, 'a "b" \\'), ['a "b" \\'], ["a", None]),
    (Rule("choix", Operator.CONTAINS, "x"), [["x", "y"]], [["y"], None]),
    (Rule("choix", Operator.LACKS, "x"), [["y"], None], [["x"]]),
    (Rule("lignes", Operator.SOME), [[{"a": 1}]], [[], None]),
    (Rule("lignes", Operator.NONE), [[], None], [[{"a": 1}]]),
    (Rule("nom", Operator.FILLED), ["Wéa"], [None]),
    (Rule("nom", Operator.EMPTY), [None], ["Wéa"]),
    (Rule("ne", Operator.AGED, Decimal(16)), [date(2010, 3, 12)], [date(2010, 3, 13), None]),
    (Rule("ne", Operator.UNDER, Decimal(16)), [date(2010, 3, 13)], [date(2010, 3, 12), None]),
    (Rule("fin", Operator.MORE, Clock.TODAY), [date(2026, 3, 13)], [date(2026, 3, 12), None]),
    (Rule("heure", Operator.LESS, time(14, 30)), [time(14, 29)], [time(14, 30), None]),
    (Rule("fin", Operator.LESS, date(2026, 1, 1)), [date(2025, 12, 31)], [date(2026, 1, 1), None]),
)  # fmt: skip


@pytest.mark.parametrize(("rule", "shown", "hidden"), SHOWN, ids=lambda each: str(each)[:60])
def test_a_field_is_shown_when_its_rows_hold_and_hidden_when_nothing_was_answered(
    rule, shown, hidden
):
    text = shown_when(Rules(True, (rule,)))

    told = [evaluate(text, {rule.field: _feel(value)}, now=NOW) for value in (*shown, *hidden)]

    assert [found is True for found in told] == [False] * len(shown) + [True] * len(hidden)


@pytest.mark.parametrize(("rule", "held", "broken"), SHOWN, ids=lambda each: str(each)[:60])
def test_a_control_is_true_when_its_rows_hold(rule, held, broken):
    text = holds_when(Rules(True, (rule,)))

    for value in held:
        told = evaluate(text, {rule.field: _feel(value)}, now=NOW)
        assert told is True or (value is None and told is None)
    for value in broken:
        assert evaluate(text, {rule.field: _feel(value)}, now=NOW) is not True


def test_all_or_any_of_the_rows():
    pair = (Rule("a", Operator.IS, "x"), Rule("b", Operator.MORE, Decimal(3)))
    values = {"a": "x", "b": 3}

    assert evaluate(shown_when(Rules(True, pair)), values) is True
    assert evaluate(shown_when(Rules(False, pair)), values) is False
    assert shown_when(Rules(True, pair)) == '=a != "x" or (b = null or b <= 3)'


def test_groups_of_rows_are_written_one_to_a_line_and_mean_what_they_say():
    pair = Rules(False, (Rule("a", Operator.IS, "x"), Rule("b", Operator.MORE, Decimal(3))))
    rules = Rules(True, (Rule("c", Operator.FILLED), pair))

    assert shown_when(rules) == '=c = null\nor (a != "x" and (b = null or b <= 3))'
    assert holds_when(rules) == '=c != null\nand (a = "x" or b > 3)'
    for values, shown in (
        ({"c": "z", "a": "x", "b": None}, True),
        ({"c": "z", "a": "y", "b": Decimal(4)}, True),
        ({"c": "z", "a": None, "b": Decimal(3)}, False),
        ({"c": None, "a": "x", "b": Decimal(4)}, False),
    ):
        assert evaluate(shown_when(rules), values) is not shown
        assert (evaluate(holds_when(rules), values) is True) is shown


def test_a_group_of_one_row_and_a_group_alone_need_no_brackets():
    row = {"field": "a", "operator": "filled"}
    other = {"field": "b", "operator": "empty"}

    lone = rules_from_json({"every": False, "rules": [{"every": False, "rules": [row, other]}]})
    single = rules_from_json({"every": True, "rules": [other, {"every": False, "rules": [row]}]})

    assert lone == Rules(False, (Rule("a", Operator.FILLED), Rule("b", Operator.EMPTY)))
    assert single == Rules(True, (Rule("b", Operator.EMPTY), Rule("a", Operator.FILLED)))


@pytest.mark.parametrize(
    "given_rows",
    [
        None,
        [],
        {"rules": []},
        {"rules": ["x"]},
        {"rules": [{"field": "a b", "operator": "is"}]},
        {"rules": [{"field": "a", "operator": "empty"}, {"rules": []}]},
        {"rules": [{"rules": [{"rules": [{"field": "a", "operator": "empty"}]}]}]},
        {"rules": [{"rules": [{"field": "a", "operator": "empty"}] * 26}] * 2},
        {"rules": [{"field": "a", "operator": "eval"}]},
        {"rules": [{"field": "a", "operator": "is"}]},
        {"rules": [{"field": "a", "operator": "is", "value": {"kind": "date", "value": "x"}}]},
        {"rules": [{"field": "a", "operator": "is", "value": {"kind": "field", "value": "1+1"}}]},
        {"rules": [{"field": "a", "operator": "aged", "value": {"kind": "text", "value": "x"}}]},
        {"rules": [{"field": "a", "operator": "is", "value": {"kind": "number", "value": "NaN"}}]},
    ],
)
def test_rows_that_make_no_condition_are_refused(given_rows):
    with pytest.raises(InvalidRules):
        rules_from_json(given_rows)


def _feel(value: object) -> object:
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
