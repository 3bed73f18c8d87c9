"""Moving dossiers under way to another version, one per transaction, and taking a move back.

Tasks keep their ids, so their due dates, drafts and claims; timers keep their moments; the journal
goes on. A move can be undone until the process of the dossier takes its next step.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import delete, select

from workflows.catalogue import Folder
from workflows.engine import Advance, migrate
from workflows.engine.repair import settle
from workflows.errors import Conflict, NotFound, WorkflowError
from workflows.model import CLOSED, DemarcheVersion, Dossier, Task, VersionMove
from workflows.translation import _
from workflows.use_cases.access import Verb, require
from workflows.use_cases.act import SYSTEM, Act, Actor, World, acting, looking
from workflows.use_cases.demarches.packages import folder_of
from workflows.use_cases.dossiers.case import Case, case_of_dossier
from workflows.use_cases.dossiers.moving.progress import Cause, record, row_of
from workflows.use_cases.dossiers.surroundings import local_now
from workflows.use_cases.journal import Line, note
from workflows.use_cases.operations.plan_moves import Order, Plan, Verdict, target_of, versions_for
from workflows.use_cases.upsert import put

RENAMED = (
    "element_id", "name", "lane", "form_id", "group_code", "claimed_by_id", "claimed_at"
)  # fmt: skip
KEPT = ("from_version_id", "to_version_id", "state_before", "after_sha256", "at")


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of one dossier; `failure` is empty when it moved."""

    number: str
    failure: str = ""


def apply_moves(world: World, actor: Actor, order: Order, plan: Plan) -> Iterator[Moved]:
    """Move the compatible dossiers of a plan one by one; one that fails stays as it was."""
    for fate in plan.fates:
        if fate.verdict is Verdict.COMPATIBLE:
            try:
                with acting(world, actor) as act:
                    move_dossier(act, fate.dossier_id, replace(order, number=plan.target))
            except WorkflowError as failure:
                yield Moved(fate.number, failure.message)
            else:
                yield Moved(fate.number)


def undo_moves(world: World, actor: Actor, order: Order) -> Iterator[Moved]:
    """Take back every move to a version of a démarche that can be; the others are told why."""
    with looking(world, actor) as act:
        require(actor, Verb.MOVE)
        target, _folder = target_of(act, order)
        found = (
            select(VersionMove.dossier_id, Dossier.number)
            .join(Dossier, Dossier.id == VersionMove.dossier_id)
            .where(VersionMove.to_version_id == target.id)
            .order_by(Dossier.number)
        )
        moves = [(dossier_id, number) for dossier_id, number in act.session.execute(found)]
    for dossier_id, number in moves:
        try:
            with acting(world, actor) as act:
                undo_move(act, dossier_id)
        except WorkflowError as failure:
            yield Moved(number, failure.message)
        else:
            yield Moved(number)


def move_dossier(act: Act, dossier_id: UUID, order: Order) -> None:
    """Move one dossier; raise ProcessFailure when it cannot, Conflict when there is nothing to do.

    Raise Forbidden, NotFound, Invalid as `plan_moves` does; then nothing was written.
    """
    require(act.actor, Verb.MOVE)
    system = replace(act, actor=SYSTEM)
    case = case_of_dossier(system, dossier_id, lock=True)
    target, new = target_of(act, order)
    if case.dossier.state in CLOSED or case.dossier.version_id == target.id:
        raise Conflict(_("Ce dossier est terminé, ou déjà sur cette version."))
    before, state = case.dossier.version_id, case.dossier.process_state or b""
    advance = migrate(versions_for(case.folder, new, order.mapping), state, local_now(act))
    told = _before(case)
    _set_down(system, case, new, advance, Cause("moved", _("Règles de la démarche mises à jour")))
    case.dossier.version_id = target.id
    kept = {
        "dossier_id": dossier_id,
        "from_version_id": before,
        "to_version_id": target.id,
        "state_before": state,
        "after_sha256": _sha256(advance.state),
        "at": act.now,
    }
    put(act, VersionMove, KEPT, [kept])
    _tell(act, dossier_id, _("Passé à la version %(n)d") % {"n": target.number}, told)


def undo_move(act: Act, dossier_id: UUID) -> None:
    """Bring one dossier back to the version and state it had; raise Conflict after a next step."""
    require(act.actor, Verb.MOVE)
    system = replace(act, actor=SYSTEM)
    case = case_of_dossier(system, dossier_id, lock=True)
    move = act.session.get(VersionMove, dossier_id, populate_existing=True)
    if move is None:
        raise NotFound(_("Ce dossier n'a pas changé de version."))
    if move.after_sha256 != _sha256(case.dossier.process_state or b""):
        raise Conflict(_("Ce dossier a avancé depuis : il reste sur sa version."))
    version = act.session.get_one(DemarcheVersion, move.from_version_id)
    former = folder_of(act.connection, version.id, version.digest)
    advance = settle(former.process, move.state_before, local_now(act))
    cause = Cause("moved_back", _("Mise à jour des règles annulée"))
    told = _before(case)
    _set_down(system, case, former, advance, cause)
    case.dossier.version_id = version.id
    act.session.execute(delete(VersionMove).where(VersionMove.dossier_id == dossier_id))
    _tell(act, dossier_id, _("Revenu à la version %(n)d") % {"n": version.number}, told)


def _set_down(act: Act, case: Case, folder: Folder, advance: Advance, cause: Cause) -> None:
    """Record where the dossier stands in another version, its tasks named as that one does."""
    case.folder = folder
    record(act, case, advance, cause)
    described = {task.id: task for task in advance.ready}
    for task in case.tasks:
        ready = described[task.id]
        task.element_id, task.name = ready.element_id, ready.name or ready.element_id
        task.lane, task.form_id = ready.lane, ready.form_id
        group = folder.group_of(ready.lane, ready.candidate_groups)
        if group != task.group_code:
            # its holder may not be of the other group
            task.group_code, task.claimed_by_id, task.claimed_at = group, None, None
    if case.tasks:
        put(act, Task, RENAMED, [row_of(task) for task in case.tasks])


def _before(case: Case) -> dict[str, object]:
    """Return what the journal keeps of a dossier that is about to change version."""
    tasks = [(str(task.id), task.element_id, task.name, task.lane) for task in case.tasks]
    return {"left": str(case.dossier.version_id), "tasks": tasks}


def _tell(act: Act, dossier_id: UUID, label: str, details: dict[str, object]) -> None:
    note(act, dossier_id, Line("version_moved", label, public=False, details=details))


def _sha256(state: bytes) -> str:
    return hashlib.sha256(state).hexdigest()
