"""One person, one moment, one transaction: `acting(world, actor)` gives the Act of a use case."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from workflows.adapters.antivirus import Antivirus, NoAntivirus, open_antivirus
from workflows.adapters.clock import Clock, SystemClock
from workflows.adapters.mail import Mailer, open_mail
from workflows.adapters.storage import Storage, open_storage
from workflows.adapters.webhooks import MemoryWebhooks, Webhooks, open_webhooks
from workflows.database import Database, Transaction, open_database
from workflows.errors import ProcessFailure
from workflows.model import Audience, Role
from workflows.settings import Settings, var_folder
from workflows.use_cases.held import Held
from workflows.use_cases.incidents import report


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts; `groups` and `role` are an agent's. Without audience: the system, or nobody yet."""

    audience: Audience | None
    id: UUID | None
    name: str
    groups: frozenset[str] = frozenset()
    role: Role | None = None

    @property
    def is_citizen(self) -> bool:
        """Tell whether a signed-in citizen acts."""
        return self.audience is Audience.CITIZEN

    @property
    def is_agent(self) -> bool:
        """Tell whether a signed-in agent acts."""
        return self.audience is Audience.AGENT


SYSTEM = Actor(None, None, "Système")
ANONYMOUS = Actor(None, None, "Anonyme")


@dataclass(frozen=True, slots=True)
class World:
    """What a running installation holds; made once per process."""

    settings: Settings
    database: Database
    clock: Clock
    storage: Storage
    mail: Mailer
    antivirus: Antivirus = field(default_factory=NoAntivirus)
    webhooks: Webhooks = field(default_factory=MemoryWebhooks)

    def now(self) -> datetime:
        """Return the present moment, in UTC."""
        return self.clock.now()


@dataclass(frozen=True, slots=True)
class Act:
    """One person at one moment in one transaction; nothing in it outlives the transaction."""

    transaction: Transaction
    actor: Actor
    now: datetime
    world: World
    held: Held = field(default_factory=Held)

    @property
    def session(self) -> Session:
        """Return the session, for what is read and changed as objects."""
        return self.transaction.session

    @property
    def connection(self) -> Connection:
        """Return the connection, for the statements that need no object of the session."""
        return self.transaction.connection

    def settle(self) -> None:
        """Write the dossiers that this act has locked, with what is put off."""
        self.held.write(self.transaction)

    def undo(self) -> None:
        """Forget all that was done so far; what follows begins anew."""
        self.transaction.undo()
        self.held.forget()


def open_world(settings: Settings) -> World:
    """Open the database and the adapters that the settings name."""
    var_folder(settings)
    return World(
        settings=settings,
        database=open_database(settings.database_url),
        clock=SystemClock(),
        storage=open_storage(settings.storage_url),
        mail=open_mail(settings.smtp_url, settings.mail_from),
        antivirus=open_antivirus(settings.antivirus_url),
        webhooks=open_webhooks(settings.webhooks),
    )


@contextmanager
def acting(world: World, actor: Actor) -> Iterator[Act]:
    """Give an act that may write; it is committed on leaving, or leaves nothing behind.

    A process that could not advance leaves an incident, in a transaction of its own.
    """
    try:
        with world.database.writing() as transaction:
            act = Act(transaction, actor, world.now(), world)
            yield act
            act.settle()
    except ProcessFailure as failure:
        if failure.dossier_id is not None:
            with world.database.transaction() as session:
                report(session, world.now(), failure.dossier_id, failure)
        raise


@contextmanager
def looking(world: World, actor: Actor) -> Iterator[Act]:
    """Give an act that only reads, over one state of the database."""
    with world.database.looking() as transaction:
        yield Act(transaction, actor, world.now(), world)
