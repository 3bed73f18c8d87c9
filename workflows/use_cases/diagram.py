"""The diagram of a dossier's process: where it is, where it went, and the same in words."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from workflows.catalogue import Folder
from workflows.errors import Forbidden
from workflows.model import JournalEntry
from workflows.translation import _
from workflows.use_cases.act import Act
from workflows.use_cases.case import case_of_dossier

PASSED, LIVE, AHEAD = "passed", "live", "ahead"


@dataclass(frozen=True, slots=True)
class DiagramStep:
    """A human task or a named event, with where the dossier stands to it."""

    element_id: str
    name: str
    kind: str
    lane: str
    status: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """What the viewer draws, and `steps`, its alternative in words."""

    bpmn: bytes
    live: tuple[str, ...]
    passed: tuple[str, ...]
    steps: tuple[DiagramStep, ...]


def diagram(act: Act, dossier_id: UUID) -> Diagram:
    """Return the diagram of a visible dossier; raise NotFound, and Forbidden for a citizen."""
    case = case_of_dossier(act, dossier_id, lock=False)
    if act.actor.is_citizen:
        raise Forbidden(_("Le diagramme est réservé aux agents."))
    live = tuple(dict.fromkeys(task.element_id for task in case.tasks))
    passed = _passed(act, dossier_id)
    return Diagram(case.folder.process.bpmn, live, passed, steps_of(case.folder, live, passed))


def _passed(act: Act, dossier_id: UUID) -> tuple[str, ...]:
    """Return the elements that every move went through, each once, in the order of the first."""
    of_dossier = JournalEntry.dossier_id == dossier_id
    found = select(JournalEntry.details).where(of_dossier).order_by(JournalEntry.id)
    elements = (
        element for details in act.session.scalars(found) for element in details.get("passed", ())
    )
    return tuple(dict.fromkeys(elements))


def steps_of(
    folder: Folder, live: tuple[str, ...] = (), passed: tuple[str, ...] = ()
) -> tuple[DiagramStep, ...]:
    """Return the human tasks and named events of a process; without a dossier all are ahead."""
    human = folder.process.tasks.keys()
    return tuple(
        DiagramStep(each.id, each.name, each.kind, each.lane, _status(each.id, live, passed))
        for each in folder.process.elements.values()
        if each.name and (each.id in human or each.kind.endswith("Event"))
    )


def _status(element_id: str, live: tuple[str, ...], passed: tuple[str, ...]) -> str:
    if element_id in live:
        return LIVE
    return PASSED if element_id in passed else AHEAD
