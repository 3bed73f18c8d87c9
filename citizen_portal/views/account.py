"""The citizen's account: links received by e-mail, forgotten password, « Mon profil »."""

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from citizen_portal.arrival import arrive
from citizen_portal.auth import (
    citizen_acts,
    citizen_looks,
    citizen_only,
    renew_session,
    visitor_acts,
    visitor_looks,
)
from workflows.errors import InvalidAnswers, InvalidCredentials
from workflows.model import Audience, LinkPurpose
from workflows.use_cases.people.accounts import (
    NewAccount,
    change_password,
    change_phone,
    choose_password,
    my_profile,
    open_link,
    request_link,
    sign_up,
)

pages = Blueprint("account", __name__)


@pages.get("/mot-de-passe-oublie")
def forgotten() -> ResponseReturnValue:
    """Ask where to send the link."""
    return render_template("citizen_portal/forgotten.html", email="", errors={})


@pages.post("/mot-de-passe-oublie")
def send_link() -> ResponseReturnValue:
    """Send the link; the answer does not tell whether the address is known."""
    email = request.form.get("email", "")
    try:
        with visitor_acts() as act:
            request_link(act, Audience.CITIZEN, email, request.remote_addr or "")
    except InvalidAnswers as wrong:
        page = render_template("citizen_portal/forgotten.html", email=email, errors=wrong.errors)
        return page, wrong.status
    return render_template("citizen_portal/link_sent.html", email=email.strip())


@pages.get("/lien/<token>")
def follow_link(token: str) -> ResponseReturnValue:
    """Show what a link received by e-mail opens, without spending it."""
    return _without_address(_link_page(token, {}))


@pages.post("/lien/mot-de-passe")
def set_password() -> ResponseReturnValue:
    """Spend the link, keep the password, open the session."""
    token = request.form.get("token", "")
    try:
        with visitor_acts() as act:
            signed_in = choose_password(act, token, request.form.get("password", ""))
    except InvalidAnswers as wrong:
        return _without_address(_link_page(token, wrong.errors)), wrong.status
    flash(_("Votre mot de passe est enregistré, vous êtes connecté."), "success")
    return arrive(signed_in)


@pages.post("/lien/inscription")
def register() -> ResponseReturnValue:
    """Open the account of an address that the link has just proved."""
    token, phone = request.form.get("token", ""), request.form.get("phone", "")
    account = NewAccount("", phone, terms=request.form.get("terms") == "oui", link=token)
    try:
        with visitor_acts() as act:
            signed_in = sign_up(act, account, request.remote_addr or "")
    except InvalidAnswers as wrong:
        return _without_address(_link_page(token, wrong.errors)), wrong.status
    return arrive(signed_in)


@pages.get("/profil")
@citizen_only
def profile() -> ResponseReturnValue:
    """Show the account."""
    return _profile_page({})


@pages.post("/profil/telephone")
@citizen_only
def set_phone() -> ResponseReturnValue:
    """Keep another telephone number."""
    try:
        with citizen_acts() as act:
            change_phone(act, request.form.get("phone", ""))
    except InvalidAnswers as wrong:
        return _profile_page(wrong.errors), wrong.status
    flash(_("Votre numéro de téléphone est enregistré."), "success")
    return redirect(url_for("account.profile"), 303)


@pages.post("/profil/mot-de-passe")
@citizen_only
def replace_password() -> ResponseReturnValue:
    """Replace the password; every other session of the account ends."""
    current, new = request.form.get("current", ""), request.form.get("password", "")
    try:
        with citizen_acts() as act:
            signed_in = change_password(act, current, new)
    except InvalidAnswers as wrong:
        return _profile_page(wrong.errors), wrong.status
    response = renew_session(redirect(url_for("account.profile"), 303), signed_in)
    flash(_("Votre mot de passe est changé."), "success")
    return response


def _profile_page(errors: dict[str, str]) -> str:
    with citizen_looks() as act:
        shown = my_profile(act)
    phone = request.form.get("phone", shown.phone)
    return render_template("citizen_portal/profile.html", profile=shown, phone=phone, errors=errors)


def _link_page(token: str, errors: dict[str, str]) -> str:
    with visitor_looks() as act:
        link = open_link(act, token)
    if link.audience is not Audience.CITIZEN:
        raise InvalidCredentials(_("Ce lien ne s’ouvre pas ici. Suivez-le depuis le courriel."))
    signing_up = link.purpose is LinkPurpose.SIGN_UP
    return render_template(
        f"citizen_portal/{'sign_up_by_link' if signing_up else 'choose_password'}.html",
        token=token,
        email=link.email,
        phone=request.form.get("phone", ""),
        errors=errors,
    )


def _without_address(page: str) -> Response:
    """Keep the token of the address out of every Referer; the origin alone still leaves."""
    response = make_response(page)
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
