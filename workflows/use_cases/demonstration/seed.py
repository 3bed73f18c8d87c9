"""The demonstration: five accounts, démarches published and drawn, dossiers in several states."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from workflows.errors import BadSettings
from workflows.model import Agent, Audience, Citizen, Group, Role
from workflows.settings import Mode
from workflows.translation import _
from workflows.use_cases.act import SYSTEM, Act, Actor, World, acting, looking
from workflows.use_cases.demarches.publish_demarche import publish
from workflows.use_cases.demonstration.demo_dossiers import play_stories
from workflows.use_cases.people.passwords import hash_password
from workflows.use_cases.people.persons import as_actor, find_person
from workflows.use_cases.studio.create import create_from_template, is_known
from workflows.use_cases.studio.desk import find_row

DEMO_PASSWORD = "cagou-du-lagon-2026"  # noqa: S105  printed on purpose; refused in production
DEMO_PHONE = "+687123456"
CITIZEN_EMAIL = "usager@demo.nc"
AGENT_EMAIL = "agent@demo.nc"
ANALYST_EMAIL = "analyste@demo.nc"
DESIGN = "occupation_du_domaine_public"
DESIGN_TITLE = _("Occupation du domaine public")
DESIGN_TEMPLATE = "avec_avis"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account to try the product with; `title` says in French what it is for."""

    email: str
    password: str
    title: str


@dataclass(frozen=True, slots=True)
class _DemoAgent:
    """An agent of the demonstration; with `groups`, a member of all of them."""

    email: str
    name: str
    role: Role
    groups: bool


AGENTS = (
    _DemoAgent(AGENT_EMAIL, "Alice Agnès", Role.INSTRUCTOR, groups=True),
    _DemoAgent("chef@demo.nc", "Charles Chenu", Role.CHIEF, groups=True),
    _DemoAgent(ANALYST_EMAIL, "Anaïs Lys", Role.ANALYST, groups=False),
    _DemoAgent("admin@demo.nc", "Adrien Minet", Role.ADMINISTRATOR, groups=False),
)
TITLES = {
    Role.INSTRUCTOR: _("agent instructeur"),
    Role.CHIEF: _("chef de service"),
    Role.ANALYST: _("analyste"),
    Role.ADMINISTRATOR: _("administrateur"),
}


def seed_demo(world: World, folders: Sequence[Path]) -> tuple[DemoAccount, ...]:
    """Publish the folders, make what is missing of the demonstration, return its accounts.

    A second call changes nothing but publishes what changed. Raise BadSettings in production,
    InvalidDemarche for a folder with errors.
    """
    if world.settings.mode is Mode.PRODUCTION:
        raise BadSettings(
            _("Les données de démonstration n'entrent pas en production (DEMARCHES_MODE=demo).")
        )
    for folder in folders:
        with acting(world, SYSTEM) as act:
            publish(act, folder)
    password_hash = hash_password(DEMO_PASSWORD)
    with acting(world, SYSTEM) as act:
        is_new = _add_citizen(act, password_hash)
        _add_agents(act, password_hash)
    _add_design(world, _actor(world, Audience.AGENT, ANALYST_EMAIL))
    if is_new:
        play_stories(world, _actor(world, Audience.AGENT, AGENT_EMAIL), CITIZEN_EMAIL)
    agents = (DemoAccount(each.email, DEMO_PASSWORD, TITLES[each.role]) for each in AGENTS)
    return (DemoAccount(CITIZEN_EMAIL, DEMO_PASSWORD, _("usager")), *agents)


def _add_design(world: World, analyst: Actor) -> None:
    """Begin a draft to play with in the studio, unless there is, or was, one."""
    with acting(world, analyst) as act:
        if find_row(act, DESIGN) is None and not is_known(act, DESIGN):
            create_from_template(act, DESIGN, DESIGN_TITLE, DESIGN_TEMPLATE)


def _add_citizen(act: Act, password_hash: str) -> bool:
    if find_person(act.session, Audience.CITIZEN, CITIZEN_EMAIL) is not None:
        return False
    act.session.add(
        Citizen(
            email=CITIZEN_EMAIL,
            phone=DEMO_PHONE,
            password_hash=password_hash,
            terms_accepted_at=act.now,
            email_proved_at=act.now,
            created_at=act.now,
        )
    )
    return True


def _add_agents(act: Act, password_hash: str) -> None:
    groups = list(act.session.scalars(select(Group)))
    for demo in AGENTS:
        agent = act.session.scalar(select(Agent).where(Agent.email == demo.email))
        if agent is None:
            agent = Agent(
                email=demo.email,
                name=demo.name,
                role=demo.role,
                password_hash=password_hash,
                created_at=act.now,
            )
            act.session.add(agent)
        if demo.groups:
            agent.groups = groups  # a folder published since brings its own


def _actor(world: World, audience: Audience, email: str) -> Actor:
    with looking(world, SYSTEM) as act:
        person = find_person(act.session, audience, email)
        if person is None:
            raise BadSettings(_("Le compte %(email)s est désactivé.") % {"email": email})
        return as_actor(person)
