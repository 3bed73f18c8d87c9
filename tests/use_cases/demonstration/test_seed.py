"""The demonstration: five accounts that work, dossiers in every state, made once."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.databases import copy_sqlite
from tests.use_cases.accounts import ADDRESS, holder
from tests.use_cases.cast import TestWorld, make_agent, make_citizen, make_world
from tests.use_cases.conftest import MONDAY
from workflows.errors import BadSettings
from workflows.model import (
    Agent,
    Audience,
    Citizen,
    Dossier,
    DossierState,
    Role,
    Task,
    TaskState,
)
from workflows.settings import Mode
from workflows.use_cases.act import ANONYMOUS, SYSTEM, acting, looking
from workflows.use_cases.demonstration.seed import DESIGN, DemoAccount, seed_demo
from workflows.use_cases.dossiers.reading.my_dossiers import my_dossiers
from workflows.use_cases.people.sign_in import sign_in
from workflows.use_cases.studio.drafts import discard_draft, list_designs
from workflows.use_cases.studio.files import draft_files
from workflows.use_cases.studio.verify import verify

Shown = tuple[TestWorld, tuple[DemoAccount, ...]]
FOLDERS = (Path(__file__).parents[3] / "bpmn" / "permis_de_chasser",)


@pytest.fixture
def world(sqlite_world: TestWorld) -> TestWorld:
    """Rules that no database can change."""
    return sqlite_world


@pytest.fixture(scope="module")
def shown(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """The demonstration, for the tests that only look at it."""
    made = make_world(copy_sqlite(sqlite_template, tmp_path_factory.mktemp("demo")), MONDAY)
    yield made, demo(made)
    made.database.dispose()


def demo(world: TestWorld) -> tuple[DemoAccount, ...]:
    return seed_demo(world, FOLDERS)


def counts(world: TestWorld) -> tuple[int, ...]:
    with looking(world, SYSTEM) as act:
        return tuple(
            len(act.session.scalars(select(table.id)).all())
            for table in (Citizen, Agent, Dossier, Task)
        )


def test_every_demo_account_signs_in_on_its_side(shown: Shown):
    world, accounts = shown

    for account in accounts:
        side = Audience.CITIZEN if account.email == "usager@demo.nc" else Audience.AGENT
        with acting(world, ANONYMOUS) as act:
            session = sign_in(act, side, account.email, account.password, ADDRESS)
        assert holder(world, session) is not None
    assert [account.email for account in accounts] == [
        "usager@demo.nc",
        "agent@demo.nc",
        "chef@demo.nc",
        "analyste@demo.nc",
        "admin@demo.nc",
    ]


def test_the_instructors_belong_to_the_groups_of_the_demarches(
    shown: tuple[TestWorld, tuple[DemoAccount, ...]],
):
    world, _accounts = shown

    with looking(world, SYSTEM) as act:
        agents = act.session.scalars(select(Agent)).all()
        groups = {agent.email: {group.code for group in agent.groups} for agent in agents}
        roles = {agent.role for agent in agents}

    assert groups["agent@demo.nc"] == groups["chef@demo.nc"] == {"dddt_chasse"}
    assert groups["analyste@demo.nc"] == groups["admin@demo.nc"] == set()
    assert roles == set(Role)


def test_the_demo_shows_dossiers_in_every_state_an_agent_meets(
    shown: tuple[TestWorld, tuple[DemoAccount, ...]],
):
    world, _accounts = shown

    with looking(world, SYSTEM) as act:
        by_date = select(Dossier.state, Dossier.number).order_by(Dossier.filed_at)
        dossiers = act.session.execute(by_date).all()
        late = act.session.scalars(
            select(Task.id).where(Task.state == TaskState.READY, Task.due_at < act.now)
        ).all()

    assert {state for state, _number in dossiers} >= {
        DossierState.DEPOSE,
        DossierState.EN_INSTRUCTION,
        DossierState.A_COMPLETER,
        DossierState.ACCEPTE,
        DossierState.REFUSE,
    }
    assert [number for _state, number in dossiers] == sorted(number for _state, number in dossiers)
    assert late


def test_the_demo_citizen_has_something_to_do_and_something_granted(
    shown: tuple[TestWorld, tuple[DemoAccount, ...]],
):
    world, _accounts = shown

    with looking(world, SYSTEM) as act:
        citizen_id = act.session.scalars(
            select(Citizen.id).where(Citizen.email == "usager@demo.nc")
        ).one()
    actor = replace(make_citizen(world), id=citizen_id)
    with looking(world, actor) as act:
        cards = my_dossiers(act)

    assert {card.state for card in cards} == {DossierState.A_COMPLETER, DossierState.ACCEPTE}
    assert [card.next_task_id is not None for card in cards] == [True, False]


def test_a_second_seed_adds_nothing(world: TestWorld):
    demo(world)
    before = counts(world)

    demo(world)

    assert counts(world) == before


def test_a_changed_demo_account_is_left_alone(world: TestWorld):
    demo(world)
    with acting(world, SYSTEM) as act:
        admin = act.session.scalars(select(Agent).where(Agent.email == "admin@demo.nc")).one()
        admin.name, admin.active = "Somebody else", False

    demo(world)

    with looking(world, SYSTEM) as act:
        admin = act.session.scalars(select(Agent).where(Agent.email == "admin@demo.nc")).one()
        assert (admin.name, admin.active) == ("Somebody else", False)


def test_production_takes_no_demo_data(world: TestWorld):
    production = replace(world, settings=replace(world.settings, mode=Mode.PRODUCTION))

    with pytest.raises(BadSettings):
        demo(production)

    assert counts(world) == (0, 0, 0, 0)


def test_the_analyst_finds_a_draft_to_play_with_and_an_abandoned_one_stays_away(world):
    demo(world)
    analyst = make_agent(world, "Ana", (), Role.ANALYST)
    with looking(world, analyst) as act:
        assert [row.code for row in list_designs(act) if row.current is None] == [DESIGN]
        assert verify(DESIGN, draft_files(act, DESIGN), {}) == ()

    with acting(world, analyst) as act:
        discard_draft(act, DESIGN)
    demo(world)

    with looking(world, analyst) as act:
        assert DESIGN not in {row.code for row in list_designs(act)}
