"""Where a person goes once signed in: the démarche begun, the page asked for, or the dossiers."""

from uuid import UUID

from flask import flash, redirect, session, url_for
from werkzeug.wrappers import Response

from citizen_portal.auth import session_token, sign_in_with, visitor_acts, world
from workflows.errors import Forbidden, WorkflowError
from workflows.model import Audience
from workflows.use_cases.act import ANONYMOUS, Actor, acting, looking
from workflows.use_cases.dossiers.reading.my_dossiers import show_dossier
from workflows.use_cases.dossiers.start_dossier import start_dossier
from workflows.use_cases.people.sign_in import SignedIn, open_session, sign_out


def arrive(signed_in: SignedIn) -> Response:
    """Open the session in the browser and redirect to what was wanted before identification."""
    code, path = session.get("demarche"), session.get("wanted")
    failure = ""
    try:
        target = _begin(signed_in, code) if code else path or url_for("dossiers.index")
    except WorkflowError as refused:
        failure, target = refused.message, url_for("dossiers.index")
    former = session_token()
    if former:
        with visitor_acts() as act:
            sign_out(act, former)
    response = sign_in_with(redirect(target, 303), signed_in)
    if failure:
        flash(failure)
    return response


def form_of(dossier_id: UUID, task_id: UUID | None) -> str:
    """Return the address where the citizen's next task is filled in, or the dossier's."""
    if task_id is None:
        return url_for("dossiers.show", dossier_id=dossier_id)
    return url_for("tasks.resume", task_id=task_id)


def actor_of(signed_in: SignedIn) -> Actor:
    """Return the citizen whose session was just opened, before any cookie tells it."""
    with looking(world(), ANONYMOUS) as act:
        actor = open_session(act, Audience.CITIZEN, signed_in.token)
    if actor is None:
        raise Forbidden("")
    return actor


def _begin(signed_in: SignedIn, code: str) -> str:
    actor = actor_of(signed_in)
    with acting(world(), actor) as act:
        dossier_id = start_dossier(act, code)
    with looking(world(), actor) as act:
        card = show_dossier(act, dossier_id).card
    return form_of(card.id, card.next_task_id)
