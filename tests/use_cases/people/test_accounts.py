"""Accounts: signing up, changing the password, nothing taken over."""

import pytest

from tests.use_cases.accounts import (
    ADDRESS,
    EMAIL,
    OTHER_PASSWORD,
    PASSWORD,
    actor_of,
    add_citizen,
    citizen_named,
    holder,
    mailed,
    signed_in,
    signed_up,
    solved,
)
from tests.use_cases.cast import TestWorld
from workflows.errors import Forbidden, InvalidAnswers, Throttled
from workflows.model import Audience
from workflows.use_cases.act import ANONYMOUS, World, acting, looking
from workflows.use_cases.people.accounts import (
    NewAccount,
    change_password,
    change_phone,
    my_profile,
    sign_up,
)


@pytest.fixture
def world(sqlite_world: TestWorld) -> TestWorld:
    """Rules that no database can change."""
    return sqlite_world


def test_signing_up_leads_straight_to_the_form(world: World):
    session = signed_up(world, "Nouveau@Exemple.nc")

    actor = holder(world, session)
    citizen = citizen_named(world, "nouveau@exemple.nc")
    assert actor is not None
    assert actor.id == citizen.id
    assert (citizen.phone, citizen.password_hash, citizen.email_proved_at) == (
        "+687123456",
        None,
        None,
    )
    assert citizen.terms_accepted_at == world.now()
    assert mailed(world) == []


def test_signing_up_names_every_wrong_field_at_once(world: World):
    account = NewAccount("nouveau@exemple.nc", "12", terms=False, captcha=solved(world))

    with pytest.raises(InvalidAnswers) as refused, acting(world, ANONYMOUS) as act:
        sign_up(act, account, ADDRESS)

    assert set(refused.value.errors) == {"phone", "terms"}


def test_a_field_to_correct_does_not_cost_the_captcha(world: World):
    captcha = solved(world)
    with pytest.raises(InvalidAnswers), acting(world, ANONYMOUS) as act:
        sign_up(act, NewAccount("nouveau@exemple.nc", "12", True, captcha), ADDRESS)

    with acting(world, ANONYMOUS) as act:
        session = sign_up(act, NewAccount("nouveau@exemple.nc", "123456", True, captcha), ADDRESS)

    assert holder(world, session) is not None


@pytest.mark.parametrize("captcha", ["", "invented"])
def test_nobody_signs_up_without_a_solved_captcha(world: World, captcha: str):
    account = NewAccount("nouveau@exemple.nc", "12 34 56", terms=True, captcha=captcha)

    with pytest.raises(InvalidAnswers) as refused, acting(world, ANONYMOUS) as act:
        sign_up(act, account, ADDRESS)

    assert set(refused.value.errors) == {"captcha"}


def test_signing_up_with_a_known_address_takes_nothing_over(world: World):
    before = add_citizen(world)

    with pytest.raises(InvalidAnswers) as refused:
        signed_up(world, EMAIL)

    assert "Un compte existe déjà" in refused.value.errors["email"]
    after = citizen_named(world, EMAIL)
    assert (after.id, after.phone, after.password_hash) == (
        before.id,
        before.phone,
        before.password_hash,
    )


def test_a_changed_password_keeps_only_the_session_that_changed_it(world: World):
    citizen = add_citizen(world)
    elsewhere = signed_in(world, Audience.CITIZEN, EMAIL)

    with acting(world, actor_of(citizen)) as act:
        here = change_password(act, PASSWORD, OTHER_PASSWORD)

    assert holder(world, elsewhere) is None
    assert holder(world, here) is not None
    assert mailed(world) == [(EMAIL, "Votre mot de passe est enregistré")]


@pytest.mark.parametrize(
    ("current", "new", "field"),
    [("pas le mien du tout", OTHER_PASSWORD, "current"), (PASSWORD, "court", "password")],
)
def test_a_password_changes_only_for_its_owner_and_for_a_strong_one(
    world: World, current: str, new: str, field: str
):
    citizen = add_citizen(world)

    with pytest.raises(InvalidAnswers) as refused, acting(world, actor_of(citizen)) as act:
        change_password(act, current, new)

    assert set(refused.value.errors) == {field}


def test_guessing_the_current_password_is_limited(world: World):
    citizen = add_citizen(world)

    def guess() -> None:
        for _try in range(20):
            with pytest.raises(InvalidAnswers), acting(world, actor_of(citizen)) as act:
                change_password(act, "pas le mien du tout", OTHER_PASSWORD)

    with pytest.raises(Throttled):
        guess()


def test_the_profile_shows_the_phone_as_people_write_it(world: World):
    citizen = add_citizen(world)
    with acting(world, actor_of(citizen)) as act:
        change_phone(act, "+687 65.43.21")

    with looking(world, actor_of(citizen)) as act:
        profile = my_profile(act)

    assert (profile.email, profile.phone, profile.has_password) == (EMAIL, "65 43 21", True)


def test_nobody_has_no_profile(world: World):
    with pytest.raises(Forbidden), looking(world, ANONYMOUS) as act:
        my_profile(act)
