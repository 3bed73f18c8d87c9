"""How built-in functions are declared: by their signature, as the standard writes it (10.3.4).

    @built_in("substring(string: string, start position: number, length?: number)")

A parameter is `name: type`; `?` after the name makes it optional, `...` before it takes the rest
of the arguments, or one list of them. A null argument, or one of another type, gives null, unless
the type is `Any`. Two declarations of one name are tried in their order.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeVar

from workflows.feel.budget import CHARACTERS_PER_STEP, CONTAINERS
from workflows.feel.scope import Run
from workflows.feel.semantics.far_years import FarDay, refusal
from workflows.feel.semantics.temporal import at_utc_midnight
from workflows.feel.semantics.value_types import type_name
from workflows.feel.semantics.values import Function, Range, YearsMonths

Body = Callable[..., object]
Declared = TypeVar("Declared", bound=Body)
KINDS: dict[str, type | tuple[type, ...]] = {
    "number": Decimal,
    "string": str,
    "boolean": bool,
    "list": list,
    "context": dict,
    "range": Range,
    "function": Function,
    "date": date,
    "time": time,
    "date and time": datetime,
    "days and time duration": timedelta,
    "years and months duration": YearsMonths,
    "duration": (timedelta, YearsMonths),
}


class _Misfit(Exception):
    """The arguments do not fit this overload."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One parameter of a signature."""

    name: str
    kind: str
    optional: bool = False
    rest: bool = False
    far: bool = False

    def fit(self, value: object) -> object:
        """Return the value as this parameter takes it, or raise _Misfit."""
        if self.kind == "Any":
            return value
        if isinstance(value, KINDS[self.kind]) and not (
            self.kind == "date" and isinstance(value, datetime)
        ):
            return value
        if value is None:
            raise _Misfit
        if isinstance(value, FarDay):
            return self._far(value)
        return self._converted(value)

    def _far(self, value: FarDay) -> FarDay:
        """Return a day of a far year where the function knows of them; refuse it elsewhere."""
        if self.kind not in {"date", "date and time"}:
            raise _Misfit
        if not self.far:
            raise refusal()
        if type_name(value) != self.kind:
            raise _Misfit
        return value

    def takes(self, value: object) -> bool:
        """Tell whether this parameter takes the value."""
        try:
            self.fit(value)
        except _Misfit:
            return False
        return True

    def _converted(self, value: object) -> object:
        """Convert as any call does: a list of one to its item, an item to a list, a date."""
        if self.kind == "list":
            return [value]
        if isinstance(value, list) and len(value) == 1 and value[0] is not None:
            if isinstance(value[0], KINDS[self.kind]):
                return value[0]
        elif self.kind == "date and time" and isinstance(value, date):
            return at_utc_midnight(value)
        raise _Misfit


@dataclass(frozen=True, slots=True)
class Overload:
    """One signature and the function behind it."""

    slots: tuple[Slot, ...]
    body: Body
    needs_run: bool
    deep: bool

    def call(self, arguments: Sequence[object], run: Run) -> object:
        """Return the value; raise _Misfit when the arguments do not fit."""
        values = self._fitted(arguments)
        for value in values:
            _charge(value, run, self.deep)
        return self.body(run, *values) if self.needs_run else self.body(*values)

    def _fitted(self, arguments: Sequence[object]) -> list[object]:
        slots = self.slots
        if slots and slots[-1].rest:
            return self._with_rest(arguments)
        if len(arguments) > len(slots):
            raise _Misfit
        if any(not slot.optional for slot in slots[len(arguments) :]):
            raise _Misfit
        return [slot.fit(value) for slot, value in zip(slots, arguments, strict=False)]

    def _with_rest(self, arguments: Sequence[object]) -> list[object]:
        fixed, last = self.slots[:-1], self.slots[-1]
        if len(arguments) <= len(fixed):
            raise _Misfit
        head = [slot.fit(value) for slot, value in zip(fixed, arguments, strict=False)]
        rest = list(arguments[len(fixed) :])
        if not fixed and len(rest) == 1 and isinstance(rest[0], list):
            rest = rest[0]
        return [*head, [last.fit(value) for value in rest]]

    def positional(self, arguments: Mapping[str, object]) -> list[object]:
        """Return named arguments in the order of the slots, or raise _Misfit."""
        names = [slot.name for slot in self.slots]
        if not arguments.keys() <= set(names):
            raise _Misfit
        if len(names) == 1 and self.slots[0].rest:
            value = arguments[names[0]]
            return list(value) if isinstance(value, list) else [value]
        given = max(names.index(name) for name in arguments) + 1 if arguments else 0
        required = sum(not slot.optional for slot in self.slots)
        return [arguments.get(name) for name in names[: max(given, required)]]


