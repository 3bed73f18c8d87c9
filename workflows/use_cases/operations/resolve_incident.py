"""Resolving an incident: retry, skip, correct, cancel, close; always with a reason, journalled."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import func, select, update

from workflows.engine import Advance, ProcessDefinition, wake
from workflows.engine.repair import correct, look, settle, skip
from workflows.errors import Conflict, IllegalTransition, Invalid
from workflows.model import CLOSED, Incident, OutboxItem, Wait
from workflows.translation import _
from workflows.use_cases.access import Verb
from workflows.use_cases.act import SYSTEM, Act
from workflows.use_cases.dossiers.case import Case
from workflows.use_cases.dossiers.moving.progress import Cause, close_unfinished, record
from workflows.use_cases.dossiers.surroundings import local_now
from workflows.use_cases.events.addressing import hand_again
from workflows.use_cases.incidents import failing_as_incident
from workflows.use_cases.journal import Line, note
from workflows.use_cases.operations.stuck import incident_and_case, step_of
from workflows.use_cases.operations.typed_value import read_value, written
from workflows.use_cases.worker.wake_timers import refuse_standstill

REASON = 200
RESOLUTION = 300


@dataclass(frozen=True, slots=True)
class Correction:
    """A variable and its new value, as typed: see `typed_value.Kind`."""

    name: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Open:
    """An incident still open, its locked dossier, and why it is touched."""

    incident: Incident
    case: Case
    reason: str


def retry_incident(act: Act, incident_id: UUID, reason: str) -> None:
    """Ring the due timers again and hand the lost deliveries back to the worker.

    Raise ProcessFailure when the process is still stuck: the incident stays open.
    """
    found = _open(act, incident_id, reason, Verb.RETRY)
    _post_again(act, found.case.dossier.id)
    if found.case.dossier.state not in CLOSED:
        with failing_as_incident(found.case.dossier.id):
            advance = wake(*_process(found.case), local_now(act))
            refuse_standstill(advance, act.now)
            _record(act, found.case, advance, "retried")
    _resolve(act, found, _("Nouvel essai"))


def skip_step(act: Act, incident_id: UUID, element_id: str, target: str, reason: str) -> None:
    """Take the dossier from a step to another one; raise Invalid when it cannot go there."""
    found = _open(act, incident_id, reason, Verb.REPAIR)
    case = found.case
    _require_open(case)
    if case.dossier.filed_at is None:
        raise Conflict(_("Cette demande n'est pas envoyée : seul l'usager peut passer la suite."))
    _require_target(act, case, element_id, target)
    left, reached = step_of(case, element_id).name, step_of(case, target).name
    label = _("« %(left)s » passé, repris à « %(reached)s »") % {"left": left, "reached": reached}
    with failing_as_incident(case.dossier.id):
        definition, state = _process(case)
        advance = skip(definition, state, element_id, target, local_now(act))
        _record(act, case, advance, "skipped")
    hand_again(act, case.dossier.id)
    _resolve(act, found, label)


def correct_variable(act: Act, incident_id: UUID, given: Correction, reason: str) -> None:
    """Give a routing variable another value; due timers ring again at the worker's next round.

    So does what the dossier could not take: a message or a signal that it still waits for.
    """
    found = _open(act, incident_id, reason, Verb.REPAIR)
    _require_open(found.case)
    if given.name not in found.case.folder.process.routing_variables:
        raise Invalid(_("La démarche ne lit aucune variable « %s ».") % given.name)
    value = read_value(given.kind, given.text)
    told = {"name": given.name, "value": written(value)}
    label = _("Variable « %(name)s » corrigée : « %(value)s »") % told
    with failing_as_incident(found.case.dossier.id):
        advance = correct(*_process(found.case), {given.name: value}, local_now(act))
        _record(act, found.case, advance, "corrected")
    hand_again(act, found.case.dossier.id)
    _resolve(act, found, label)


def cancel_dossier(act: Act, incident_id: UUID, reason: str) -> None:
    """End the dossier « sans suite »; its citizen is told, and reads the reason."""
    found = _open(act, incident_id, reason, Verb.REPAIR)
    _require_open(found.case)
    label = _("Dossier classé sans suite : %(reason)s") % {"reason": found.reason}
    note(act, found.case.dossier.id, Line("cancelled", label))
    close_unfinished(act, found.case)
    _resolve(act, found, _("Dossier classé sans suite"))
    others = (Incident.dossier_id == found.case.dossier.id, Incident.resolved_at.is_(None))
    closed = {"resolved_at": act.now, "resolution": found.incident.resolution}
    act.session.execute(update(Incident).where(*others).values(**closed))


def close_incident(act: Act, incident_id: UUID, reason: str) -> None:
    """Close an incident that needs nothing more; raise Conflict when its dossier would be stuck."""
    found = _open(act, incident_id, reason, Verb.REPAIR)
    if found.case.dossier.state not in CLOSED and not _goes_on(act, found.case):
        raise Conflict(
            _("Ce dossier resterait bloqué : relancez-le, passez l'étape ou classez-le sans suite.")
        )
    _resolve(act, found, _("Clos sans autre action"))


def _open(act: Act, incident_id: UUID, reason: str, verb: Verb) -> _Open:
    incident, case = incident_and_case(act, incident_id, verb, lock=True)
    told = " ".join(reason.split())[:REASON]
    if not told:
        raise Invalid(_("Confirmez, et dites pourquoi : le motif reste au journal."))
    if incident.resolved_at is not None:
        raise Conflict(_("Cet incident est déjà résolu : rechargez la page."))
    return _Open(incident, case, told)


def _require_open(case: Case) -> None:
    if case.dossier.state in CLOSED:
        raise IllegalTransition(_("Ce dossier est terminé : il n'y a plus rien à réparer."))


def _require_target(act: Act, case: Case, element_id: str, target: str) -> None:
    """Refuse a forged or outdated choice before the engine, whose refusals are incidents."""
    places = look(*_process(case), local_now(act)).places
    targets = {place.element_id: place.targets for place in places}
    if target not in targets.get(element_id, ()):
        raise Invalid(_("Le dossier ne peut pas aller de là à cette étape : rechargez la page."))


def _process(case: Case) -> tuple[ProcessDefinition, bytes]:
    return case.folder.process, case.dossier.process_state or b""


def _record(act: Act, case: Case, advance: Advance, verb: str) -> None:
    """Record a move of nobody: an administrator's repair is no agent's work on the dossier.

    The citizen reads no more than that it goes on; what was done is in an internal line.
    """
    cause = Cause(verb, _("Dossier remis en route par le service"))
    record(replace(act, actor=SYSTEM), case, advance, cause)


def _post_again(act: Act, dossier_id: UUID) -> None:
    lost = (
        OutboxItem.dossier_id == dossier_id,
        OutboxItem.delivered_at.is_(None),
        OutboxItem.next_try_at.is_(None),
    )
    again = {"tries": 0, "next_try_at": act.now}
    act.session.execute(update(OutboxItem).where(*lost).values(**again))
    hand_again(act, dossier_id)


def _goes_on(act: Act, case: Case) -> bool:
    """Tell whether the rows hold all that the process does or awaits: no timer was put aside."""
    with failing_as_incident(case.dossier.id):
        advance = settle(*_process(case), local_now(act))
    waits = act.session.scalar(
        select(func.count(Wait.id)).where(Wait.dossier_id == case.dossier.id)
    )
    listed = {task.id for task in case.tasks}
    return {task.id for task in advance.ready} == listed and len(advance.waits) == waits


def _resolve(act: Act, found: _Open, how: str) -> None:
    told = _("%(how)s (%(who)s) : %(reason)s")
    said = told % {"how": how, "who": act.actor.name, "reason": found.reason}
    found.incident.resolved_at = act.now
    found.incident.resolution = said[:RESOLUTION]
    label = _("Incident résolu : %(how)s. Motif : %(reason)s")
    line = label % {"how": how, "reason": found.reason}
    element = found.incident.element_id
    details = {"incident": str(found.incident.id), "cause": found.incident.cause}
    note(
        act,
        found.case.dossier.id,
        Line("incident_resolved", line, element, public=False, details=details),
    )
