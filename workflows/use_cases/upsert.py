"""Writing rows, which may be there already, in one statement, on both databases.

They are written before whatever is read next, or at the commit.
"""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Dialect, Select, Table, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from workflows.model import Base, Counter
from workflows.prepared import Prepared, prepare
from workflows.use_cases.act import Act

AnyInsert = postgresql.Insert | sqlite.Insert
Rows = Sequence[Mapping[str, object]]
MOST_VALUES = 50  # psycopg reads a statement anew at each run beyond
KEPT = 256


class Insertion(NamedTuple):
    """What is inserted; rows that have the `key` of others change `changing`, or nothing."""

    model: type[Base]
    columns: tuple[str, ...]
    key: tuple[str, ...] = ()
    changing: tuple[str, ...] = ()


def add(act: Act, model: type[Base], rows: Rows) -> None:
    """Insert rows, all of the same columns."""
    _run(act, Insertion(model, tuple(rows[0])), rows)


def add_missing(act: Act, model: type[Base], key: tuple[str, ...], rows: Rows) -> None:
    """Insert the rows whose `key` is new; leave the others as they are."""
    _run(act, Insertion(model, tuple(rows[0]), key), rows)


def add_selected(act: Act, model: type[Base], rows: Select[*tuple[Any, ...]]) -> int:
    """Insert the rows that a query gives, labelled as columns, but those there; count the new."""
    names = [column.name for column in rows.selected_columns]
    adding = _insert(act.transaction.dialect.name, model).from_select(names, rows)
    options = {"preserve_rowcount": True}  # else unknown: -1 on PostgreSQL
    return act.connection.execute(
        adding.on_conflict_do_nothing(), execution_options=options
    ).rowcount


def put(act: Act, model: type[Base], changing: tuple[str, ...], rows: Rows) -> None:
    """Insert the rows whose primary key is new; of the others change the columns `changing`."""
    key = tuple(column.name for column in _table(model).primary_key)
    _run(act, Insertion(model, tuple(rows[0]), key, changing), rows)


def count_up(act: Act, name: str) -> int:
    """Return the next value of a counter, from 1; its row is locked until the commit."""
    counting = _counting(act.transaction.dialect.name)
    return act.connection.execute(counting, {"name": name, "value": 1}).scalar_one()


@cache
def _counting(dialect: str) -> ReturningInsert[int]:
    more = _insert(dialect, Counter).on_conflict_do_update(
        index_elements=["name"], set_={"value": Counter.value + 1}
    )
    return more.returning(Counter.value)


def _run(act: Act, insertion: Insertion, rows: Rows) -> None:
    dialect = act.transaction.dialect
    if len(rows) * len(insertion.columns) > MOST_VALUES:
        act.connection.execute(_statement(dialect.name, insertion), rows)
        return
    prepared, places = _prepared(dialect, insertion, len(rows))
    act.transaction.put_off(prepared, [rows[rank][name] for rank, name in places])


@lru_cache(maxsize=KEPT)
def _prepared(
    dialect: Dialect, insertion: Insertion, count: int
) -> tuple[Prepared, list[tuple[int, str]]]:
    """Return the insertion of so many rows, and where each of its values is found.

    One statement of two rows costs less than executing one of a row twice.
    """
    columns = [_table(insertion.model).c[name] for name in insertion.columns]
    places = {f"{name}_{rank}": (rank, name) for rank in range(count) for name in insertion.columns}
    rows = [
        {each.name: bindparam(f"{each.name}_{rank}", type_=each.type) for each in columns}
        for rank in range(count)
    ]
    prepared = prepare(_statement(dialect.name, insertion).values(rows), dialect)
    return prepared, [places[name] for name in prepared.names]


@cache
def _statement(dialect: str, insertion: Insertion) -> AnyInsert:
    statement = _insert(dialect, insertion.model).inline()  # no generated key is read back
    if insertion.changing:
        changes = {name: statement.excluded[name] for name in insertion.changing}
        return statement.on_conflict_do_update(index_elements=insertion.key, set_=changes)
    if insertion.key:
        return statement.on_conflict_do_nothing(index_elements=insertion.key)
    return statement


def _insert(dialect: str, model: type[Base]) -> AnyInsert:
    if dialect == "sqlite":
        return sqlite.insert(_table(model))
    return postgresql.insert(_table(model))


def _table(model: type[Base]) -> Table:
    table = model.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{model.__name__} is not mapped to one table")
    return table
