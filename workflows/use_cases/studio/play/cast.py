"""Who plays: invented people, one citizen, one agent for each group, a chief of all of them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from workflows.errors import NotFound
from workflows.model import Agent, Audience, Citizen, Group, Role, version_group
from workflows.translation import _
from workflows.use_cases.act import SYSTEM, Act, Actor, acting, looking
from workflows.use_cases.people.persons import as_actor, get_person
from workflows.use_cases.people.sign_in import start_session
from workflows.use_cases.studio.play.sandbox import Sandbox

CITIZEN, CHIEF, AGENT = "usager", "chef", "agent-"
EMAIL = "camille.dupont@essai.invalid"  # a domain that can never exist
NAME = "Camille Dupont"
PHONE = "+687500000"
NO_PASSWORD = "-"  # noqa: S105  no password opens this hash; nobody is to be welcomed by mail


@dataclass(frozen=True, slots=True)
class Part:
    """One role of a play: its name in addresses, its title, who plays it, the group it holds."""

    slug: str
    title: str
    audience: Audience
    person_id: UUID
    group: str = ""

    def does(self, group_code: str | None) -> bool:
        """Tell whether a task held by this group, or by the citizen for None, is this role's."""
        if self.slug == CITIZEN:
            return group_code is None
        return bool(self.group) and group_code == self.group


def add_cast(act: Act) -> None:
    """Add the invented people of a play whose démarche is published."""
    act.session.add(
        Citizen(
            email=EMAIL,
            phone=PHONE,
            password_hash=NO_PASSWORD,
            terms_accepted_at=act.now,
            email_proved_at=act.now,
            created_at=act.now,
        )
    )
    # a group that is described and does nothing has no part to play
    held = select(version_group.c.group_code)
    groups = list(
        act.session.scalars(select(Group).where(Group.code.in_(held)).order_by(Group.label))
    )
    for group in groups:
        act.session.add(_agent(act, f"{AGENT}{group.code}", Role.INSTRUCTOR, [group]))
    act.session.add(_agent(act, CHIEF, Role.CHIEF, groups))


def parts(act: Act) -> tuple[Part, ...]:
    """Return the roles of a play, the citizen first, the chief last."""
    citizen = act.session.scalars(select(Citizen).where(Citizen.email == EMAIL)).one()
    agents = act.session.scalars(select(Agent).order_by(Agent.created_at, Agent.name)).all()
    held = [each for each in agents if each.role is Role.INSTRUCTOR]
    chief = next(each for each in agents if each.role is Role.CHIEF)
    return (
        Part(CITIZEN, _("Usager"), Audience.CITIZEN, citizen.id),
        *(
            Part(f"{AGENT}{group.code}", group.label, Audience.AGENT, agent.id, group.code)
            for agent in held
            for group in agent.groups
        ),
        Part(CHIEF, _("Chef de service"), Audience.AGENT, chief.id),
    )


def part(sandbox: Sandbox, slug: str) -> Part:
    """Return one role of a play; raise NotFound."""
    with looking(sandbox.world, SYSTEM) as act:
        found = next((each for each in parts(act) if each.slug == slug), None)
    if found is None:
        raise NotFound(_("Cet essai n'a pas ce rôle."))
    return found


def step_in(sandbox: Sandbox, played: Part) -> str:
    """Open a session for one role of a play, and return its token."""
    with acting(sandbox.world, SYSTEM) as act:
        return start_session(act, played.audience, played.person_id).token


def actor_of(act: Act, played: Part) -> Actor:
    """Return a role as the use cases know it; raise NotFound."""
    person = get_person(act.session, played.audience, played.person_id)
    if person is None:
        raise NotFound(_("Cet essai n'a pas ce rôle."))
    return as_actor(person)


def _agent(act: Act, slug: str, role: Role, groups: list[Group]) -> Agent:
    names = {Role.CHIEF: _("Chef de service (essai)")}
    label = groups[0].label if groups else ""
    name = names.get(role) or _("Agent (essai), %(group)s") % {"group": label}
    return Agent(
        email=f"{slug.replace('_', '-')}@essai.invalid",
        name=name[:120],
        role=role,
        password_hash=NO_PASSWORD,
        created_at=act.now,
        groups=groups,
    )
