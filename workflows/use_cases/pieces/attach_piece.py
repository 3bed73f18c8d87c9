"""Pièces justificatives: attaching, removing and opening the files of a dossier."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast
from uuid import UUID

from sqlalchemy import func, select

from workflows.errors import InvalidPiece, TaskGone, TooLarge
from workflows.forms import Component, max_files
from workflows.model import Dossier, Piece, TaskRow
from workflows.settings import MEGABYTE
from workflows.translation import _, ngettext
from workflows.use_cases.access import Verb, not_found, require, visible_pieces
from workflows.use_cases.act import Act
from workflows.use_cases.dossiers.cards import WITH_THUMBNAIL, PieceView, piece_view
from workflows.use_cases.dossiers.case import Case, case_of_task
from workflows.use_cases.dossiers.fill_task import form_of
from workflows.use_cases.dossiers.surroundings import FILE
from workflows.use_cases.pieces.piece_content import (
    FORMATS,
    Content,
    clean_name,
    format_of,
    read_content,
)

CHUNK = 64 * 1024
IN_MEMORY = MEGABYTE
QUOTA_BYTES = 200 * MEGABYTE  # of one dossier, removed files included
QUOTA_PIECES = 100
THUMBNAIL = "thumbnail"


@dataclass(frozen=True, slots=True)
class _Upload:
    """A file received and found good; nothing of it is stored yet."""

    name: str
    stream: BinaryIO
    size: int
    content: Content


def attach_piece(act: Act, task_id: UUID, field_key: str, name: str, stream: BinaryIO) -> PieceView:
    """Attach a file to a field of a task; the citizen alone reads it until the task is completed.

    Raise TooLarge, InvalidPiece, NotFound, TaskGone, Forbidden. The file is judged before the
    first query: a slow decode holds no lock.
    """
    if format_of(clean_name(name)) is None:
        case, task = case_of_task(act, task_id, lock=False)
        require(act.actor, Verb.FILL, task)
        raise _not_accepted(clean_name(name), _accepted(case, _field(case, task, field_key)))
    with _received(stream, act.world.settings.max_piece_bytes) as (received, size):
        upload = _judged(act, name, received, size)
        case, task = case_of_task(act, task_id, lock=True)
        require(act.actor, Verb.FILL, task)
        field = _field(case, task, field_key)
        _check_format(case, field, upload)
        _check_room(act, task, field, upload)
        return piece_view(act, _stored(act, task, field_key, upload))


def remove_piece(act: Act, piece_id: UUID) -> None:
    """Take back a file not yet sent; raise NotFound, TaskGone or Forbidden."""
    piece = _visible(act, piece_id)
    if piece.task_id is None or piece.transmitted:
        raise TaskGone(_("Ce fichier a été transmis : il ne peut plus être retiré."))
    _case, task = case_of_task(act, piece.task_id, lock=True)
    require(act.actor, Verb.FILL, task)
    piece.removed_at = act.now


def open_piece(act: Act, piece_id: UUID) -> tuple[PieceView, BinaryIO]:
    """Open a file that this person may read; raise NotFound, MissingFile."""
    require(act.actor, Verb.OPEN_PIECE)
    piece = _visible(act, piece_id)
    return piece_view(act, piece), act.world.storage.open(piece.sha256)


def open_thumbnail(act: Act, piece_id: UUID) -> BinaryIO | None:
    """Open the small picture of a file that this person may read; None when it has none."""
    require(act.actor, Verb.OPEN_PIECE)
    piece = _visible(act, piece_id)
    name = f"{piece.sha256}.{THUMBNAIL}"
    has_one = piece.media_type in WITH_THUMBNAIL and act.world.storage.has(name)
    return act.world.storage.open(name) if has_one else None


@contextmanager
def _received(stream: BinaryIO, limit: int) -> Iterator[tuple[BinaryIO, int]]:
    """Copy a file out of its request, up to `limit` bytes; raise TooLarge beyond."""
    with SpooledTemporaryFile(max_size=IN_MEMORY) as spooled:
        size = 0
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise TooLarge(
                    _(
                        "Ce fichier dépasse %(n)d Mo, la taille permise. Réduisez-le, par exemple "
                        "en le numérisant moins finement, puis joignez-le à nouveau."
                    )
                    % {"n": limit // MEGABYTE}
                )
            spooled.write(chunk)
        yield cast("BinaryIO", spooled), size


def _judged(act: Act, name: str, stream: BinaryIO, size: int) -> _Upload:
    shown = clean_name(name)
    content = read_content(shown, stream, frozenset(FORMATS))
    stream.seek(0)
    malware = act.world.antivirus.scan(stream)
    if malware is not None:
        raise InvalidPiece(
            _("« %(name)s » est refusé : l'antivirus y a reconnu un logiciel malveillant.")
            % {"name": shown}
        )
    return _Upload(shown, stream, size, content)


def _field(case: Case, task: TaskRow, field_key: str) -> Component:
    field = form_of(case, task).by_key.get(field_key)
    if field is None or field.type != FILE:
        raise not_found()
    return field


def _check_format(case: Case, field: Component, upload: _Upload) -> None:
    """Raise InvalidPiece unless the démarche, and the field if it says, take this format."""
    accepted = _accepted(case, field)
    if upload.content.format not in accepted:
        raise _not_accepted(upload.name, accepted)


def _accepted(case: Case, field: Component) -> frozenset[str]:
    asked = {format_of(part.strip()) for part in field.text("accept").split(",") if part.strip()}
    accepted = frozenset(case.folder.about.formats)
    return (accepted & asked) or accepted


def _not_accepted(name: str, accepted: frozenset[str]) -> InvalidPiece:
    return InvalidPiece(
        _("« %(name)s » : ce format n'est pas accepté ici. Formats acceptés : %(formats)s.")
        % {"name": name, "formats": ", ".join(sorted(accepted))}
    )


def _check_room(act: Act, task: TaskRow, field: Component, upload: _Upload) -> None:
    """Raise InvalidPiece when the field or the dossier holds as much as it may."""
    of_dossier = Piece.dossier_id == task.dossier_id
    of_field = (Piece.task_id == task.id, Piece.field_key == field.key)
    limit = max_files(field)
    if _count(act, of_dossier, *of_field, Piece.removed_at.is_(None))[0] >= limit:
        raise InvalidPiece(
            ngettext(
                "Un fichier au plus ici : retirez-le avant d'en joindre un autre.",
                "%(n)d fichiers au plus ici : retirez-en un avant d'en joindre un autre.",
                limit,
            )
            % {"n": limit}
        )
    count, size = _count(act, of_dossier)
    if count >= QUOTA_PIECES or size + upload.size > QUOTA_BYTES:
        raise InvalidPiece(
            _("Ce dossier ne peut plus recevoir de fichier (%(n)d fichiers, %(size)d Mo au plus).")
            % {"n": QUOTA_PIECES, "size": QUOTA_BYTES // MEGABYTE}
        )


def _count(act: Act, *which: object) -> tuple[int, int]:
    counted = select(func.count(), func.coalesce(func.sum(Piece.size), 0)).select_from(Piece)
    count, size = act.session.execute(counted.where(*which)).one()  # type: ignore[arg-type]  # conditions on Piece
    return count, size


def _stored(act: Act, task: TaskRow, field_key: str, upload: _Upload) -> Piece:
    upload.stream.seek(0)
    stored = act.world.storage.put(upload.stream, act.world.settings.max_piece_bytes)
    if upload.content.thumbnail is not None:
        act.world.storage.put_beside(stored.sha256, THUMBNAIL, upload.content.thumbnail)
    piece = Piece(
        dossier_id=task.dossier_id,
        task_id=task.id,
        field_key=field_key,
        name=upload.name,
        media_type=upload.content.media_type,
        size=stored.size,
        sha256=stored.sha256,
        added_at=act.now,
    )
    act.session.add(piece)
    act.session.flush()
    return piece


def _visible(act: Act, piece_id: UUID) -> Piece:
    found = select(Piece).join(Dossier, Dossier.id == Piece.dossier_id)
    piece = act.session.scalar(found.where(Piece.id == piece_id, visible_pieces(act.actor)))
    if piece is None:
        raise not_found()
    return piece
