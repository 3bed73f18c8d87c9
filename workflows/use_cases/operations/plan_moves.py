"""What moving the dossiers of a démarche to another version would do: the dry run."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from workflows.catalogue import Folder
from workflows.engine import Obstacle, Versions, find_obstacles
from workflows.errors import Invalid, WorkflowError
from workflows.model import CLOSED, Demarche, DemarcheVersion, Dossier
from workflows.translation import _
from workflows.use_cases.access import Verb, not_found, require
from workflows.use_cases.act import Act, Actor, World, looking
from workflows.use_cases.demarches.packages import folder_of
from workflows.use_cases.incidents import UNEXPECTED

BATCH = 200


class Verdict(StrEnum):
    """Whether a dossier can move."""

    COMPATIBLE = "compatible"
    NEEDS_MAPPING = "correspondance"  # an element of its own is not in the new version
    BLOCKED = "bloque"


@dataclass(frozen=True, slots=True)
class Order:
    """Which démarche moves to which version; `number` 0 is the one in service.

    `mapping` gives the new id of elements that were renamed.
    """

    code: str
    number: int = 0
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fate:
    """What awaits one dossier; the obstacles name elements and say why."""

    dossier_id: UUID
    number: str
    version: int
    verdict: Verdict
    obstacles: tuple[Obstacle, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The dry run of an order: `target` is the number of the version to move to."""

    target: int
    fates: tuple[Fate, ...]

    def count(self, verdict: str) -> int:
        """Return how many dossiers have that verdict."""
        return sum(1 for fate in self.fates if fate.verdict == verdict)

    def reasons(self) -> tuple[tuple[Verdict, Obstacle, int], ...]:
        """Return each obstacle with the number of dossiers that it stops, the worst first."""
        counted = Counter(
            (fate.verdict, obstacle) for fate in self.fates for obstacle in fate.obstacles
        )
        return tuple((verdict, each, count) for (verdict, each), count in counted.most_common())


def plan_moves(world: World, actor: Actor, order: Order) -> Plan:
    """Examine every open dossier that is on another version; change nothing.

    Raise Forbidden, NotFound for an unknown version, Invalid for a mapping to nowhere.
    """
    with looking(world, actor) as act:
        require(actor, Verb.MOVE)
        target, new = target_of(act, order)
        number, version_id = target.number, target.id
    fates = tuple(_fates(world, actor, order, version_id, new))
    return Plan(number, fates)


def target_of(act: Act, order: Order) -> tuple[DemarcheVersion, Folder]:
    """Return the version of an order and its folder; raise NotFound or Invalid."""
    demarche = act.session.get(Demarche, order.code)
    if demarche is None:
        raise not_found()
    wanted = select(DemarcheVersion).where(DemarcheVersion.demarche_code == order.code)
    if order.number:
        wanted = wanted.where(DemarcheVersion.number == order.number)
    else:
        wanted = wanted.where(DemarcheVersion.id == demarche.current_id)
    version = act.session.scalar(wanted)
    if version is None:
        raise not_found()
    folder = folder_of(act.connection, version.id, version.digest)
    for reached in order.mapping.values():
        if reached not in folder.process.elements:
            raise Invalid(
                _("La version %(n)d n'a pas d'élément « %(id)s ».")
                % {"n": version.number, "id": reached}
            )
    return version, folder


def versions_for(old: Folder, new: Folder, mapping: Mapping[str, str]) -> Versions:
    """Return the two processes with the part of the mapping that concerns the old one."""
    known = {before: after for before, after in mapping.items() if before in old.process.elements}
    return Versions(old.process, new.process, known)


def _fates(
    world: World, actor: Actor, order: Order, version_id: UUID, new: Folder
) -> Iterator[Fate]:
    after = ""
    while True:
        wanted = (
            select(Dossier, DemarcheVersion)
            .join(DemarcheVersion, DemarcheVersion.id == Dossier.version_id)
            .where(Dossier.demarche_code == order.code, Dossier.state.not_in(CLOSED))
            .where(Dossier.version_id != version_id, Dossier.number > after)
            .order_by(Dossier.number)
            .limit(BATCH)
            .options(undefer(Dossier.process_state))
        )
        with looking(world, actor) as act:
            batch = [
                _fate(act, dossier, version, new, order.mapping)
                for dossier, version in act.session.execute(wanted)
            ]
        yield from batch
        if len(batch) < BATCH:
            return
        after = batch[-1].number


def _fate(
    act: Act, dossier: Dossier, version: DemarcheVersion, new: Folder, mapping: Mapping[str, str]
) -> Fate:
    try:
        old = folder_of(act.connection, version.id, version.digest)
        versions = versions_for(old, new, mapping)
        found = find_obstacles(versions, dossier.process_state or b"")
    except WorkflowError as failure:
        versions, found = None, (Obstacle("", failure.message),)
    except UNEXPECTED as bug:
        told = _("L'état du processus ne se lit pas (%(bug)s).") % {"bug": type(bug).__name__}
        versions, found = None, (Obstacle("", told),)
    return Fate(dossier.id, dossier.number, version.number, _verdict(versions, found), found)


def _verdict(versions: Versions | None, found: tuple[Obstacle, ...]) -> Verdict:
    """Tell a renaming, which a mapping would follow, from what no mapping can help."""
    if not found:
        return Verdict.COMPATIBLE
    if versions is None:
        return Verdict.BLOCKED
    missing = [
        each.element_id in versions.old.elements
        and versions.renamed(each.element_id) not in versions.new.elements
        for each in found
    ]
    return Verdict.NEEDS_MAPPING if all(missing) else Verdict.BLOCKED
