"""The database: one engine, transactions, sessions, and the only commit of the product."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import NullPool

from workflows.errors import StaleDossier

BUSY_SECONDS = 15
STALE = "Ce dossier vient d'être modifié par ailleurs. Rechargez la page : rien n'a été perdu."


class Transaction:
    """A transaction, begun by its first statement, and a session over it, made when wanted."""

    def __init__(self, connection: Connection, *, autoflush: bool) -> None:
        self._connection = connection
        self._autoflush = autoflush
        self._session: Session | None = None

    @property
    def connection(self) -> Connection:
        """Return the connection, for the statements that need no object of the session."""
        if not self._connection.in_transaction():
            self._connection.begin()
        return self._connection

    @property
    def session(self) -> Session:
        """Return the session, whose objects are written with the rest."""
        connection = self.connection
        if self._session is None:
            self._session = Session(
                bind=connection,
                autoflush=self._autoflush,
                expire_on_commit=False,
                join_transaction_mode="rollback_only",  # the commit is ours, below
            )
        return self._session

    def undo(self) -> None:
        """Forget all that was done so far; what follows begins anew."""
        if self._session is not None:
            self._session.rollback()
        if self._connection.in_transaction():
            self._connection.rollback()

    def finish(self) -> None:
        """Write the objects of the session, then commit; raise StaleDossier for a lost lock."""
        try:
            if self._session is not None:
                self._session.flush()
        except StaleDataError as lost:
            raise StaleDossier(STALE) from lost
        self._connection.commit()

    def close(self) -> None:
        """Let the objects of the session go."""
        if self._session is not None:
            self._session.close()


class Database:
    """A database behind its doors: `writing()` and `transaction()` to write, the others to look."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._for_writing = engine.execution_options(demarches_write=True)
        self._for_looking = engine.execution_options(demarches_write=False)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Give a transaction and commit it on leaving; an exception leaves nothing behind.

        Raise StaleDossier when an optimistic lock was lost.
        """
        with self._for_writing.connect() as connection:
            transaction = Transaction(connection, autoflush=True)
            with closing(transaction):
                yield transaction
                transaction.finish()

    @contextmanager
    def looking(self) -> Iterator[Transaction]:
        """Give a transaction that sees one state of the database and changes nothing."""
        with self._for_looking.connect() as connection:
            transaction = Transaction(connection, autoflush=False)
            with closing(transaction):
                yield transaction
                transaction.undo()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Give the session of a transaction to write."""
        with self.writing() as transaction:
            yield transaction.session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give the session of a transaction to look."""
        with self.looking() as transaction:
            yield transaction.session

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


__all__ = ["Database", "OperationalError", "Transaction", "open_database"]
