"""Agents and groups: who may manage them, and what a change ends at once."""

from uuid import uuid4

import pytest

from tests.use_cases.accounts import (
    OTHER_PASSWORD,
    add_agent,
    add_citizen,
    holder,
    mailed,
    signed_in,
    token_mailed,
)
from tests.use_cases.cast import TestWorld
from workflows.errors import (
    Forbidden,
    InvalidAnswers,
    InvalidCredentials,
    NotFound,
    WorkflowError,
)
from workflows.model import Audience, Role
from workflows.use_cases.act import ANONYMOUS, SYSTEM, Actor, World, acting, looking
from workflows.use_cases.people.accounts import choose_password, request_link
from workflows.use_cases.people.manage_people import (
    AgentChange,
    NewAgent,
    change_agent,
    create_agent,
    create_group,
    list_agents,
    list_groups,
    set_password,
)

ADMINISTRATOR = Actor(Audience.AGENT, uuid4(), "Anna", frozenset(), Role.ADMINISTRATOR)
NEW = NewAgent("nouvel.agent@exemple.nc", "  Nina   Nouvelle ", Role.INSTRUCTOR, ("chasse",))


@pytest.fixture
def world(sqlite_world: TestWorld) -> TestWorld:
    """Rules that no database can change."""
    return sqlite_world


def prepared(world: World) -> World:
    with acting(world, SYSTEM) as act:
        create_group(act, "chasse", "Bureau de la chasse")
    return world


def changed(world: World, email: str, change: AgentChange, actor: Actor = ADMINISTRATOR) -> None:
    with acting(world, actor) as act:
        (agent,) = [agent for agent in list_agents(act) if agent.email == email]
        change_agent(act, agent.id, change)


def test_a_new_agent_chooses_a_password_by_mail(world: World):
    prepared(world)
    with acting(world, ADMINISTRATOR) as act:
        agent_id = create_agent(act, NEW)

    with acting(world, ANONYMOUS) as act:
        session = choose_password(act, token_mailed(world), OTHER_PASSWORD)

    actor = holder(world, session)
    assert mailed(world)[0] == (NEW.email, "Votre accès aux démarches en ligne")
    assert actor == Actor(
        Audience.AGENT, agent_id, "Nina Nouvelle", frozenset({"chasse"}), Role.INSTRUCTOR
    )


def test_the_list_shows_who_has_not_chosen_a_password(world: World):
    prepared(world)
    add_agent(world)
    with acting(world, ADMINISTRATOR) as act:
        create_agent(act, NEW)

    with looking(world, ADMINISTRATOR) as act:
        agents, groups = list_agents(act), list_groups(act)

    assert [(agent.name, agent.has_password, agent.groups) for agent in agents] == [
        ("Ana Agent", True, ()),
        ("Nina Nouvelle", False, ("chasse",)),
    ]
    assert [(group.code, group.agents) for group in groups] == [("chasse", ("Nina Nouvelle",))]


@pytest.mark.parametrize(
    "actor",
    [
        ANONYMOUS,
        Actor(Audience.CITIZEN, uuid4(), "usager@exemple.nc"),
        *(Actor(Audience.AGENT, uuid4(), role, frozenset({"chasse"}), role) for role in Role),
    ],
    ids=["nobody", "citizen", *Role],
)
def test_only_an_administrator_manages_people(world: World, actor: Actor):
    may = actor.role is Role.ADMINISTRATOR

    for verb in (list_agents, list_groups, lambda act: create_group(act, "chasse", "Chasse")):
        with acting(world, actor) as act:
            if may:
                verb(act)
            else:
                with pytest.raises(Forbidden):
                    verb(act)


@pytest.mark.parametrize(
    ("agent", "field"),
    [
        (NewAgent("pas une adresse", "Nina", Role.CHIEF), "email"),
        (NewAgent("agent@exemple.nc", "Nina", Role.CHIEF), "email"),
        (NewAgent("nina@exemple.nc", "  ", Role.CHIEF), "name"),
        (NewAgent("nina@exemple.nc", "N" * 121, Role.CHIEF), "name"),
        (NewAgent("nina@exemple.nc", "Nina", Role.CHIEF, ("chasse", "inconnu")), "groups"),
    ],
    ids=["no address", "address taken", "no name", "name too long", "unknown group"],
)
def test_a_wrong_agent_is_refused_at_its_field(world: World, agent: NewAgent, field: str):
    prepared(world)
    add_agent(world)

    with pytest.raises(InvalidAnswers) as refused, acting(world, SYSTEM) as act:
        create_agent(act, agent)

    assert set(refused.value.errors) == {field}
    assert mailed(world) == []


