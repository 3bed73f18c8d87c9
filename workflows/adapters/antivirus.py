"""Antivirus: what scans a file before anybody may read it."""

import socket
import struct
from pathlib import Path
from typing import BinaryIO, ClassVar, Protocol

from workflows.errors import BadSettings, WorkflowError
from workflows.translation import _

CHUNK = 64 * 1024
TIMEOUT = 30  # seconds, for each exchange with clamd
LONGEST_ANSWER = 4096


class ScannerDown(WorkflowError):
    """The scanner gave no verdict: the file is not taken."""

    status = 503


class Antivirus(Protocol):
    """What looks for known malware; without `looks`, files are shown as « non analysé »."""

    looks: ClassVar[bool]

    def scan(self, stream: BinaryIO) -> str | None:
        """Return the name of the malware found, or None; raise ScannerDown when it cannot tell."""


class NoAntivirus:
    """The choice of an installation without a scanner; finds nothing."""

    looks: ClassVar[bool] = False

    def scan(self, stream: BinaryIO) -> str | None:
        """Return None: nothing was looked for."""


class MarkAntivirus:
    """A scanner for tests: malware is whatever holds `mark`; `down` makes it fail."""

    looks: ClassVar[bool] = True

    def __init__(self, mark: bytes) -> None:
        self.mark = mark
        self.down = False

    def scan(self, stream: BinaryIO) -> str | None:
        """Judge by the mark alone."""
        if self.down:
            raise _down()
        return "Test-Mark" if self.mark in stream.read() else None


class ClamdAntivirus:
    """ClamAV's daemon over its Unix socket; no clear verdict means no file (fail closed)."""

    looks: ClassVar[bool] = True

    def __init__(self, path: Path) -> None:
        self.path = path

    def scan(self, stream: BinaryIO) -> str | None:
        """Send the stream by INSTREAM; anything but clamd's two verdicts raises ScannerDown."""
        try:
            answer = self._ask(stream)
        except OSError as failed:
            raise _down() from failed
        verdict = answer.removeprefix("stream: ")
        if verdict == "OK":
            return None
        if verdict.endswith(" FOUND"):
            return verdict.removesuffix(" FOUND")
        raise _down()

    def _ask(self, stream: BinaryIO) -> str:
        with socket.socket(socket.AF_UNIX) as clamd:
            clamd.settimeout(TIMEOUT)
            clamd.connect(str(self.path))
            clamd.sendall(b"zINSTREAM\0")
            while chunk := stream.read(CHUNK):
                clamd.sendall(struct.pack(">I", len(chunk)) + chunk)
            clamd.sendall(struct.pack(">I", 0))
            return _read_answer(clamd)


def open_antivirus(url: str) -> Antivirus:
    """Open the scanner ANTIVIRUS_URL names: `clamd:/path/of/socket`, or none when empty."""
    scheme, _colon, place = url.partition(":")
    if not url:
        return NoAntivirus()
    if scheme == "clamd" and place:
        return ClamdAntivirus(Path(place.removeprefix("//")))
    raise BadSettings(
        _("ANTIVIRUS_URL=%(url)r : attendu clamd:/chemin/du/socket, ou rien.") % {"url": url}
    )


def _read_answer(clamd: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        received = clamd.recv(LONGEST_ANSWER)
        if not received:
            break
        answer += received
    return answer.rstrip(b"\0").decode("utf-8", "replace")


def _down() -> ScannerDown:
    return ScannerDown(
        _("L'analyse antivirus ne répond pas : le fichier n'a pas été pris. Réessayez plus tard.")
    )
