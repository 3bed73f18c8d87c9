"""Who acts: citizens, agents and their groups, and what proves who they are."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.model.base import Base, Identified, Name


class Audience(StrEnum):
    """The two publics that never share a session."""

    CITIZEN = "citizen"
    AGENT = "agent"


class Role(StrEnum):
    """What an agent may do beside instructing the tasks of the groups."""

    INSTRUCTOR = "instructor"
    CHIEF = "chief"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"


membership = Table(
    "membership",
    Base.metadata,
    Column("agent_id", ForeignKey("agent.id", ondelete="CASCADE"), primary_key=True),
    Column("group_code", ForeignKey("agent_group.code", ondelete="CASCADE"), primary_key=True),
)


class Citizen(Identified, Base):
    """A citizen's account; without a password until the welcome link was used."""

    __tablename__ = "citizen"

    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case
    phone: Mapped[str] = mapped_column(String(20))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    terms_accepted_at: Mapped[datetime]
    email_proved_at: Mapped[datetime | None]  # first time a link sent to the address was used
    created_at: Mapped[datetime]


class Agent(Identified, Base):
    """An agent's account: instructor, chief, analyst or administrator."""

    __tablename__ = "agent"

    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[Role] = mapped_column(Name(Role))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    groups: Mapped[list["Group"]] = relationship(secondary=membership, lazy="selectin")


class Group(Base):
    """Agents who share an inbox; lanes of a démarche lead to groups."""

    __tablename__ = "agent_group"

    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    label: Mapped[str] = mapped_column(String(120))


class SignIn(Base):
    """One open session of one person; the cookie holds the token, this row only its SHA-256."""

    __tablename__ = "sign_in"
    __table_args__ = (Index("ix_sign_in_person", "audience", "person_id"),)

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    audience: Mapped[Audience] = mapped_column(Name(Audience))
    person_id: Mapped[UUID]
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class LinkPurpose(StrEnum):
    """What a one-time link sent by e-mail opens."""

    PASSWORD = "password"  # noqa: S105  a purpose, not a secret
    WELCOME = "welcome"
    SIGN_UP = "sign_up"


class OneTimeLink(Base):
    """A link sent by e-mail, usable once; the mail holds the token, this row its SHA-256."""

    __tablename__ = "one_time_link"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    purpose: Mapped[LinkPurpose] = mapped_column(Name(LinkPurpose))
    audience: Mapped[Audience] = mapped_column(Name(Audience))
    email: Mapped[str] = mapped_column(String(254))
    person_id: Mapped[UUID | None]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Attempt(Base):
    """One try at something limited (sign-in, link, captcha), counted by key and moment."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_key_at", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime]


class SpentChallenge(Base):
    """A captcha solution already used, kept until the challenge would expire."""

    __tablename__ = "spent_challenge"

    signature: Mapped[str] = mapped_column(String(200), primary_key=True)
    expires_at: Mapped[datetime]
