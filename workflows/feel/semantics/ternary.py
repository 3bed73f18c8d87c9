"""Conjunction and disjunction in three-valued logic (DMN 1.5, 10.3.2.10, table 50)."""

from collections.abc import Iterable


def conjunction(values: Iterable[object]) -> bool | None:
    """Return false as soon as one value is, true if all are, else null."""
    found: bool | None = True
    for value in values:
        if value is False:
            return False
        if value is not True:
            found = None
    return found


def disjunction(values: Iterable[object]) -> bool | None:
    """Return true as soon as one value is, false if all are, else null."""
    found: bool | None = False
    for value in values:
        if value is True:
            return True
        if value is not False:
            found = None
    return found
