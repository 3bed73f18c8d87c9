"""Writing rows that may be there already, in one statement, on both databases."""

from collections.abc import Mapping, Sequence
from functools import cache

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from workflows.model import Base

AnyInsert = postgresql.Insert | sqlite.Insert


def add_missing(
    session: Session,
    model: type[Base],
    key: tuple[str, ...],
    rows: Sequence[Mapping[str, object]],
) -> None:
    """Insert the rows whose `key` is new; leave the others as they are."""
    session.execute(_adding(_dialect(session), model, key), rows)


def put(
    session: Session,
    model: type[Base],
    changing: tuple[str, ...],
    rows: Sequence[Mapping[str, object]],
) -> None:
    """Insert the rows whose primary key is new; of the others change the columns `changing`."""
    session.execute(_putting(_dialect(session), model, changing), rows)


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


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name
