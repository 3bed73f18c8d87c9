"""Scripts and business rules: computed values, and the rules that explain them."""

from decimal import Decimal

import pytest

from tests.engine.case import DIAGRAMS, Case, read
from workflows.engine import InvalidProcess

TABLE = {"bareme.dmn": (DIAGRAMS / "bareme.dmn").read_bytes()}


@pytest.mark.parametrize(
    ("income", "aid", "rule", "ready"),
    [("90000", "50000", "faible", "Attribuer"), ("600000", "0", "eleve", "Rejeter")],
    ids=["low", "high"],
)
def test_a_rule_gives_its_value_and_says_which_rule_matched(income, aid, rule, ready):
    case = Case(read("bareme", TABLE))

    case.do("Declarer", revenu=Decimal(income), parts=Decimal(2))

    (trace,) = case.advance.decisions
    assert case.ready == [ready]
    assert (trace.element_id, trace.decision_id) == ("Taux", "taux")
    assert trace.inputs == {"quotient": Decimal(income) / 2}
    assert trace.result == Decimal(aid)
    assert trace.matched == (f"taux/{rule}",)


def test_the_inputs_of_a_decision_are_routing_variables():
    assert read("bareme", TABLE).routing_variables == {"revenu", "parts", "quotient", "aide"}


def test_a_decision_that_no_table_holds_is_refused_with_its_element():
    with pytest.raises(InvalidProcess, match="« taux »") as refusal:
        read("bareme")

    assert refusal.value.element_id == "Taux"


def test_the_decision_tables_are_part_of_the_version():
    other = {"bareme.dmn": TABLE["bareme.dmn"].replace(b"50000", b"60000")}

    assert read("bareme", TABLE).digest != read("bareme", other).digest
