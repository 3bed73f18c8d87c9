"""Files that come with a form: attached one by one, each refusal tied to its field."""

from typing import BinaryIO, cast
from uuid import UUID

from flask import request

from citizen_portal.auth import citizen_acts
from workflows.errors import InvalidPiece, TooLarge
from workflows.use_cases.pieces.attach_piece import attach_piece, remove_piece


def attach_files(task_id: UUID) -> dict[str, str]:
    """Attach every file of the request; return field key -> why the last refused one was."""
    errors: dict[str, str] = {}
    for key, file in request.files.items(multi=True):
        if not file.filename:
            continue
        try:
            # a transaction each: one refused file takes nothing from the others
            with citizen_acts() as act:
                attach_piece(act, task_id, key, file.filename, cast("BinaryIO", file.stream))
        except (InvalidPiece, TooLarge) as refused:
            errors[key] = _naming(file.filename, refused.message)
    return errors


def _naming(name: str, message: str) -> str:
    """Say which file a message is about, unless it does so itself."""
    return message if name in message else f"« {name} » : {message}"


def remove_named_piece() -> None:
    """Remove the piece whose button was pressed, if one was."""
    wanted = request.form.get("remove_piece", "")
    try:
        piece_id = UUID(wanted)
    except ValueError:
        return
    with citizen_acts() as act:
        remove_piece(act, piece_id)
