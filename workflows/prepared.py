"""Statements written out once for each database and handed straight to its driver.

What SQLAlchemy does at every run is done once. A statement put off waits for the next reading or
the commit, and leaves with the others: to PostgreSQL in one journey instead of one each.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import lru_cache
from logging import DEBUG, getLogger
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Dialect, Select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase

from workflows.errors import StaleDossier
from workflows.translation import _

Converted = Callable[[Any], Any]
Ranked = tuple[tuple[int, Converted], ...]
Values = Sequence[object] | Mapping[str, object]
Row = list[Any]
KEPT = 512
STALE = _("Ce dossier vient d'être modifié par ailleurs. Rechargez la page : rien n'a été perdu.")
LOG = getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement as its driver takes it; `names` are its parameters in their order.

    By their rank, `writers` turn values into the driver's, and `readers` columns into ours; those
    not there are taken as they are.
    """

    text: str
    names: tuple[str, ...]
    writers: Ranked
    readers: Ranked
    by_name: bool

    def written(self, values: Iterable[object]) -> Values:
        """Return values in the order of `names` as the driver takes them."""
        taken = _converted(values, self.writers)
        return dict(zip(self.names, taken, strict=True)) if self.by_name else taken

    def read(self, row: Iterable[object]) -> Row:
        """Return a row that the driver gave, in our types."""
        return _converted(row, self.readers)


class PutOff(NamedTuple):
    """A statement that waits to be sent; it must change so many `rows`, None when any will do."""

    text: str
    values: Values
    rows: int | None = None


@lru_cache(maxsize=KEPT)
def prepare(statement: UpdateBase | Select[*tuple[Any, ...]], dialect: Dialect) -> Prepared:
    """Write out a statement all of whose values are named parameters."""
    compiled = statement.compile(dialect=dialect)
    if not isinstance(compiled, SQLCompiler):
        raise TypeError(f"{statement!r} is no statement with parameters")
    names = tuple(compiled.positiontup or compiled.binds)
    taken = [compiled.binds[name].type.dialect_impl(dialect) for name in names]
    given = [column.type.dialect_impl(dialect) for column in _columns(statement)]
    return Prepared(
        compiled.string,
        names,
        writers=_ranked(kind.bind_processor(dialect) for kind in taken),
        readers=_ranked(kind.result_processor(dialect, None) for kind in given),
        by_name=compiled.positiontup is None,
    )


def send(connection: Connection, statements: Sequence[PutOff]) -> None:
    """Execute statements in their order, in one journey where the driver can.

    Raise StaleDossier when one has not changed as many rows as it must.
    """
    driver = connection.connection
    together = getattr(driver.driver_connection, "pipeline", nullcontext)
    try:
        with together():
            cursors = [_executed(driver.cursor(), each.text, each.values) for each in statements]
    except connection.dialect.loaded_dbapi.Error as failure:
        raise _told(connection, failure, *statements) from failure
    pairs = zip(statements, cursors, strict=True)
    if any(each.rows is not None and each.rows != cursor.rowcount for each, cursor in pairs):
        raise StaleDossier(STALE)


def fetch(connection: Connection, prepared: Prepared, values: Iterable[object]) -> list[Row]:
    """Execute a query and return its rows."""
    asked = PutOff(prepared.text, prepared.written(values))
    try:
        rows = _executed(connection.connection.cursor(), asked.text, asked.values).fetchall()
    except connection.dialect.loaded_dbapi.Error as failure:
        raise _told(connection, failure, asked) from failure
    return [prepared.read(row) for row in rows]


def _executed(cursor: Any, text: str, values: Values) -> Any:
    if LOG.isEnabledFor(DEBUG):
        LOG.debug(text)
    cursor.execute(text, values)
    return cursor


def _told(connection: Connection, failure: Exception, *statements: PutOff) -> BaseException:
    """Return what the driver refused as SQLAlchemy says it; which one it was, it does not say."""
    text = ";\n".join(each.text for each in statements)
    dialect = connection.dialect
    return DBAPIError.instance(text, None, failure, dialect.loaded_dbapi.Error, dialect=dialect)


def _columns(statement: UpdateBase | Select[*tuple[Any, ...]]) -> Iterable[ColumnElement[Any]]:
    return statement.selected_columns if isinstance(statement, Select) else ()


def _ranked(converters: Iterable[Converted | None]) -> Ranked:
    return tuple((rank, each) for rank, each in enumerate(converters) if each is not None)


def _converted(values: Iterable[object], converters: Ranked) -> list[Any]:
    converted = list(values)
    for rank, convert in converters:
        converted[rank] = convert(converted[rank])
    return converted
