"""Types of FEEL (DMN 1.5, 10.3.2.4 and 7.3.3): what `instance of` and item definitions speak of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from workflows.feel.semantics.far_years import FarDay, time_of
from workflows.feel.semantics.values import Function, Range, YearsMonths


@dataclass(frozen=True, slots=True)
class Type:
    """A type by its name: a simple one of FEEL or one defined by the model."""

    name: str


@dataclass(frozen=True, slots=True)
class ListType(Type):
    """`list<of>`."""

    of: Type


@dataclass(frozen=True, slots=True)
class RangeType(Type):
    """`range<of>`."""

    of: Type


@dataclass(frozen=True, slots=True)
class ContextType(Type):
    """`context<name: type, …>`."""

    fields: tuple[tuple[str, Type], ...]


@dataclass(frozen=True, slots=True)
class FunctionType(Type):
    """`function<parameter types> -> result`."""

    parameters: tuple[Type, ...]
    result: Type


@dataclass(frozen=True, slots=True)
class AllowedType(Type):
    """A type whose values must also pass a test (`allowedValues` of an item definition)."""

    of: Type
    allows: Callable[[object], bool] = field(compare=False)


ANY = Type("Any")
SIMPLE = {
    "Any": "Any",
    "Null": "Null",
    "number": "number",
    "string": "string",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "date and time": "date and time",
    "dateTime": "date and time",
    "days and time duration": "days and time duration",
    "dayTimeDuration": "days and time duration",
    "years and months duration": "years and months duration",
    "yearMonthDuration": "years and months duration",
    "list": "list",
    "context": "context",
    "function": "function",
    "range": "range",
}


def type_name(value: object) -> str:
    """Return the FEEL name of the type of `value`."""
    found = _NAMES.get(type(value))
    if found is None:
        return _name_of_subclass(value)
    return found


_NAMES: dict[type, str] = {
    type(None): "Null",
    bool: "boolean",
    Decimal: "number",
    str: "string",
    datetime: "date and time",
    date: "date",
    time: "time",
    timedelta: "days and time duration",
    YearsMonths: "years and months duration",
    list: "list",
    dict: "context",
    Range: "range",
    Function: "function",
}


def _name_of_subclass(value: object) -> str:
    if isinstance(value, FarDay):
        return "date" if time_of(value) is None else "date and time"
    return next((name for kind, name in _NAMES.items() if isinstance(value, kind)), "Any")


def conforms(value: object, wanted: Type, defined: Mapping[str, Type] | None = None) -> bool:
    """Tell whether `value` is of type `wanted`; null is of every type but the parametrised ones.

    `defined` are the item definitions of the model.
    """
    check = _CHECKS.get(type(wanted))
    if check is not None:
        return check(value, wanted, defined or {})
    if defined and wanted.name in defined:
        return conforms(value, defined[wanted.name], defined)
    name = SIMPLE.get(wanted.name)
    return name == "Any" or (name is not None and type_name(value) == name)


def _is_list(value: object, wanted: Type, defined: Mapping[str, Type]) -> bool:
    return (
        isinstance(wanted, ListType)
        and isinstance(value, list)
        and all(item is None or conforms(item, wanted.of, defined) for item in value)
    )


def _is_range(value: object, wanted: Type, defined: Mapping[str, Type]) -> bool:
    return (
        isinstance(wanted, RangeType)
        and isinstance(value, Range)
        and all(
            conforms(end, wanted.of, defined) for end in (value.start, value.end) if end is not None
        )
    )


def _is_context(value: object, wanted: Type, defined: Mapping[str, Type]) -> bool:
    return (
        isinstance(wanted, ContextType)
        and isinstance(value, dict)
        and all(
            name in value and (value[name] is None or conforms(value[name], of, defined))
            for name, of in wanted.fields
        )
    )


def is_instance(value: object, wanted: Type, defined: Mapping[str, Type]) -> bool:
    """Tell whether `instance of` holds: null is of type Null only, allowed values do not count."""
    if value is None:
        return wanted.name == "Null"
    found = defined.get(wanted.name, wanted)
    while isinstance(found, AllowedType):
        found = found.of
    return conforms(value, found, defined)


def _is_allowed(value: object, wanted: Type, defined: Mapping[str, Type]) -> bool:
    return (
        isinstance(wanted, AllowedType)
        and conforms(value, wanted.of, defined)
        and wanted.allows(value)
    )


def _is_function(value: object, wanted: Type, _defined: Mapping[str, Type]) -> bool:
    """Compare the number of parameters only: FEEL functions seldom declare their types."""
    return (
        isinstance(wanted, FunctionType)
        and isinstance(value, Function)
        and len(value.parameters) == len(wanted.parameters)
    )


_CHECKS: dict[type, Callable[[object, Type, Mapping[str, Type]], bool]] = {
    ListType: _is_list,
    RangeType: _is_range,
    ContextType: _is_context,
    AllowedType: _is_allowed,
    FunctionType: _is_function,
}
