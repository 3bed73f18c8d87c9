"""Files of a dossier: handed out as downloads that no browser executes."""

from uuid import UUID

from flask import Blueprint, Response, abort, send_file
from flask.typing import ResponseReturnValue

from citizen_portal.auth import citizen_looks, citizen_only
from citizen_portal.headers import SANDBOX
from workflows.use_cases.pieces.attach_piece import open_piece, open_thumbnail

pages = Blueprint("pieces", __name__)


@pages.get("/pieces/<uuid:piece_id>")
@citizen_only
def download(piece_id: UUID) -> ResponseReturnValue:
    """Hand out a file under its own name; its type is the one its content had."""
    with citizen_looks() as act:
        piece, stream = open_piece(act, piece_id)
    response = send_file(
        stream, mimetype=piece.media_type, as_attachment=True, download_name=piece.name
    )
    return _harmless(response)


@pages.get("/pieces/<uuid:piece_id>/vignette")
@citizen_only
def thumbnail(piece_id: UUID) -> ResponseReturnValue:
    """Show the small image made from a file, never the file itself."""
    with citizen_looks() as act:
        stream = open_thumbnail(act, piece_id)
    if stream is None:
        abort(404)
    return _harmless(send_file(stream, mimetype="image/jpeg"))


def _harmless(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    return response
