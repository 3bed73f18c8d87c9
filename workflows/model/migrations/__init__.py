"""The tables' history: `migrate` brings a database to the present."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from workflows.database import open_database

HERE = Path(__file__).parent


def migrate(database_url: str) -> None:
    """Bring the database to the present schema, in one transaction; nothing when it is there."""
    database = open_database(database_url)
    try:
        with database.engine.begin() as connection:
            command.upgrade(_configuration(connection), "head")
    finally:
        database.dispose()


def revert(database_url: str, revision: str = "base") -> None:
    """Bring the database back to an earlier revision; the data of dropped columns is lost."""
    database = open_database(database_url)
    try:
        with database.engine.begin() as connection:
            command.downgrade(_configuration(connection), revision)
    finally:
        database.dispose()


def _configuration(connection: Connection) -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(HERE).replace("%", "%%"))
    configuration.attributes["connection"] = connection
    return configuration
