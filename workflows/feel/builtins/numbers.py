"""Numeric functions (DMN 1.5, 10.3.4.5, table 71)."""

from datetime import timedelta
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    DecimalException,
)

from workflows.feel.builtins.library import built_in
from workflows.feel.semantics.arithmetic import divide, multiply, subtract
from workflows.feel.semantics.values import DECIMAL128, YearsMonths

MIN_SCALE, MAX_SCALE = -6111, 6176
ZERO = Decimal(0)


def _rounded(n: Decimal, scale: Decimal, rounding: str) -> Decimal | None:
    """Return `n` with `scale` decimals; null when the scale is outside decimal128's."""
    if not MIN_SCALE <= scale <= MAX_SCALE:
        return None
    exponent = -int(scale)
    known = n.as_tuple().exponent
    if isinstance(known, int) and known >= exponent:
        return n
    if n.adjusted() < exponent - 1:  # far below the last digit kept
        return _unit(n, exponent, rounding)
    try:
        return n.quantize(Decimal((0, (1,), exponent)), rounding, DECIMAL128)
    except DecimalException:
        return None


def _unit(n: Decimal, exponent: int, rounding: str) -> Decimal:
    """Return what a tiny number rounds to: zero or one unit of the last digit."""
    away = n and (
        rounding == ROUND_UP
        or (rounding == ROUND_CEILING and n > 0)
        or (rounding == ROUND_FLOOR and n < 0)
    )
    return Decimal((int(n < 0), (1,), exponent)) if away else ZERO


@built_in("decimal(n: number, scale: number)")
def decimal(n: Decimal, scale: Decimal) -> Decimal | None:
    """Round to `scale` decimals, half to the even digit."""
    return _rounded(n, scale, ROUND_HALF_EVEN)


@built_in("floor(n: number)")
@built_in("floor(n: number, scale: number)")
def floor(n: Decimal, scale: Decimal = ZERO) -> Decimal | None:
    """Round down."""
    return _rounded(n, scale, ROUND_FLOOR)


@built_in("ceiling(n: number)")
@built_in("ceiling(n: number, scale: number)")
def ceiling(n: Decimal, scale: Decimal = ZERO) -> Decimal | None:
    """Round up."""
    return _rounded(n, scale, ROUND_CEILING)


@built_in("round up(n: number, scale: number)")
def round_up(n: Decimal, scale: Decimal) -> Decimal | None:
    """Round away from zero."""
    return _rounded(n, scale, ROUND_UP)


@built_in("round down(n: number, scale: number)")
def round_down(n: Decimal, scale: Decimal) -> Decimal | None:
    """Round towards zero."""
    return _rounded(n, scale, ROUND_DOWN)


@built_in("round half up(n: number, scale: number)")
def round_half_up(n: Decimal, scale: Decimal) -> Decimal | None:
    """Round to the nearest, halves away from zero."""
    return _rounded(n, scale, ROUND_HALF_UP)


@built_in("round half down(n: number, scale: number)")
def round_half_down(n: Decimal, scale: Decimal) -> Decimal | None:
    """Round to the nearest, halves towards zero."""
    return _rounded(n, scale, ROUND_HALF_DOWN)


@built_in("abs(n: number)")
def absolute(n: Decimal) -> Decimal:
    """Return the number without its sign."""
    return DECIMAL128.abs(n)


@built_in("abs(n: duration)")
def absolute_duration(n: object) -> object:
    """Return the duration without its sign."""
    if isinstance(n, YearsMonths):
        return YearsMonths(abs(n.months))
    return abs(n) if isinstance(n, timedelta) else None


@built_in("modulo(dividend: number, divisor: number)")
def modulo(dividend: Decimal, divisor: Decimal) -> object:
    """Return the remainder with the sign of the divisor, null by zero."""
    quotient = divide(dividend, divisor)
    if not isinstance(quotient, Decimal):
        return None
    return subtract(dividend, multiply(divisor, quotient.to_integral_value(ROUND_FLOOR)))


@built_in("sqrt(number: number)")
def sqrt(n: Decimal) -> Decimal | None:
    """Return the square root, null for a negative number."""
    return DECIMAL128.sqrt(n) if n >= 0 else None


@built_in("log(number: number)")
def log(n: Decimal) -> Decimal | None:
    """Return the natural logarithm, null unless the number is positive."""
    return DECIMAL128.ln(n) if n > 0 else None


@built_in("exp(number: number)")
def exp(n: Decimal) -> Decimal | None:
    """Return e to the power of the number."""
    try:
        return DECIMAL128.exp(n)
    except DecimalException:
        return None


@built_in("odd(number: number)")
def odd(n: Decimal) -> bool | None:
    """Tell whether a whole number is odd."""
    return None if _remainder(n, 1) else bool(_remainder(n, 2))


@built_in("even(number: number)")
def even(n: Decimal) -> bool | None:
    """Tell whether a whole number is even."""
    return None if _remainder(n, 1) else not _remainder(n, 2)


def _remainder(n: Decimal, divisor: int) -> Decimal:
    """Return the remainder, zero for a number too great to have other digits."""
    return ZERO if n.adjusted() >= DECIMAL128.prec else DECIMAL128.remainder(n, Decimal(divisor))
