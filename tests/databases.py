"""Real databases for tests: a migrated template per run, a fresh copy of it per test."""

import importlib
import os
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from workflows.model.migrations import migrate

REQUIRED = os.environ.get("REQUIRE_POSTGRES") == "1"
TEMPLATE = "template_demarches"


def sqlite_template(folder: Path) -> Path:
    path = folder / "template.sqlite"
    migrate(f"sqlite:///{path}")
    return path


def copy_sqlite(template: Path, folder: Path) -> str:
    path = folder / "test.sqlite"
    shutil.copy(template, path)
    return f"sqlite:///{path}"


def start_postgres() -> Iterator[str]:
    if not REQUIRED:
        pytest.importorskip("pgserver")
    with warnings.catch_warnings(action="ignore"):  # it warns when the user has no runtime folder
        pgserver = importlib.import_module("pgserver")
    # not under pytest's own folder, which other runs on the machine clean up
    with TemporaryDirectory(prefix="demarches-postgres-", ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(folder, cleanup_mode="stop")
        url = server.get_uri()
        _administer(url, f"create database {TEMPLATE}")
        migrate(named(url, TEMPLATE))
        yield url
        server.cleanup()


def copy_postgres(server_url: str) -> Iterator[str]:
    name = f"t{uuid4().hex}"
    _administer(server_url, f"create database {name} template {TEMPLATE}")
    yield named(server_url, name)
    _administer(server_url, f"drop database {name} with (force)")


def open_copies(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """Give the URL of a fresh copy of the kind `request.param` names, at any scope."""
    if request.param == "sqlite":
        yield copy_sqlite(request.getfixturevalue("sqlite_template"), folder)
    else:
        yield from copy_postgres(request.getfixturevalue("postgres_server"))


def named(server_url: str, database: str) -> str:
    return server_url.replace("/postgres?", f"/{database}?")


def _administer(url: str, statement: str) -> None:
    engine = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
