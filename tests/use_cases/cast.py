"""Worlds, people and dossiers made for tests."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import select

from tests.use_cases import sample_demarches as demarches
from workflows.adapters.clock import FixedClock
from workflows.adapters.mail import MemoryMail
from workflows.adapters.storage import MemoryStorage
from workflows.catalogue import read_folder
from workflows.database import open_database
from workflows.model import (
    Agent,
    Audience,
    Citizen,
    Group,
    Role,
    Task,
    TaskState,
)
from workflows.settings import Mode, Settings
from workflows.use_cases.act import SYSTEM, Actor, World, acting, looking
from workflows.use_cases.demarches.publish_demarche import make_current
from workflows.use_cases.dossiers.cards import DossierCard
from workflows.use_cases.dossiers.complete_task import complete_task
from workflows.use_cases.dossiers.fill_task import save_page
from workflows.use_cases.dossiers.start_dossier import start_dossier
from workflows.use_cases.pieces.attach_piece import attach_piece

Raw = Mapping[str, list[str]]
WHO: Raw = {"nom": ["Wamytan"], "prenoms": ["Rose"]}


@dataclass(frozen=True)
class TestWorld(World):
    """A world whose clock, mailbox and store a test can reach."""

    __test__ = False
    clock: FixedClock
    storage: MemoryStorage
    mail: MemoryMail


def make_world(url: str, now: datetime) -> TestWorld:
    return TestWorld(
        settings=Settings(mode=Mode.TEST, database_url=url, captcha_cost=10),
        database=open_database(url),
        clock=FixedClock(now),
        storage=MemoryStorage(),
        mail=MemoryMail(),
    )


def make_citizen(world: World, email: str = "rose@exemple.nc", password: bool = True) -> Actor:
    citizen = Citizen(
        id=uuid4(),
        email=email,
        phone="123456",
        password_hash="posed" if password else None,
        terms_accepted_at=world.now(),
        created_at=world.now(),
    )
    with acting(world, SYSTEM) as act:
        act.session.add(citizen)
    return Actor(Audience.CITIZEN, citizen.id, email)


def make_agent(
    world: World,
    name: str = "Paul Agent",
    groups: tuple[str, ...] = (demarches.GROUP,),
    role: Role = Role.INSTRUCTOR,
) -> Actor:
    agent_id = uuid4()
    with acting(world, SYSTEM) as act:
        held = list(act.session.scalars(select(Group).where(Group.code.in_(groups))))
        agent = Agent(
            id=agent_id,
            email=f"{agent_id.hex}@exemple.nc",
            name=name,
            role=role,
            created_at=world.now(),
        )
        agent.groups = held
        act.session.add(agent)
    return Actor(Audience.AGENT, agent_id, name, frozenset(groups), role)


def install(world: World, path: Path) -> str:
    """Make a folder the current version, without its check (test processes have no drawing)."""
    folder = read_folder(path)
    with acting(world, SYSTEM) as act:
        make_current(act, folder)
    return folder.code


def begin(world: World, citizen: Actor, code: str, raw: Raw = WHO) -> tuple[UUID, UUID]:
    """Begin a dossier and fill its first page; return the dossier and its task."""
    with acting(world, citizen) as act:
        dossier_id = start_dossier(act, code)
    task_id = live_task(world, dossier_id)
    with acting(world, citizen) as act:
        save_page(act, task_id, 0, raw)
    return dossier_id, task_id


def file_dossier(world: World, citizen: Actor, code: str, raw: Raw = WHO) -> UUID:
    """Begin, fill and send a dossier."""
    dossier_id, task_id = begin(world, citizen, code, raw)
    do(world, citizen, task_id)
    return dossier_id


def do(world: World, actor: Actor, task_id: UUID, **raw: str) -> DossierCard:
    """Complete a task with single values, or from its draft."""
    with acting(world, actor) as act:
        return complete_task(act, task_id, {key: [text] for key, text in raw.items()} or None)


def attach(
    world: World,
    actor: Actor,
    task_id: UUID,
    name: str,
    data: bytes,
    *,
    field: str = "justificatif",
) -> UUID:
    with acting(world, actor) as act:
        return attach_piece(act, task_id, field, name, BytesIO(data)).id


def live_tasks(world: World, dossier_id: UUID) -> list[Task]:
    ready = (Task.dossier_id == dossier_id, Task.state == TaskState.READY)
    with looking(world, SYSTEM) as act:
        tasks = list(act.session.scalars(select(Task).where(*ready).order_by(Task.element_id)))
        act.session.expunge_all()
    return tasks


def live_task(world: World, dossier_id: UUID, element_id: str = "") -> UUID:
    tasks = live_tasks(world, dossier_id)
    [task] = [task for task in tasks if not element_id or task.element_id == element_id]
    return task.id
