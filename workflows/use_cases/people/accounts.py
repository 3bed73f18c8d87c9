"""Accounts of both audiences: opening one, choosing a password by a link, changing it."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from workflows.errors import Forbidden, InvalidAnswers
from workflows.model import Audience, Citizen, LinkPurpose, OneTimeLink
from workflows.translation import _
from workflows.use_cases.act import Act
from workflows.use_cases.people.account_mails import (
    mail_password_link,
    mail_password_notice,
    mail_sign_up_link,
    mail_welcome,
)
from workflows.use_cases.people.captcha import spend_captcha
from workflows.use_cases.people.contact import read_email, read_phone, show_phone
from workflows.use_cases.people.links import (
    Recipient,
    dead_link,
    find_link,
    make_link,
    spend_link,
    void_links,
)
from workflows.use_cases.people.passwords import hash_password, matches, require_strong
from workflows.use_cases.people.persons import as_known, find_person, get_person
from workflows.use_cases.people.sign_in import SignedIn, end_sessions, start_session
from workflows.use_cases.people.throttle import Limit, count_try, is_over, neighbourhood

SIGN_UPS_PER_ADDRESS = 20
LINKS_PER_ADDRESS = 20
LINKS_PER_EMAIL = 3  # further mails are not sent, and nothing tells it
PASSWORD_TRIES = 8


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What a citizen sends to sign up, as typed; `link` replaces the address and the captcha."""

    email: str
    phone: str
    terms: bool
    captcha: str = ""
    link: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A link still good: what it opens, and for whom."""

    purpose: LinkPurpose
    audience: Audience
    email: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What a citizen sees of the account; `phone` as people write it."""

    email: str
    phone: str
    has_password: bool


def sign_up(act: Act, account: NewAccount, address: str) -> SignedIn:
    """Open an account and a session; raise InvalidAnswers, an existing account stays untouched."""
    count_try(act, Limit("sign-up", neighbourhood(address), SIGN_UPS_PER_ADDRESS))
    phone = _read_sign_up(account)
    if account.link:
        email, proved_at = spend_link(act, account.link, LinkPurpose.SIGN_UP).email, act.now
    else:
        spend_captcha(act, account.captcha)
        email, proved_at = read_email(account.email), None
    citizen = Citizen(
        email=email,
        phone=phone,
        terms_accepted_at=act.now,
        email_proved_at=proved_at,
        created_at=act.now,
    )
    _add(act, citizen)
    return start_session(act, Audience.CITIZEN, citizen.id)


def request_link(act: Act, audience: Audience, email: str, address: str) -> None:
    """Send the link that fits the address; the caller answers everybody the same.

    A known person chooses a password with it, an unknown citizen signs up.
    """
    email = read_email(email)
    mails = Limit("link-mail", f"{audience} {email}", LINKS_PER_EMAIL)
    place = Limit("link", neighbourhood(address), LINKS_PER_ADDRESS)
    if is_over(act, mails):
        count_try(act, place)
        return
    count_try(act, place, mails)
    person = find_person(act.session, audience, email)
    recipient = Recipient(audience, email, person.id if person else None)
    if person is not None:
        mail_password_link(act, recipient)
    elif audience is Audience.CITIZEN:
        mail_sign_up_link(act, recipient)
    else:
        # Agents do not sign up: nothing to send, but the same work, so the time tells nothing.
        make_link(act, recipient, LinkPurpose.PASSWORD, timedelta(0))


def open_link(act: Act, token: str) -> OpenLink:
    """Read a link, unspent, for mail scanners open links too; raise InvalidCredentials."""
    link = find_link(act, act.session, token)
    return OpenLink(link.purpose, link.audience, link.email)


