"""Kill -9 at random points: nothing acknowledged is lost, nothing uncommitted is sent."""

import asyncio
import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import text

from tests.kills.browsing import Browser
from tests.kills.people import Acknowledged, Agent, Citizen
from tests.kills.processes import Process, free_port, wait_until_healthy
from tests.kills.verdict import require_nothing_lost
from workflows.adapters.clock import FixedClock
from workflows.model import Agent as AgentRow
from workflows.model import Audience, Group, Role
from workflows.model import Citizen as CitizenRow
from workflows.settings import read_settings
from workflows.use_cases.act import SYSTEM, World, acting, open_world
from workflows.use_cases.demarches.publish_demarche import publish
from workflows.use_cases.people.sign_in import start_session
from workflows.use_cases.worker.send_outbox import LEASE
from workflows.use_cases.worker.work import work_once

KILLS = 20
CITIZENS = 3
PATIENCE = 120  # seconds, on a loaded machine
OTHERS = text(
    "select count(*) from pg_stat_activity"
    " where datname = current_database() and pid <> pg_backend_pid()"
    " and backend_type = 'client backend'"
)
SLOWNESS = 0.03  # seconds; longer than all that a worker does between two mails
FOLDER = Path(__file__).parents[1] / "bpmn" / "permis_de_chasser"


class Sink:
    """A mail server that remembers the Message-ID of what it took, and is slow enough to die on."""

    def __init__(self) -> None:
        self.received: list[str] = []

    async def handle_MAIL(  # noqa: N802  aiosmtpd finds its hooks by these names
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _o: list[str]
    ) -> str:
        await asyncio.sleep(SLOWNESS)
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        head = bytes(envelope.content or b"").partition(b"\r\n\r\n")[0].decode()
        (line,) = [line for line in head.splitlines() if line.lower().startswith("message-id:")]
        self.received.append(line.partition(":")[2].strip())
        await asyncio.sleep(SLOWNESS)
        return "250 OK"


@pytest.fixture
def sink() -> Sink:
    return Sink()


@pytest.fixture
def smtp_url(sink: Sink) -> Iterator[str]:
    port = free_port()
    server = Controller(sink, hostname="127.0.0.1", port=port)
    server.start()
    yield f"smtp://127.0.0.1:{port}"
    server.stop()


@dataclass
class Installation:
    """The product as it runs somewhere: two processes over one database."""

    url: str
    world: World
    server: Process
    worker: Process

    def start(self) -> None:
        self.server.start()
        self.worker.start()
        wait_until_healthy(self.url, self.server)


@pytest.fixture
def installation(database_url: str, smtp_url: str, tmp_path: Path) -> Iterator[Installation]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        "DEMARCHES_MODE": "production",
        "SECRET_KEY": "a key for the kill runs, long enough to be one",
        "DATABASE_URL": database_url,
        "SMTP_URL": smtp_url,
        "STORAGE_URL": f"file:{tmp_path / 'pieces'}",
        "PUBLIC_URL": url,
    }
    world = open_world(read_settings(environment))
    with acting(world, SYSTEM) as act:
        publish(act, FOLDER)
    server = Process(("serve", "--port", str(port)), environment, tmp_path / "server.log")
    worker = Process(("worker",), environment, tmp_path / "worker.log")
    made = Installation(url, world, server, worker)
    yield made
    for process in (server, worker):
        if process.running is not None and process.running.poll() is None:
            process.kill()
    world.database.dispose()


def cookie_of_citizen(world: World, number: int) -> str:
    with acting(world, SYSTEM) as act:
        citizen = CitizenRow(
            email=f"usager{number}@exemple.nc",
            phone="+687123456",
            terms_accepted_at=act.now,
            created_at=act.now,
        )
        act.session.add(citizen)
        act.session.flush()
        return f"usager_session={start_session(act, Audience.CITIZEN, citizen.id).token}"


def cookie_of_agent(world: World) -> str:
    with acting(world, SYSTEM) as act:
        agent = AgentRow(
            email="agent@exemple.nc", name="Ana Agent", role=Role.INSTRUCTOR, created_at=act.now
        )
        agent.groups = list(act.session.query(Group))
        act.session.add(agent)
        act.session.flush()
        return f"agent_session={start_session(act, Audience.AGENT, agent.id).token}"


def crowd(
    installation: Installation, noted: Acknowledged, stop: threading.Event
) -> list[threading.Thread]:
    """Citizens and an agent at work, each in a thread."""
    url, world = installation.url, installation.world
    agent = Agent(Browser(url, cookie_of_agent(world), stop), noted)
    threads = [threading.Thread(target=agent.keep_on, args=(agent.decide_one,))]
    for number in range(1, CITIZENS + 1):
        browser = Browser(url, cookie_of_citizen(world, number), stop)
        citizen = Citizen(browser, noted, number * 1000)
        threads.append(threading.Thread(target=citizen.keep_on, args=(citizen.file_one,)))
    return threads


def await_alone(world: World) -> None:
    """Wait until PostgreSQL has ended what the killed had asked: a last commit may come late."""
    if world.database.engine.dialect.name != "postgresql":
        return
    world.database.dispose()

    def alone() -> bool:
        with world.database.engine.connect() as connection:  # what is seen is kept for one act
            return connection.execute(OTHERS).scalar() == 0

    await_true(alone)


def await_true(fact: Callable[[], bool]) -> None:
    """Wait until something is so, or for a time that is long on any machine."""
    deadline = time.monotonic() + PATIENCE
    while not fact() and time.monotonic() < deadline:
        time.sleep(0.05)


def drain(world: World) -> None:
    """Deliver what is left, once the leases of the killed workers have ended."""
    await_alone(world)
    later = FixedClock(world.now() + LEASE + timedelta(minutes=1))
    work_once(replace(world, clock=later))


@pytest.mark.slow
@pytest.mark.timeout(900)  # each of forty starts takes ten seconds on a loaded machine
def test_killing_server_and_worker_loses_nothing(installation: Installation, sink: Sink):
    seed = random.SystemRandom().randrange(10**6)
    chance = random.Random(seed)  # noqa: S311  moments of death, not secrets
    noted, stop = Acknowledged(), threading.Event()
    people = crowd(installation, noted, stop)
    for person in people:
        person.start()

    for _kill in range(KILLS):
        installation.start()
        time.sleep(chance.uniform(0.1, 1.5))
        doomed = [installation.server, installation.worker]
        chance.shuffle(doomed)
        doomed[0].kill()
        time.sleep(chance.uniform(0, 0.3))
        doomed[1].kill()
    installation.start()
    time.sleep(3)
    await_true(lambda: bool(noted.filed and noted.decided))
    stop.set()
    for person in people:
        person.join(30)
    installation.server.kill()
    installation.worker.kill()
    drain(installation.world)

    told = f"seed {seed}: {len(noted.filed)} filed, {len(noted.decided)} decided, "
    told += f"{len(sink.received)} mails"
    print(told)  # noqa: T201  the figures of the run, shown by pytest -s
    assert noted.faults == [], installation.server.last_words()
    assert noted.filed, told
    assert noted.decided, told
    require_nothing_lost(installation.world, noted, sink.received)
    twice = len(sink.received) - len(set(sink.received))
    assert twice <= installation.worker.kills, told
