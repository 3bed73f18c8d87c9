"""Limits: counted by key, kept through refusals, forgotten with time, holding no address."""

import pytest
from sqlalchemy import func, select

from tests.use_cases.accounts import pass_time
from tests.use_cases.cast import TestWorld
from workflows.errors import InvalidCredentials, Throttled
from workflows.model import Attempt
from workflows.use_cases.act import ANONYMOUS, World, acting, looking
from workflows.use_cases.people.throttle import Limit, count_try, is_over, neighbourhood

THREE = Limit("essai", "usager@exemple.nc", 3)


@pytest.fixture
def world(sqlite_world: TestWorld) -> TestWorld:
    """Rules that no database can change."""
    return sqlite_world


def tried(world: World, *limits: Limit) -> None:
    with acting(world, ANONYMOUS) as act:
        count_try(act, *limits)


def kept(world: World) -> int:
    with looking(world, ANONYMOUS) as act:
        return act.session.scalars(select(func.count()).select_from(Attempt)).one()


def test_the_try_after_the_last_allowed_one_has_to_wait(world: World):
    for _try in range(3):
        tried(world, THREE)
        pass_time(world, minutes=2)

    with pytest.raises(Throttled) as throttled:
        tried(world, THREE)

    assert throttled.value.wait == 9 * 60  # the first of the three is six minutes old
    assert throttled.value.message == "Trop d'essais. Attendez 9 min avant de recommencer."


def test_tries_slide_out_of_the_window_one_by_one(world: World):
    for _try in range(3):
        tried(world, THREE)
        pass_time(world, minutes=2)
    pass_time(world, minutes=9)

    tried(world, THREE)

    with pytest.raises(Throttled):
        tried(world, THREE)


def test_a_try_over_one_limit_counts_for_none(world: World):
    roomy = Limit("essai", "autre", 100)
    for _try in range(3):
        tried(world, THREE, roomy)

    with pytest.raises(Throttled):
        tried(world, THREE, roomy)

    assert kept(world) == 6


def test_another_key_has_its_own_count(world: World):
    for _try in range(3):
        tried(world, THREE)

    tried(world, Limit("essai", "autre@exemple.nc", 3))
    tried(world, Limit("autre essai", "usager@exemple.nc", 3))


def test_a_silent_limit_is_read_without_counting(world: World):
    for _try in range(3):
        with acting(world, ANONYMOUS) as act:
            assert not is_over(act, THREE)
        tried(world, THREE)

    with acting(world, ANONYMOUS) as act:
        assert is_over(act, THREE)
    assert kept(world) == 3


def test_a_try_is_kept_when_what_follows_fails(world: World):
    def refused() -> None:
        with acting(world, ANONYMOUS) as act:
            count_try(act, THREE)
            raise InvalidCredentials("refused afterwards")

    with pytest.raises(InvalidCredentials):
        refused()

    assert kept(world) == 1


def test_the_table_holds_no_address(world: World):
    tried(world, THREE)

    with looking(world, ANONYMOUS) as act:
        (key,) = act.session.scalars(select(Attempt.key)).all()
    assert "usager" not in key
    assert len(key) <= 100


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.8", False),
        ("203.0.113.7", "::ffff:203.0.113.7", True),
        ("2001:db8:1:2:3::4", "2001:db8:1:2:5::6", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("unix:", "unix:", True),
    ],
    ids=["ipv4", "mapped", "same subscriber", "other subscriber", "no address"],
)
def test_an_ipv6_subscriber_is_one_neighbourhood(one: str, other: str, same: bool):
    assert (neighbourhood(one) == neighbourhood(other)) is same