def choose_password(act: Act, token: str, password: str) -> SignedIn:
    """Spend a link, set the password, end all sessions and open one; raise InvalidAnswers.

    Until this moment the former password was good. A notice goes to the address.
    """
    with act.world.database.reading() as session:
        link = find_link(act, session, token)
        known = link.person_id and as_known(get_person(session, link.audience, link.person_id))
    if not known:
        raise dead_link()
    require_strong(password, known.words)
    password_hash = hash_password(password)
    spent = spend_link(act, token, LinkPurpose.PASSWORD, LinkPurpose.WELCOME)
    return _set_password(act, spent.audience, known.id, password_hash, proved=True)


def change_password(act: Act, current: str, new: str) -> SignedIn:
    """Replace the password of who acts; every older session ends, this one gets a new token."""
    audience, person_id = _who(act)
    count_try(act, Limit("change-password", f"{audience} {person_id}", PASSWORD_TRIES))
    with act.world.database.reading() as session:
        known = as_known(get_person(session, audience, person_id))
    if known is None or not matches(known.password_hash, current):
        message = _("Ce n'est pas votre mot de passe actuel. Vérifiez-le.")
        raise InvalidAnswers(message, {"current": message})
    require_strong(new, known.words)
    return _set_password(act, audience, person_id, hash_password(new))


def request_welcome(act: Act, citizen: Citizen) -> None:
    """Write to a citizen without a password how to sign in, unless a welcome is still open."""
    waiting = select(OneTimeLink.token_hash).where(
        OneTimeLink.person_id == citizen.id,
        OneTimeLink.purpose == LinkPurpose.WELCOME,
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > act.now,
    )
    if citizen.password_hash is None and act.session.scalar(waiting) is None:
        mail_welcome(act, Recipient(Audience.CITIZEN, citizen.email, citizen.id))


def my_profile(act: Act) -> Profile:
    """Return what the citizen who acts sees under « Mon profil »."""
    citizen = _citizen(act)
    return Profile(citizen.email, show_phone(citizen.phone), citizen.password_hash is not None)


def change_phone(act: Act, phone: str) -> None:
    """Keep another telephone number for the citizen who acts; raise InvalidAnswers."""
    _citizen(act).phone = read_phone(phone)


def _read_sign_up(account: NewAccount) -> str:
    """Return the phone; raise InvalidAnswers naming every wrong field, not only the first."""
    errors: dict[str, str] = {}
    phone = ""
    try:
        phone = read_phone(account.phone)
    except InvalidAnswers as wrong:
        errors.update(wrong.errors)
    if not account.terms:
        errors["terms"] = _("Acceptez les conditions générales d'utilisation pour continuer.")
    if errors:
        raise InvalidAnswers(_("Corrigez les champs signalés."), errors)
    return phone


def _add(act: Act, citizen: Citizen) -> None:
    try:
        with act.session.begin_nested():
            act.session.add(citizen)
    except IntegrityError as taken:
        message = _(
            "Un compte existe déjà à cette adresse. Connectez-vous, "
            "ou demandez un lien avec « Mot de passe oublié »."
        )
        raise InvalidAnswers(message, {"email": message}) from taken


def _set_password(
    act: Act, audience: Audience, person_id: UUID, password_hash: str, *, proved: bool = False
) -> SignedIn:
    person = get_person(act.session, audience, person_id, lock=True)
    if person is None:
        raise dead_link()
    person.password_hash = password_hash
    if proved and isinstance(person, Citizen) and person.email_proved_at is None:
        person.email_proved_at = act.now
    void_links(act, audience, person_id)
    end_sessions(act, audience, person_id)
    mail_password_notice(act, Recipient(audience, person.email, person_id))
    return start_session(act, audience, person_id)


def _who(act: Act) -> tuple[Audience, UUID]:
    if act.actor.audience is None or act.actor.id is None:
        raise Forbidden(_("Connectez-vous pour continuer."))
    return act.actor.audience, act.actor.id


def _citizen(act: Act) -> Citizen:
    audience, person_id = _who(act)
    citizen = get_person(act.session, audience, person_id)
    if not isinstance(citizen, Citizen):
        raise Forbidden(_("Cette page est celle des usagers."))
    return citizen
