"""Accounts on both databases: the whole story once, and what happens at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher

from tests.use_cases.accounts import (
    ADDRESS,
    EMAIL,
    OTHER_PASSWORD,
    PASSWORD,
    actor_of,
    add_citizen,
    asked,
    chosen,
    citizen_named,
    holder,
    pass_time,
    signed_in,
    signed_up,
    solved,
    token_mailed,
)
from workflows.errors import InvalidAnswers, InvalidCredentials, Throttled
from workflows.model import Audience, Citizen
from workflows.use_cases.act import ANONYMOUS, SYSTEM, World, acting
from workflows.use_cases.people.accounts import (
    NewAccount,
    change_password,
    request_welcome,
    sign_up,
)
from workflows.use_cases.people.captcha import spend_captcha
from workflows.use_cases.people.clean_up import clean_up
from workflows.use_cases.people.throttle import Limit, count_try


def accepted(world: World, solution: str) -> bool:
    try:
        with acting(world, ANONYMOUS) as act:
            spend_captcha(act, solution)
    except InvalidAnswers:
        return False
    return True


def test_an_account_lives_its_whole_life(world: World):
    """Sign up, welcome, password by link, sign in, change, forgotten, clean-up."""
    first = signed_up(world)
    citizen = citizen_named(world, "nouveau@exemple.nc")
    with acting(world, actor_of(citizen)) as act:
        request_welcome(act, citizen)
    second = chosen(world, token_mailed(world), PASSWORD)
    third = signed_in(world, Audience.CITIZEN, citizen.email)
    with acting(world, actor_of(citizen)) as act:
        fourth = change_password(act, PASSWORD, OTHER_PASSWORD)
    asked(world, citizen.email)
    fifth = chosen(world, token_mailed(world), PASSWORD)
    pass_time(world, minutes=20)
    with acting(world, SYSTEM) as act:
        clean_up(act)

    open_ones = [holder(world, each) is not None for each in (first, second, third, fourth, fifth)]
    assert open_ones == [False, False, False, False, True]
    with pytest.raises(InvalidCredentials):
        signed_in(world, Audience.CITIZEN, citizen.email, OTHER_PASSWORD)


def test_a_limit_holds_whatever_the_try_became(world: World):
    limit = Limit("essai", "quelqu'un", 2)
    for _try in range(2):
        with acting(world, ANONYMOUS) as act:
            count_try(act, limit)

    with pytest.raises(Throttled), acting(world, ANONYMOUS) as act:
        count_try(act, limit)


def test_two_sign_ups_at_the_same_moment_make_one_account(world: World):
    captchas = [solved(world) for _n in range(4)]

    def attempt(captcha: str) -> bool:
        account = NewAccount("nouveau@exemple.nc", "12 34 56", terms=True, captcha=captcha)
        try:
            with acting(world, ANONYMOUS) as act:
                sign_up(act, account, ADDRESS)
        except InvalidAnswers:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(attempt, captchas))

    assert opened.count(True) == 1


def test_of_eight_uses_of_a_link_at_the_same_moment_one_wins(world: World):
    add_citizen(world)
    asked(world)
    token = token_mailed(world)

    def attempt(number: int) -> bool:
        try:
            chosen(world, token, f"{OTHER_PASSWORD} {number}")
        except InvalidCredentials:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(attempt, range(8)))

    assert won.count(True) == 1
    winner = f"{OTHER_PASSWORD} {won.index(True)}"
    assert holder(world, signed_in(world, Audience.CITIZEN, EMAIL, winner)) is not None


def test_sign_ins_at_the_same_moment_do_not_wait_for_each_other_to_hash(world: World):
    add_citizen(world)

    with ThreadPoolExecutor(4) as pool:
        sessions = list(
            pool.map(lambda _n: signed_in(world, Audience.CITIZEN, "usager@exemple.nc"), range(4))
        )

    assert all(holder(world, session) for session in sessions)


def test_sign_ins_at_the_same_moment_all_open_though_one_renews_the_hash(world: World):
    citizen = add_citizen(world)
    lighter = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with acting(world, SYSTEM) as act:
        act.session.get_one(Citizen, citizen.id).password_hash = lighter

    with ThreadPoolExecutor(4) as pool:
        sessions = list(
            pool.map(lambda _n: signed_in(world, Audience.CITIZEN, "usager@exemple.nc"), range(4))
        )

    assert all(holder(world, session) for session in sessions)
    assert citizen_named(world, "usager@exemple.nc").password_hash != lighter


def test_of_eight_uses_at_the_same_moment_one_is_accepted(world: World):
    solution = solved(world)

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _n: accepted(world, solution), range(8)))

    assert results.count(True) == 1
