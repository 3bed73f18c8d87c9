"""Files of dossiers, served so that nothing in them can act: fixed type, sandbox, no sniffing."""

from typing import BinaryIO
from uuid import UUID

from flask import Response, redirect, send_file, url_for
from flask.typing import ResponseReturnValue

from backoffice.auth import looking
from backoffice.shield import FILE_POLICY
from backoffice.views.base import INSTRUCTION, Screen, at
from workflows.model import Role
from workflows.use_cases.access import not_found
from workflows.use_cases.act import Act
from workflows.use_cases.dossiers.cards import PieceView
from workflows.use_cases.pieces.attach_piece import open_piece, open_thumbnail

SHOWN = frozenset({"image/jpeg", "image/png", "application/pdf"})  # the rest is saved


class Pieces(Screen):
    """Open or save a file that the agent may read."""

    roles = INSTRUCTION | {Role.ADMINISTRATOR}

    @at()
    def index(self) -> ResponseReturnValue:
        """Go to the inbox: files are reached from their dossier."""
        return redirect(url_for("inbox.index"))

    @at("/<uuid:piece_id>")
    def show(self, piece_id: UUID) -> ResponseReturnValue:
        """Show an image or a PDF in the browser, in a sandbox; any other file is saved."""
        with looking() as act:
            piece, stream = open_piece(act, piece_id)
        return _serve(piece, stream, saved=piece.media_type not in SHOWN)

    @at("/<uuid:piece_id>/telecharger")
    def save(self, piece_id: UUID) -> ResponseReturnValue:
        """Save the file under its own name."""
        with looking() as act:
            piece, stream = open_piece(act, piece_id)
        return _serve(piece, stream, saved=True)

    @at("/<uuid:piece_id>/vignette")
    def thumbnail(self, piece_id: UUID) -> ResponseReturnValue:
        """Draw the small picture of an image, made by us when it arrived."""
        with looking() as act:
            stream = _small(act, piece_id)
        return _guarded(send_file(stream, mimetype="image/jpeg", max_age=3600))


def _small(act: Act, piece_id: UUID) -> BinaryIO:
    """Open the thumbnail; raise NotFound where there is none."""
    stream = open_thumbnail(act, piece_id)
    if stream is None:
        raise not_found()
    return stream


def _serve(piece: PieceView, stream: BinaryIO, *, saved: bool) -> Response:
    kind = "application/octet-stream" if saved else piece.media_type
    answer = send_file(stream, mimetype=kind, as_attachment=saved, download_name=piece.name)
    return _guarded(answer)


def _guarded(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = FILE_POLICY
    return answer
