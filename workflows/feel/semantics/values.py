"""Values of FEEL (DMN 1.5, 10.3.2.3) and what Python values become when they enter.

number = Decimal of 34 digits, string = str, boolean = bool, date, time and `date and time` = the
classes of `datetime`, days and time duration = timedelta, years and months duration = YearsMonths,
list = list, context = dict with string keys, range = Range, function = Function, null = None.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from enum import Enum
from typing import TYPE_CHECKING, Any

from workflows.feel.errors import FeelError
from workflows.translation import _

if TYPE_CHECKING:
    from workflows.feel.scope import Run

DECIMAL128 = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    capitals=1,
    clamp=0,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
MAX_NESTING = 50
PLAIN = frozenset({type(None), bool, str, date, time, datetime, timedelta})


@dataclass(frozen=True, slots=True, order=True)
class YearsMonths:
    """A years and months duration, as a signed number of months."""

    months: int

    @property
    def years(self) -> int:
        """Return the whole years, signed."""
        return abs(self.months) // 12 * (-1 if self.months < 0 else 1)

    @property
    def remainder(self) -> int:
        """Return the months beyond the whole years, signed."""
        return self.months - 12 * self.years


@dataclass(frozen=True, slots=True)
class Range:
    """An interval `[start..end]`, or a unary test as a value.

    `operator` is empty for an interval; for `(< 5)` it is `<` and the other end is None, unbounded.
    """

    start: object
    end: object
    start_included: bool = True
    end_included: bool = True
    operator: str = ""


class Function(ABC):
    """A value that can be called: a built-in, a `function(…)` of the analyst, a DMN model."""

    parameters: tuple[str, ...] = ()

    @abstractmethod
    def call(self, arguments: Sequence[object], run: "Run") -> object:
        """Return the value for positional arguments; null when they do not fit."""

    def call_named(self, arguments: Mapping[str, object], run: "Run") -> object:
        """Return the value for arguments by name; those left out are null."""
        if not arguments.keys() <= set(self.parameters):
            return None
        return self.call([arguments.get(name) for name in self.parameters], run)


def number(value: int | str | Decimal) -> Decimal:
    """Return `value` rounded to 34 digits; raise DecimalException when it does not fit."""
    return DECIMAL128.create_decimal(value)


def from_python(value: object, depth: int = 0) -> object:
    """Return the FEEL value of a Python one; raise FeelError for a type FEEL does not have."""
    kind = type(value)
    if kind in PLAIN:
        return value
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if kind is int:  # before the abstract classes below, which are slow to ask
        return _from_int(value)
    if depth > MAX_NESTING:
        raise FeelError(_("Une variable contient trop de niveaux imbriqués."))
    if isinstance(value, Mapping):
        return {str(key): from_python(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [from_python(item, depth + 1) for item in value]
    return _from_scalar(value)


OTHERS = (bool, str, Decimal, date, time, timedelta, YearsMonths, Range, Function)


def _from_scalar(value: object) -> object:
    if isinstance(value, Enum):
        return from_python(value.value)
    if isinstance(value, OTHERS):
        return value
    if isinstance(value, int):
        return _from_int(value)
    if isinstance(value, float):
        return _from_float(value)
    raise FeelError(
        _("Une variable est d’un type que les expressions ne connaissent pas : %(type)s.")
        % {"type": type(value).__name__}
    )


def _from_int(value: Any) -> Decimal:  # Any: an int, whose class was just asked
    """Return a whole number, refusing one beyond decimal128."""
    try:
        return DECIMAL128.create_decimal(value)
    except DecimalException as error:
        raise FeelError(_("Une variable est un nombre trop grand.")) from error


def _from_float(value: float) -> Decimal | None:
    """Return the shortest decimal that reads as this float; NaN and infinities are null."""
    found = Decimal(repr(value))
    return found if found.is_finite() else None
