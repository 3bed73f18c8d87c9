"""Hostile démarches checked apart: refused in time, or bombs that only running would light."""

import time

import pytest

from tests.catalogue.folders import CODE, good_files
from tests.catalogue.hostile import ATTACKS, BOMBS, CASES, SLOTS, small
from tests.catalogue.hostile import CODE as SMALL
from workflows.catalogue import Level, check_within_limits

SECONDS = 10
KILL = 15  # to kill a process and begin another, on a loaded machine
PLAUSIBLE = {f"{slot}/{bomb}" for slot in SLOTS for bomb in BOMBS} - {
    f"{slot}/deep" for slot in SLOTS
}


def test_the_demarche_that_the_hostile_ones_are_made_of_can_be_published():
    assert not [e for e in check_within_limits(SMALL, small()) if e.level is Level.ERROR]
    assert len(CASES) > 180


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_demarche_is_answered_in_time_and_the_next_check_is_right(name: str):
    code, files = CASES[name]
    began = time.monotonic()

    found = check_within_limits(code, files, SECONDS)

    assert time.monotonic() - began < SECONDS + KILL
    assert all(each.message and each.remedy for each in found)
    if name not in PLAUSIBLE and not name.startswith("tangled"):
        assert any(each.level is Level.ERROR for each in found)


@pytest.mark.parametrize("slot", SLOTS)
def test_no_slot_takes_code_for_an_expression(slot: str):
    for name in ATTACKS:
        code, files = CASES[f"{slot}/{name}"]

        found = check_within_limits(code, files)

        assert any(each.level is Level.ERROR for each in found), name


def test_after_all_of_them_the_good_one_has_nothing_against_it():
    assert check_within_limits(CODE, good_files()) == ()
