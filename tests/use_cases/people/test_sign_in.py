"""Signing in: the right password from anywhere, sessions that end, nothing to learn by guessing."""

import logging
import time

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from tests.use_cases.accounts import (
    ADDRESS,
    ELSEWHERE,
    PASSWORD,
    add_agent,
    add_citizen,
    holder,
    pass_time,
    posted,
    signed_in,
    signed_up,
    solved,
)
from tests.use_cases.cast import TestWorld
from workflows.errors import InvalidAnswers, InvalidCredentials, Throttled
from workflows.model import Audience, Role, SignIn
from workflows.use_cases.act import ANONYMOUS, World, acting, looking
from workflows.use_cases.people import passwords
from workflows.use_cases.people.sign_in import (
    TRIES_PER_ACCOUNT,
    TRIES_PER_ADDRESS,
    EmailBranch,
    know_email,
    open_session,
    sign_out,
)
from workflows.use_cases.people.throttle import Limit, count_try


@pytest.fixture
def world(sqlite_world: TestWorld) -> TestWorld:
    """Rules that no database can change."""
    return sqlite_world


def known(world: World, email: str, captcha: str = "", address: str = ADDRESS) -> EmailBranch:
    with acting(world, ANONYMOUS) as act:
        return know_email(act, email, captcha, address)


def wrong_tries(world: World, tries: int, email: str = "usager@exemple.nc") -> None:
    for _try in range(tries):
        with pytest.raises(InvalidCredentials):
            signed_in(world, Audience.CITIZEN, email, "une erreur de frappe")


def test_the_right_password_opens_a_session_that_says_who_acts(world: World):
    agent = add_agent(world, role=Role.CHIEF)

    session = signed_in(world, Audience.AGENT, "  Agent@Exemple.NC ")

    actor = holder(world, session)
    assert actor is not None
    assert (actor.id, actor.name, actor.role) == (agent.id, "Ana Agent", Role.CHIEF)


def test_the_database_keeps_no_token(world: World):
    add_citizen(world)

    session = signed_in(world, Audience.CITIZEN, "usager@exemple.nc")

    with looking(world, ANONYMOUS) as act:
        (row,) = act.session.scalars(select(SignIn)).all()
        assert session.token.encode() not in row.token_hash
        assert len(row.token_hash) == 32


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("usager@exemple.nc", "une erreur de frappe"),
        ("personne@exemple.nc", PASSWORD),
        ("sans@exemple.nc", PASSWORD),
        ("agent@exemple.nc", PASSWORD),
        ("pas une adresse", PASSWORD),
        ("usager@exemple.nc", ""),
    ],
    ids=["wrong password", "nobody", "no password yet", "of the other side", "no address", "empty"],
)
def test_every_refusal_is_the_same(world: World, email: str, password: str):
    add_citizen(world)
    add_citizen(world, "sans@exemple.nc", password=None)
    add_agent(world)

    with pytest.raises(InvalidCredentials) as refused:
        signed_in(world, Audience.CITIZEN, email, password)

    assert refused.value.message.startswith("L'adresse ou le mot de passe n'est pas reconnu.")


def test_an_unknown_address_is_refused_at_the_same_cost(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher())
    add_citizen(world, password="une phrase que seul ce test connaît")

    def cost(email: str) -> float:
        began = time.process_time()  # not the wall's: other programs would count
        with pytest.raises(InvalidCredentials):
            signed_in(world, Audience.CITIZEN, email, "une erreur de frappe")
        return time.process_time() - began

    cost("personne@exemple.nc")  # the first one makes the hash of nobody
    costs = [(cost("usager@exemple.nc"), cost("personne@exemple.nc")) for _try in range(5)]

    known, unknown = (min(each) for each in zip(*costs, strict=True))
    assert 2 / 3 < known / unknown < 3 / 2


def test_too_many_wrong_passwords_from_one_address_have_to_wait(world: World):
    add_citizen(world)
    wrong_tries(world, TRIES_PER_ACCOUNT)

    with pytest.raises(Throttled) as throttled:
        signed_in(world, Audience.CITIZEN, "usager@exemple.nc")

    assert 0 < throttled.value.wait <= 15 * 60


def test_a_guesser_does_not_lock_the_owner_out(world: World):
    add_citizen(world)
    wrong_tries(world, TRIES_PER_ACCOUNT)

    session = signed_in(world, Audience.CITIZEN, "usager@exemple.nc", address=ELSEWHERE)

    assert holder(world, session) is not None


def test_waiting_opens_the_door_again(world: World):
    add_citizen(world)
    wrong_tries(world, TRIES_PER_ACCOUNT)

    pass_time(world, minutes=15)

    assert holder(world, signed_in(world, Audience.CITIZEN, "usager@exemple.nc")) is not None


def test_the_right_password_forgives_earlier_slips(world: World):
    add_citizen(world)
    wrong_tries(world, TRIES_PER_ACCOUNT - 1)
    signed_in(world, Audience.CITIZEN, "usager@exemple.nc")

    wrong_tries(world, TRIES_PER_ACCOUNT - 1)

    assert holder(world, signed_in(world, Audience.CITIZEN, "usager@exemple.nc")) is not None


def test_one_address_cannot_try_many_accounts(world: World):
    everybody = Limit("sign-in", ADDRESS, TRIES_PER_ADDRESS)
    for _other_account in range(TRIES_PER_ADDRESS):
        with acting(world, ANONYMOUS) as act:
            count_try(act, everybody)
    add_citizen(world)

    with pytest.raises(Throttled):
        signed_in(world, Audience.CITIZEN, "usager@exemple.nc")


