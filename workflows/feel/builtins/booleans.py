"""Boolean functions (DMN 1.5, 10.3.4.2, table 68), and `is` of 10.3.4.9."""

from datetime import datetime, time

from workflows.feel.builtins.library import built_in
from workflows.feel.semantics.comparison import equal
from workflows.feel.semantics.value_types import type_name


@built_in("not(negand: Any)")
def negation(value: object) -> bool | None:
    """Return the contrary of a boolean, null for anything else."""
    return not value if isinstance(value, bool) else None


@built_in("is(value1: Any, value2: Any)", deep=True)
def same(one: object, other: object) -> bool:
    """Tell whether two values are the same element of the same type, zones included."""
    if type_name(one) != type_name(other):
        return False
    if isinstance(one, datetime | time) and isinstance(other, datetime | time):
        return one.replace(tzinfo=None) == other.replace(tzinfo=None) and _same_zone(one, other)
    return equal(one, other) is True


def _same_zone(one: datetime | time, other: datetime | time) -> bool:
    return one.tzinfo == other.tzinfo
