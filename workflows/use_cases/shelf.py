"""What was made last, kept by name for every thread of a process."""

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Shelf(Generic[Thing]):
    """At most `most` things, of which the one that nobody asked for longest goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[str, Thing] = OrderedDict()
        self._lock = Lock()

    def take(self, name: str) -> Thing | None:
        """Return a thing kept, and remember that it was asked for."""
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
            return self._kept.get(name)

    def keep(self, name: str, thing: Thing) -> None:
        """Keep a thing."""
        with self._lock:
            self._kept[name] = thing
            self._kept.move_to_end(name)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
