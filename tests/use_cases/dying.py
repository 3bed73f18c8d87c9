"""Processes that die in the middle of what they do."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, event

from tests.use_cases.cast import TestWorld


class Crash(BaseException):
    """The process dies here: nobody catches it."""


@contextmanager
def dying(world: TestWorld, moment: int | None) -> Iterator[None]:
    """Die at the n-th statement or commit of what is done inside; never for None.

    Statements put off count for nothing: they live or die with what they are sent before.
    """
    left = moment

    def count(connection: Connection, *_given: object) -> None:
        nonlocal left
        if left is not None:
            left -= 1
            if left < 0:
                connection.connection.rollback()  # as the database does for who is gone
                raise Crash

    engine = world.database.engine
    for name in ("before_cursor_execute", "commit"):
        event.listen(engine, name, count)
    try:
        yield
    finally:
        left = None
        for name in ("before_cursor_execute", "commit"):
            event.remove(engine, name, count)
