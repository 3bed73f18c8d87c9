"""What a warm checking process may not do: each try ends it at once, by the exit code alone."""

import json
import signal
import subprocess
import sys

import pytest

from tests.catalogue.apart.attempts import ATTEMPTS, OWNED
from workflows.catalogue.apart.cage import REFUSED


@pytest.fixture(scope="module")
def endings():
    command = [sys.executable, "-m", "tests.catalogue.apart.attempts"]
    told = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return json.loads(told.stdout)


@pytest.mark.parametrize("name", ATTEMPTS)
def test_what_is_not_computing_ends_the_process(endings, name: str):
    code, said = endings[name]

    assert code == REFUSED
    assert "refused" in said
    assert "went on" not in said
    assert not OWNED.exists()


def test_computing_is_allowed(endings):
    assert endings["compute"] == [0, " went on"]


def test_memory_is_bounded(endings):
    assert endings["take memory"] == [0, "caught MemoryError went on"]


def test_time_of_computing_is_bounded(endings):
    assert endings["take time"] == [-signal.SIGXCPU, ""]
