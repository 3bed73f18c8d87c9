"""Fixtures of the whole suite: a fresh, migrated database of each kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser

from tests import databases
from tests.browser import open_chromium
from workflows.use_cases.people import passwords


@pytest.fixture(scope="session", autouse=True)
def light_hashes() -> Iterator[None]:
    """Hash passwords a hundred times faster; the tests that measure time take the real cost."""
    with pytest.MonkeyPatch.context() as patch:
        light = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
        patch.setattr(passwords, "HASHER", light)
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return databases.sqlite_template(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    yield from databases.start_postgres()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    return databases.copy_sqlite(sqlite_template, tmp_path)


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    yield from databases.copy_postgres(postgres_server)


BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """The same test on both databases."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(scope="session")
def chromium_of_the_run() -> Iterator[Browser]:
    with open_chromium() as browser:
        yield browser


@pytest.fixture
def chromium(chromium_of_the_run: Browser) -> Iterator[Browser]:
    """One browser for the whole run; each test opens contexts of its own, closed after it."""
    yield chromium_of_the_run
    for context in chromium_of_the_run.contexts:
        context.close()


@pytest.fixture(scope="module", params=BOTH)
def module_database_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Like `database_url`, shared by the tests of a module that only read, or undo what they do."""
    yield from databases.open_copies(request, tmp_path_factory.mktemp("module"))
