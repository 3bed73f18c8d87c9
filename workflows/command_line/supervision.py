"""A worker beside the server: started, started again when it dies, stopped with it."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence

import click

from workflows.translation import _

RESTART_SECONDS = 1.0
STOP_SECONDS = 20.0
WATCH_SECONDS = 1.0
WORKER = (sys.executable, "-m", "workflows", "worker", "--with-parent")


class WorkerChild:
    """One child process kept alive by a thread."""

    def __init__(self, command: Sequence[str] = WORKER, pause: float = RESTART_SECONDS) -> None:
        self._command = tuple(command)
        self._pause = pause
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._keep_alive, name="worker-child", daemon=True)

    @property
    def pid(self) -> int | None:
        """Return the process id of the worker that runs now."""
        with self._lock:
            return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the worker and keep it alive."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the worker to finish what it does, and wait for it."""
        with self._lock:
            self._stopping.set()
            if self._process is not None:
                self._process.terminate()
        self._thread.join(STOP_SECONDS)

    def _keep_alive(self) -> None:
        while self._begin():
            if self._process is not None:
                self._process.wait()
            if not self._stopping.wait(self._pause):
                click.echo(_("Le worker s'est arrêté : il redémarre."), err=True)

    def _begin(self) -> bool:
        """Start a worker unless we are stopping, without ever missing a stop in between."""
        with self._lock:
            if self._stopping.is_set():
                return False
            self._process = subprocess.Popen(self._command)  # noqa: S603  our own command
            return True


def stop_with_parent(stop: Callable[[], None]) -> None:
    """Call `stop` when the process that started us is gone, even killed without a word."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            pause.wait(WATCH_SECONDS)
        stop()

    pause = threading.Event()
    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
