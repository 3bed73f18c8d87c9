"""Passwords: what is refused and why, in French; what is kept."""

import pytest

from workflows.errors import InvalidAnswers
from workflows.use_cases.people.passwords import (
    LONGEST,
    hash_password,
    is_outdated,
    matches,
    require_strong,
)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "au moins 12 caractères"),
        ("court", "au moins 12 caractères"),
        ("x" * (LONGEST + 1), "au plus 200 caractères"),
        ("aaaaaaaaaaaaaa", "il répète les mêmes caractères"),
        ("abcdefghijklmn", "une suite comme abc ou 123"),
        ("qwertyuiop[]", "les touches du clavier"),
        ("motdepassenoumea", "un mot, un nom ou une adresse"),
        ("jeanne.temoin@", "un mot, un nom ou une adresse"),
        ("azertyuiopqsdfghjklm", "un mot, un nom ou une adresse"),
    ],
)
def test_a_guessable_password_is_refused_with_its_reason(password: str, why: str):
    with pytest.raises(InvalidAnswers) as refused:
        require_strong(password, ["jeanne.temoin@exemple.nc", "jeanne", "temoin"])

    assert why in refused.value.errors["password"]


@pytest.mark.parametrize(
    "password", ["tortue bleue du lagon", "7gK!pq29zRtw", "é" * 3 + " notou cagou bulime"]
)
def test_a_rare_password_is_accepted(password: str):
    require_strong(password, [])


def test_a_hash_is_argon2id_and_never_twice_the_same():
    first, second = hash_password("tortue bleue du lagon"), hash_password("tortue bleue du lagon")

    assert first.startswith("$argon2id$")
    assert first != second
    assert matches(first, "tortue bleue du lagon")
    assert not matches(first, "tortue bleue du lagoN")


@pytest.mark.parametrize("kept", [None, "", "not a hash"])
def test_nobody_matches_without_a_hash(kept: str | None):
    assert not matches(kept, "nobody has this password")


def test_a_lighter_hash_is_outdated():
    light = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$G5ajKFCoUzaXRLdz7UJb5wGkb2Xt+X5/GQjUYtS2+TE"

    assert is_outdated(light)
    assert not is_outdated(hash_password("tortue bleue du lagon"))
