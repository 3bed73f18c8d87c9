"""From the tree to Python closures, once per expression; a closure takes a Frame, gives a value.

Each `_name` below is the semantics of one node of the tree (DMN 1.5, 10.3.2). Nothing raises for
a value of the wrong type: the standard answers null. Only an overdrawn budget raises.
"""

from collections.abc import Callable

from workflows.feel.budget import CONTAINERS
from workflows.feel.builtins import LIBRARY
from workflows.feel.errors import FeelError
from workflows.feel.filters import selected
from workflows.feel.functions import Lambda, call, call_named
from workflows.feel.iteration import build_for, build_quantified
from workflows.feel.scope import Evaluate, Frame
from workflows.feel.semantics.arithmetic import OPERATIONS, negate
from workflows.feel.semantics.comparison import OPERATORS, satisfies
from workflows.feel.semantics.properties import entry
from workflows.feel.semantics.ternary import conjunction, disjunction
from workflows.feel.semantics.value_types import is_instance
from workflows.feel.semantics.values import Range
from workflows.feel.syntax import tree

BUILDERS: dict[type, Callable[..., Evaluate]] = {}
CAN_FAIL = frozenset((tree.Call, tree.For, tree.Quantified, tree.Filter, tree.Path))


def build(node: tree.Node) -> Evaluate:
    """Return the closure that evaluates `node`."""
    closure = BUILDERS[type(node)](node)
    return _placed(closure, node.position) if type(node) in CAN_FAIL else closure


def _placed(closure: Evaluate, position: int) -> Evaluate:
    """Return the closure, its failures told with the place of its node."""

    def evaluate(frame: Frame) -> object:
        try:
            return closure(frame)
        except FeelError as error:
            raise error.at(position) from error.__cause__

    return evaluate


def _literal(node: tree.Literal) -> Evaluate:
    value = node.value
    return lambda _frame: value


def _name(node: tree.Name) -> Evaluate:
    name = node.name
    built_in = LIBRARY.get(name)

    def read(frame: Frame) -> object:
        scope: Frame | None = frame
        while scope is not None:
            if name in scope.values:
                return scope.values[name]
            scope = scope.parent
        return built_in

    return read


def _path(node: tree.Path) -> Evaluate:
    source, name = build(node.source), node.name
    return lambda frame: entry(source(frame), name, frame.run.budget)


def _filter(node: tree.Filter) -> Evaluate:
    source, condition = build(node.source), build(node.condition)
    return lambda frame: selected(source(frame), condition, frame)


def _call(node: tree.Call) -> Evaluate:
    function = build(node.function)
    arguments = tuple(build(argument) for argument in node.arguments)
    names = node.names
    if names:
        return lambda frame: call_named(
            function(frame),
            {name: value(frame) for name, value in zip(names, arguments, strict=True)},
            frame.run,
        )
    return lambda frame: call(function(frame), [value(frame) for value in arguments], frame.run)


def _negation(node: tree.Negation) -> Evaluate:
    operand = build(node.operand)
    return lambda frame: negate(operand(frame))


def _arithmetic(node: tree.Arithmetic) -> Evaluate:
    operation, left, right = OPERATIONS[node.operator], build(node.left), build(node.right)
    if node.operator != "+":
        return lambda frame: operation(left(frame), right(frame))

    def add(frame: Frame) -> object:
        found = operation(left(frame), right(frame))
        if type(found) is str:
            frame.run.budget.take_text(found)
        return found

    return add


def _comparison(node: tree.Comparison) -> Evaluate:
    operator, left, right = OPERATORS[node.operator], build(node.left), build(node.right)
    if node.operator not in {"=", "!="}:
        return lambda frame: operator(left(frame), right(frame))

    def compare(frame: Frame) -> bool | None:
        one, other = left(frame), right(frame)
        if type(one) in CONTAINERS:
            frame.run.budget.weigh(one)
        return operator(one, other)

    return compare


def _between(node: tree.Between) -> Evaluate:
    value, low, high = build(node.value), build(node.low), build(node.high)
    at_least, at_most = OPERATORS[">="], OPERATORS["<="]

    def test(frame: Frame) -> object:
        found = value(frame)
        return conjunction((at_least(found, low(frame)), at_most(found, high(frame))))

    return test


