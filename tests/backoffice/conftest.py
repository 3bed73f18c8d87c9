"""A back office over a real SQLite database, with a small démarche installed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from backoffice.app import create_app
from tests.backoffice.desk import Office
from tests.use_cases import cast as people
from tests.use_cases import sample_demarches as demarches

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def aide_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demarches.write_aide(tmp_path_factory.mktemp("demarches") / "aide_test")


@pytest.fixture
def world(sqlite_url: str) -> Iterator[people.TestWorld]:
    made = people.make_world(sqlite_url, MONDAY)
    yield made
    made.database.dispose()


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates compiled once for all the applications of the tests."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(world: people.TestWorld, compiled: FileSystemBytecodeCache) -> Flask:
    made = create_app(world)
    made.jinja_env.bytecode_cache = compiled
    return made


@pytest.fixture
def office(world: people.TestWorld, app: Flask, aide_folder: Path) -> Office:
    """The application, its world, and the small démarche « Aide de test » of the group bureau."""
    return Office(app, world, people.install(world, aide_folder))
