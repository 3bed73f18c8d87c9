"""What a checking process may not do once it is warm: open, execute, start or write anything."""

import atexit
import codecs
import os
import resource
import signal
import sys
import zoneinfo
from importlib import import_module
from pkgutil import iter_modules
from types import FrameType
from typing import NoReturn

import holidays
import holidays.countries

from workflows.feel.semantics.temporal import named_zone

MEGABYTE = 1024 * 1024
MOST_MEMORY = 512 * MEGABYTE  # beyond what the warm process takes
WORN_MEMORY = 320 * 1024  # kilobytes ever resident: such a process is replaced
STATUS, STATUS_BYTES = "/proc/self/status", 8192
EVER_RESIDENT = b"VmHWM:"  # ru_maxrss would begin at that of the server, which started us
REFUSED = 77  # exit code of a process that tried what it may not do
ORPHANED = 78  # exit code of a process whose server is gone
LOOK_EVERY = 1.0  # seconds between two looks at who is there
ALLOWED = frozenset(
    {
        "builtins.id",  # deep copies of a diagram's tree
        "resource.setrlimit",  # the budget of each question
        "sys.excepthook",  # our own last words
        "object.__getattr__",  # the same, that name the place; reading only
    }
)
ENCODINGS = ("ascii", "idna", "latin-1", "utf-8-sig", "utf-16", "utf-32")
MOST_SAID = 200  # characters of what was tried
_STATUS: list[int] = []  # its descriptor: nothing is opened once the cage is closed
_KEPT: list[object] = []  # zones stay in zoneinfo's own cache as long as somebody holds them


def leave_with(parent: int) -> None:
    """End this process within a second or so of its parent, whatever it is doing.

    The end of the pipe says the same, but not to who computes, nor while a fork holds it open.
    """

    def look(_number: int, _frame: FrameType | None) -> None:
        if os.getppid() != parent:
            os._exit(ORPHANED)

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, LOOK_EVERY, LOOK_EVERY)
    atexit.register(signal.setitimer, signal.ITIMER_REAL, 0)  # nobody handles it after that


def warm_up() -> None:
    """Load all that reading a file may ask for: encodings, time zones, calendars of holidays."""
    for encoding in ENCODINGS:
        codecs.lookup(encoding)
    _KEPT.extend(named_zone(name) for name in sorted(zoneinfo.available_timezones()))
    for module in iter_modules(holidays.countries.__path__):
        import_module(f"{holidays.countries.__name__}.{module.name}")
    for country in holidays.list_supported_countries():
        holidays.country_holidays(country, years=2026)


def close() -> None:
    """Refuse from now on, for ever, everything that is not computing in memory."""
    _STATUS.append(os.open(STATUS, os.O_RDONLY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    most = _present_memory() + MOST_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    sys.addaudithook(_refuse)


def grant(seconds: int) -> None:
    """Give the process some more seconds of CPU; the system ends it when they are spent."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def is_worn() -> bool:
    """Tell whether this process once took so much memory that a new one is better."""
    words = os.pread(_STATUS[-1], STATUS_BYTES, 0).split()
    return int(words[words.index(EVER_RESIDENT) + 1]) > WORN_MEMORY


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    """End the process at once: an exception could be caught."""
    if event not in ALLOWED:
        _end(event, arguments)


def _end(event: str, arguments: tuple[object, ...]) -> NoReturn:
    first = str(arguments[0])[:MOST_SAID] if arguments else ""
    os.write(2, f"checking process: {event} refused: {first}\n".encode())
    os._exit(REFUSED)


def _present_memory() -> int:
    """Return the bytes of address space in use."""
    with open("/proc/self/statm", encoding="ascii") as sizes:  # noqa: PTH123  not a path of ours
        return int(sizes.read().split()[0]) * resource.getpagesize()
