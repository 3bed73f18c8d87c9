"""Statements written out once for each database: what SQLAlchemy does at every run is done once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Connection, CursorResult, Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase

Written = Callable[[Any], object]
COUNTED = {"preserve_rowcount": True}
KEPT = 512


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement as its driver takes it; `places` are its parameters in their order.

    Each comes with what turns a value into the driver's, None when the value is taken as it is.
    """

    text: str
    places: tuple[tuple[str, Written | None], ...]
    by_name: bool

    def run(self, connection: Connection, given: Mapping[str, object]) -> CursorResult[Any]:
        """Execute it with a value for each parameter; the result counts the rows changed."""
        values = [given[name] if to is None else to(given[name]) for name, to in self.places]
        if not self.by_name:
            return connection.exec_driver_sql(self.text, tuple(values), COUNTED)
        names = (name for name, _to in self.places)
        return connection.exec_driver_sql(self.text, dict(zip(names, values, strict=True)), COUNTED)


def run(
    connection: Connection, statement: UpdateBase, given: Mapping[str, object]
) -> CursorResult[Any]:
    """Execute a statement that lives as long as the program, prepared at its first run."""
    return prepare(statement, connection.dialect).run(connection, given)


@lru_cache(maxsize=KEPT)
def prepare(statement: UpdateBase, dialect: Dialect) -> Prepared:
    """Write out a statement all of whose values are named parameters."""
    compiled = statement.compile(dialect=dialect)
    if not isinstance(compiled, SQLCompiler):
        raise TypeError(f"{statement!r} is no statement with parameters")
    names = compiled.positiontup or list(compiled.binds)
    places = tuple((name, _writer(compiled.binds[name], dialect)) for name in names)
    return Prepared(compiled.string, places, compiled.positiontup is None)


def _writer(place: BindParameter[Any], dialect: Dialect) -> Written | None:
    return place.type.dialect_impl(dialect).bind_processor(dialect)
