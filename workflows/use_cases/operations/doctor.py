"""The doctor: one report on dossiers, deliveries, the worker and the files of an installation."""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from workflows.adapters.storage import CHUNK, MissingFile, Storage
from workflows.model import Delivery, Dossier, Incident, OutboxItem, Piece, Wait, WaitKind
from workflows.translation import _
from workflows.use_cases.act import SYSTEM, Act, World, looking
from workflows.use_cases.operations.examine import BATCH, Trouble, examine_dossiers
from workflows.use_cases.operations.health import health


@dataclass(frozen=True, slots=True)
class Checkup:
    """What was examined and what is wrong; open incidents are known troubles, only counted."""

    dossiers: int
    files: int
    incidents: int
    worker_age: float | None
    troubles: tuple[Trouble, ...]

    @property
    def sound(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.troubles

    def as_json(self) -> dict[str, object]:
        """Return the report for a monitor."""
        told = {**asdict(self), "sound": self.sound}
        told["troubles"] = [asdict(trouble) for trouble in self.troubles]
        return told


@dataclass(frozen=True, slots=True)
class _Kept:
    """A file that a row says is kept; `number` is its dossier's."""

    id: UUID
    name: str
    sha256: str
    number: str


def check_up(world: World, *, files: bool = False) -> Checkup:
    """Examine everything; with `files` every byte kept is read again, which may take long."""
    examined = list(examine_dossiers(world))
    troubles = [trouble for _number, found in examined for trouble in found]
    looked = health(world)
    if looked.worker_late:
        troubles.append(_worker_trouble(looked.worker_age))
    with looking(world, SYSTEM) as act:
        incidents = _count(act, Incident.id, Incident.resolved_at.is_(None))
        troubles += [*_delivery_troubles(act), *_late_timers(act), *_late_events(act)]
    read = list(_examine_files(world)) if files else []
    troubles += [trouble for trouble in read if trouble is not None]
    return Checkup(len(examined), len(read), incidents, looked.worker_age, tuple(troubles))


def _worker_trouble(age: float | None) -> Trouble:
    if age is None:
        told = _("Aucun worker n'a jamais travaillé : lancez « demarches worker ».")
    else:
        told = _("Le dernier signe d'un worker date de %(n)d s : relancez « demarches worker ».")
    return Trouble("worker", told % {"n": age or 0})


def _delivery_troubles(act: Act) -> Iterator[Trouble]:
    waiting = OutboxItem.delivered_at.is_(None)
    given_up = (
        select(OutboxItem, Dossier.number)
        .outerjoin(Dossier, Dossier.id == OutboxItem.dossier_id)
        .where(waiting, OutboxItem.next_try_at.is_(None))
        .order_by(OutboxItem.created_at)
    )
    for item, number in act.session.execute(given_up):
        told = _("Un envoi est abandonné après %(n)d essais : %(cause)s")
        yield Trouble("envoi", told % {"n": item.tries, "cause": item.failure}, number or "")
    late = _count(act, OutboxItem.id, waiting & (OutboxItem.next_try_at < _long_due(act)))
    if late:
        told = _("%(n)d envoi(s) attendent depuis trop longtemps.")
        yield Trouble("envois-en-retard", told % {"n": late})


def _late_timers(act: Act) -> Iterator[Trouble]:
    late = _count(act, Wait.id, (Wait.kind == WaitKind.TIMER) & (Wait.due_at < _long_due(act)))
    if late:
        told = _("%(n)d échéance(s) passée(s) n'ont pas été traitées.")
        yield Trouble("echeances-en-retard", told % {"n": late})


def _late_events(act: Act) -> Iterator[Trouble]:
    late = _count(act, Delivery.dossier_id, Delivery.due_at < _long_due(act))
    if late:
        told = _("%(n)d message(s) ou signaux ne sont pas encore remis.")
        yield Trouble("messages-en-retard", told % {"n": late})


def _long_due(act: Act) -> object:
    return act.now - timedelta(seconds=act.world.settings.worker_late)


def _count(act: Act, column: object, which: ColumnElement[bool]) -> int:
    return act.session.scalar(select(func.count(column)).where(which)) or 0  # type: ignore[arg-type]  # a column


def _examine_files(world: World) -> Iterator[Trouble | None]:
    """Yield, for each file kept, what is wrong with it, or None."""
    after: UUID | None = None
    while True:
        with looking(world, SYSTEM) as act:
            batch = _pieces(act, after)
        for kept in batch:
            yield _file_trouble(world.storage, kept)
        if len(batch) < BATCH:
            return
        after = batch[-1].id


def _pieces(act: Act, after: UUID | None) -> list[_Kept]:
    kept = (
        select(Piece.id, Piece.name, Piece.sha256, Dossier.number)
        .join(Dossier, Dossier.id == Piece.dossier_id)
        .where(Piece.removed_at.is_(None))
        .order_by(Piece.id)
        .limit(BATCH)
    )
    if after is not None:
        kept = kept.where(Piece.id > after)
    return [_Kept(*row) for row in act.session.execute(kept)]


def _file_trouble(storage: Storage, kept: _Kept) -> Trouble | None:
    said, number = {"name": kept.name}, kept.number
    try:
        digest = _digest(storage, kept.sha256)
    except MissingFile:
        return Trouble("fichier-absent", _("Le fichier « %(name)s » a disparu.") % said, number)
    if digest != kept.sha256:
        told = _("Le fichier « %(name)s » n'est plus celui qui a été déposé.")
        return Trouble("fichier-altere", told % said, number)
    return None


def _digest(storage: Storage, name: str) -> str:
    digest = hashlib.sha256()
    with storage.open(name) as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
