"""The worker: timers, messages between dossiers, mails and documents, a sign of life."""

import os
import signal
import socket
from collections.abc import Callable
from datetime import timedelta
from threading import Event

from workflows.database import OperationalError
from workflows.model import WorkerBeat
from workflows.use_cases.act import SYSTEM, World, acting
from workflows.use_cases.people.clean_up import clean_up
from workflows.use_cases.studio.play.sandbox import sweep
from workflows.use_cases.upsert import put
from workflows.use_cases.worker.hand_events import hand_next
from workflows.use_cases.worker.send_outbox import deliver_next
from workflows.use_cases.worker.wake_timers import wake_next

PAUSE = 2.0  # seconds between two looks, when nothing was due
BEAT_EVERY = timedelta(seconds=10)
CLEAN_EVERY = timedelta(hours=1)
MOST_IN_A_ROW = 200  # then the other kind of work has its turn, and the worker says it is alive


class _Rounds:
    """What a worker does from time to time, whatever else there is to do."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._last_beat = self._last_clean = world.now() - CLEAN_EVERY

    def make(self) -> None:
        """Say that the worker lives, and clean up, when it is time to."""
        now = self._world.now()
        if now - self._last_beat >= BEAT_EVERY:
            beat(self._world)
            self._last_beat = now
        if now - self._last_clean >= CLEAN_EVERY:
            _tidy(self._world)
            self._last_clean = now


def work_once(world: World) -> int:
    """Do all that is due now, and return how many things were done."""
    beat(world)
    _tidy(world)
    done = 0
    while turn := _turn(world, Event()):
        done += turn
    return done


def work_forever(world: World, stop: Event) -> None:
    """Work until `stop` is set; what is under way is finished first.

    A database that is away for a while stops nothing but the beats, which /healthz shows.
    """
    rounds = _Rounds(world)
    while not stop.is_set():
        try:
            rounds.make()
            done = _turn(world, stop)
        except OperationalError:
            done = 0
        if not done:
            stop.wait(PAUSE)


def stop_on_signals() -> Event:
    """Return an event that SIGTERM and SIGINT set; to be called in the main thread."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    return stop


def beat(world: World) -> None:
    """Say that this worker lives; /healthz reads it."""
    name = f"{socket.gethostname()}:{os.getpid()}"
    with acting(world, SYSTEM) as act:
        put(act, WorkerBeat, ("at",), [{"name": name, "at": act.now}])


def _tidy(world: World) -> None:
    """Forget what has served: ended sessions, old tries, the plays of yesterday."""
    with acting(world, SYSTEM) as act:
        clean_up(act)
    sweep(world)


def _turn(world: World, stop: Event) -> int:
    return sum(_many(step, world, stop) for step in (wake_next, hand_next, deliver_next))


def _many(step: Callable[[World], bool], world: World, stop: Event) -> int:
    """Repeat a step while it finds something, up to a limit."""
    done = 0
    while done < MOST_IN_A_ROW and not stop.is_set() and step(world):
        done += 1
    return done
