"""One-time links sent by e-mail: the mail holds the token, the database its hash."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from workflows.errors import InvalidCredentials
from workflows.model import Audience, LinkPurpose, OneTimeLink
from workflows.translation import _
from workflows.use_cases.act import Act
from workflows.use_cases.people.secret_words import Token, digest_of, new_token

PLACES = {Audience.CITIZEN: "/lien/", Audience.AGENT: "/backoffice/lien/"}


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a link is for; `person_id` is null as long as the address has no account."""

    audience: Audience
    email: str
    person_id: UUID | None = None


def make_link(act: Act, recipient: Recipient, purpose: LinkPurpose, lifetime: timedelta) -> Token:
    """Store a new link and return its token, to be written in one mail and kept nowhere."""
    token = new_token()
    act.session.add(
        OneTimeLink(
            token_hash=token.digest,
            purpose=purpose,
            audience=recipient.audience,
            email=recipient.email,
            person_id=recipient.person_id,
            made_at=act.now,
            expires_at=act.now + lifetime,
        )
    )
    return token


def address_of(act: Act, audience: Audience, token: Token) -> str:
    """Return the link to write; its host is the installation's, never a request's."""
    return act.world.settings.public_url.rstrip("/") + PLACES[audience] + token.text


def find_link(act: Act, session: Session, token: str) -> OneTimeLink:
    """Return a link still good, without spending it; raise InvalidCredentials."""
    link = session.get(OneTimeLink, digest_of(token))
    if link is None or link.used_at is not None or link.expires_at <= act.now:
        raise dead_link()
    return link


def spend_link(act: Act, token: str, *purposes: LinkPurpose) -> OneTimeLink:
    """Spend a link; of several tries at the same moment one wins, the others raise."""
    link = find_link(act, act.session, token)
    # The condition, not the reading above, decides who wins.
    won = act.session.scalar(
        update(OneTimeLink)
        .where(OneTimeLink.token_hash == link.token_hash, OneTimeLink.used_at.is_(None))
        .values(used_at=act.now)
        .returning(OneTimeLink.token_hash)
    )
    if won is None or link.purpose not in purposes:
        raise dead_link()
    return link


def void_links(act: Act, audience: Audience, person_id: UUID) -> None:
    """Spend every other link of a person: a new password makes them useless."""
    act.session.execute(
        update(OneTimeLink)
        .where(
            OneTimeLink.person_id == person_id,
            OneTimeLink.audience == audience,
            OneTimeLink.used_at.is_(None),
        )
        .values(used_at=act.now)
    )


def dead_link() -> InvalidCredentials:
    """Build the one answer to unknown, used and expired links."""
    return InvalidCredentials(
        _("Ce lien a déjà servi ou n'est plus valable. Demandez-en un nouveau.")
    )
