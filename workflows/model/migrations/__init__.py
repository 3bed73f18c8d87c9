"""The tables' history: `migrate` brings a database to the present."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from workflows.database import open_database

HERE = Path(__file__).parent


def migrate(database_url: str) -> None:
    """Bring the database to the present schema, in one transaction; nothing when it is there."""
    with _configured(database_url) as configuration:
        command.upgrade(configuration, "head")


def revert(database_url: str, revision: str = "base") -> None:
    """Bring the database back to an earlier revision; the data of dropped columns is lost."""
    with _configured(database_url) as configuration:
        command.downgrade(configuration, revision)


@contextmanager
def _configured(database_url: str) -> Iterator[Config]:
    """Give Alembic's configuration over one transaction, committed on leaving."""
    database = open_database(database_url)
    try:
        with database.engine.connect() as connection:
            sqlite = connection.dialect.name == "sqlite"
            if sqlite:
                _let_tables_be_copied(connection)
            with connection.begin():
                yield _configuration(connection)
                if sqlite:
                    _check_references(connection)
    finally:
        database.dispose()


def _let_tables_be_copied(connection: Connection) -> None:
    """Stop SQLite from refusing that a table others refer to is replaced by its altered copy.

    The setting is ignored inside a transaction: it goes to the driver, before any begins.
    """
    driver = connection.connection.driver_connection
    if driver is not None:
        driver.execute("PRAGMA foreign_keys=OFF")


def _check_references(connection: Connection) -> None:
    """Raise RuntimeError, so that nothing is committed, when a row refers to nothing."""
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if lost:
        raise RuntimeError(f"the migration would leave {len(lost)} rows without what they refer to")


def _configuration(connection: Connection) -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(HERE).replace("%", "%%"))
    configuration.attributes["connection"] = connection
    return configuration
