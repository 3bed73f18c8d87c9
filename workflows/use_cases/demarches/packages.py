"""The folder of a published version, read from the database once per process."""

from collections import OrderedDict
from threading import Lock
from uuid import UUID

from sqlalchemy import Connection, select

from workflows.catalogue import Folder, read_package
from workflows.model import DemarcheVersion

KEPT = 256


class _Shelf:
    """The folders used last, by digest; a version never changes, so nothing is ever stale."""

    def __init__(self) -> None:
        self._folders: OrderedDict[str, Folder] = OrderedDict()
        self._lock = Lock()

    def take(self, digest: str) -> Folder | None:
        """Return a folder kept, and remember that it was asked for."""
        with self._lock:
            if digest in self._folders:
                self._folders.move_to_end(digest)
            return self._folders.get(digest)

    def keep(self, digest: str, folder: Folder) -> None:
        """Keep a folder, and forget the one that nobody asked for longest."""
        with self._lock:
            self._folders[digest] = folder
            if len(self._folders) > KEPT:
                self._folders.popitem(last=False)


_SHELF = _Shelf()


def folder_of(connection: Connection, version_id: UUID, digest: str) -> Folder:
    """Return the folder of a version; its package is read only the first time."""
    folder = _SHELF.take(digest)
    if folder is None:
        of_version = DemarcheVersion.id == version_id
        folder = read_package(
            connection.scalars(select(DemarcheVersion.package).where(of_version)).one()
        )
        _SHELF.keep(digest, folder)
    return folder
