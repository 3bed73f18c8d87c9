"""From the rules that matched to the value of the table (DMN 1.5, 8.2.8)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from workflows.dmn.errors import DmnError
from workflows.feel.builtins.statistics import greatest, smallest, total
from workflows.feel.semantics.comparison import equal
from workflows.translation import _

Priorities = tuple[tuple[object, ...], ...]  # allowed values of each output, best first


class Row(NamedTuple):
    """A rule that matched: its number, counted from 1, and its outputs by column."""

    number: int
    outputs: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """The output columns: their names, their values in order of priority, the table's id."""

    names: tuple[str, ...]
    priorities: Priorities
    table_id: str

    def value(self, row: Row) -> object:
        """Return a row's outputs: the only one, or a context of them by name."""
        if len(self.names) == 1:
            return row.outputs[0]
        return dict(zip(self.names, row.outputs, strict=True))


Policy = Callable[[Sequence[Row], Columns], object]


def unique(rows: Sequence[Row], columns: Columns) -> object:
    """Return the only row's value; several are a mistake of the table."""
    if len(rows) > 1:
        numbers = ", ".join(str(row.number) for row in rows)
        raise DmnError(
            _("Les règles %(numbers)s s’appliquent ensemble, alors qu’une seule est permise (U).")
            % {"numbers": numbers},
            columns.table_id,
        )
    return columns.value(rows[0])


def any_of(rows: Sequence[Row], columns: Columns) -> object:
    """Return the value that all rows agree on; a disagreement is a mistake of the table."""
    first = columns.value(rows[0])
    for row in rows[1:]:
        if equal(columns.value(row), first) is not True:
            raise DmnError(
                _("Les règles %(one)d et %(other)d s’appliquent avec des résultats différents (A).")
                % {"one": rows[0].number, "other": row.number},
                columns.table_id,
            )
    return first


def first(rows: Sequence[Row], columns: Columns) -> object:
    """Return the value of the first row."""
    return columns.value(rows[0])


def priority(rows: Sequence[Row], columns: Columns) -> object:
    """Return the value of the row whose outputs come first among the allowed values."""
    return columns.value(_by_priority(rows, columns)[0])


def rule_order(rows: Sequence[Row], columns: Columns) -> object:
    """Return the values of all rows, in the order of the table."""
    return [columns.value(row) for row in rows]


def output_order(rows: Sequence[Row], columns: Columns) -> object:
    """Return the values of all rows, in the order of the allowed values."""
    return [columns.value(row) for row in _by_priority(rows, columns)]


def _by_priority(rows: Sequence[Row], columns: Columns) -> list[Row]:
    def rank(row: Row) -> tuple[int, ...]:
        return tuple(
            _rank(output, order)
            for output, order in zip(row.outputs, columns.priorities, strict=True)
        )

    return sorted(rows, key=rank)


def _rank(output: object, order: tuple[object, ...]) -> int:
    return next((i for i, value in enumerate(order) if equal(output, value) is True), len(order))


def _collected(aggregate: Callable[[list[object]], object]) -> Policy:
    def policy(rows: Sequence[Row], columns: Columns) -> object:
        if len(columns.names) == 1:
            return aggregate([row.outputs[0] for row in rows])
        return {
            name: aggregate([row.outputs[i] for row in rows])
            for i, name in enumerate(columns.names)
        }

    return policy


POLICIES: dict[str, Policy] = {
    "UNIQUE": unique,
    "ANY": any_of,
    "FIRST": first,
    "PRIORITY": priority,
    "RULE ORDER": rule_order,
    "OUTPUT ORDER": output_order,
    "COLLECT": rule_order,
    "COLLECT SUM": _collected(total),
    "COLLECT MIN": _collected(smallest),
    "COLLECT MAX": _collected(greatest),
    "COLLECT COUNT": lambda rows, columns: Decimal(len(rows)),
}
NEEDS_PRIORITIES = frozenset(("PRIORITY", "OUTPUT ORDER"))
