"""A world on a real database, SQLite then PostgreSQL, with a clock that stands still."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.use_cases import cast as people
from tests.use_cases import sample_demarches as demarches

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def world(database_url: str) -> Iterator[people.TestWorld]:
    made = people.make_world(database_url, MONDAY)
    yield made
    made.database.dispose()


@pytest.fixture
def sqlite_world(sqlite_url: str) -> Iterator[people.TestWorld]:
    """For rules that no database can change."""
    made = people.make_world(sqlite_url, MONDAY)
    yield made
    made.database.dispose()


@pytest.fixture(scope="session")
def aide_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demarches.write_aide(tmp_path_factory.mktemp("demarches") / "aide_test")


@pytest.fixture
def aide(world: people.TestWorld, aide_folder: Path) -> str:
    """The code of the small démarche, installed in `world`."""
    return people.install(world, aide_folder)
