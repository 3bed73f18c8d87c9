"""Citizens, agents and what they hold, for the tests of accounts."""

from dataclasses import replace
from functools import cache

import altcha
from sqlalchemy import select

from workflows.adapters.clock import FixedClock
from workflows.model import Agent, Audience, Citizen, OutboxItem, Role
from workflows.use_cases.act import ANONYMOUS, Actor, World, acting, looking
from workflows.use_cases.people.accounts import (
    NewAccount,
    choose_password,
    request_link,
    sign_up,
)
from workflows.use_cases.people.captcha import make_challenge
from workflows.use_cases.people.passwords import hash_password
from workflows.use_cases.people.sign_in import SignedIn, open_session, sign_in

ADDRESS = "203.0.113.7"
ELSEWHERE = "198.51.100.20"
PASSWORD = "tortue bleue du lagon"
EMAIL = "usager@exemple.nc"
OTHER_PASSWORD = "igname et bougna du dimanche"


@cache
def hashed(password: str) -> str:
    return hash_password(password)


def add_citizen(
    world: World, email: str = "usager@exemple.nc", password: str | None = PASSWORD
) -> Citizen:
    citizen = Citizen(
        email=email,
        phone="+687123456",
        password_hash=hashed(password) if password else None,
        terms_accepted_at=world.now(),
        created_at=world.now(),
    )
    with acting(world, ANONYMOUS) as act:
        act.session.add(citizen)
    return citizen


def add_agent(world: World, email: str = "agent@exemple.nc", role: Role = Role.INSTRUCTOR) -> Agent:
    agent = Agent(
        email=email,
        name="Ana Agent",
        role=role,
        password_hash=hashed(PASSWORD),
        created_at=world.now(),
    )
    with acting(world, ANONYMOUS) as act:
        act.session.add(agent)
    return agent


def solved(world: World) -> str:
    """What a browser sends after having solved a challenge; a cheap one, signed the same."""
    cheap = replace(world, settings=replace(world.settings, captcha_cost=10))
    challenge = altcha.Challenge.from_dict(make_challenge(cheap))
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return altcha.Payload(challenge, solution).to_base64()


def signed_up(world: World, email: str = "nouveau@exemple.nc") -> SignedIn:
    account = NewAccount(email, "12 34 56", terms=True, captcha=solved(world))
    with acting(world, ANONYMOUS) as act:
        return sign_up(act, account, ADDRESS)


def signed_in(
    world: World, audience: Audience, email: str, password: str = PASSWORD, address: str = ADDRESS
) -> SignedIn:
    with acting(world, ANONYMOUS) as act:
        return sign_in(act, audience, email, password, address)


def holder(world: World, session: SignedIn) -> Actor | None:
    """Who the portal or the back office sees behind a cookie."""
    with looking(world, ANONYMOUS) as act:
        return open_session(act, session.audience, session.token)


def posted(world: World) -> list[OutboxItem]:
    """The outbox, in the order of posting."""
    with looking(world, ANONYMOUS) as act:
        rows = list(act.session.scalars(select(OutboxItem).order_by(OutboxItem.next_try_at)))
        act.session.expunge_all()
    return rows


def mailed(world: World) -> list[tuple[str, str]]:
    """To whom and about what the outbox writes."""
    return [(str(row.payload["to"]), str(row.payload["subject"])) for row in posted(world)]


def token_mailed(world: World) -> str:
    """The token of the last link posted."""
    links = [row for row in posted(world) if row.key.startswith("link:")]
    return str(links[-1].payload["body"]).partition("/lien/")[2].split()[0]


def pass_time(world: World, **by: float) -> None:
    assert isinstance(world.clock, FixedClock)
    world.clock.advance(**by)


def asked(world: World, email: str = EMAIL, audience: Audience = Audience.CITIZEN) -> None:
    with acting(world, ANONYMOUS) as act:
        request_link(act, audience, email, ADDRESS)


def chosen(world: World, token: str, password: str = OTHER_PASSWORD) -> SignedIn:
    with acting(world, ANONYMOUS) as act:
        return choose_password(act, token, password)


def citizen_named(world: World, email: str) -> Citizen:
    with looking(world, ANONYMOUS) as act:
        citizen = act.session.scalars(select(Citizen).where(Citizen.email == email)).one()
        act.session.expunge_all()
    return citizen


def actor_of(citizen: Citizen) -> Actor:
    return Actor(Audience.CITIZEN, citizen.id, citizen.email)
