"""Cells of decision tables (DMN 1.5, 7.3.3 and 10.3.2.8): tests of the input, named `?`."""

import operator
from collections.abc import Callable
from decimal import Decimal

from workflows.feel.analysis.free_names import free_names
from workflows.feel.budget import Budget
from workflows.feel.evaluator import build
from workflows.feel.scope import Evaluate, Frame
from workflows.feel.semantics.comparison import ATOMS, OPERATORS, satisfies
from workflows.feel.semantics.ternary import disjunction
from workflows.feel.syntax import tree

DIRECT: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def build_tests(node: tree.UnaryTests) -> Evaluate:
    """Return the closure of a cell; it reads the input under the name `?`."""
    tests = tuple(_build_test(test) for test in node.tests)
    if not tests:
        return lambda _frame: True
    if len(tests) == 1 and not node.negated:
        return tests[0]
    if not node.negated:
        return lambda frame: disjunction(test(frame) for test in tests)

    def none_of_them(frame: Frame) -> bool | None:
        found = disjunction(test(frame) for test in tests)
        return None if found is None else not found

    return none_of_them


def _build_test(node: tree.Node) -> Evaluate:
    if isinstance(node, tree.Test):
        return _comparison(node)
    if isinstance(node, tree.Literal):
        return _equality(node.value)
    if isinstance(node, tree.RangeOf):
        return _interval(node)
    value = build(node)
    if any(found.name == "?" for found in free_names(node)):
        return lambda frame: value(frame) is True
    return lambda frame: _passes(frame.values["?"], value(frame), frame.run.budget)


def _passes(value: object, test: object, budget: Budget) -> bool | None:
    """Compare with the test's value; a true one accepts any input that is no boolean."""
    budget.weigh(test)
    if test is True and not isinstance(value, bool):
        return True
    return satisfies(value, test)


# The three shapes below are nearly all cells of real tables: with constants of an atomic type they
# skip the general comparison, which is what keeps a table of 100 rules under 100 µs.


def _equality(constant: object) -> Evaluate:
    """Return the closure of a cell that is a constant."""
    kind = type(constant)
    if kind not in ATOMS:
        return lambda frame: satisfies(frame.values["?"], constant)

    def test(frame: Frame) -> bool | None:
        value = frame.values["?"]
        return value == constant if type(value) is kind else satisfies(value, constant)

    return test


def _comparison(node: tree.Test) -> Evaluate:
    """Return the closure of `< 5`."""
    general, operand = OPERATORS[node.operator], build(node.operand)
    if not isinstance(node.operand, tree.Literal) or type(node.operand.value) is not Decimal:
        return lambda frame: general(frame.values["?"], operand(frame))
    constant, direct = node.operand.value, DIRECT[node.operator]

    def test(frame: Frame) -> bool | None:
        value = frame.values["?"]
        return direct(value, constant) if type(value) is Decimal else general(value, constant)

    return test


def _interval(node: tree.RangeOf) -> Evaluate:
    """Return the closure of `[1..5]`."""
    general, low, high = build(node), _number(node.start), _number(node.end)
    if low is None or high is None:
        return lambda frame: _in_range(frame.values["?"], general(frame))
    after = DIRECT[">=" if node.start_included else ">"]
    before = DIRECT["<=" if node.end_included else "<"]

    def test(frame: Frame) -> bool | None:
        value = frame.values["?"]
        if type(value) is not Decimal:
            return _in_range(value, general(frame))
        return after(value, low) and before(value, high)

    return test


def _number(node: tree.Node) -> Decimal | None:
    """Return the number that a node is, if it is one."""
    return node.value if isinstance(node, tree.Literal) and type(node.value) is Decimal else None


def _in_range(value: object, interval: object) -> bool | None:
    return None if interval is None else satisfies(value, interval)
