"""Who is signed in: the agent's own cookie, acts in this person's name, the pages of sign-in."""

from contextlib import AbstractContextManager
from typing import cast

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from backoffice.typed import typed_in_words
from workflows.errors import Invalid, InvalidAnswers, Throttled, WorkflowError
from workflows.model import Audience
from workflows.settings import Settings
from workflows.use_cases.act import ANONYMOUS, Act, Actor, World
from workflows.use_cases.act import acting as acting_as
from workflows.use_cases.act import looking as looking_as
from workflows.use_cases.people import accounts, sign_in
from workflows.use_cases.people.manage_people import own_groups

COOKIE = "agent_session"
OPEN_ENDPOINTS = frozenset(
    {
        "static",
        "healthz",
        "auth.sign_in_page",
        "auth.open_door",
        "auth.forgotten_page",
        "auth.send_link",
        "auth.open_link",
        "auth.choose_password",
    }
)

auth = Blueprint("auth", __name__)


def world() -> World:
    """Return the installation that this application serves."""
    return cast(World, current_app.extensions["world"])


def current_agent() -> Actor | None:
    """Return the agent of this request's cookie, or None; read once per request."""
    if "agent" not in g:
        g.agent = _read_session()
    return cast(Actor | None, g.agent)


def acting() -> AbstractContextManager[Act]:
    """Open one transaction in the name of the agent who is signed in."""
    return acting_as(world(), current_agent() or ANONYMOUS)


def looking() -> AbstractContextManager[Act]:
    """Open a reading in the name of the agent who is signed in."""
    return looking_as(world(), current_agent() or ANONYMOUS)


def require_sign_in() -> ResponseReturnValue | None:
    """Send whoever is not signed in to the sign-in page; a form sent too late gets a 401."""
    endpoint = request.endpoint or ""
    if endpoint in OPEN_ENDPOINTS or current_agent():
        return None
    if request.method == "GET":
        return redirect(url_for("auth.sign_in_page", suite=request.full_path.rstrip("?")))
    return render_template("backoffice/expired.html", typed=typed_in_words()), 401


@auth.get("/connexion")
def sign_in_page() -> ResponseReturnValue:
    """Show the sign-in page, or go on when a session is open."""
    if current_agent():
        return redirect(_next_page())
    return render_template("backoffice/sign_in.html", email="", suite=request.args.get("suite", ""))


@auth.post("/connexion")
def open_door() -> ResponseReturnValue:
    """Check address and password; show the page again, with the address, when they are wrong."""
    email = request.form.get("email", "")
    try:
        with acting_as(world(), ANONYMOUS) as act:
            opened = sign_in.sign_in(
                act, Audience.AGENT, email, request.form.get("password", ""), _address()
            )
    except (Invalid, Throttled) as refused:
        return _refuse("backoffice/sign_in.html", refused, email=email)
    _close_former_session()
    return _welcome(opened.token, _next_page())


@auth.post("/deconnexion")
def sign_out() -> ResponseReturnValue:
    """Close the session on the server and forget the cookie."""
    _close_former_session()
    session.clear()
    response = cast(Response, redirect(url_for("auth.sign_in_page"), 303))
    response.delete_cookie(cookie_name(), path=_cookie_path())
    flash(_("Vous êtes déconnecté."), "success")
    return response


@auth.get("/mot-de-passe-oublie")
def forgotten_page() -> ResponseReturnValue:
    """Ask for the address to which a one-time link is sent."""
    return render_template("backoffice/forgotten.html", sent=False, email="")


@auth.post("/mot-de-passe-oublie")
def send_link() -> ResponseReturnValue:
    """Send a link; the answer is the same for a known and an unknown address."""
    email = request.form.get("email", "")
    try:
        with acting_as(world(), ANONYMOUS) as act:
            accounts.request_link(act, Audience.AGENT, email, _address())
    except (Invalid, Throttled) as refused:
        return _refuse("backoffice/forgotten.html", refused, email=email, sent=False)
    return render_template("backoffice/forgotten.html", sent=True, email=email)


