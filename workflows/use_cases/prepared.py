"""Statements written out once for each database: what SQLAlchemy does at every run is done once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase

Written = Callable[[Any], object]
COUNTED = {"preserve_rowcount": True}
KEPT = 512


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement as its driver takes it; `names` are its parameters in their order.

    Of each, `writers` has what turns a value into the driver's, None when it is taken as it is.
    """

    text: str
    names: tuple[str, ...]
    writers: tuple[Written | None, ...]
    by_name: bool

    def run(self, connection: Connection, values: Iterable[object]) -> None:
        """Execute it with these values, in the order of `names`."""
        connection.exec_driver_sql(self.text, self._taken(values))

    def count(self, connection: Connection, values: Iterable[object]) -> int:
        """Execute it, and return how many rows it changed."""
        return connection.exec_driver_sql(self.text, self._taken(values), COUNTED).rowcount

    def _taken(self, values: Iterable[object]) -> tuple[object, ...] | dict[str, object]:
        pairs = zip(values, self.writers, strict=True)
        taken = [value if write is None else write(value) for value, write in pairs]
        return dict(zip(self.names, taken, strict=True)) if self.by_name else tuple(taken)


def run(connection: Connection, statement: UpdateBase, given: Mapping[str, object]) -> None:
    """Execute a statement that lives as long as the program, prepared at its first run."""
    prepared = prepare(statement, connection.dialect)
    prepared.run(connection, [given[name] for name in prepared.names])


def count(connection: Connection, statement: UpdateBase, given: Mapping[str, object]) -> int:
    """Execute such a statement, and return how many rows it changed."""
    prepared = prepare(statement, connection.dialect)
    return prepared.count(connection, [given[name] for name in prepared.names])


@lru_cache(maxsize=KEPT)
def prepare(statement: UpdateBase, dialect: Dialect) -> Prepared:
    """Write out a statement all of whose values are named parameters."""
    compiled = statement.compile(dialect=dialect)
    if not isinstance(compiled, SQLCompiler):
        raise TypeError(f"{statement!r} is no statement with parameters")
    names = tuple(compiled.positiontup or compiled.binds)
    writers = tuple(_writer(compiled.binds[name], dialect) for name in names)
    return Prepared(compiled.string, names, writers, compiled.positiontup is None)


def _writer(place: BindParameter[Any], dialect: Dialect) -> Written | None:
    return place.type.dialect_impl(dialect).bind_processor(dialect)
