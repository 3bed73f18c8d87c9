"""Who asks: the session cookie becomes an Actor, and every view acts in that Actor's name."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec
from urllib.parse import urlsplit

from flask import Flask, current_app, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from workflows.model import Audience
from workflows.settings import Settings
from workflows.use_cases.act import ANONYMOUS, Act, Actor, World, acting, looking
from workflows.use_cases.people.sign_in import SignedIn, open_session

P = ParamSpec("P")
SCRIPT = "text/plain"  # what portal.js is answered with when something fails


def install(app: Flask) -> None:
    """Find out who asks before each view, and tell the templates."""
    app.before_request(recognise)
    app.context_processor(lambda: {"citizen": g.get("actor", ANONYMOUS)})


def world() -> World:
    """Return the world this application was built over."""
    found: World = current_app.extensions["world"]
    return found


def current_actor() -> Actor:
    """Return the signed-in citizen, or ANONYMOUS."""
    actor: Actor = g.actor
    return actor


@contextmanager
def citizen_acts() -> Iterator[Act]:
    """Give an act that may write, in the name of who asks; leaving it commits."""
    with acting(world(), current_actor()) as act:
        yield act


@contextmanager
def citizen_looks() -> Iterator[Act]:
    """Give an act that only reads, in the name of who asks."""
    with looking(world(), current_actor()) as act:
        yield act


@contextmanager
def visitor_acts() -> Iterator[Act]:
    """Give an act that may write, in nobody's name: signing in and up begin so."""
    with acting(world(), ANONYMOUS) as act:
        yield act


@contextmanager
def visitor_looks() -> Iterator[Act]:
    """Give an act that only reads, in nobody's name."""
    with looking(world(), ANONYMOUS) as act:
        yield act


def citizen_only(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Send who is not signed in to the identification, and back here afterwards."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if current_actor().is_citizen:
            return view(*args, **kwargs)
        session.pop("demarche", None)  # begun before, and left: this page is what is wanted now
        session["wanted"] = request.path if request.method == "GET" else _page_before()
        flash(_("Identifiez-vous pour accéder à cette page."))
        return redirect(url_for("identification.ask_email"), 303)

    return guarded


def is_script() -> bool:
    """Tell whether our own script asks: it shows the words of an answer, not a page."""
    return request.headers.get("X-Requested-By") == "portal.js"


def session_token() -> str | None:
    """Return the token of the cookie, whatever it is worth."""
    return request.cookies.get(_cookie_name())


def sign_in_with(response: Response, signed_in: SignedIn) -> Response:
    """Put the new session in the answer's cookie; what the anonymous pages kept is forgotten.

    Messages not yet shown stay, and the CSRF token changes with the session.
    """
    messages = session.get("_flashes")
    session.clear()
    if messages:
        session["_flashes"] = messages
    return renew_session(response, signed_in)


def renew_session(response: Response, signed_in: SignedIn) -> Response:
    """Put the token in a cookie that dies with the browser; the server ends the session by time."""
    response.set_cookie(
        _cookie_name(),
        signed_in.token,
        httponly=True,
        samesite="Lax",
        secure=world().settings.secure,
    )
    return response


def forget_session(response: Response) -> Response:
    """Take the session cookie away."""
    session.clear()
    response.delete_cookie(_cookie_name(), httponly=True, secure=world().settings.secure)
    return response


def _page_before() -> str:
    """Return the page of ours that a form was sent from; nothing when the browser hides it."""
    before = urlsplit(request.referrer or "")
    ours = before.netloc == request.host and before.path.startswith("/")
    return before.path if ours and not before.path.startswith("//") else ""


def cookie_of(settings: Settings) -> str:
    """Return the name of the session cookie, with the browser's own guard when it is https."""
    return "__Host-usager_session" if settings.secure else "usager_session"


def _cookie_name() -> str:
    return cookie_of(world().settings)


def recognise() -> None:
    """Find out who asks: before each view, and where a refusal came before that."""
    g.actor = ANONYMOUS
    token = session_token()
    if token is None or request.endpoint in {"static", "health.show"}:
        return
    with looking(world(), ANONYMOUS) as act:
        g.actor = open_session(act, Audience.CITIZEN, token) or ANONYMOUS
