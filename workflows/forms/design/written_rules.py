"""Rows written as FEEL: as they are (`valid`), or turned round (`conditional.hide`).

Analysts say when a field is shown, form-js when it is hidden. The turned text also hides what
depends on an answer not given yet: `not(age > 18)` would be null, hence shown, without an age.
"""

from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal

from workflows.forms.design.rules import Clock, Operator, Other, Rule, Rules, Value

SYMBOLS = {
    Operator.IS: "=",
    Operator.IS_NOT: "!=",
    Operator.LESS: "<",
    Operator.AT_MOST: "<=",
    Operator.MORE: ">",
    Operator.AT_LEAST: ">=",
}
TURNED = {
    Operator.IS: Operator.IS_NOT,
    Operator.LESS: Operator.AT_LEAST,
    Operator.MORE: Operator.AT_MOST,
    Operator.CONTAINS: Operator.LACKS,
    Operator.FILLED: Operator.EMPTY,
    Operator.SOME: Operator.NONE,
    Operator.AGED: Operator.UNDER,
}
TURNED |= {after: before for before, after in TURNED.items()}
# These are null, not false, over a missing answer: turned round, they say so by themselves.
GUARDED = frozenset(
    {
        Operator.LESS, Operator.AT_MOST, Operator.MORE, Operator.AT_LEAST,
        Operator.CONTAINS, Operator.AGED, Operator.UNDER,
    }
)  # fmt: skip
YEARS = "years and months duration(%s, today()).years"
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
Writer = Callable[[Rule], tuple[str, bool]]  # the text, and whether it needs brackets
CLOCKS = {Clock.TODAY: "today()", Clock.NOW: "now()"}


def shown_when(rules: Rules) -> str:
    """Return the text of `conditional.hide` for a field shown when these rows hold."""
    return f"={_joined(rules, _turned, ('or', 'and'))}"


def holds_when(rules: Rules) -> str:
    """Return the text that is true when these rows hold."""
    return f"={_joined(rules, _as_it_is, ('and', 'or'))}"


def _joined(rules: Rules, write: Writer, joints: tuple[str, str]) -> str:
    """Write rows joined by the first word when all must hold; one to a line beside a group."""
    word = joints[0] if rules.every else joints[1]
    parts = [
        (_joined(each, write, joints), True) if isinstance(each, Rules) else write(each)
        for each in rules.rules
    ]
    if len(parts) == 1:
        return parts[0][0]
    grouped = any(isinstance(each, Rules) for each in rules.rules)
    between = f"\n{word} " if grouped else f" {word} "
    return between.join(f"({text})" if compound else text for text, compound in parts)


def _as_it_is(rule: Rule) -> tuple[str, bool]:
    return _said(rule.field, rule.operator, rule.value)


def _turned(rule: Rule) -> tuple[str, bool]:
    text, compound = _said(rule.field, TURNED[rule.operator], rule.value)
    if rule.operator not in GUARDED:
        return text, compound
    names = [rule.field, *([rule.value.name] if isinstance(rule.value, Other) else ())]
    guards = [f"{name} = null" for name in dict.fromkeys(names)]
    return " or ".join((*guards, text)), True


def _said(name: str, operator: Operator, value: Value) -> tuple[str, bool]:
    """Return one row as FEEL, and whether it needs brackets among others."""
    if operator in SYMBOLS:
        return f"{name} {SYMBOLS[operator]} {literal(value)}", False
    if operator in {Operator.AGED, Operator.UNDER}:
        symbol = ">=" if operator is Operator.AGED else "<"
        return f"{YEARS % name} {symbol} {literal(value)}", False
    written = {
        Operator.CONTAINS: (f"list contains({name}, {literal(value)})", False),
        Operator.LACKS: (f"not(list contains({name}, {literal(value)}))", False),
        Operator.FILLED: (f"{name} != null", False),
        Operator.EMPTY: (f"{name} = null", False),
        Operator.SOME: (f"{name} != null and count({name}) > 0", True),
        Operator.NONE: (f"{name} = null or count({name}) = 0", True),
    }
    return written[operator]


def literal(value: Value) -> str:
    """Write a value as FEEL does."""
    return "null" if value is None else _LITERALS[type(value)](value)


def _text(value: str) -> str:
    return '"' + "".join(ESCAPES.get(char, char) for char in value) + '"'


_LITERALS: Mapping[type, Callable[..., str]] = {
    bool: lambda value: "true" if value else "false",
    Clock: lambda value: CLOCKS[value],
    Other: lambda value: str(value.name),
    Decimal: lambda value: f"{value:f}",
    date: lambda value: f'date("{value.isoformat()}")',
    time: lambda value: f'time("{value.isoformat()}")',
    str: _text,
}
