"""The screens that a play shows: the real ones, answered by the stage, for their analyst only."""

from uuid import UUID

from flask import Response, redirect, request, send_file
from flask.typing import ResponseReturnValue

from backoffice.auth import current_agent, world
from backoffice.shield import FILE_POLICY
from backoffice.stage import Stage, stage
from backoffice.views.base import at
from backoffice.views.studio.base import StudioScreen
from workflows.model import Audience
from workflows.use_cases.access import Verb, not_found, require
from workflows.use_cases.act import SYSTEM, looking
from workflows.use_cases.pieces.attach_piece import open_piece
from workflows.use_cases.studio.play.cast import Part, part
from workflows.use_cases.studio.play.sandbox import Sandbox, open_sandbox
from workflows.use_cases.studio.play.sheet import what_to_open

ROOM = "/essai/<uuid:play_id>"


class PlayedScreens(StudioScreen):
    """What the frame of a play holds; no page of ours."""

    @at(f"{ROOM}/<role>/", methods=("GET", "POST"))
    @at(f"{ROOM}/<role>/<path:rest>", methods=("GET", "POST"))
    def show(self, play_id: UUID, role: str, rest: str = "") -> ResponseReturnValue:
        """Let the application of this role answer."""
        sandbox = _entered(play_id)
        played = part(sandbox, role)
        return _stage().answer(sandbox, played, _mount(sandbox, played))

    @at(f"{ROOM}/<role>/entrer")
    def enter(self, play_id: UUID, role: str) -> ResponseReturnValue:
        """Sign a role in, and go where it has something to do."""
        sandbox = _entered(play_id)
        played = part(sandbox, role)
        _stage().enter(sandbox, played)
        return redirect(f"{request.script_root}{_mount(sandbox, played)}{_first(sandbox, played)}")

    @at(f"{ROOM}/documents/<uuid:piece_id>")
    def document(self, play_id: UUID, piece_id: UUID) -> ResponseReturnValue:
        """Open a document that the process made."""
        with looking(_entered(play_id).world, SYSTEM) as act:
            piece, stream = open_piece(act, piece_id)
        answer: Response = send_file(stream, mimetype=piece.media_type, download_name=piece.name)
        answer.headers["Content-Security-Policy"] = FILE_POLICY
        return answer


def _entered(play_id: UUID) -> Sandbox:
    """Return the play of the analyst who asks; raise NotFound for anybody else's."""
    agent = current_agent()
    if agent is None:
        raise not_found()
    require(agent, Verb.DESIGN)
    return open_sandbox(world(), agent, play_id)


def _stage() -> Stage:
    found = stage()
    if found is None:
        raise not_found()
    return found


def _mount(sandbox: Sandbox, played: Part) -> str:
    return f"/conception/essai/{sandbox.id}/{played.slug}"


def _first(sandbox: Sandbox, played: Part) -> str:
    """Return where a role begins: its task, else the dossier, else its entrance."""
    dossier_id, task_id = what_to_open(sandbox, played)
    app = _stage().app(sandbox, played.audience)
    if played.audience is Audience.CITIZEN:
        return _stage().portal.first_page(app, sandbox.card.code, dossier_id, task_id)
    address = app.url_map.bind("localhost")
    if task_id is None:
        return address.build("inbox.index")
    return address.build("dossiers.show", {"dossier_id": dossier_id})
