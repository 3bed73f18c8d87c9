"""Writing rows that may be there already, in one statement, on both databases."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from workflows.model import Base, Counter

AnyInsert = postgresql.Insert | sqlite.Insert


def add_missing(
    connection: Connection,
    model: type[Base],
    key: tuple[str, ...],
    rows: Sequence[Mapping[str, object]],
) -> None:
    """Insert the rows whose `key` is new; leave the others as they are."""
    connection.execute(_adding(connection.dialect.name, model, key), rows)


def add_selected(connection: Connection, model: type[Base], rows: Select[*tuple[Any, ...]]) -> int:
    """Insert the rows that a query gives, labelled as columns, but those there; count the new."""
    names = [column.name for column in rows.selected_columns]
    adding = _insert(connection.dialect.name, model).from_select(names, rows)
    options = {"preserve_rowcount": True}  # else unknown: -1 on PostgreSQL
    return connection.execute(adding.on_conflict_do_nothing(), execution_options=options).rowcount


def put(
    connection: Connection,
    model: type[Base],
    changing: tuple[str, ...],
    rows: Sequence[Mapping[str, object]],
) -> None:
    """Insert the rows whose primary key is new; of the others change the columns `changing`."""
    connection.execute(_putting(connection.dialect.name, model, changing), rows)


def count_up(connection: Connection, name: str) -> int:
    """Return the next value of a counter, from 1; its row is locked until the commit."""
    return connection.execute(
        _counting(connection.dialect.name), {"name": name, "value": 1}
    ).scalar_one()


@cache
def _counting(dialect: str) -> ReturningInsert[int]:
    more = _insert(dialect, Counter).on_conflict_do_update(
        index_elements=["name"], set_={"value": Counter.value + 1}
    )
    return more.returning(Counter.value)


@cache
def _adding(dialect: str, model: type[Base], key: tuple[str, ...]) -> AnyInsert:
    return _insert(dialect, model).on_conflict_do_nothing(index_elements=list(key))


@cache
def _putting(dialect: str, model: type[Base], changing: tuple[str, ...]) -> AnyInsert:
    statement = _insert(dialect, model)
    keys = [column.name for column in _table(model).primary_key]
    changes = {name: statement.excluded[name] for name in changing}
    return statement.on_conflict_do_update(index_elements=keys, set_=changes)


def _insert(dialect: str, model: type[Base]) -> AnyInsert:
    if dialect == "sqlite":
        return sqlite.insert(_table(model))
    return postgresql.insert(_table(model))


def _table(model: type[Base]) -> Table:
    table = model.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{model.__name__} is not mapped to one table")
    return table
