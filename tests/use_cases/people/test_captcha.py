"""The captcha: solved once, for ten minutes, and never forged."""

import base64
import json

import altcha
import pytest

from tests.use_cases.accounts import pass_time, solved
from tests.use_cases.cast import TestWorld
from workflows.errors import InvalidAnswers
from workflows.use_cases.act import ANONYMOUS, World, acting
from workflows.use_cases.people.captcha import make_challenge, spend_captcha


@pytest.fixture
def world(sqlite_world: TestWorld) -> TestWorld:
    """Rules that no database can change."""
    return sqlite_world


def spend(world: World, solution: str) -> None:
    with acting(world, ANONYMOUS) as act:
        spend_captcha(act, solution)


def accepted(world: World, solution: str) -> bool:
    try:
        spend(world, solution)
    except InvalidAnswers:
        return False
    return True


def altered(solution: str, part: str, key: str, value: object) -> str:
    read = json.loads(base64.b64decode(solution))
    target = read["challenge"]["parameters"] if part == "parameters" else read[part]
    target[key] = value
    return base64.b64encode(json.dumps(read).encode()).decode()


def test_a_solution_is_accepted_once(world: World):
    solution = solved(world)

    spend(world, solution)

    with pytest.raises(InvalidAnswers) as refused:
        spend(world, solution)
    assert "a déjà servi" in refused.value.errors["captcha"]


def test_the_same_solution_written_otherwise_is_still_the_same(world: World):
    solution = solved(world)
    spend(world, solution)

    rewritten = altered(solution, "solution", "time", 12345)

    assert not accepted(world, rewritten)


def test_a_solution_dies_after_ten_minutes(world: World):
    solution = solved(world)

    pass_time(world, minutes=10)

    with pytest.raises(InvalidAnswers) as refused:
        spend(world, solution)
    assert "a expiré" in refused.value.errors["captcha"]


@pytest.mark.parametrize(
    ("part", "key", "value"),
    [
        ("parameters", "data", {"endsAt": 4102444800}),
        ("parameters", "cost", 1),
        ("parameters", "keyPrefix", ""),
        ("challenge", "signature", "0" * 64),
        ("challenge", "signature", None),
        ("solution", "derivedKey", "00" * 32),
    ],
)
def test_an_altered_challenge_or_solution_is_refused(
    world: World, part: str, key: str, value: object
):
    assert not accepted(world, altered(solved(world), part, key, value))


@pytest.mark.parametrize(
    "solution",
    ["", "é", "e30=", "bnVsbA==", "W10=", "eyJjaGFsbGVuZ2UiOjF9", "A" * 100_000, "[" * 3000],
)
def test_nonsense_is_refused_without_a_fault(world: World, solution: str):
    assert not accepted(world, solution)


def test_a_challenge_of_another_installation_is_refused(world: World):
    ours = make_challenge(world)
    forged = altcha.create_challenge(
        "PBKDF2/SHA-256",
        1,
        counter=1,
        data={"endsAt": 4102444800},
        hmac_secret="another secret",
        hmac_key_secret="another secret",
    )
    found = altcha.solve_challenge(forged)
    assert found is not None

    payload = altcha.Payload(forged, found).to_base64()

    assert ours["signature"] != forged.signature
    assert not accepted(world, payload)


def test_the_challenge_is_as_costly_as_the_settings_say(world: World):
    parameters = make_challenge(world)["parameters"]

    assert isinstance(parameters, dict)
    assert parameters["cost"] == world.settings.captcha_cost
    assert parameters["algorithm"] == "PBKDF2/SHA-256"
