"""Publishing a démarche: its folder becomes an immutable version, named by its content."""

from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import func, insert, select

from workflows.catalogue import (
    Change,
    Folder,
    InvalidDemarche,
    check_within_limits,
    compare,
    pack,
)
from workflows.catalogue.connectors import unknown_targets
from workflows.catalogue.files import Files, read_files
from workflows.catalogue.findings import errors_of
from workflows.catalogue.folder import make_folder
from workflows.catalogue.parts import read_parts
from workflows.model import Demarche, DemarcheVersion, Group, version_group
from workflows.translation import _
from workflows.use_cases.access import Verb, require
from workflows.use_cases.act import Act
from workflows.use_cases.demarches.packages import folder_of
from workflows.use_cases.journal import Line, note
from workflows.use_cases.upsert import add_missing


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """The version on which new dossiers begin now; `created` false when it existed already.

    `changes` tell it from the version that was current before.
    """

    code: str
    number: int
    digest: str
    created: bool
    changes: tuple[Change, ...] = ()


def publish(act: Act, folder_path: Path) -> PublishedVersion:
    """Publish a folder; raise InvalidDemarche with every error its check finds, or Forbidden.

    Dossiers under way stay on their version. The same content published again only becomes
    current again.
    """
    require(act.actor, Verb.PUBLISH)
    files, _asides = read_files(folder_path)
    return publish_files(act, folder_path.resolve().name, files)


def publish_files(act: Act, code: str, files: Files) -> PublishedVersion:
    """Publish the files of a démarche, as `publish` does a folder.

    They are checked in a process of their own before anything here reads them.
    """
    require(act.actor, Verb.PUBLISH)
    errors = errors_of(check_within_limits(code, files, act.world.settings.check_seconds))
    if errors:
        raise InvalidDemarche(errors)
    folder = make_folder(read_parts(code, files))
    lost = tuple(unknown_targets(folder.process.effects, act.world.webhooks.names))
    if lost:
        raise InvalidDemarche(lost)
    return make_current(act, folder)


def make_current(act: Act, folder: Folder) -> PublishedVersion:
    """Make a checked folder the version on which new dossiers begin."""
    _put_demarche(act, folder)
    demarche = act.session.get_one(Demarche, folder.code, with_for_update=True)
    changes = _changes(act, demarche, folder)
    version = _existing(act, folder)
    created = version is None
    if version is None:
        version = _new_version(act, folder)
    demarche.title, demarche.theme = folder.about.title, folder.about.theme
    if demarche.current_id != version.id:
        demarche.current_id = version.id
        told = {"title": folder.about.title, "n": version.number}
        note(act, None, Line("published", _("« %(title)s » : version %(n)d publiée") % told))
    return PublishedVersion(folder.code, version.number, version.digest, created, changes)


def _changes(act: Act, demarche: Demarche, folder: Folder) -> tuple[Change, ...]:
    """Compare with the current version, unless today's reading refuses it: it is being replaced."""
    current = demarche.current
    if current is None or current.digest == folder.digest:
        return ()
    try:
        before = folder_of(act.connection, current.id, current.digest)
    except InvalidDemarche:
        return ()
    return compare(before, folder)


def _put_demarche(act: Act, folder: Folder) -> None:
    about = folder.about
    row = {"code": folder.code, "title": about.title, "theme": about.theme}
    add_missing(act, Demarche, ("code",), [row])
    groups = [{"code": code, "label": label} for code, label in about.groups.items()]
    if groups:
        add_missing(act, Group, ("code",), groups)


def _existing(act: Act, folder: Folder) -> DemarcheVersion | None:
    same = (DemarcheVersion.demarche_code == folder.code, DemarcheVersion.digest == folder.digest)
    return act.session.scalar(select(DemarcheVersion).where(*same))


def _new_version(act: Act, folder: Folder) -> DemarcheVersion:
    of_demarche = DemarcheVersion.demarche_code == folder.code
    last = act.session.scalar(select(func.max(DemarcheVersion.number)).where(of_demarche))
    version = DemarcheVersion(
        id=uuid4(),
        demarche_code=folder.code,
        number=(last or 0) + 1,
        digest=folder.digest,
        package=pack(folder),
        published_at=act.now,
        published_by=act.actor.name,
    )
    act.session.add(version)
    act.session.flush()
    rows = [{"version_id": version.id, "group_code": code} for code in sorted(_groups(folder))]
    if rows:
        act.session.execute(insert(version_group), rows)
    return version


def _groups(folder: Folder) -> set[str]:
    """Return the groups that hold a task of this version: their agents see its dossiers."""
    tasks = folder.process.tasks.values()
    held = {folder.group_of(task.lane, task.candidate_groups) for task in tasks}
    return {code for code in held if code is not None}
