"""FEEL read back as rows, when it has their shape; anything else stays an expression."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal

from workflows.feel import FeelError, parse
from workflows.feel.syntax import tree
from workflows.forms.design.rules import (
    MOST_RULES,
    NAME,
    Clock,
    Operator,
    Other,
    Rule,
    Rules,
    Value,
    settled,
)
from workflows.forms.design.written_rules import GUARDED, SYMBOLS, TURNED

OPERATORS = {symbol: operator for operator, symbol in SYMBOLS.items()}
MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
COUNTS: dict[tuple[str, Decimal], Operator] = {
    (">", Decimal(0)): Operator.SOME,
    ("=", Decimal(0)): Operator.NONE,
}
CLOCKS = {"today": Clock.TODAY, "now": Clock.NOW}
Reader = Callable[[tree.Node], Rule | None]


def rules_hidden_by(text: str) -> Rules | None:
    """Return the rows under which a field with this `conditional.hide` is shown."""
    node = _tree(text)
    if node is None:
        return None
    found = _rules(node, _turned_rule, (tree.Or, tree.And))
    if found is None and (inside := _called(node, "not")) is not None:
        return _rules(inside, _rule, (tree.And, tree.Or))
    return found


def rules_held_by(text: str) -> Rules | None:
    """Return the rows that say the same as this expression."""
    node = _tree(text)
    return None if node is None else _rules(node, _rule, (tree.And, tree.Or))


def _tree(text: str) -> tree.Node | None:
    try:
        return parse(text).tree
    except FeelError:
        return None


def _rules(node: tree.Node, read: Reader, joints: tuple[type, type]) -> Rules | None:
    alone = read(node)
    if alone is not None:
        return Rules(True, (alone,))
    if not isinstance(node, tree.And | tree.Or):
        return None
    members = [read(part) or _group(part, read, joints) for part in _parts(node, read)]
    said = [member for member in members if member is not None]
    if len(said) < len(members):
        return None
    found = settled(isinstance(node, joints[0]), said)
    return found if found.rows <= MOST_RULES else None


def _group(node: tree.Node, read: Reader, joints: tuple[type, type]) -> Rules | None:
    """Read rows in brackets; None when something else than rows stands among them."""
    if not isinstance(node, tree.And | tree.Or):
        return None
    rows = [read(part) for part in _parts(node, read)]
    kept = tuple(row for row in rows if row is not None)
    return Rules(isinstance(node, joints[0]), kept) if len(kept) == len(rows) > 1 else None


def _parts(node: tree.And | tree.Or, read: Reader) -> Iterator[tree.Node]:
    """Yield the operands; a guard written without brackets is put back before what it guards."""
    rest = list(node.operands)
    while rest:
        for size in (3, 2):
            guarded = tree.Or(node.position, tuple(rest[:size]))
            if isinstance(node, tree.Or) and len(rest) >= size and read(guarded) is not None:
                yield guarded
                del rest[:size]
                break
        else:
            yield rest.pop(0)


def _turned_rule(node: tree.Node) -> Rule | None:
    """Read a row that was turned round, with its guard or without."""
    if isinstance(node, tree.Or):
        *guards, last = node.operands
        rule = _turned_rule(last) if not isinstance(last, tree.And | tree.Or) else None
        if rule is not None and rule.operator in GUARDED and _guards(guards) == _names(rule):
            return rule
    said = _rule(node)
    return None if said is None else Rule(said.field, TURNED[said.operator], said.value)


def _guards(nodes: Sequence[tree.Node]) -> list[str] | None:
    rules = [_rule(node) for node in nodes]
    empty = [rule.field for rule in rules if rule and rule.operator is Operator.EMPTY]
    return empty if len(empty) == len(rules) else None


def _names(rule: Rule) -> list[str]:
    both = [rule.field, *([rule.value.name] if isinstance(rule.value, Other) else ())]
    return list(dict.fromkeys(both))


def _rule(node: tree.Node) -> Rule | None:
    """Read one row as it is written."""
    match node:
        case tree.Comparison():
            return _comparison(node)
        case tree.And(operands=(left, right)) | tree.Or(operands=(left, right)):
            return _counted(_rule(left), right, every=isinstance(node, tree.And))
        case _:
            inside = _called(node, "not")
            operator = Operator.CONTAINS if inside is None else Operator.LACKS
            return _contains(node if inside is None else inside, operator)


def _comparison(node: tree.Comparison) -> Rule | None:
    left, symbol, right = node.left, node.operator, node.right
    if isinstance(left, tree.Literal):
        left, symbol, right = right, MIRRORED[symbol], left
    if isinstance(left, tree.Path):
        return _aged(left, symbol, right)
    name = _name(left)
    if not name:
        return None
    operator = OPERATORS[symbol]
    if isinstance(right, tree.Literal) and right.value is None:
        empties = {Operator.IS: Operator.EMPTY, Operator.IS_NOT: Operator.FILLED}
        return Rule(name, empties[operator]) if operator in empties else None
    value = _value(right)
    return None if value is None else Rule(name, operator, value)


def _aged(left: tree.Path, symbol: str, right: tree.Node) -> Rule | None:
    """Read `years and months duration(name, today()).years >= 18`."""
    arguments = _arguments(left.source, "years and months duration")
    years = _value(right)
    operator = {">=": Operator.AGED, "<": Operator.UNDER}.get(symbol)
    if left.name != "years" or len(arguments) != 2 or operator is None:  # noqa: PLR2004  from, to
        return None
    name = _name(arguments[0])
    until_today = _value(arguments[1]) is Clock.TODAY
    return Rule(name, operator, years) if name and until_today and _is_figure(years) else None


def _is_figure(value: Value) -> bool:
    return isinstance(value, Decimal)


def _counted(first: Rule | None, second: tree.Node, *, every: bool) -> Rule | None:
    """Read `name != null and count(name) > 0`, and its contrary."""
    wanted = Operator.SOME if every else Operator.NONE
    present = Operator.FILLED if every else Operator.EMPTY
    if first is None or first.operator is not present or not isinstance(second, tree.Comparison):
        return None
    counted = _arguments(second.left, "count")
    number = _value(second.right)
    if len(counted) != 1 or _name(counted[0]) != first.field or not isinstance(number, Decimal):
        return None
    return Rule(first.field, wanted) if COUNTS.get((second.operator, number)) is wanted else None


def _contains(node: tree.Node, operator: Operator) -> Rule | None:
    arguments = _arguments(node, "list contains")
    if len(arguments) != 2:  # noqa: PLR2004  list, item
        return None
    name, value = _name(arguments[0]), _value(arguments[1])
    return Rule(name, operator, value) if name and value is not None else None


def _called(node: tree.Node, function: str) -> tree.Node | None:
    """Return the only argument of a call to `function`."""
    arguments = _arguments(node, function)
    return arguments[0] if len(arguments) == 1 else None


def _arguments(node: tree.Node, function: str) -> tuple[tree.Node, ...]:
    match node:
        case tree.Call(function=tree.Name(name=name), arguments=arguments, names=()):
            return arguments if name == function else ()
        case _:
            return ()


def _name(node: tree.Node) -> str:
    return node.name if isinstance(node, tree.Name) and NAME.fullmatch(node.name) else ""


def _value(node: tree.Node) -> Value:
    match node:
        case tree.Literal(value=value):
            return _plain(value)
        case tree.Name():
            return Other(_name(node)) if _name(node) else None
        case tree.Call(function=tree.Name(name=name), arguments=(), names=()):
            return CLOCKS.get(name)
        case tree.Call(function=tree.Name(name=name), arguments=(tree.Literal(value=str(text)),)):
            return _moment(name, text)
        case _:
            return None


def _plain(value: object) -> Value:
    if isinstance(value, datetime):
        return None
    return value if isinstance(value, str | bool | Decimal | date | time) else None


def _moment(function: str, text: str) -> Value:
    readers: dict[str, Callable[[str], date | time]] = {
        "date": date.fromisoformat,
        "time": time.fromisoformat,
    }
    try:
        return readers[function](text)
    except (KeyError, ValueError):
        return None
