"""The folder of a published version, read from the database once per process."""

from uuid import UUID

from sqlalchemy import Connection, select

from workflows.catalogue import Folder, read_package
from workflows.model import DemarcheVersion
from workflows.use_cases.shelf import Shelf

KEPT = 256


_SHELF = Shelf[Folder](KEPT)  # by digest: a version never changes, so nothing is ever stale


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