def test_a_session_ends_after_an_idle_hour(world: World):
    add_citizen(world)
    session = signed_in(world, Audience.CITIZEN, "usager@exemple.nc")
    pass_time(world, minutes=59)
    assert holder(world, session) is not None

    pass_time(world, minutes=59)
    assert holder(world, session) is not None
    pass_time(world, minutes=60)

    assert holder(world, session) is None


def test_a_session_ends_after_twelve_hours_however_busy(world: World):
    add_citizen(world)
    session = signed_in(world, Audience.CITIZEN, "usager@exemple.nc")
    for _half_hour in range(23):
        pass_time(world, minutes=30)
        assert holder(world, session) is not None

    pass_time(world, minutes=30)

    assert holder(world, session) is None


def test_a_session_is_written_at_most_once_a_minute(world: World):
    add_citizen(world)
    session = signed_in(world, Audience.CITIZEN, "usager@exemple.nc")
    seen = []

    for _request in range(7):
        pass_time(world, seconds=20)
        holder(world, session)
        with looking(world, ANONYMOUS) as act:
            seen.append(act.session.scalars(select(SignIn.seen_at)).one())

    assert len(set(seen)) == 3


def test_a_session_is_refreshed_inside_a_writing_act_too(world: World):
    add_citizen(world)
    session = signed_in(world, Audience.CITIZEN, "usager@exemple.nc")
    pass_time(world, minutes=5)

    with acting(world, ANONYMOUS) as act:
        act.session.scalars(select(SignIn)).all()
        open_session(act, Audience.CITIZEN, session.token)

    with looking(world, ANONYMOUS) as act:
        assert act.session.scalars(select(SignIn.seen_at)).one() == world.now()


def test_the_cookie_of_one_side_opens_nothing_on_the_other(world: World):
    add_citizen(world)
    session = signed_in(world, Audience.CITIZEN, "usager@exemple.nc")

    with looking(world, ANONYMOUS) as act:
        assert open_session(act, Audience.AGENT, session.token) is None


@pytest.mark.parametrize("token", ["", "x", "é" * 400, "\x00"])
def test_an_invented_token_opens_nothing(world: World, token: str):
    with looking(world, ANONYMOUS) as act:
        assert open_session(act, Audience.CITIZEN, token) is None


def test_signing_out_ends_this_session_alone(world: World):
    add_citizen(world)
    here = signed_in(world, Audience.CITIZEN, "usager@exemple.nc")
    there = signed_in(world, Audience.CITIZEN, "usager@exemple.nc")

    with acting(world, ANONYMOUS) as act:
        sign_out(act, here.token)

    assert holder(world, here) is None
    assert holder(world, there) is not None


def test_each_sign_in_gives_a_new_token(world: World):
    add_citizen(world)

    tokens = {signed_in(world, Audience.CITIZEN, "usager@exemple.nc").token for _time in range(3)}

    assert len(tokens) == 3


@pytest.mark.parametrize(
    ("email", "branch"),
    [
        ("usager@exemple.nc", EmailBranch.PASSWORD),
        ("Usager@Exemple.NC ", EmailBranch.PASSWORD),
        ("personne@exemple.nc", EmailBranch.SIGN_UP),
        ("sans@exemple.nc", EmailBranch.LINK_SENT),
    ],
)
def test_a_solved_captcha_tells_what_comes_after_the_address(
    world: World, email: str, branch: EmailBranch
):
    add_citizen(world)
    add_citizen(world, "sans@exemple.nc", password=None)

    assert known(world, email, solved(world)) is branch

    assert len(posted(world)) == (branch is EmailBranch.LINK_SENT)


@pytest.mark.parametrize("email", ["usager@exemple.nc", "personne@exemple.nc", "sans@exemple.nc"])
def test_without_a_captcha_the_answer_tells_nothing(world: World, email: str):
    add_citizen(world)
    add_citizen(world, "sans@exemple.nc", password=None)

    assert known(world, email) is EmailBranch.CHOOSE
    assert posted(world) == []


@pytest.mark.parametrize("email", ["usager@exemple.nc", "personne@exemple.nc"])
def test_a_wrong_captcha_tells_nothing_either(world: World, email: str):
    add_citizen(world)

    with pytest.raises(InvalidAnswers) as refused:
        known(world, email, "n'importe quoi")

    assert set(refused.value.errors) == {"captcha"}


def test_asking_about_many_addresses_is_limited(world: World):
    def ask() -> None:
        for number in range(60):
            known(world, f"usager{number}@exemple.nc")

    with pytest.raises(Throttled):
        ask()


def test_a_refused_try_counts_though_its_transaction_leaves_nothing(world: World):
    for _try in range(10):
        with pytest.raises(InvalidAnswers):
            known(world, "usager@exemple.nc", "n'importe quoi")

    with pytest.raises(Throttled):
        known(world, "usager@exemple.nc", "n'importe quoi")


def test_no_secret_reaches_the_logs(world: World, caplog: pytest.LogCaptureFixture):
    add_citizen(world)

    with caplog.at_level(logging.DEBUG):
        session = signed_in(world, Audience.CITIZEN, "usager@exemple.nc")
        wrong_tries(world, 1)
        fresh = signed_up(world)
        logging.getLogger("tests").debug("%r %r", session, fresh)

    for secret in (session.token, fresh.token, PASSWORD, "une erreur de frappe"):
        assert secret not in caplog.text
