"""What a database was asked for: statements and commits, counted while inside."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from logging import DEBUG, Handler, LogRecord, getLogger

from sqlalchemy import Engine, event

from workflows import prepared


@dataclass
class Counted:
    """What an engine was asked for."""

    statements: list[str] = field(default_factory=list)
    commits: int = 0


class _Listener(Handler):
    """Hears the statements handed straight to the driver."""

    def __init__(self, found: Counted) -> None:
        super().__init__()
        self._found = found

    def emit(self, record: LogRecord) -> None:
        self._found.statements.append(record.getMessage())


@contextmanager
def counted(engine: Engine) -> Iterator[Counted]:
    """Count statements and commits while inside."""
    found, log = Counted(), getLogger(prepared.__name__)
    listener, level = _Listener(found), log.level

    def on_statement(_connection, _cursor, statement, *_rest) -> None:  # type: ignore[no-untyped-def]
        if not statement.startswith("BEGIN"):
            found.statements.append(statement)

    def on_commit(_connection) -> None:  # type: ignore[no-untyped-def]
        found.commits += 1

    event.listen(engine, "before_cursor_execute", on_statement)
    event.listen(engine, "commit", on_commit)
    log.addHandler(listener)
    log.setLevel(DEBUG)
    try:
        yield found
    finally:
        log.setLevel(level)
        log.removeHandler(listener)
        event.remove(engine, "before_cursor_execute", on_statement)
        event.remove(engine, "commit", on_commit)
