"""The time: the machine's clock, one that plays move, or one that tests move by hand."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from workflows.adapters.disk import write_whole


class Clock(Protocol):
    """What tells the time."""

    def now(self) -> datetime:
        """Return the present moment, in UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present moment, in UTC."""
        return datetime.now(UTC)


class FileClock:
    """A clock that several processes share, kept in a file; it stands still until it is set."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def now(self) -> datetime:
        """Return the moment at which the clock stands."""
        return datetime.fromisoformat(self.path.read_text(encoding="ascii"))

    def set(self, moment: datetime) -> None:
        """Make the clock stand at this moment, for every process."""
        write_whole(self.path, moment.astimezone(UTC).isoformat().encode("ascii"))


class FixedClock:
    """A clock that stands still until it is moved."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment.astimezone(UTC)

    def now(self) -> datetime:
        """Return the moment at which the clock stands."""
        return self.moment

    def advance(self, **by: float) -> None:
        """Move the clock by the arguments of `timedelta`: `advance(days=15)`."""
        self.moment += timedelta(**by)
