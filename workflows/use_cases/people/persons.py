"""Finding the person behind an address or an id, the same way for both audiences."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.model import Agent, Audience, Citizen
from workflows.use_cases.act import Actor


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whose password is verified or replaced; `words` must not make the new one."""

    id: UUID
    password_hash: str | None
    words: tuple[str, ...]


def find_person(session: Session, audience: Audience, email: str) -> Citizen | Agent | None:
    """Return who has this address (lower case); a deactivated agent is nobody."""
    if audience is Audience.CITIZEN:
        return session.scalar(select(Citizen).where(Citizen.email == email))
    return session.scalar(select(Agent).where(Agent.email == email, Agent.active))


def get_person(
    session: Session, audience: Audience, person_id: UUID, *, lock: bool = False
) -> Citizen | Agent | None:
    """Return who has this id; with `lock`, nobody else changes the row until the commit."""
    locked = lock or None
    if audience is Audience.CITIZEN:
        return session.get(Citizen, person_id, with_for_update=locked, populate_existing=lock)
    agent = session.get(Agent, person_id, with_for_update=locked, populate_existing=lock)
    return agent if agent is not None and agent.active else None


def as_actor(person: Citizen | Agent) -> Actor:
    """Return what a use case needs to know of a signed-in person."""
    if isinstance(person, Citizen):
        return Actor(Audience.CITIZEN, person.id, person.email)
    groups = frozenset(group.code for group in person.groups)
    return Actor(Audience.AGENT, person.id, person.name, groups, person.role)


def as_known(person: Citizen | Agent | None) -> Known | None:
    """Copy what verifying a password needs, for the time when no transaction is open."""
    if person is None:
        return None
    other = person.name.split() if isinstance(person, Agent) else [person.phone]
    words = (person.email, *person.email.replace("@", ".").split("."), *other)
    return Known(person.id, person.password_hash, words)
