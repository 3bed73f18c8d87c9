"""The database: one engine, transactions, sessions, and the only commit of the product."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Select, create_engine, event, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import NullPool
from sqlalchemy.sql.dml import UpdateBase

from workflows.errors import StaleDossier
from workflows.prepared import STALE, Prepared, PutOff, Row, fetch, prepare, send

BUSY_SECONDS = 15
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "wal_autocheckpoint=4000",  # pages: what many commits changed is copied once
)


class Transaction:
    """A transaction, begun by its first statement, and a session over it, made when wanted.

    Statements put off are sent before anything else is, whoever asks for it: nobody can read
    what was before them. Those that the database refuses stay, and are refused again: whoever
    swallows the refusal commits nothing of the rest.
    """

    def __init__(self, connection: Connection, *, autoflush: bool) -> None:
        self._connection = connection
        self._autoflush = autoflush
        self._session: Session | None = None
        self._waiting: list[PutOff] = []
        self.dialect = connection.dialect

    @property
    def connection(self) -> Connection:
        """Return the connection, for the statements that need no object of the session."""
        if not self._connection.in_transaction():
            self._connection.begin()
        if self._waiting:
            send(self._connection, self._waiting)
            self._waiting = []
        return self._connection

    @property
    def session(self) -> Session:
        """Return the session, whose objects are written with the rest."""
        if self._session is None:
            self._session = _Session(self, autoflush=self._autoflush)
        return self._session

    def fetch(self, query: Select[*tuple[Any, ...]], given: Mapping[str, object]) -> list[Row]:
        """Return the rows of a query that lives as long as the program."""
        prepared = prepare(query, self.dialect)
        return fetch(self.connection, prepared, [given[name] for name in prepared.names])

    def later(
        self, statement: UpdateBase, given: Mapping[str, object], *, rows: int | None = None
    ) -> None:
        """Put off a statement that lives as long as the program; it must change so many `rows`."""
        prepared = prepare(statement, self.dialect)
        self.put_off(prepared, [given[name] for name in prepared.names], rows=rows)

    def put_off(
        self, prepared: Prepared, values: Iterable[object], *, rows: int | None = None
    ) -> None:
        """Put off a prepared statement, its values in the order of its names.

        Within a savepoint it is sent at once: what undoes the savepoint must undo it too.
        """
        statement = PutOff(prepared.text, prepared.written(values), rows)
        if self._session is not None and self._session.in_nested_transaction():
            send(self._session.connection(), [statement])  # which sets the savepoint first
        else:
            self._waiting.append(statement)

    def undo(self) -> None:
        """Forget all that was done so far; what follows begins anew."""
        self._waiting.clear()
        if self._session is not None:
            self._session.rollback()
        if self._connection.in_transaction():
            self._connection.rollback()

    def finish(self) -> None:
        """Write the objects of the session and the rest, then commit; raise StaleDossier."""
        try:
            if self._session is not None:
                self._session.flush()
        except StaleDataError as lost:
            raise StaleDossier(STALE) from lost
        self._end()

    def leave(self) -> None:
        """End a transaction that only looked; nothing of it is kept."""
        if self.dialect.name == "postgresql":
            # begun as read only; at a rollback the driver forgets every statement it has prepared
            self._waiting.clear()
            self._end()
        else:
            self.undo()

    def close(self) -> None:
        """Let the objects of the session go."""
        if self._session is not None:
            self._session.close()

    def _end(self) -> None:
        (self.connection if self._waiting else self._connection).commit()


class _Session(Session):
    """A session that asks its transaction for the connection at each statement."""

    def __init__(self, transaction: Transaction, *, autoflush: bool) -> None:
        self._within = transaction
        super().__init__(
            autoflush=autoflush,
            expire_on_commit=False,
            join_transaction_mode="rollback_only",  # the commit is the transaction's
        )

    def get_bind(self, *_which: Any, **_more: Any) -> Connection:
        """Return the connection, once it has sent what was put off."""
        return self._within.connection


class Database:
    """A database behind its doors: `writing()` and `transaction()` to write, the others to look."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._for_looking = engine.execution_options(demarches_look=True, postgresql_readonly=True)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Give a transaction and commit it on leaving; an exception leaves nothing behind.

        Raise StaleDossier when an optimistic lock was lost.
        """
        with self.engine.connect() as connection:
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
                transaction.leave()

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
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        look = connection.get_execution_options().get("demarches_look")
        connection.exec_driver_sql("BEGIN" if look else "BEGIN IMMEDIATE")

    return engine


__all__ = ["Database", "OperationalError", "Transaction", "open_database"]
