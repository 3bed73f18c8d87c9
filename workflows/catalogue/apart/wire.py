"""A conversation between two processes: whole frames of bytes over pipes, within a deadline."""

import os
import select
import struct
from time import monotonic

LENGTH = struct.Struct(">I")
MAX_FRAME = 32 * 1024 * 1024
CHUNK = 1 << 16


class Line:
    """The two pipes of one side; `deadline` is a moment of the monotonic clock, None for ever."""

    def __init__(self, incoming: int, outgoing: int) -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        os.set_blocking(outgoing, False)

    def send(self, payload: bytes, deadline: float | None = None) -> None:
        """Write one frame; raise TimeoutError, or OSError when nobody reads any more."""
        left = memoryview(LENGTH.pack(len(payload)) + payload)
        while left:
            _wait(self._outgoing, select.POLLOUT, deadline)
            left = left[os.write(self._outgoing, left[:CHUNK]) :]

    def receive(self, deadline: float | None = None) -> bytes:
        """Read one frame; raise TimeoutError, or EOFError when the other side is gone."""
        (length,) = LENGTH.unpack(self._exactly(LENGTH.size, deadline))
        if length > MAX_FRAME:
            raise EOFError("a frame over the limit")
        return self._exactly(length, deadline)

    def _exactly(self, size: int, deadline: float | None) -> bytes:
        parts: list[bytes] = []
        while size:
            _wait(self._incoming, select.POLLIN, deadline)
            part = os.read(self._incoming, min(size, CHUNK))
            if not part:
                raise EOFError("the other side is gone")
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


def _wait(descriptor: int, event: int, deadline: float | None) -> None:
    poll = select.poll()
    poll.register(descriptor, event)
    left = None if deadline is None else max(deadline - monotonic(), 0) * 1000
    if not poll.poll(left):
        raise TimeoutError
