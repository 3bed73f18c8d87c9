"""A server and a worker as real processes, that a test kills without warning and starts again."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
LOG_END = 6000  # characters


@dataclass
class Process:
    """One `demarches` command, in a group of its own so that its children die with it."""

    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    log: Path
    kills: int = 0
    running: subprocess.Popen[bytes] | None = field(default=None)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                [sys.executable, "-m", "workflows", *self.arguments],
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """Kill -9 the whole group; it must have been alive until now."""
        assert self.running is not None
        assert self.running.poll() is None, self.last_words()
        os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()
        self.kills += 1

    def last_words(self) -> str:
        """Return the end of its log, for the message of a test that fails."""
        return self.log.read_text(errors="replace")[-LOG_END:]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def wait_until_healthy(url: str, server: Process) -> None:
    """Wait until the server answers; fail with its log when it does not."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5):  # noqa: S310  our own address
                return
        except urllib.error.HTTPError:
            return  # it answers: a late worker is no matter here
        except OSError:
            time.sleep(0.05)
    raise AssertionError(server.last_words())
