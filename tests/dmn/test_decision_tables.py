"""Decision tables: every hit policy, several outputs, defaults, and why a value was given."""

from decimal import Decimal

import pytest

from tests.dmn.tables import table
from workflows.dmn import DmnError, decide, read_decisions

RULES = [("< 18", "5"), ("[10..30]", "8"), ("> 60", "5"), ("-", "10")]


def value(xml: bytes, **variables: object) -> object:
    return decide(read_decisions(xml), "d", variables).value


@pytest.mark.parametrize(
    ("policy", "age", "expected"),
    [
        pytest.param("FIRST", 15, 5, id="first of three"),
        pytest.param("RULE ORDER", 15, [5, 8, 10], id="all in the order of the rules"),
        pytest.param("OUTPUT ORDER", 15, [10, 8, 5], id="all in the order of the values"),
        pytest.param("PRIORITY", 15, 10, id="the best of the values"),
        pytest.param("COLLECT", 15, [5, 8, 10], id="collected"),
        pytest.param("COLLECT SUM", 15, 23, id="sum"),
        pytest.param("COLLECT MIN", 15, 5, id="smallest"),
        pytest.param("COLLECT MAX", 15, 10, id="greatest"),
        pytest.param("COLLECT COUNT", 15, 3, id="number of rules"),
        pytest.param("UNIQUE", 40, 10, id="the only one"),
    ],
)
def test_each_hit_policy_makes_its_value_from_the_rules_that_match(policy, age, expected):
    xml = table(policy, RULES, outputs=("tarif=10, 8, 5",))

    assert value(xml, age=age) == expected


def test_a_unique_table_with_two_matching_rules_is_a_mistake_that_names_them():
    with pytest.raises(DmnError, match="1, 2, 4"):
        value(table("UNIQUE", RULES), age=15)


def test_rules_of_an_any_table_must_agree():
    agreeing = [("> 1", '"oui"'), ("> 2", '"oui"')]

    assert value(table("ANY", agreeing), age=5) == "oui"
    with pytest.raises(DmnError, match="1 et 2"):
        value(table("ANY", [("> 1", '"oui"'), ("> 2", '"non"')]), age=5)


def test_several_outputs_make_a_context():
    xml = table("FIRST", [("> 1", '"plein"', "100")], outputs=("tarif", "montant"))

    assert value(xml, age=5) == {"tarif": "plein", "montant": Decimal(100)}


def test_no_matching_rule_gives_the_default_output_or_null():
    rules = [("> 60", '"réduit"')]

    assert value(table("UNIQUE", rules, outputs=('t="réduit","plein"="plein"',)), age=5) == "plein"
    assert value(table("UNIQUE", rules), age=5) is None


def test_a_missing_variable_matches_no_comparison():
    assert value(table("FIRST", [("> 60", "1"), ("<= 60", "2"), ("-", "3")])) == 3


def test_the_result_says_which_rules_matched_with_which_inputs():
    result = decide(read_decisions(table("COLLECT", RULES)), "d", {"age": 15})

    assert [(rule.rule_id, rule.index) for rule in result.matched] == [
        ("r1", 1),
        ("r2", 2),
        ("r4", 4),
    ]
    assert result.matched[0].inputs == {"age": Decimal(15)}
    assert result.matched[0].decision_id == "d"


def test_a_wrong_cell_is_a_problem_of_the_model_and_refuses_to_decide():
    model = read_decisions(table("UNIQUE", [("> > 3", "1")]))

    assert [problem.element_id for problem in model.problems] == ["d"]
    with pytest.raises(DmnError) as refused:
        decide(model, "d", {"age": 5})
    assert refused.value.element_id == "d"


def test_a_priority_table_without_listed_values_is_refused():
    assert read_decisions(table("PRIORITY", RULES)).problems


def test_the_variables_read_by_a_table_are_those_of_its_expressions():
    model = read_decisions(
        table("UNIQUE", [("> seuil", "prix * 2")], inputs=("annee - naissance",))
    )

    assert model.inputs_read("d") == {"annee", "naissance", "seuil", "prix"}


def test_a_matched_rule_carries_the_words_the_analyst_wrote_beside_it():
    xml = table("UNIQUE", [("> 3", "1")]).replace(
        b'<rule id="r1">', b'<rule id="r1"><description>article 12</description>'
    )

    assert decide(read_decisions(xml), "d", {"age": 5}).matched[0].annotation == "article 12"
