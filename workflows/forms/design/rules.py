"""A condition as rows an analyst fills in: field, operator, value; all, any, and groups of rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import NamedTuple

import re2

from workflows.errors import Invalid
from workflows.translation import _

NAME = re2.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
MOST_RULES = 50


class Operator(StrEnum):
    """What a row says of its field; AGED and UNDER count the years since a date."""

    IS = "is"
    IS_NOT = "is_not"
    LESS = "less"
    AT_MOST = "at_most"
    MORE = "more"
    AT_LEAST = "at_least"
    CONTAINS = "contains"
    LACKS = "lacks"
    FILLED = "filled"
    EMPTY = "empty"
    SOME = "some"
    NONE = "none"
    AGED = "aged"
    UNDER = "under"


WITHOUT_VALUE = frozenset({Operator.FILLED, Operator.EMPTY, Operator.SOME, Operator.NONE})
AGES = frozenset({Operator.AGED, Operator.UNDER})


class Other(NamedTuple):
    """Another field, compared with."""

    name: str


class Clock(StrEnum):
    """The present, compared with."""

    TODAY = "today"
    NOW = "now"


Value = str | Decimal | bool | date | time | Other | Clock | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One row."""

    field: str
    operator: Operator
    value: Value = None


@dataclass(frozen=True, slots=True)
class Rules:
    """Rows joined by « et » (`every`) or « ou »; a single row is an `every`.

    A member may be a group: at least two rows, with a joint of their own, no group inside.
    """

    every: bool
    rules: "tuple[Rule | Rules, ...]"

    @property
    def rows(self) -> int:
        """Count the rows, those of groups too."""
        return sum(each.rows if isinstance(each, Rules) else 1 for each in self.rules)


class InvalidRules(Invalid):
    """Rows that make no condition."""


def rules_from_json(given: object) -> Rules:
    """Read what the browser sends; raise InvalidRules with what to do."""
    if not isinstance(given, Mapping) or not isinstance(given.get("rules"), list):
        raise InvalidRules(_("Donnez au moins une condition."))
    members = [_group(each) or _rule(each) for each in given["rules"][: MOST_RULES + 1]]
    found = settled(given.get("every") is not False, members)
    if not 0 < found.rows <= MOST_RULES:
        raise InvalidRules(_("Donnez de 1 à %(n)d conditions.") % {"n": MOST_RULES})
    return found


def rules_to_json(rules: Rules) -> dict[str, object]:
    """Return rows as the browser reads them."""
    return {"every": rules.every, "rules": [_member_to_json(each) for each in rules.rules]}


def settled(every: bool, members: "Sequence[Rule | Rules]") -> Rules:
    """Return members in their plainest form: one alone needs neither joint nor brackets."""
    if len(members) == 1 and isinstance(members[0], Rules):
        return members[0]
    return Rules(every or len(members) == 1, tuple(members))


def _group(given: object) -> Rules | Rule | None:
    """Read a group of rows, as its row when it has one; None when it is no group."""
    if not isinstance(given, Mapping) or "rules" not in given:
        return None
    rows = given["rules"]
    if not isinstance(rows, list) or not rows:
        raise InvalidRules(_("Donnez au moins une condition à chaque groupe."))
    rules = [_rule(each) for each in rows[: MOST_RULES + 1]]
    return rules[0] if len(rules) == 1 else Rules(given.get("every") is not False, tuple(rules))


def _member_to_json(member: Rule | Rules) -> dict[str, object]:
    if isinstance(member, Rules):
        return rules_to_json(member)
    value = _value_to_json(member.value)
    return {"field": member.field, "operator": member.operator.value, "value": value}


def _rule(row: object) -> Rule:
    if not isinstance(row, Mapping):
        raise InvalidRules(_("Une condition a un champ, un opérateur et une valeur."))
    field, operator = row.get("field"), row.get("operator")
    if not isinstance(field, str) or not NAME.fullmatch(field):
        raise InvalidRules(_("Choisissez le champ de chaque condition."))
    if operator not in set(Operator):
        raise InvalidRules(_("Choisissez ce que la condition dit du champ « %s ».") % field)
    known = Operator(operator)
    if known in WITHOUT_VALUE:
        return Rule(field, known)
    value = _value(row.get("value"))
    if value is None or (known in AGES and not isinstance(value, Decimal)):
        raise InvalidRules(_("Donnez la valeur à comparer avec « %s ».") % field)
    return Rule(field, known, value)


def _value(given: object) -> Value:
    """Read `{"kind": …, "value": …}`; None when it says nothing."""
    if not isinstance(given, Mapping):
        return None
    kind, value = given.get("kind"), given.get("value")
    if kind in set(Clock):
        return Clock(kind)
    if kind == "flag":
        return value if isinstance(value, bool) else None
    if not isinstance(value, str) or not value:
        return None
    try:
        return _READERS[str(kind)](value)
    except (KeyError, ValueError, InvalidOperation):
        raise InvalidRules(_("« %s » n’est pas une valeur de ce genre.") % value) from None


def _number(text: str) -> Decimal:
    figure = Decimal(text.replace(",", ".").replace(" ", ""))
    if not figure.is_finite() or abs(figure.adjusted()) > 30:  # noqa: PLR2004  FEEL has 34 digits
        raise ValueError(text)
    return figure


def _other(text: str) -> Other:
    if not NAME.fullmatch(text):
        raise ValueError(text)
    return Other(text)


_READERS: Mapping[str, Callable[[str], Value]] = {
    "text": str,
    "number": _number,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "field": _other,
}


def _value_to_json(value: Value) -> dict[str, object] | None:
    return None if value is None else _WRITERS[type(value)](value)


_WRITERS: Mapping[type, Callable[..., dict[str, object]]] = {
    bool: lambda value: {"kind": "flag", "value": value},
    Clock: lambda value: {"kind": value.value},
    Other: lambda value: {"kind": "field", "value": value.name},
    Decimal: lambda value: {"kind": "number", "value": f"{value:f}"},
    date: lambda value: {"kind": "date", "value": value.isoformat()},
    time: lambda value: {"kind": "time", "value": value.isoformat("minutes")},
    str: lambda value: {"kind": "text", "value": value},
}
