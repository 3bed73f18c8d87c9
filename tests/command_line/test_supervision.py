"""The worker beside the server: kept alive, and gone when the server is gone."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from workflows.command_line.supervision import WorkerChild

SLEEPER = (sys.executable, "-c", "import time; time.sleep(60)")
ORPHAN = """
import pathlib, sys, threading
from workflows.command_line.supervision import stop_with_parent
stop = threading.Event()
stop_with_parent(stop.set)
pathlib.Path(sys.argv[1]).write_text("up")
stop.wait(30)
pathlib.Path(sys.argv[1]).write_text("stopped" if stop.is_set() else "late")
"""
PARENT = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", sys.argv[1], sys.argv[2]])
time.sleep(60)
"""


@pytest.fixture
def child() -> Iterator[WorkerChild]:
    kept = WorkerChild(SLEEPER, pause=0.01)
    kept.start()
    yield kept
    kept.stop()


def until(true: Callable[[], bool], seconds: float = 20) -> bool:
    """Tell whether something became true in time."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


def test_a_worker_that_is_killed_is_started_again(child: WorkerChild):
    assert until(lambda: child.pid is not None)
    first = child.pid

    os.kill(first, signal.SIGKILL)

    assert until(lambda: child.pid not in {None, first})


def test_a_stopped_worker_stays_stopped(child: WorkerChild):
    assert until(lambda: child.pid is not None)
    last = child.pid

    child.stop()

    assert child.pid == last
    with pytest.raises(ProcessLookupError):
        os.kill(last, 0)


def test_a_worker_stops_when_its_parent_is_killed(tmp_path: Path):
    told = tmp_path / "told"
    parent = subprocess.Popen([sys.executable, "-c", PARENT, ORPHAN, str(told)])
    assert until(lambda: told.exists() and told.read_text() == "up")

    parent.kill()
    parent.wait()

    assert until(lambda: told.read_text() == "stopped")
