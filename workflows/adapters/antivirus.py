"""Antivirus: what scans a file before anybody may read it."""

from typing import BinaryIO, Protocol


class Antivirus(Protocol):
    """What looks for known malware."""

    def scan(self, stream: BinaryIO) -> str | None:
        """Return the name of the malware found, or None; raise ScannerDown when it cannot tell."""


class NoAntivirus:
    """The choice of an installation without a scanner; finds nothing."""

    def scan(self, stream: BinaryIO) -> str | None:
        """Return None: nothing was looked for."""
