"""Nothing that an analyst writes can hang a worker or fill its memory."""

from time import process_time

import pytest

from workflows.feel import Budget, BudgetSpent, FeelError, Limits, Run, evaluate, parse

DOUBLED = (
    "{a0: [1, 1]" + "".join(f", a{i}: [a{i - 1}, a{i - 1}]" for i in range(1, 38)) + ", r: (%s)}.r"
)
SECONDS = 3.0


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param("for x in 1..1000000000 return x", id="long loop"),
        pytest.param("count(for x in 1..1000, y in 1..1000, z in 1..1000 return 1)", id="product"),
        pytest.param("some x in 1..100000000 satisfies x < 0", id="quantified"),
        pytest.param("{f: function(n) f(n + 1), r: f(1)}.r", id="endless recursion"),
        pytest.param("{f: function(n) [f(n - 1), f(n - 1)], r: f(50)}.r", id="tree of calls"),
        pytest.param("distinct values(for x in 1..20000 return x)", id="quadratic built-in"),
        pytest.param(
            "sort(for x in 1..30000 return modulo(x * 7919, 30011), function(a, b) a < b)",
            id="sort",
        ),
        pytest.param('{a: "x", r: for i in 1..60 return string join(partial) + a}.r', id="text"),
        pytest.param("for i in 1..100000 return partial", id="partial lists"),
        *(
            pytest.param(DOUBLED % use, id=f"shared lists: {use}")
            for use in (
                "a37",
                "a37 = a37",
                "string(a37)",
                "flatten(a37)",
                "a37.nom",
                "distinct values([a37, a37])",
                "a37 instance of list<list<list<number>>>",
                "a37 in [a37]",
                "is(a37, a37)",
            )
        ),
    ],
)
def test_an_expression_without_end_is_stopped(expression):
    start = process_time()

    with pytest.raises(BudgetSpent):
        evaluate(expression, {})

    assert process_time() - start < SECONDS


AMPLE = {"steps": 3_000_000, "depth": 1000, "seconds": 60.0}
COUNTDOWN = "{f: function(n) if n <= 0 then 0 else f(n - 1), r: f(%d)}.r"


@pytest.mark.parametrize(
    ("limit", "enough", "too_much", "reason"),
    [
        pytest.param(
            {"steps": 5000}, "count(for x in 1..100 return x)",
            "count(for x in 1..10000 return x)", "trop de calculs", id="steps",
        ),
        pytest.param({"depth": 12}, COUNTDOWN % 8, COUNTDOWN % 20, "profondément", id="depth"),
        pytest.param({}, "string length(t)", "string length(t + t)", "trop long", id="text"),
        pytest.param(
            {"seconds": 0.05}, "count(for x in 1..10 return x)",
            "some x in 1..1000000000 satisfies x < 0", "trop longue à calculer", id="clock",
        ),
    ],
)  # fmt: skip
def test_each_limit_stops_by_itself_when_the_others_are_ample(limit, enough, too_much, reason):
    variables = {"t": "x" * 300_000}

    def result(expression):
        return parse(expression, variables).evaluate(
            variables, Run(Budget(Limits(**AMPLE | limit)))
        )

    assert result(enough) is not None
    with pytest.raises(BudgetSpent, match=reason):
        result(too_much)


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param("(" * 5000 + "1" + ")" * 5000, id="brackets"),
        pytest.param("-" * 5000 + "1", id="signs"),
        pytest.param("[" * 5000, id="open brackets"),
        pytest.param("1" + " + 1" * 5000, id="long sum"),
        pytest.param("a" + ".a" * 5000, id="long path"),
        pytest.param("if true then " * 2000 + "1" + " else 2" * 2000, id="conditions"),
        pytest.param("function() " * 2000 + "1", id="functions"),
        pytest.param("1 instance of " + "list<" * 2000 + "Any" + ">" * 2000, id="types"),
        pytest.param("x" * 30000, id="long text"),
    ],
)
def test_an_expression_too_deep_or_too_long_is_refused(expression):
    with pytest.raises(FeelError):
        parse(expression)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("10 ** 100000", None),
        ("2 ** 0.5 > 1.41", True),
        ("9999999999 ** 9999999999", None),
        ('matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+$")', False),
        ('matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "a*a*a*a*a*b")', True),
        ("decimal(1/3, 9999999999)", None),
    ],
)
def test_what_looks_endless_but_is_not_answers_at_once(expression, expected):
    start = process_time()

    assert evaluate(expression, {}) == expected
    assert process_time() - start < SECONDS


def test_a_long_chain_of_conditions_is_no_deep_expression():
    expression = " or ".join(f'code = "{i}"' for i in range(180))

    assert evaluate(expression, {"code": "179"}) is True


@pytest.mark.parametrize(
    ("expression", "position"),
    [
        ("= 1 + count(for x in 1..99999999 return x)", 12),
        ('1 + string length(replace("abc", "(a)\\\\1", "b"))', 18),
        ("if true then [1, 2][sum(for x in 1..99999999 return x) > 1] else 0", 24),
    ],
)
def test_a_failure_while_evaluating_says_where(expression, position):
    with pytest.raises(FeelError) as failure:
        evaluate(expression, {})

    assert failure.value.position == position
