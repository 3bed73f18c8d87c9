"""Both web apps behind one address, and what the server does when it cannot start or is killed."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
from werkzeug.test import Client, EnvironBuilder

from workflows.command_line.server import Listening, mount, refuse_taken_port
from workflows.errors import BadSettings
from workflows.model.migrations import migrate
from workflows.settings import Mode, Settings
from workflows.use_cases.act import World, open_world

PATIENCE = 40  # seconds


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    settings = Settings(
        mode=Mode.TEST,
        database_url=f"sqlite:///{tmp_path}/base.sqlite",
        smtp_url=f"mailbox:{tmp_path}/courriels",
        storage_url=f"file:{tmp_path}/pieces",
    )
    migrate(settings.database_url)
    opened = open_world(settings)
    yield opened
    opened.database.dispose()


@pytest.mark.parametrize("path", ["/healthz", "/backoffice/healthz"])
def test_each_application_answers_at_its_place(world: World, path: str):
    answer = Client(mount(world)).get(path)

    assert answer.status_code == 200
    assert answer.get_json()["database"] == "ok"


def test_the_two_applications_are_told_apart(world: World):
    client = Client(mount(world))

    portal, backoffice = client.get("/"), client.get("/backoffice/", follow_redirects=True)

    assert portal.status_code == backoffice.status_code == 200
    assert portal.text != backoffice.text


@pytest.mark.parametrize(("proxies", "seen"), [(0, "10.0.0.1"), (1, "192.0.2.7")])
def test_a_proxy_is_believed_only_when_told(world: World, proxies: int, seen: str):
    request = EnvironBuilder("/healthz", headers={"X-Forwarded-For": "192.0.2.7"}).get_environ()
    request["REMOTE_ADDR"] = "10.0.0.1"

    b"".join(mount(world, proxies)(request, lambda *_answer: None))

    assert request["REMOTE_ADDR"] == seen


def test_a_taken_port_is_told_in_french():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(BadSettings, match="changez de port"):
            refuse_taken_port(Listening("127.0.0.1", port))


@pytest.mark.slow
def test_a_served_installation_answers_and_leaves_no_orphan(tmp_path: Path):
    port = _free_port()
    environment = {
        **os.environ,
        "DEMARCHES_MODE": "test",
        "DATABASE_URL": f"sqlite:///{tmp_path}/base.sqlite",
        "SMTP_URL": f"mailbox:{tmp_path}/courriels",
        "STORAGE_URL": f"file:{tmp_path}/pieces",
        "PORT": str(port),
    }
    migrate(environment["DATABASE_URL"])
    command = [sys.executable, "-m", "workflows", "serve", "--with-worker"]
    server = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        alive = _wait_for_worker(port)
        server.kill()
        server.wait()

        assert alive
        assert _gone(server.pid)
    finally:
        _end_group(server.pid)


def _wait_for_worker(port: int) -> bool:
    """Wait until the health page says that the worker lives."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
                if json.load(answer)["worker"] == "ok":
                    return True
        except (HTTPError, URLError, ConnectionError):
            pass
        time.sleep(0.2)
    return False


def _gone(group: int) -> bool:
    """Tell whether every process of a session ended by itself in time."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.2)
    return False


def _end_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