@pytest.mark.parametrize(
    "code", ["", "deux mots", "accentué", "1er", "a-b", "chasse", "x" * 61], ids=repr
)
def test_a_code_that_no_lane_could_name_is_refused(world: World, code: str):
    prepared(world)

    with pytest.raises(InvalidAnswers), acting(world, SYSTEM) as act:
        create_group(act, code, "Un groupe")


@pytest.mark.parametrize(
    "change",
    [
        AgentChange("Ana Agent", Role.CHIEF, (), active=True),
        AgentChange("Ana Agent", Role.INSTRUCTOR, ("chasse",), active=True),
        AgentChange("Ana Agent", Role.INSTRUCTOR, (), active=False),
    ],
    ids=["another role", "another group", "deactivated"],
)
def test_other_rights_end_the_open_sessions(world: World, change: AgentChange):
    prepared(world)
    add_agent(world)
    session = signed_in(world, Audience.AGENT, "agent@exemple.nc")

    changed(world, "agent@exemple.nc", change)

    assert holder(world, session) is None


def test_another_name_ends_no_session(world: World):
    add_agent(world)
    session = signed_in(world, Audience.AGENT, "agent@exemple.nc")

    changed(world, "agent@exemple.nc", AgentChange("Ana Autre", Role.INSTRUCTOR, (), active=True))

    actor = holder(world, session)
    assert actor is not None
    assert actor.name == "Ana Autre"


def test_a_deactivated_agent_has_no_way_back_in(world: World):
    add_agent(world)
    with acting(world, ANONYMOUS) as act:
        request_link(act, Audience.AGENT, "agent@exemple.nc", "203.0.113.7")
    token = token_mailed(world)

    gone = AgentChange("Ana Agent", Role.INSTRUCTOR, (), active=False)
    changed(world, "agent@exemple.nc", gone)

    with pytest.raises(InvalidCredentials):
        signed_in(world, Audience.AGENT, "agent@exemple.nc")
    back = AgentChange("Ana Agent", Role.INSTRUCTOR, (), active=True)
    for change in (gone, back):  # called back later, only a new link opens the door
        changed(world, "agent@exemple.nc", change)
        with pytest.raises(InvalidCredentials), acting(world, ANONYMOUS) as act:
            choose_password(act, token, OTHER_PASSWORD)


def test_a_password_given_by_the_command_line_ends_the_open_sessions(world: World):
    add_agent(world)
    session = signed_in(world, Audience.AGENT, "agent@exemple.nc")

    with acting(world, SYSTEM) as act:
        set_password(act, "Agent@exemple.nc", OTHER_PASSWORD)

    assert holder(world, session) is None
    new = signed_in(world, Audience.AGENT, "agent@exemple.nc", OTHER_PASSWORD)
    assert holder(world, new) is not None


@pytest.mark.parametrize(
    ("email", "password", "error"),
    [
        ("inconnu@exemple.nc", OTHER_PASSWORD, NotFound),
        ("agent@exemple.nc", "court", InvalidAnswers),
    ],
)
def test_no_password_is_given_to_nobody_and_no_weak_one(
    world: World, email: str, password: str, error: type[WorkflowError]
):
    add_agent(world)

    with pytest.raises(error), acting(world, SYSTEM) as act:
        set_password(act, email, password)


def test_an_administrator_cannot_lock_everybody_out(world: World):
    agent = add_agent(world, "admin@exemple.nc", Role.ADMINISTRATOR)
    actor = Actor(Audience.AGENT, agent.id, agent.name, frozenset(), Role.ADMINISTRATOR)

    with pytest.raises(InvalidAnswers):
        changed(
            world,
            "admin@exemple.nc",
            AgentChange("Ana Agent", Role.INSTRUCTOR, (), active=True),
            actor,
        )


def test_an_unknown_agent_cannot_be_changed(world: World):
    with pytest.raises(NotFound), acting(world, SYSTEM) as act:
        change_agent(act, uuid4(), AgentChange("Ana", Role.CHIEF, (), active=True))


def test_a_citizen_and_an_agent_may_share_an_address(world: World):
    add_citizen(world, "agent@exemple.nc")
    add_agent(world)

    citizen = holder(world, signed_in(world, Audience.CITIZEN, "agent@exemple.nc"))
    agent = holder(world, signed_in(world, Audience.AGENT, "agent@exemple.nc"))

    assert citizen is not None
    assert agent is not None
    assert (citizen.is_citizen, agent.is_agent) == (True, True)
