"""Who are you: the e-mail address first, then a password, a new account, or a link by e-mail."""

from flask import (
    Blueprint,
    abort,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from citizen_portal.arrival import actor_of, arrive
from citizen_portal.auth import (
    citizen_acts,
    current_actor,
    forget_session,
    session_token,
    sign_in_with,
    visitor_acts,
    world,
)
from citizen_portal.interruption import Typed, ask_again, typed_in_request
from workflows.errors import Invalid, InvalidAnswers, Throttled
from workflows.model import Audience
from workflows.use_cases.act import Actor, acting
from workflows.use_cases.dossiers.fill_task import save_page
from workflows.use_cases.people.accounts import NewAccount, request_link, sign_up
from workflows.use_cases.people.captcha import make_challenge
from workflows.use_cases.people.sign_in import EmailBranch, know_email, sign_in, sign_out

pages = Blueprint("identification", __name__)
SCREENS = {
    EmailBranch.PASSWORD: "citizen_portal/password.html",
    EmailBranch.SIGN_UP: "citizen_portal/sign_up.html",
    EmailBranch.LINK_SENT: "citizen_portal/link_sent.html",
    EmailBranch.CHOOSE: "citizen_portal/choose.html",
}


@pages.get("/identification")
def ask_email() -> ResponseReturnValue:
    """Ask for the e-mail address, and for nothing else."""
    if current_actor().is_citizen:
        return redirect(url_for("dossiers.index"), 303)
    return render_template("citizen_portal/email.html", email=session.get("email", ""), errors={})


@pages.post("/identification")
def take_email() -> ResponseReturnValue:
    """Find the next screen; the address of the page does not tell which it is."""
    email, captcha = request.form.get("email", ""), request.form.get("altcha", "")
    try:
        with visitor_acts() as act:
            branch = know_email(act, email, captcha, _address())
    except InvalidAnswers as wrong:
        page = render_template("citizen_portal/email.html", email=email, errors=wrong.errors)
        return page, wrong.status
    session.update(email=email.strip().lower(), branch=branch.value)
    return redirect(url_for("identification.go_on"), 303)


@pages.get("/identification/suite")
def go_on() -> ResponseReturnValue:
    """Show the screen found for the address."""
    if "branch" not in session:
        return redirect(url_for("identification.ask_email"), 303)
    return _screen({})


@pages.post("/identification/connexion")
def enter() -> ResponseReturnValue:
    """Sign in with the password, then go where the person wanted to go."""
    email = session.get("email", "")
    try:
        with visitor_acts() as act:
            signed_in = sign_in(
                act, Audience.CITIZEN, email, request.form.get("password", ""), _address()
            )
    except Invalid as wrong:
        return _screen({"password": wrong.message}), wrong.status
    return arrive(signed_in)


@pages.post("/identification/inscription")
def register() -> ResponseReturnValue:
    """Open an account, then go directly to the form that was asked for."""
    try:
        with visitor_acts() as act:
            signed_in = sign_up(act, _new_account(), _address())
    except InvalidAnswers as wrong:
        return _screen(wrong.errors), wrong.status
    return arrive(signed_in)


@pages.post("/identification/lien")
def send_link() -> ResponseReturnValue:
    """Send the link that fits the address; the answer is the same for every address."""
    with visitor_acts() as act:
        request_link(act, Audience.CITIZEN, session.get("email", ""), _address())
    session["branch"] = EmailBranch.LINK_SENT.value
    return redirect(url_for("identification.go_on"), 303)


@pages.post("/identification/reprise")
def take_up() -> ResponseReturnValue:
    """Save the page typed when a session ended; sign in first who is not."""
    typed = typed_in_request()
    if typed is None:
        abort(400)
    if current_actor().is_citizen:
        return _keep(typed, current_actor())
    email, password = request.form.get("email", ""), request.form.get("password", "")
    try:
        with visitor_acts() as act:
            signed_in = sign_in(act, Audience.CITIZEN, email, password, _address())
    except (Invalid, Throttled) as wrong:
        return ask_again(typed, {"password": wrong.message}, wrong.status)
    return sign_in_with(_keep(typed, actor_of(signed_in)), signed_in)


@pages.get("/captcha")
def challenge() -> ResponseReturnValue:
    """Give the captcha's widget something to solve."""
    response = jsonify(make_challenge(world()))
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.post("/deconnexion")
def leave() -> ResponseReturnValue:
    """End the session on the server, not only in this browser."""
    with citizen_acts() as act:
        sign_out(act, session_token() or "")
    response = forget_session(redirect(url_for("catalogue.home"), 303))
    flash(_("Vous êtes déconnecté."), "success")
    return response


def _keep(typed: Typed, actor: Actor) -> Response:
    """Save the page in the draft of that citizen and go back to it."""
    with acting(world(), actor) as act:
        save_page(act, typed.task_id, typed.page - 1, typed.fields)
    flash(_("Ce que vous aviez saisi est enregistré dans votre brouillon."), "success")
    return redirect(url_for("tasks.page", task_id=typed.task_id, number=typed.page), 303)


def _screen(errors: dict[str, str]) -> str:
    known = {branch.value: branch for branch in EmailBranch}
    branch = known.get(session.get("branch", ""), EmailBranch.CHOOSE)
    return render_template(
        SCREENS[branch],
        email=session.get("email", ""),
        phone=request.form.get("phone", ""),
        errors=errors,
    )


def _new_account() -> NewAccount:
    return NewAccount(
        email=session.get("email", ""),
        phone=request.form.get("phone", ""),
        terms=request.form.get("terms") == "oui",
        captcha=request.form.get("altcha", ""),
    )


def _address() -> str:
    return request.remote_addr or ""
