"""An incident as an administrator sees it: its cause, where the dossier stands, the remedies."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from workflows.engine.repair import Standing, look
from workflows.errors import NotFound, ProcessFailure
from workflows.model import CLOSED, Incident, OutboxItem
from workflows.translation import _
from workflows.use_cases.access import Verb, allowed, not_found, require
from workflows.use_cases.act import SYSTEM, Act
from workflows.use_cases.dossiers.case import Case, case_of_dossier
from workflows.use_cases.dossiers.reading.diagram import Diagram, draw, steps_of
from workflows.use_cases.dossiers.surroundings import local_now
from workflows.use_cases.operations.typed_value import Kind, kind_of, written
from workflows.use_cases.words import STATES


@dataclass(frozen=True, slots=True)
class Step:
    """An element by its id and the name people know it by."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class StuckAt:
    """A step where the dossier stands, and those from which it may go on."""

    step: Step
    targets: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """A routing variable; `text` is empty when nothing was answered yet."""

    name: str
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class IncidentSheet:
    """One incident. `unreadable` says why the state cannot be read, empty when it can."""

    id: UUID
    at: datetime
    cause: str
    element: Step
    dossier_id: UUID
    number: str
    title: str
    state_label: str
    filed: bool
    closed: bool
    resolved_at: datetime | None
    resolution: str
    lost: int
    places: tuple[StuckAt, ...]
    variables: tuple[Variable, ...]
    unreadable: str
    may_repair: bool


def show_incident(act: Act, incident_id: UUID) -> IncidentSheet:
    """Return one incident with its remedies; raise NotFound or Forbidden."""
    incident, case = incident_and_case(act, incident_id, Verb.RETRY, lock=False)
    standing, unreadable = _standing(act, case)
    dossier = case.dossier
    return IncidentSheet(
        id=incident.id,
        at=incident.at,
        cause=incident.cause,
        element=step_of(case, incident.element_id),
        dossier_id=dossier.id,
        number=dossier.number,
        title=case.title,
        state_label=STATES[dossier.state],
        filed=dossier.filed_at is not None,
        closed=dossier.state in CLOSED,
        resolved_at=incident.resolved_at,
        resolution=incident.resolution,
        lost=_count_lost(act, dossier.id),
        places=_places(case, standing),
        variables=_variables(case, standing),
        unreadable=unreadable,
        may_repair=allowed(act.actor, Verb.REPAIR),
    )


def incident_diagram(act: Act, incident_id: UUID) -> Diagram:
    """Return the diagram with the element of the incident and the tokens as live ones."""
    incident, case = incident_and_case(act, incident_id, Verb.RETRY, lock=False)
    standing, _unreadable = _standing(act, case)
    tokens = [place.element_id for place in standing.places]
    live = tuple(dict.fromkeys(filter(None, [incident.element_id, *tokens])))
    return draw(case.folder, live, steps=steps_of(case.folder, live))


def incident_and_case(
    act: Act, incident_id: UUID, verb: Verb, *, lock: bool
) -> tuple[Incident, Case]:
    """Return an incident and its dossier; raise NotFound, or Forbidden by the table for `verb`.

    An administrator repairs a draft too, though its answers are hidden from everybody.
    """
    require(act.actor, verb)
    reader = replace(act, actor=SYSTEM) if allowed(act.actor, Verb.REPAIR) else act
    dossier_id = act.session.scalar(select(Incident.dossier_id).where(Incident.id == incident_id))
    if dossier_id is None:
        raise not_found()
    case = case_of_dossier(reader, dossier_id, lock=lock)
    fresh = select(Incident).where(Incident.id == incident_id)
    incident = act.session.scalar(fresh.execution_options(populate_existing=True))
    if incident is None:
        raise NotFound(_("Cet incident n'existe plus."))
    return incident, case


def step_of(case: Case, element_id: str) -> Step:
    """Return an element with its name, its id when it has none."""
    element = case.folder.process.elements.get(element_id)
    return Step(element_id, element.name if element and element.name else element_id)


def _standing(act: Act, case: Case) -> tuple[Standing, str]:
    try:
        state = case.dossier.process_state or b"{}"
        return look(case.folder.process, state, local_now(act)), ""
    except (ProcessFailure, LookupError, ValueError, TypeError) as failure:
        told = failure.message if isinstance(failure, ProcessFailure) else str(failure)
        return Standing((), {}), told or type(failure).__name__


def _places(case: Case, standing: Standing) -> tuple[StuckAt, ...]:
    return tuple(
        StuckAt(
            step_of(case, place.element_id),
            tuple(step_of(case, target) for target in place.targets),
        )
        for place in standing.places
    )


def _variables(case: Case, standing: Standing) -> tuple[Variable, ...]:
    known = standing.variables
    return tuple(
        Variable(name, kind_of(known.get(name)), written(known.get(name)))
        for name in sorted(case.folder.process.routing_variables)
    )


def _count_lost(act: Act, dossier_id: UUID) -> int:
    lost = (
        OutboxItem.dossier_id == dossier_id,
        OutboxItem.delivered_at.is_(None),
        OutboxItem.next_try_at.is_(None),
    )
    return act.session.scalar(select(func.count(OutboxItem.id)).where(*lost)) or 0
