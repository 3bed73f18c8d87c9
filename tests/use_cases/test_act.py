"""One act, one transaction: what statements and objects write is kept together, or not at all."""

from contextlib import suppress
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, InternalError, OperationalError

from tests.use_cases.cast import make_world
from tests.use_cases.conftest import MONDAY
from workflows.model import Group, JournalEntry
from workflows.use_cases.act import SYSTEM, Act, acting, looking
from workflows.use_cases.journal import Line, note


class Interrupted(Exception):
    """Something went wrong."""


def write(act: Act, name: str) -> None:
    """Write an object by the session, and a row by a statement."""
    act.session.add(Group(code=name, label=name))
    note(act, None, Line(name, name))


def written(world) -> tuple[list[str], list[str]]:
    with looking(world, SYSTEM) as act:
        groups = act.session.scalars(select(Group.code).order_by(Group.code))
        return list(groups), list(act.session.scalars(select(JournalEntry.verb)))


def test_objects_and_rows_of_an_act_are_kept_together(world):
    with acting(world, SYSTEM) as act:
        write(act, "un")
        write(act, "deux")

    assert written(world) == (["deux", "un"], ["un", "deux"])


@pytest.mark.parametrize("flushed", [True, False], ids=["flushed", "not flushed"])
def test_an_undo_loses_what_came_before_it_and_nothing_else(world, flushed):
    with acting(world, SYSTEM) as act:
        write(act, "avant")
        if flushed:
            act.session.flush()
        act.undo()
        write(act, "apres")

    assert written(world) == (["apres"], ["apres"])


def test_an_undo_loses_what_statements_alone_wrote(world):
    with acting(world, SYSTEM) as act:
        note(act, None, Line("avant", "Avant"))
        act.undo()
        note(act, None, Line("apres", "Après"))

    assert written(world) == ([], ["apres"])


def test_an_act_undone_to_the_end_leaves_nothing(world):
    with acting(world, SYSTEM) as act:
        write(act, "avant")
        act.undo()

    assert written(world) == ([], [])


def test_an_exception_leaves_nothing_behind(world):
    def interrupted() -> None:
        with acting(world, SYSTEM) as act:
            write(act, "avant")
            act.session.flush()
            raise Interrupted

    with pytest.raises(Interrupted):
        interrupted()

    assert written(world) == ([], [])


def test_a_look_keeps_nothing_that_it_wrote(world):
    # PostgreSQL refuses it at once, SQLite forgets it
    with suppress(InternalError), looking(world, SYSTEM) as act:
        write(act, "avant")
        act.session.flush()

    assert written(world) == ([], [])


@pytest.mark.parametrize("asked", ["by the session", "without autoflush", "by the connection"])
def test_what_an_act_wrote_is_there_for_what_it_reads_next(world, asked):
    with acting(world, SYSTEM) as act:
        session = act.session
        session.autoflush = asked != "without autoflush"
        note(act, None, Line("avant", "Avant"))

        reader = act.connection if asked == "by the connection" else session
        verbs = reader.execute(select(JournalEntry.verb)).scalars().all()

        assert verbs == ["avant"]


def test_what_was_written_before_a_savepoint_outlives_it(world):
    with acting(world, SYSTEM) as act:
        session = act.session
        note(act, None, Line("avant", "Avant"))
        savepoint = session.begin_nested()
        session.add(Group(code="dedans", label="Dedans"))
        session.flush()
        savepoint.rollback()

    assert written(world) == ([], ["avant"])


@pytest.mark.parametrize("begun", [True, False], ids=["after another", "first"])
def test_what_was_written_within_a_savepoint_goes_with_it(world, begun):
    with acting(world, SYSTEM) as act:
        savepoint = act.session.begin_nested()
        if begun:
            act.session.scalar(select(func.count()).select_from(Group))
        note(act, None, Line("dedans", "Dedans"))
        savepoint.rollback()
        note(act, None, Line("apres", "Après"))

    assert written(world) == ([], ["apres"])


def test_a_refusal_that_somebody_swallows_keeps_the_act_from_being_committed(world):
    def swallowed() -> None:
        with acting(world, SYSTEM) as act:
            note(act, uuid4(), Line("refusé", "Ce dossier n'existe pas"))
            with suppress(IntegrityError):
                act.session.scalar(select(func.count()).select_from(Group))
            note(act, None, Line("apres", "Après"))

    with pytest.raises(DBAPIError):
        swallowed()

    assert written(world) == ([], [])


def test_a_row_that_the_database_refuses_undoes_the_act_with_an_error_of_sqlalchemy(world):
    def refused() -> None:
        with acting(world, SYSTEM) as act:
            note(act, None, Line("avant", "Avant"))
            note(act, uuid4(), Line("refusé", "Ce dossier n'existe pas"))
            note(act, None, Line("apres", "Après"))

    with pytest.raises(IntegrityError, match="journal"):
        refused()

    assert written(world) == ([], [])


@pytest.mark.postgres
def test_a_look_leaves_what_postgresql_has_prepared(postgres_url):
    world = make_world(postgres_url, MONDAY)
    for _time in range(7):  # the driver prepares what it has seen five times
        written(world)

    with looking(world, SYSTEM) as act:
        prepared = act.session.scalar(text("select count(*) from pg_prepared_statements"))
    world.database.dispose()

    assert prepared == 2


@pytest.mark.postgres
def test_a_database_that_went_away_is_told_of_and_found_again(postgres_url):
    world = make_world(postgres_url, MONDAY)

    def cut_off() -> None:
        with acting(world, SYSTEM) as act:
            mine = act.session.scalar(select(func.pg_backend_pid()))
            with looking(world, SYSTEM) as other:
                other.session.execute(select(func.pg_terminate_backend(mine)))
            note(act, None, Line("avant", "Avant"))

    with pytest.raises(OperationalError):
        cut_off()

    assert written(world) == ([], [])
    assert world.database.engine.pool.checkedout() == 0
    world.database.dispose()
