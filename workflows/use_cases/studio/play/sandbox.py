"""A sandbox: database, files, mails and clock of one play, in a folder that is thrown away.

Nothing in it is real and nothing leaves it. It lies on disk, so that every process serves it.
"""

import json
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from workflows.adapters.clock import FileClock
from workflows.adapters.disk import write_whole
from workflows.adapters.mail import MailboxMail
from workflows.adapters.storage import FileStorage
from workflows.database import open_database
from workflows.errors import TooLarge
from workflows.model import Base
from workflows.settings import MEGABYTE, Mode, Settings, var_folder
from workflows.translation import _
from workflows.use_cases.access import not_found
from workflows.use_cases.act import Actor, World

FOLDER = "essais"
CARD = "essai.json"
KEPT = timedelta(hours=24)
MOST = 20  # plays at one time, all analysts together; the oldest goes first
ROOM = 60 * MEGABYTE  # of one play
FOREVER = 50 * 365 * 24 * 3600  # seconds: a clock that jumps a year must not end a session


@dataclass(frozen=True, slots=True)
class Passing:
    """Time that the analyst let pass: a duration (`P15D`) or up to a moment, in ISO."""

    after: str = ""
    until: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a play: whose, of what, since when (real time), begun at which moment.

    `address` is where the play is served; `digest` names the files as they were.
    """

    id: str
    owner_id: str
    code: str
    title: str
    digest: str
    address: str
    secret: str
    begun_at: str
    start: str
    passings: tuple[Passing, ...] = ()


@dataclass(frozen=True, slots=True)
class Sandbox:
    """One play on disk, opened: its card, its folder and its world."""

    card: Card
    folder: Path
    world: World
    clock: FileClock

    @property
    def id(self) -> UUID:
        """Return the identifier of the play, which only its owner may use."""
        return UUID(self.card.id)

    def write(self, card: Card) -> "Sandbox":
        """Keep another card."""
        write_whole(self.folder / CARD, json.dumps(asdict(card)).encode())
        return replace(self, card=card)

    def require_room(self) -> None:
        """Raise TooLarge when the play has filled the space that it may take."""
        size = sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())
        if size > ROOM:
            raise TooLarge(
                _("Cet essai occupe plus de %(n)d Mo : recommencez-le avec des fichiers légers.")
                % {"n": ROOM // MEGABYTE}
            )


def make_sandbox(world: World, owner: Actor, card: Card) -> Sandbox:
    """Make an empty world for one analyst; the oldest plays give way."""
    sweep(world, leaving=MOST - 1)
    for other in own_sandboxes(world, owner, card.code):
        throw_away(other)
    folder = _root(world.settings) / UUID(card.id).hex
    folder.mkdir(parents=True)
    sandbox = _opened(world, folder, card)
    sandbox.clock.set(datetime.fromisoformat(card.start))
    Base.metadata.create_all(sandbox.world.database.engine)
    return sandbox.write(card)


def new_card(owner: Actor, now: datetime, code: str, base: str) -> Card:
    """Return the card of a play about to begin; `base` is the address under which plays are."""
    id_ = uuid4()
    return Card(
        id=str(id_),
        owner_id=str(owner.id),
        code=code,
        title="",
        digest="",
        address=f"{base}/{id_}",
        secret=secrets.token_hex(32),
        begun_at=now.isoformat(),
        start=now.isoformat(),
    )


def open_sandbox(world: World, actor: Actor, play_id: UUID) -> Sandbox:
    """Open the play of this analyst; raise NotFound for any other, and for one thrown away."""
    folder = _root(world.settings) / play_id.hex
    card = _card(folder)
    if card is None or card.owner_id != str(actor.id) or _is_old(world, card):
        raise not_found()
    return _opened(world, folder, card)


def own_sandboxes(world: World, actor: Actor, code: str) -> Iterator[Sandbox]:
    """Yield the plays of a démarche that this analyst has under way."""
    for folder, card in _all(world):
        mine = card.owner_id == str(actor.id) and card.code == code
        if mine and not _is_old(world, card):
            yield _opened(world, folder, card)


def throw_away(sandbox: Sandbox) -> None:
    """Delete all that a play left."""
    shutil.rmtree(sandbox.folder, ignore_errors=True)


def sweep(world: World, leaving: int = MOST) -> None:
    """Delete the plays of yesterday, and the oldest of those in excess."""
    found = sorted(_all(world), key=lambda each: each[1].begun_at, reverse=True)
    for rank, (folder, card) in enumerate(found):
        if rank >= leaving or _is_old(world, card):
            shutil.rmtree(folder, ignore_errors=True)


def _all(world: World) -> Iterator[tuple[Path, Card]]:
    for folder in sorted(_root(world.settings).glob("*")):
        card = _card(folder)
        if card is not None:
            yield folder, card


def _card(folder: Path) -> Card | None:
    try:
        kept = json.loads((folder / CARD).read_bytes())
    except FileNotFoundError:
        return None
    return Card(**{**kept, "passings": tuple(Passing(**each) for each in kept["passings"])})


def _is_old(world: World, card: Card) -> bool:
    return world.now() - datetime.fromisoformat(card.begun_at) > KEPT


def _root(settings: Settings) -> Path:
    return var_folder(settings) / FOLDER


def _opened(world: World, folder: Path, card: Card) -> Sandbox:
    clock = FileClock(folder / "horloge.json")
    settings = _settings(world.settings, folder, card)
    apart = World(
        settings=settings,
        database=open_database(settings.database_url, pooled=False),
        clock=clock,
        storage=FileStorage(folder / "pieces"),
        mail=MailboxMail(folder / "courriels", settings.mail_from),
        antivirus=world.antivirus,
    )
    return Sandbox(card, folder, apart, clock)


def _settings(settings: Settings, folder: Path, card: Card) -> Settings:
    return replace(
        settings,
        mode=Mode.DEMO,
        database_url=f"sqlite:///{folder / 'essai.sqlite'}",
        secret_key=card.secret,
        smtp_url=f"mailbox:{folder / 'courriels'}",
        storage_url=f"file:{folder / 'pieces'}",
        public_url=f"{card.address}/usager",
        session_idle=FOREVER,
        session_absolute=FOREVER,
    )
