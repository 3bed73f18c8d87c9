"""Waking processes whose timer is due: one dossier per transaction, each fails alone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, delete, select

from workflows.engine import Advance, wake
from workflows.errors import ProcessFailure
from workflows.model import Dossier, Wait, WaitKind
from workflows.translation import _
from workflows.use_cases.act import SYSTEM, Act, World, acting, looking
from workflows.use_cases.dossiers.case import Case, case_of_dossier
from workflows.use_cases.dossiers.moving.progress import Cause, record
from workflows.use_cases.dossiers.surroundings import local_now
from workflows.use_cases.incidents import failing_as_incident

LABELS = 3


def wake_next(world: World) -> bool:
    """Fire the due timers of one dossier, the longest overdue; tell whether there was one.

    A process that cannot advance keeps its state, gets an incident, and waits for no timer any
    more until somebody resolves it: it cannot block the others.
    """
    with looking(world, SYSTEM) as act:
        if act.session.scalar(_due(act.now)) is None:
            return False
    try:
        with acting(world, SYSTEM) as act:
            dossier_id = act.session.scalar(_due(act.now, lock=True))
            if dossier_id is None:
                return False
            _wake(act, dossier_id)
    except ProcessFailure as failure:
        if failure.dossier_id is None:
            raise
        with acting(world, SYSTEM) as act:
            _park(act, failure.dossier_id)
    return True


def refuse_standstill(advance: Advance, now: datetime) -> None:
    """Raise ProcessFailure when a timer is still due: it would be fired for ever."""
    for wait in advance.waits:
        if wait.due_at is not None and wait.due_at <= now:
            raise ProcessFailure(_("Cette échéance se répète sans fin."), wait.element_id)


def _due(now: datetime, *, lock: bool = False) -> Select[UUID]:
    """Ask for the dossier whose timer is longest overdue, and that no other worker holds."""
    found = (
        select(Dossier.id)
        .join(Wait, Wait.dossier_id == Dossier.id)
        .where(Wait.kind == WaitKind.TIMER, Wait.due_at <= now)
        .order_by(Wait.due_at, Wait.id)
        .limit(1)
    )
    return found.with_for_update(of=Dossier, skip_locked=True) if lock else found


def _wake(act: Act, dossier_id: UUID) -> None:
    case = case_of_dossier(act, dossier_id, lock=True)
    rung = _names(act, case)
    if not rung:
        return  # the worker before us fired it while we waited
    with failing_as_incident(dossier_id):
        advance = wake(case.folder.process, case.dossier.process_state or b"", local_now(act))
        refuse_standstill(advance, act.now)
        record(act, case, advance, Cause("woken", _label(rung)))


def _names(act: Act, case: Case) -> list[str]:
    """Return the names of the timers due, as drawn."""
    due = (
        Wait.dossier_id == case.dossier.id,
        Wait.kind == WaitKind.TIMER,
        Wait.due_at <= act.now,
    )
    elements = case.folder.process.elements
    found = act.session.scalars(select(Wait.element_id).where(*due).order_by(Wait.due_at))
    return [elements[each].name or each if each in elements else each for each in found]


def _label(rung: list[str]) -> str:
    names = ", ".join(f"« {name} »" for name in rung[:LABELS])
    return _("Échéance atteinte : %(names)s") % {"names": names}


def _park(act: Act, dossier_id: UUID) -> None:
    """Forget the timers of a dossier that cannot advance; its state says when they were due."""
    case_of_dossier(act, dossier_id, lock=True)
    timers = (Wait.dossier_id == dossier_id, Wait.kind == WaitKind.TIMER)
    act.session.execute(delete(Wait).where(*timers))
