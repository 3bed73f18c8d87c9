"""Cells of decision tables (DMN 1.5, 7.3.3 and 10.3.2.8): tests of the input, named `?`."""

from workflows.feel import tree
from workflows.feel.comparison import OPERATORS, satisfies
from workflows.feel.evaluator import build
from workflows.feel.reading import free_names
from workflows.feel.scope import Evaluate, Frame
from workflows.feel.ternary import disjunction


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
        operator, operand = OPERATORS[node.operator], build(node.operand)
        return lambda frame: operator(frame.values["?"], operand(frame))
    if isinstance(node, tree.Literal):
        constant = node.value
        return lambda frame: satisfies(frame.values["?"], constant)
    value = build(node)
    if any(found.name == "?" for found in free_names(node)):
        return lambda frame: value(frame) is True
    return lambda frame: _passes(frame.values["?"], value(frame))


def _passes(value: object, test: object) -> bool | None:
    """Compare with the test's value; a true one accepts any input that is no boolean."""
    if test is True and not isinstance(value, bool):
        return True
    return satisfies(value, test)
