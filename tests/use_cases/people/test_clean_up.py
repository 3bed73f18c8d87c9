"""Cleaning up removes what can no longer change an answer, and nothing else."""

import pytest
from sqlalchemy import func, select

from tests.use_cases.accounts import (
    ADDRESS,
    add_citizen,
    holder,
    pass_time,
    signed_in,
    solved,
    token_mailed,
)
from tests.use_cases.cast import TestWorld
from workflows.model import Attempt, Audience, OneTimeLink, SignIn, SpentChallenge
from workflows.use_cases.act import ANONYMOUS, SYSTEM, World, acting, looking
from workflows.use_cases.people.accounts import open_link, request_link
from workflows.use_cases.people.clean_up import clean_up
from workflows.use_cases.people.sign_in import know_email


@pytest.fixture
def world(sqlite_world: TestWorld) -> TestWorld:
    """Rules that no database can change."""
    return sqlite_world


def used(world: World) -> World:
    add_citizen(world)
    with acting(world, ANONYMOUS) as act:
        know_email(act, "usager@exemple.nc", solved(world), ADDRESS)
    with acting(world, ANONYMOUS) as act:
        request_link(act, Audience.CITIZEN, "usager@exemple.nc", ADDRESS)
    return world


def rows(world: World) -> dict[str, int]:
    with looking(world, ANONYMOUS) as act:
        return {
            table.__name__: act.session.scalars(select(func.count()).select_from(table)).one()
            for table in (Attempt, OneTimeLink, SignIn, SpentChallenge)
        }


def test_nothing_that_still_serves_is_removed(world: World):
    used(world)
    session = signed_in(world, Audience.CITIZEN, "usager@exemple.nc")
    before = rows(world)

    pass_time(world, minutes=9)
    with acting(world, SYSTEM) as act:
        clean_up(act)

    assert rows(world) == before
    assert all(before.values())
    assert holder(world, session) is not None
    with looking(world, ANONYMOUS) as act:
        assert open_link(act, token_mailed(world)).email == "usager@exemple.nc"


def test_what_has_served_is_removed(world: World):
    used(world)
    signed_in(world, Audience.CITIZEN, "usager@exemple.nc")

    pass_time(world, days=8)
    with acting(world, SYSTEM) as act:
        clean_up(act)

    assert set(rows(world).values()) == {0}