def _in(node: tree.In) -> Evaluate:
    value, tests = build(node.value), tuple(_in_test(test) for test in node.tests)

    def test(frame: Frame) -> object:
        found = value(frame)
        return disjunction(one(frame, found) for one in tests)

    return test


def _in_test(node: tree.Node) -> Callable[[Frame, object], bool | None]:
    test, is_range = build(node), isinstance(node, tree.RangeOf)

    def passes(frame: Frame, value: object) -> bool | None:
        found = test(frame)
        frame.run.budget.weigh(found)
        # a range whose ends make no sense is null, and nothing is known of what it holds
        return None if is_range and found is None else satisfies(value, found)

    return passes


def _and(node: tree.And) -> Evaluate:
    operands = tuple(build(operand) for operand in node.operands)
    return lambda frame: conjunction(operand(frame) for operand in operands)


def _or(node: tree.Or) -> Evaluate:
    operands = tuple(build(operand) for operand in node.operands)
    return lambda frame: disjunction(operand(frame) for operand in operands)


def _if(node: tree.If) -> Evaluate:
    condition, then, otherwise = build(node.condition), build(node.then), build(node.otherwise)
    return lambda frame: then(frame) if condition(frame) is True else otherwise(frame)


def _for(node: tree.For) -> Evaluate:
    return build_for(node, build)


def _quantified(node: tree.Quantified) -> Evaluate:
    return build_quantified(node, build)


def _instance_of(node: tree.InstanceOf) -> Evaluate:
    value, wanted = build(node.value), node.type

    def test(frame: Frame) -> bool:
        found = value(frame)
        frame.run.budget.weigh(found)
        return is_instance(found, wanted, frame.run.types)

    return test


def _list_of(node: tree.ListOf) -> Evaluate:
    items = tuple(build(item) for item in node.items)
    return lambda frame: [item(frame) for item in items]


def _context_of(node: tree.ContextOf) -> Evaluate:
    entries = tuple((name, build(value)) for name, value in node.entries)

    def make(frame: Frame) -> dict[str, object]:
        scope = frame.inner({})
        for name, value in entries:
            scope.values[name] = value(scope)
        return scope.values

    return make


def _range_of(node: tree.RangeOf) -> Evaluate:
    start, end = build(node.start), build(node.end)
    closed = (node.start_included, node.end_included)
    at_most = OPERATORS["<="]

    def make(frame: Frame) -> Range | None:
        low, high = start(frame), end(frame)
        if low is not None and high is not None and at_most(low, high) is None:
            return None
        if (low is None and closed[0]) or (high is None and closed[1]):
            return None
        return Range(low, high, *closed)

    return make


def _test(node: tree.Test) -> Evaluate:
    operator, operand = node.operator, build(node.operand)

    def make(frame: Frame) -> Range:
        return range_of_test(operator, operand(frame))

    return make


def range_of_test(operator: str, value: object) -> Range:
    """Return the range that `(operator value)` is, for example `(< 5)`."""
    if operator in {"=", "!="}:
        return Range(value, value, operator == "=", operator == "=", operator)
    if operator in {"<", "<="}:
        return Range(None, value, False, operator == "<=", operator)
    return Range(value, None, operator == ">=", False, operator)


def _function_of(node: tree.FunctionOf) -> Evaluate:
    parameters, external = node.parameters, node.external
    body = build(node.body)
    return lambda frame: Lambda(parameters, body, frame, external)


BUILDERS.update(
    {
        tree.Literal: _literal,
        tree.Name: _name,
        tree.Path: _path,
        tree.Filter: _filter,
        tree.Call: _call,
        tree.Negation: _negation,
        tree.Arithmetic: _arithmetic,
        tree.Comparison: _comparison,
        tree.Between: _between,
        tree.In: _in,
        tree.And: _and,
        tree.Or: _or,
        tree.If: _if,
        tree.For: _for,
        tree.Quantified: _quantified,
        tree.InstanceOf: _instance_of,
        tree.ListOf: _list_of,
        tree.ContextOf: _context_of,
        tree.RangeOf: _range_of,
        tree.Test: _test,
        tree.FunctionOf: _function_of,
    }
)
