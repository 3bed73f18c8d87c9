"""The database: one engine, sessions, and `transaction()`, the only commit of the product."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import NullPool

from workflows.errors import StaleDossier

BUSY_SECONDS = 15
STALE = "Ce dossier vient d'être modifié par ailleurs. Rechargez la page : rien n'a été perdu."


class Database:
    """A database behind its two doors: `transaction()` to write, `reading()` to look."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Give a session and commit it on leaving; an exception leaves nothing behind.

        Raise StaleDossier when an optimistic lock was lost.
        """
        with self._session(write=True) as session:
            try:
                yield session
                session.commit()
            except StaleDataError as lost:
                raise StaleDossier(STALE) from lost

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one state of the database and changes nothing."""
        with self._session(write=False) as session:
            session.autoflush = False
            yield session
            session.rollback()

    def is_alive(self) -> bool:
        """Tell whether the database answers."""
        try:
            with self.engine.connect() as connection:
                return connection.execute(text("select 1")).scalar() == 1
        except SQLAlchemyError:
            return False

    def dispose(self) -> None:
        """Close the pooled connections."""
        self.engine.dispose()

    @contextmanager
    def _session(self, *, write: bool) -> Iterator[Session]:
        with self.engine.connect() as connection:
            bound = connection.execution_options(demarches_write=write)
            with Session(bind=bound, expire_on_commit=False) as session:
                yield session


def open_database(url: str, *, pooled: bool = True) -> Database:
    """Open SQLite (WAL, durable, immediate writes) or PostgreSQL from its URL.

    Without `pooled`, SQLite keeps no connection open: for files that come and go.
    """
    if url.startswith("sqlite"):
        return Database(_open_sqlite(url, pooled=pooled))
    return Database(create_engine(_psycopg(url), pool_pre_ping=True))


def _psycopg(url: str) -> str:
    """Name the driver we ship, whatever the spelling of the URL."""
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else url


def _open_sqlite(url: str, *, pooled: bool) -> Engine:
    # isolation_level None: the driver opens no transaction of its own, `begin` below does
    arguments = {"timeout": BUSY_SECONDS, "isolation_level": None}
    pool = None if pooled else NullPool
    engine = create_engine(url, connect_args=arguments, poolclass=pool)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("demarches_write", True)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


__all__ = ["Database", "OperationalError", "open_database"]
