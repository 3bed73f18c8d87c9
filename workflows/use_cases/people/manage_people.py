"""Agents and groups, as an administrator or the command line makes and changes them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from workflows.errors import InvalidAnswers, NotFound
from workflows.model import Agent, Audience, Group, Role, Task, TaskState
from workflows.translation import _
from workflows.use_cases.access import Verb, require
from workflows.use_cases.act import Act
from workflows.use_cases.people.account_mails import mail_welcome
from workflows.use_cases.people.contact import read_email
from workflows.use_cases.people.links import Recipient, void_links
from workflows.use_cases.people.passwords import hash_password, require_strong
from workflows.use_cases.people.persons import as_known, find_person
from workflows.use_cases.people.sign_in import end_sessions

LONGEST_NAME = 120
LONGEST_CODE = 60


@dataclass(frozen=True, slots=True)
class NewAgent:
    """An agent to create; `groups` are codes of groups that exist."""

    email: str
    name: str
    role: Role
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgentChange:
    """What an agent becomes; everything is given, changed or not."""

    name: str
    role: Role
    groups: tuple[str, ...]
    active: bool


@dataclass(frozen=True, slots=True)
class AgentView:
    """An agent as a list shows one."""

    id: UUID
    email: str
    name: str
    role: Role
    groups: tuple[str, ...]
    active: bool
    has_password: bool


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group and the names of its active agents."""

    code: str
    label: str
    agents: tuple[str, ...]


def list_agents(act: Act) -> tuple[AgentView, ...]:
    """Return every agent, by name."""
    require(act.actor, Verb.MANAGE_PEOPLE)
    agents = act.session.scalars(select(Agent).order_by(Agent.name, Agent.id))
    return tuple(_view(agent) for agent in agents)


def show_agent(act: Act, agent_id: UUID) -> AgentView:
    """Return one agent; raise NotFound."""
    require(act.actor, Verb.MANAGE_PEOPLE)
    agent = act.session.get(Agent, agent_id)
    if agent is None:
        raise NotFound(_("Cet agent n'existe pas."))
    return _view(agent)


def list_groups(act: Act) -> tuple[GroupView, ...]:
    """Return every group, by label."""
    require(act.actor, Verb.MANAGE_PEOPLE)
    members: dict[str, list[str]] = {}
    for agent in act.session.scalars(select(Agent).where(Agent.active).order_by(Agent.name)):
        for group in agent.groups:
            members.setdefault(group.code, []).append(agent.name)
    groups = act.session.scalars(select(Group).order_by(Group.label, Group.code))
    return tuple(
        GroupView(group.code, group.label, tuple(members.get(group.code, ()))) for group in groups
    )


def own_groups(act: Act) -> tuple[str, ...]:
    """Return the labels of the groups of whoever acts."""
    own = select(Group.label).where(Group.code.in_(act.actor.groups)).order_by(Group.label)
    return tuple(act.session.scalars(own))


def create_agent(act: Act, agent: NewAgent) -> UUID:
    """Open an agent's account and mail the link to choose a password; raise InvalidAnswers."""
    require(act.actor, Verb.MANAGE_PEOPLE)
    created = Agent(
        email=read_email(agent.email),
        name=_read_name(agent.name),
        role=agent.role,
        groups=_groups(act, agent.groups),
        created_at=act.now,
    )
    try:
        with act.session.begin_nested():
            act.session.add(created)
    except IntegrityError as taken:
        raise _wrong("email", _("Un agent a déjà cette adresse.")) from taken
    mail_welcome(act, Recipient(Audience.AGENT, created.email, created.id))
    return created.id


def change_agent(act: Act, agent_id: UUID, change: AgentChange) -> None:
    """Rename, move, promote or deactivate an agent; other rights end the open sessions."""
    require(act.actor, Verb.MANAGE_PEOPLE)
    agent = act.session.get(Agent, agent_id, with_for_update=True)
    if agent is None:
        raise NotFound(_("Cet agent n'existe pas."))
    if agent_id == act.actor.id and (not change.active or change.role is not agent.role):
        raise _wrong("active", _("Demandez à un autre administrateur de changer votre accès."))
    before = (agent.role, {group.code for group in agent.groups}, agent.active)
    agent.name, agent.role, agent.active = _read_name(change.name), change.role, change.active
    agent.groups = _groups(act, change.groups)
    if before != (agent.role, set(change.groups), agent.active):
        end_sessions(act, Audience.AGENT, agent_id)
        _release_tasks(act, agent)
    if not agent.active:
        void_links(act, Audience.AGENT, agent_id)


def set_password(act: Act, email: str, password: str) -> None:
    """Give an agent a password; the open sessions end. Raise NotFound, InvalidAnswers."""
    require(act.actor, Verb.MANAGE_PEOPLE)
    agent = find_person(act.session, Audience.AGENT, read_email(email))
    known = as_known(agent)
    if agent is None or known is None:
        raise NotFound(_("Aucun agent actif n'a l'adresse %(email)s.") % {"email": email})
    require_strong(password, known.words)
    agent.password_hash = hash_password(password)
    void_links(act, Audience.AGENT, agent.id)
    end_sessions(act, Audience.AGENT, agent.id)


def create_group(act: Act, code: str, label: str) -> None:
    """Make a group; raise InvalidAnswers for a code that lanes could not name, or taken."""
    require(act.actor, Verb.MANAGE_PEOPLE)
    code = code.strip()
    if not code.isascii() or not code.isidentifier() or len(code) > LONGEST_CODE:
        raise _wrong("code", _("Un code de groupe s'écrit sans accent ni espace : permis_chasse."))
    if act.session.get(Group, code) is not None:
        raise _wrong("code", _("Ce code de groupe est déjà pris."))
    act.session.add(Group(code=code, label=_read_name(label)))


def _release_tasks(act: Act, agent: Agent) -> None:
    """Give back the tasks that the agent holds and may no longer fill."""
    kept = [group.code for group in agent.groups] if agent.active else []
    act.session.execute(
        update(Task)
        .where(
            Task.claimed_by_id == agent.id,
            Task.state == TaskState.READY,
            Task.group_code.not_in(kept),
        )
        .values(claimed_by_id=None, claimed_at=None)
    )


def _groups(act: Act, codes: Iterable[str]) -> list[Group]:
    wanted = set(codes)
    found = list(act.session.scalars(select(Group).where(Group.code.in_(wanted))))
    missing = sorted(wanted - {group.code for group in found})
    if missing:
        raise _wrong("groups", _("Groupe inconnu : %(codes)s.") % {"codes": ", ".join(missing)})
    return found


def _view(agent: Agent) -> AgentView:
    return AgentView(
        id=agent.id,
        email=agent.email,
        name=agent.name,
        role=agent.role,
        groups=tuple(sorted(group.code for group in agent.groups)),
        active=agent.active,
        has_password=agent.password_hash is not None,
    )


def _read_name(raw: str) -> str:
    name = " ".join(raw.split())
    if not name or len(name) > LONGEST_NAME:
        raise _wrong("name", _("Donnez un nom de 1 à %(n)d caractères.") % {"n": LONGEST_NAME})
    return name


def _wrong(field: str, message: str) -> InvalidAnswers:
    return InvalidAnswers(message, {field: message})
