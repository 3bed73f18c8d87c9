"""Démarches and their published versions, as those who design and run them read them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from workflows.catalogue import Folder
from workflows.model import CLOSED, Demarche, DemarcheVersion, Dossier
from workflows.use_cases.access import Verb, not_found, require
from workflows.use_cases.act import Act
from workflows.use_cases.demarches.packages import folder_of
from workflows.use_cases.dossiers.reading.diagram import DiagramStep, steps_of


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version; `under_way` counts the dossiers filed on it and not decided yet."""

    number: int
    digest: str
    published_at: datetime
    published_by: str
    current: bool
    under_way: int


@dataclass(frozen=True, slots=True)
class DemarcheRow:
    """A démarche with its versions, the newest first."""

    code: str
    title: str
    theme: str
    versions: tuple[VersionRow, ...]


@dataclass(frozen=True, slots=True)
class VersionSheet:
    """One version: who does what, what it is made of, and its diagram with its steps in words.

    `lanes` are (lane, label of its holder); `parts` are (kind, names).
    """

    code: str
    title: str
    service: str
    row: VersionRow
    lanes: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    delay_days: int | None
    bpmn: bytes
    steps: tuple[DiagramStep, ...]


def list_versions(act: Act) -> tuple[DemarcheRow, ...]:
    """Return every démarche by title; raise Forbidden."""
    require(act.actor, Verb.READ_VERSIONS)
    versions: dict[str, list[VersionRow]] = defaultdict(list)
    demarches = list(act.session.scalars(select(Demarche).order_by(Demarche.title)))
    current = {demarche.current_id for demarche in demarches}
    counted = _under_way(act)
    newest_first = select(DemarcheVersion).order_by(DemarcheVersion.number.desc())
    for version in act.session.scalars(newest_first):
        row = _row(version, version.id in current, counted.get(version.id, 0))
        versions[version.demarche_code].append(row)
    return tuple(
        DemarcheRow(each.code, each.title, each.theme, tuple(versions[each.code]))
        for each in demarches
    )


def show_version(act: Act, code: str, number: int) -> VersionSheet:
    """Return one version of a démarche; raise NotFound or Forbidden."""
    require(act.actor, Verb.READ_VERSIONS)
    demarche = act.session.get(Demarche, code)
    numbered = (DemarcheVersion.demarche_code == code, DemarcheVersion.number == number)
    version = act.session.scalar(select(DemarcheVersion).where(*numbered))
    if demarche is None or version is None:
        raise not_found()
    folder = folder_of(act.connection, version.id, version.digest)
    counted = _under_way(act).get(version.id, 0)
    return VersionSheet(
        code=code,
        title=folder.about.title,
        service=folder.about.service,
        row=_row(version, version.id == demarche.current_id, counted),
        lanes=_lanes(folder),
        parts=_parts(folder),
        delay_days=folder.about.delay_days,
        bpmn=folder.process.bpmn,
        steps=steps_of(folder),
    )


def _row(version: DemarcheVersion, current: bool, under_way: int) -> VersionRow:
    return VersionRow(
        number=version.number,
        digest=version.digest,
        published_at=version.published_at,
        published_by=version.published_by,
        current=current,
        under_way=under_way,
    )


def _under_way(act: Act) -> dict[UUID, int]:
    counted = (
        select(Dossier.version_id, func.count())
        .where(Dossier.filed_at.is_not(None), Dossier.state.not_in(CLOSED))
        .group_by(Dossier.version_id)
    )
    return {version_id: count for version_id, count in act.session.execute(counted)}


def _lanes(folder: Folder) -> tuple[tuple[str, str], ...]:
    about = folder.about
    return tuple((lane, about.groups.get(held, held)) for lane, held in about.lanes.items())


def _parts(folder: Folder) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (
        ("forms", tuple(folder.forms)),
        ("decisions", tuple(folder.decisions)),
        ("letters", tuple(folder.letters)),
        ("scenarios", tuple(scenario.name for scenario in folder.scenarios)),
    )
