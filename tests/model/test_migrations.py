"""The migrations and the tables say the same, on both databases, in both directions."""

from datetime import UTC, datetime

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select

from tests.use_cases import sample_demarches as demarches
from tests.use_cases import talking_demarches as talking
from tests.use_cases.cast import (
    do,
    file_dossier,
    install,
    live_task,
    make_agent,
    make_citizen,
    make_world,
)
from workflows.database import open_database
from workflows.model import Base, Dossier, Wait
from workflows.model.migrations import migrate, revert

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


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


def test_last_answers_are_found_again_from_what_was_answered(database_url, tmp_path):
    world = make_world(database_url, MONDAY)
    code = install(world, demarches.write_aide(tmp_path / "aide_test"))
    citizen, agent = make_citizen(world), make_agent(world)
    dossier_id = file_dossier(world, citizen, code)
    do(world, agent, live_task(world, dossier_id), decision="a_completer", motif="Un RIB")
    with world.database.reading() as session:
        before = session.scalar(select(Dossier.answers))
    world.database.dispose()

    revert(database_url, "0002")
    migrate(database_url)

    with world.database.reading() as session:
        after = session.scalar(select(Dossier.answers))
    world.database.dispose()
    assert after == before
    assert before["motif"] == ["instruction", "Un RIB"]


def test_messages_awaited_before_keys_existed_are_found_by_the_number_of_their_dossier(
    database_url, tmp_path
):
    world = make_world(database_url, MONDAY)
    code = install(world, talking.write_question(tmp_path / "questions"))
    file_dossier(world, make_citizen(world), code)
    world.database.dispose()

    revert(database_url, "0005")
    migrate(database_url)

    world = make_world(database_url, MONDAY)
    with world.database.reading() as session:
        keys = session.execute(select(Wait.kind, Wait.key).order_by(Wait.kind)).all()
    world.database.dispose()
    assert [tuple(row) for row in keys] == [("message", "AT-2026-00001"), ("timer", "")]
