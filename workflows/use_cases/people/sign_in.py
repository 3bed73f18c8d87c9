"""Signing in and out: sessions that the server can end, one kind for each audience."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import delete, update

from workflows.errors import InvalidCredentials
from workflows.model import Audience, SignIn
from workflows.translation import _
from workflows.use_cases.act import Act, Actor
from workflows.use_cases.people.account_mails import mail_password_link
from workflows.use_cases.people.captcha import spend_captcha
from workflows.use_cases.people.contact import read_email
from workflows.use_cases.people.links import Recipient
from workflows.use_cases.people.passwords import hash_password, is_outdated, matches
from workflows.use_cases.people.persons import as_actor, as_known, find_person, get_person
from workflows.use_cases.people.secret_words import digest_of, new_token
from workflows.use_cases.people.throttle import Limit, count_try, forgive, neighbourhood

SEEN_EVERY = timedelta(minutes=1)
TRIES_PER_ACCOUNT = 8  # from one address; another address keeps its own count
TRIES_PER_ADDRESS = 100  # an office or an operator may stand behind one
QUESTIONS_PER_EMAIL = 10
QUESTIONS_PER_ADDRESS = 40


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An open session; `token` goes into the cookie and nowhere else."""

    token: str = field(repr=False)
    audience: Audience
    expires_at: datetime


class EmailBranch(StrEnum):
    """What the page shows after the e-mail address."""

    PASSWORD = "password"  # noqa: S105  a branch, not a secret
    SIGN_UP = "sign_up"
    LINK_SENT = "link_sent"
    CHOOSE = "choose"


def sign_in(act: Act, audience: Audience, email: str, password: str, address: str) -> SignedIn:
    """Open a session for the right password; raise InvalidCredentials or Throttled.

    Nobody, somebody without a password and a wrong password get one answer, in the same time.
    """
    email = email.strip().lower()
    account = Limit("sign-in", f"{audience} {email} {neighbourhood(address)}", TRIES_PER_ACCOUNT)
    count_try(act, account, Limit("sign-in", neighbourhood(address), TRIES_PER_ADDRESS))
    with act.world.database.reading() as session:
        known = as_known(find_person(session, audience, email))
    if not matches(known.password_hash if known else None, password) or known is None:
        raise _refused()
    forgive(act, account)
    person = get_person(act.session, audience, known.id, lock=True)
    if person is None or not _still_right(person.password_hash, known.password_hash, password):
        raise _refused()
    if is_outdated(person.password_hash or ""):
        person.password_hash = hash_password(password)
    return start_session(act, audience, known.id)


def open_session(act: Act, audience: Audience, token: str) -> Actor | None:
    """Return who holds this session; None when it is unknown, idle, too old or the other side's."""
    row = act.session.get(SignIn, digest_of(token))
    if row is None or row.audience is not audience or _is_over(act, row):
        return None
    person = get_person(act.session, audience, row.person_id)
    if act.now - row.seen_at >= SEEN_EVERY:
        _touch(act, row.token_hash)
    return as_actor(person) if person else None


def sign_out(act: Act, token: str) -> None:
    """End the session of this token; an unknown one is no error."""
    act.session.execute(delete(SignIn).where(SignIn.token_hash == digest_of(token)))


def know_email(act: Act, email: str, captcha: str, address: str) -> EmailBranch:
    """Say what comes after the address; nothing about it before a solved captcha.

    Without one (no JavaScript) the answer is CHOOSE for everybody. Raise InvalidAnswers, Throttled.
    """
    email = read_email(email)
    place = neighbourhood(address)
    count_try(
        act,
        Limit("know-email", email, QUESTIONS_PER_EMAIL),
        Limit("know-email", place, QUESTIONS_PER_ADDRESS),
    )
    if not captcha:
        return EmailBranch.CHOOSE
    spend_captcha(act, captcha)
    person = find_person(act.session, Audience.CITIZEN, email)
    if person is None:
        return EmailBranch.SIGN_UP
    if person.password_hash:
        return EmailBranch.PASSWORD
    mail_password_link(act, Recipient(Audience.CITIZEN, email, person.id))
    return EmailBranch.LINK_SENT


def start_session(act: Act, audience: Audience, person_id: UUID) -> SignedIn:
    """Open a session under a new token, whatever was shown before."""
    token = new_token()
    expires_at = act.now + timedelta(seconds=act.world.settings.session_absolute)
    act.session.add(
        SignIn(
            token_hash=token.digest,
            audience=audience,
            person_id=person_id,
            opened_at=act.now,
            seen_at=act.now,
            expires_at=expires_at,
        )
    )
    return SignedIn(token.text, audience, expires_at)


def end_sessions(act: Act, audience: Audience, person_id: UUID) -> None:
    """End every session of a person: the password, the role or the account changed."""
    act.session.execute(
        delete(SignIn).where(SignIn.audience == audience, SignIn.person_id == person_id)
    )


def _still_right(password_hash: str | None, verified_hash: str | None, password: str) -> bool:
    """Tell whether the password still opens: its hash may have changed while we verified.

    It was replaced by its owner, or only made heavier by a sign-in at the same moment.
    """
    return password_hash == verified_hash or matches(password_hash, password)


def _is_over(act: Act, row: SignIn) -> bool:
    idle = timedelta(seconds=act.world.settings.session_idle)
    return act.now >= row.expires_at or act.now - row.seen_at >= idle


def _touch(act: Act, token_hash: bytes) -> None:
    seen = update(SignIn).where(SignIn.token_hash == token_hash, SignIn.seen_at < act.now)
    if not act.connection.get_execution_options().get("demarches_look"):
        act.session.execute(seen.values(seen_at=act.now))
        return
    with act.world.database.transaction() as session:
        session.execute(seen.values(seen_at=act.now))


def _refused() -> InvalidCredentials:
    return InvalidCredentials(
        _(
            "L'adresse ou le mot de passe n'est pas reconnu. Vérifiez-les, "
            "ou demandez un lien avec « Mot de passe oublié »."
        )
    )
