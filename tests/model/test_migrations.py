"""The migrations and the tables say the same, on both databases, in both directions."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from workflows.database import open_database
from workflows.model import Base
from workflows.model.migrations import migrate, revert


def test_migrated_database_is_exactly_what_the_tables_declare(database_url):
    migrate(database_url)  # a second time changes nothing

    database = open_database(database_url)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
    database.dispose()

    assert differences == []


def test_every_revision_can_be_taken_back_and_applied_again(database_url):
    revert(database_url)

    database = open_database(database_url)
    assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}
    database.dispose()

    migrate(database_url)