@auth.get("/lien/<token>")
def open_link(token: str) -> ResponseReturnValue:
    """Show the two fields of a new password; reading spends nothing, mail scanners read too."""
    with looking_as(world(), ANONYMOUS) as act:
        link = accounts.open_link(act, token)
    page = make_response(render_template("backoffice/password.html", token=token, email=link.email))
    # the token is in this address: no other page may learn it
    page.headers["Referrer-Policy"] = "strict-origin"
    return page


@auth.post("/lien")
def choose_password() -> ResponseReturnValue:
    """Set the password that the link allows, and open a session."""
    token = request.form.get("token", "")
    try:
        _same_twice()
        with acting_as(world(), ANONYMOUS) as act:
            opened = accounts.choose_password(act, token, request.form.get("password", ""))
    except (Invalid, Throttled) as refused:
        email = request.form.get("email", "")
        return _refuse("backoffice/password.html", refused, token=token, email=email)
    flash(_("Votre mot de passe est enregistré."), "success")
    return _welcome(opened.token, url_for("home.index"))


@auth.get("/mon-compte")
def account_page() -> ResponseReturnValue:
    """Show who is signed in and the form of a new password."""
    return render_template("backoffice/account.html", groups=_groups())


@auth.post("/mon-compte")
def change_password() -> ResponseReturnValue:
    """Change the password; every older session dies and this browser gets a new one."""
    try:
        _same_twice()
        with acting() as act:
            opened = accounts.change_password(
                act, request.form.get("current", ""), request.form.get("password", "")
            )
    except (Invalid, Throttled) as refused:
        return _refuse("backoffice/account.html", refused, groups=_groups())
    flash(_("Votre mot de passe est changé ; vos autres sessions sont fermées."), "success")
    return _welcome(opened.token, url_for("auth.account_page"))


def cookie_name() -> str:
    """Return the cookie's name, with the browser's own guard when the site is https."""
    return cookie_of(world().settings, _cookie_path())


def cookie_of(settings: Settings, path: str) -> str:
    """Return the name of the session cookie of a back office mounted at `path`."""
    if not settings.secure:
        return COOKIE
    return f"__Host-{COOKIE}" if path == "/" else f"__Secure-{COOKIE}"


def _groups() -> tuple[str, ...]:
    with looking() as act:
        return own_groups(act)


def _read_session() -> Actor | None:
    token = request.cookies.get(cookie_name())
    if not token:
        return None
    with looking_as(world(), ANONYMOUS) as act:
        return sign_in.open_session(act, Audience.AGENT, token)


def _welcome(token: str, target: str) -> ResponseReturnValue:
    """Give the cookie of a new session; the form token of the old one dies with it."""
    session.clear()
    response = cast(Response, redirect(target, 303))
    response.set_cookie(
        cookie_name(),
        token,
        path=_cookie_path(),
        httponly=True,
        secure=world().settings.secure,
        samesite="Lax",
    )
    return response


def _close_former_session() -> None:
    token = request.cookies.get(cookie_name())
    if token:
        with acting() as act:
            sign_in.sign_out(act, token)


def _refuse(template: str, refused: WorkflowError, **kept: object) -> ResponseReturnValue:
    """Show the form again with the errors beside their fields, or above when they have none."""
    errors = refused.errors if isinstance(refused, InvalidAnswers) else {}
    suite = request.values.get("suite", "")
    shown = render_template(template, error=refused.message, errors=errors, suite=suite, **kept)
    return shown, refused.status


def _same_twice() -> None:
    if request.form.get("password") != request.form.get("again"):
        different = _("Les deux saisies du mot de passe sont différentes.")
        raise InvalidAnswers(different, {"again": different})


def _cookie_path() -> str:
    return request.script_root or "/"


def _address() -> str:
    return request.remote_addr or ""


def _next_page() -> str:
    """Return the page asked before signing in, if it is one of ours that can be read."""
    wanted = request.values.get("suite", "")
    path = wanted.partition("?")[0]
    router = current_app.url_map.bind("localhost")
    if not path.startswith("/") or path.startswith("//") or "\\" in wanted:
        return url_for("home.index")
    try:
        router.match(path, method="GET")
    except HTTPException:
        return url_for("home.index")
    return f"{request.script_root}{wanted}"
