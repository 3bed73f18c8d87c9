"""A world on a real database, SQLite then PostgreSQL, with a clock that stands still."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from workflows.adapters.clock import FixedClock
from workflows.adapters.mail import MemoryMail
from workflows.adapters.storage import MemoryStorage
from workflows.database import open_database
from workflows.settings import Mode, Settings
from workflows.use_cases.act import World

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    settings = Settings(mode=Mode.TEST, database_url=database_url, captcha_cost=10)
    database = open_database(database_url)
    yield World(settings, database, FixedClock(MONDAY), MemoryStorage(), MemoryMail())
    database.dispose()