def _charge(value: object, run: Run, deep: bool) -> None:
    """Take from the budget what reading an argument costs, with its inner lists at one level."""
    if isinstance(value, str):
        run.budget.take(len(value) // CHARACTERS_PER_STEP)
    elif isinstance(value, dict):
        run.budget.take(len(value))
    elif isinstance(value, list):
        run.budget.take(len(value))
        run.budget.take(sum(len(item) for item in value if type(item) in CONTAINERS))
    if deep:
        run.budget.weigh(value)


class BuiltIn(Function):
    """A function of the standard's library, with its overloads."""

    __slots__ = ("name", "overloads", "parameters")

    def __init__(self, name: str) -> None:
        self.name = name
        self.overloads: list[Overload] = []
        self.parameters: tuple[str, ...] = ()

    def call(self, arguments: Sequence[object], run: Run) -> object:
        """Return the value of the first overload that fits, null when none does."""
        for overload in self.overloads:
            try:
                return overload.call(arguments, run)
            except _Misfit:
                continue
        return None

    def call_named(self, arguments: Mapping[str, object], run: Run) -> object:
        """Return the value of the first overload that has these names and fits, or null."""
        for overload in self.overloads:
            try:
                return overload.call(overload.positional(arguments), run)
            except _Misfit:
                continue
        return None


def accepts(
    function: BuiltIn, names: Sequence[str], samples: Sequence[object], known: Sequence[bool]
) -> bool:
    """Tell whether some overload takes arguments like these, judging only those `known`."""
    return any(_takes(overload, names, samples, known) for overload in function.overloads)


def _takes(
    overload: Overload, names: Sequence[str], samples: Sequence[object], known: Sequence[bool]
) -> bool:
    slots = overload.slots
    if names:
        slots = tuple(slot for name in names for slot in overload.slots if slot.name == name)
        if len(slots) != len(names):
            return False
    elif slots and slots[-1].rest:
        return len(samples) >= len(slots)
    elif not sum(not slot.optional for slot in slots) <= len(samples) <= len(slots):
        return False
    pairs = zip(slots, samples, known, strict=False)
    return all(slot.takes(sample) for slot, sample, certain in pairs if certain)


LIBRARY: dict[str, BuiltIn] = {}


def built_in(
    signature: str, *, needs_run: bool = False, deep: bool = False, far: bool = False
) -> Callable[[Declared], Declared]:
    """Declare a built-in.

    `needs_run` gives it the Run first, to spend or to call functions; `deep` says that it compares
    what is inside its arguments, and that this is to be paid; `far` that it takes far years.
    """
    name, _mark, rest = signature.partition("(")
    slots = tuple(_slot(text, far) for text in rest.rstrip(")").split(",") if text.strip())

    def register(body: Declared) -> Declared:
        found = LIBRARY.setdefault(name, BuiltIn(name))
        found.overloads.append(Overload(slots, body, needs_run, deep))
        if not found.parameters:
            found.parameters = tuple(slot.name for slot in slots)
        return body

    return register


def _slot(text: str, far: bool) -> Slot:
    name, _mark, kind = (part.strip() for part in text.partition(":"))
    bare = name.removeprefix("...").removesuffix("?")
    return Slot(bare, kind, optional=name.endswith("?"), rest=name.startswith("..."), far=far)
