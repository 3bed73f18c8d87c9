"""A warm process that forks one caged process per try, and tells how each ended."""

import ctypes
import json
import marshal
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from workflows.catalogue.apart.cage import close, grant, leave_with, warm_up

OWNED = Path("/tmp/owned")  # noqa: S108  never written: that is what is shown


def target() -> int:
    return 1


def other() -> int:
    return 2


def set_code() -> None:
    target.__code__ = other.__code__


def spin() -> None:
    grant(0)
    while True:
        pass


ATTEMPTS: dict[str, Callable[[], object]] = {
    "evaluate a text": lambda: eval("1 + 1"),  # noqa: S307  refused: that is what is shown
    "execute a text": lambda: exec("x = 1"),  # noqa: S102  same
    "compile a text": lambda: compile("1", "f", "eval"),
    "execute a code object": lambda: exec(target.__code__),  # noqa: S102  same
    "read code from bytes": lambda: marshal.loads(b"i\x01\x00\x00\x00"),  # noqa: S302  same
    "import a module": lambda: __import__("colorsys"),
    "read a file": OWNED.read_text,
    "open by descriptor": lambda: os.open("/etc/passwd", os.O_RDONLY),
    "write a file": lambda: OWNED.write_text("x"),
    "remove a file": OWNED.unlink,
    "list a folder": lambda: list(Path("/").iterdir()),
    "open a socket": socket.socket,
    "resolve a name": lambda: socket.getaddrinfo("localhost", 80),
    "run a command": lambda: subprocess.run(["true"], check=False),
    "run a shell": lambda: os.system("true"),  # noqa: S605  same
    "become a command": lambda: os.execv("/bin/true", ["true"]),  # noqa: S606  same
    "fork": os.fork,
    "spawn": lambda: os.posix_spawn("/bin/true", ["true"], {}),
    "kill": lambda: os.kill(os.getpid(), 0),
    "load a library": lambda: ctypes.CDLL(None),
    "read memory": lambda: ctypes.string_at(1),
    "trace": lambda: sys.settrace(None),
    "change a function": set_code,
    "hear audits": lambda: sys.addaudithook(print),
}
OTHERS: dict[str, Callable[[], object]] = {
    "compute": lambda: sorted(range(1000), key=lambda n: -n),
    "take memory": lambda: bytearray(600 * 1024 * 1024),
    "take time": spin,
}


def ending(attempt: Callable[[], object]) -> tuple[int, str]:
    """Return the exit code and the words of a caged process that makes one try."""
    reading, writing = os.pipe()
    here, forked = os.getpid(), os.fork()
    if not forked:
        leave_with(here)
        os.dup2(writing, 2)
        close()
        grant(5)
        try:
            attempt()
        except BaseException as error:  # noqa: BLE001  even caught, a try must end the process
            os.write(2, f"caught {type(error).__name__}".encode())
        os.write(2, b" went on")
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        said = told.read().decode()  # to its end: one read may miss what is said last
    return os.waitstatus_to_exitcode(os.waitpid(forked, 0)[1]), said


if __name__ == "__main__":
    leave_with(os.getppid())
    warm_up()
    print(json.dumps({name: ending(each) for name, each in (ATTEMPTS | OTHERS).items()}))  # noqa: T201
