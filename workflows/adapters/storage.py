"""The store of files: bytes under their SHA-256, in a folder or in memory."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol

from workflows.adapters.disk import flush_folder, settle, write_whole
from workflows.errors import BadSettings, TooLarge, WorkflowError
from workflows.translation import _

CHUNK = 64 * 1024
DIGEST = 64  # hexadecimal digits of a SHA-256


class MissingFile(WorkflowError):
    """The store does not hold the bytes that a row names."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Bytes now in the store; `size` in bytes."""

    sha256: str
    size: int


class Storage(Protocol):
    """What keeps files; the name of a file is the SHA-256 of its bytes."""

    def put(self, stream: BinaryIO, limit: int) -> Stored:
        """Keep the bytes, durably; raise TooLarge beyond `limit` bytes."""

    def open(self, name: str) -> BinaryIO:
        """Open the bytes kept under `name`; raise MissingFile."""

    def has(self, name: str) -> bool:
        """Tell whether bytes are kept under `name`."""

    def put_beside(self, sha256: str, kind: str, data: bytes) -> None:
        """Keep something derived from a file (`kind`: `thumbnail`), replaceable at any time."""

    def delete(self, sha256: str) -> None:
        """Forget the bytes and what was derived from them; nothing happens when absent."""


class FileStorage:
    """A folder; a file appears in it whole, after fsync, or not at all."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    def put(self, stream: BinaryIO, limit: int) -> Stored:
        """Write to a temporary file, fsync, rename, fsync the folder."""
        handle, temporary = tempfile.mkstemp(dir=self.root, prefix="incoming-")
        try:
            with os.fdopen(handle, "wb") as out:
                stored = _copy(stream, out, limit)
                out.flush()
                os.fsync(out.fileno())
            _publish(Path(temporary), self._path(stored.sha256))
        finally:
            Path(temporary).unlink(missing_ok=True)
        return stored

    def open(self, name: str) -> BinaryIO:
        """Open the file of that name."""
        try:
            return self._path(name).open("rb")
        except FileNotFoundError:
            raise _missing() from None

    def has(self, name: str) -> bool:
        """Tell whether the file is there."""
        return self._path(name).is_file()

    def put_beside(self, sha256: str, kind: str, data: bytes) -> None:
        """Write `<sha256>.<kind>` in the same folder."""
        write_whole(self._path(f"{sha256}.{kind}"), data)

    def delete(self, sha256: str) -> None:
        """Remove the file and its derived ones."""
        for path in self._path(sha256).parent.glob(f"{sha256}*"):
            path.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        sha256, _dot, kind = name.partition(".")
        if len(sha256) != DIGEST or not sha256.isalnum() or (kind and not kind.isalpha()):
            raise _missing()
        return self.root / sha256[:2] / name


class MemoryStorage:
    """A store in memory, for tests."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def put(self, stream: BinaryIO, limit: int) -> Stored:
        """Keep the bytes in a dictionary."""
        out = BytesIO()
        stored = _copy(stream, out, limit)
        self.files[stored.sha256] = out.getvalue()
        return stored

    def open(self, name: str) -> BinaryIO:
        """Open the bytes kept under `name`."""
        if name not in self.files:
            raise _missing()
        return BytesIO(self.files[name])

    def has(self, name: str) -> bool:
        """Tell whether bytes are kept under `name`."""
        return name in self.files

    def put_beside(self, sha256: str, kind: str, data: bytes) -> None:
        """Keep derived bytes."""
        self.files[f"{sha256}.{kind}"] = data

    def delete(self, sha256: str) -> None:
        """Forget the bytes and what was derived from them."""
        for name in [name for name in self.files if name.startswith(sha256)]:
            del self.files[name]


def open_storage(url: str) -> Storage:
    """Open the store that STORAGE_URL names: `file:<folder>`."""
    scheme, _colon, place = url.partition(":")
    if scheme != "file" or not place:
        raise BadSettings(_("STORAGE_URL=%(url)r : attendu file:<dossier>.") % {"url": url})
    return FileStorage(Path(place.removeprefix("//")))


def _copy(source: BinaryIO, target: BinaryIO, limit: int) -> Stored:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise TooLarge(
                _("Ce fichier dépasse la taille permise (%(n)d Mo).") % {"n": limit // 1024**2}
            )
        digest.update(chunk)
        target.write(chunk)
    return Stored(digest.hexdigest(), size)


def _publish(temporary: Path, target: Path) -> None:
    if not target.parent.is_dir():
        target.parent.mkdir(exist_ok=True)
        flush_folder(target.parent.parent)
    settle(temporary, target)


def _missing() -> MissingFile:
    return MissingFile(_("Ce fichier n'est plus dans le dépôt : signalez-le au service."))
