"""A portal over a real SQLite database, with the hunting permit published."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from citizen_portal.app import create_app
from tests import databases
from tests.citizen_portal.visitors import Visitor
from workflows.adapters.clock import FixedClock
from workflows.adapters.mail import MemoryMail
from workflows.adapters.storage import MemoryStorage
from workflows.database import open_database
from workflows.settings import Mode, Settings
from workflows.use_cases.act import SYSTEM, World, acting
from workflows.use_cases.demarches.publish_demarche import publish

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PERMIT = Path(__file__).parents[2] / "bpmn" / "permis_de_chasser"


@pytest.fixture(scope="session")
def published(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that has the permit, made once."""
    url = databases.copy_sqlite(sqlite_template, tmp_path_factory.mktemp("published"))
    opened = world_on(url, "mailbox:nowhere")
    with acting(opened, SYSTEM) as act:
        publish(act, PERMIT)
    opened.database.dispose()
    return Path(url.removeprefix("sqlite:///"))


@pytest.fixture
def world(published: Path, tmp_path: Path) -> Iterator[World]:
    opened = world_on(databases.copy_sqlite(published, tmp_path), f"mailbox:{tmp_path / 'mails'}")
    yield opened
    opened.database.dispose()


def world_on(database_url: str, smtp_url: str) -> World:
    settings = Settings(
        mode=Mode.TEST,
        database_url=database_url,
        captcha_cost=10,
        smtp_url=smtp_url,
        public_url="http://localhost",
    )
    database = open_database(database_url)
    return World(settings, database, FixedClock(MONDAY), MemoryStorage(), MemoryMail())


@pytest.fixture
def app(world: World) -> Flask:
    return create_app(world)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def visitor(app: Flask, world: World) -> Visitor:
    """Somebody without an account yet."""
    return Visitor(app, world)


@pytest.fixture
def citizen(visitor: Visitor) -> Visitor:
    """A signed-in citizen."""
    return visitor.signed_in("usager@exemple.nc")


@pytest.fixture
def stranger(app: Flask, world: World) -> Visitor:
    """Another signed-in citizen, who must see nothing of the first."""
    return Visitor(app, world).signed_in("autre@exemple.nc")
