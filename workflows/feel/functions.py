"""Calling (DMN 1.5, 10.3.2.13.1-3): built-ins, functions of the analyst, implicit conversions."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from workflows.feel.errors import FeelError
from workflows.feel.scope import Evaluate, Frame, Run
from workflows.feel.semantics.temporal import at_utc_midnight
from workflows.feel.semantics.value_types import ANY, ListType, Type, conforms
from workflows.feel.semantics.values import Function
from workflows.feel.syntax.tree import Parameter
from workflows.translation import _


def call(function: object, arguments: list[object], run: Run) -> object:
    """Return the value of a call by position; null when `function` cannot be called."""
    if not isinstance(function, Function):
        return None
    run.budget.enter()
    found = function.call(arguments, run)
    run.budget.leave()
    return found


def call_named(function: object, arguments: Mapping[str, object], run: Run) -> object:
    """Return the value of a call by name; null when `function` cannot be called."""
    if not isinstance(function, Function):
        return None
    run.budget.enter()
    found = function.call_named(arguments, run)
    run.budget.leave()
    return found


def converted(value: object, wanted: Type, types: Mapping[str, Type]) -> object:
    """Return `value` as a `wanted`, through the standard's implicit conversions, or null.

    They are: a list of one item where an item is wanted, an item where a list is, a date where a
    date and time is (10.3.2.9.4).
    """
    if value is None or wanted is ANY or conforms(value, wanted, types):
        return value
    target = types.get(wanted.name, wanted)
    if isinstance(value, list) and len(value) == 1 and conforms(value[0], wanted, types):
        return value[0]
    if isinstance(target, ListType) and conforms([value], target, types):
        return [value]
    if target.name == "date and time" and isinstance(value, date):
        return value if isinstance(value, datetime) else at_utc_midnight(value)
    return None


class Lambda(Function):
    """`function(a, b) body`, with the scope in which it was written."""

    __slots__ = ("_body", "_external", "_frame", "_types", "parameters")

    def __init__(
        self, parameters: Sequence[Parameter], body: Evaluate, frame: Frame, external: bool = False
    ) -> None:
        self.parameters = tuple(parameter.name for parameter in parameters)
        self._types = tuple(parameter.type for parameter in parameters)
        self._body = body
        self._frame = frame
        self._external = external

    def call(self, arguments: Sequence[object], run: Run) -> object:
        """Return the body's value; null when the number or a type of arguments is wrong."""
        if self._external:
            raise FeelError(_("Une fonction externe (Java, PMML) n’est jamais exécutée."))
        if len(arguments) != len(self.parameters):
            return None
        values: dict[str, object] = {}
        for name, kind, value in zip(self.parameters, self._types, arguments, strict=True):
            run.budget.weigh(value if kind is not None else None)
            values[name] = value if kind is None else converted(value, kind, run.types)
            if values[name] is None and value is not None:
                return None
        return self._body(Frame(values, self._frame, run))
