"""The diagram of a dossier's process: where it is, where it went, and the same in words."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from workflows.catalogue import Folder
from workflows.errors import Forbidden
from workflows.model import Incident, JournalEntry, Wait
from workflows.translation import _
from workflows.use_cases.act import Act
from workflows.use_cases.dossiers.case import Case, case_of_dossier

PASSED, LIVE, AHEAD, APART = "passed", "live", "ahead", "apart"


@dataclass(frozen=True, slots=True)
class DiagramStep:
    """A human task or a named event, with where the dossier stands to it."""

    element_id: str
    name: str
    kind: str
    lane: str
    status: str


@dataclass(frozen=True, slots=True)
class CalledDiagram:
    """Another file of the démarche that the process runs, with what is live and passed in it."""

    file: str
    name: str
    bpmn: bytes
    live: tuple[str, ...]
    passed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Diagram:
    """What the viewer draws, and `steps`, its alternative in words.

    In the main diagram a call activity stands for what it runs; `called` are the files of those.
    """

    bpmn: bytes
    live: tuple[str, ...]
    passed: tuple[str, ...]
    steps: tuple[DiagramStep, ...] = ()
    called: tuple[CalledDiagram, ...] = ()


def draw(
    folder: Folder,
    live: Iterable[str] = (),
    passed: Iterable[str] = (),
    steps: tuple[DiagramStep, ...] = (),
) -> Diagram:
    """Return the diagrams of a process with the elements, as the engine names them, that count."""
    here, gone = tuple(live), tuple(passed)
    shown = folder.shown
    called = tuple(_called(folder, here, gone))
    return Diagram(folder.process.bpmn, shown(here), shown(gone), steps, called)


def _called(
    folder: Folder, live: tuple[str, ...], passed: tuple[str, ...]
) -> Iterator[CalledDiagram]:
    origins = folder.process.origins
    callers: dict[str, str] = {}
    for each in origins.values():
        if each.file:
            callers.setdefault(each.file, each.caller)

    def within(file: str, ids: tuple[str, ...]) -> tuple[str, ...]:
        found = (origins[id_] for id_ in ids if id_ in origins)
        return tuple(dict.fromkeys(each.element_id for each in found if each.file == file))

    for file, caller in sorted(callers.items()):
        element = folder.process.elements.get(caller)
        name = element.name if element and element.name else file
        bpmn = folder.process.diagrams[file]
        yield CalledDiagram(file, name, bpmn, within(file, live), within(file, passed))


def diagram(act: Act, dossier_id: UUID, *, with_waits: bool = False) -> Diagram:
    """Return the diagram of a visible dossier; raise NotFound, and Forbidden for a citizen.

    What is awaited counts as live `with_waits`.
    """
    case = case_of_dossier(act, dossier_id, lock=False)
    if act.actor.is_citizen:
        raise Forbidden(_("Le diagramme est réservé aux agents."))
    live = tuple(dict.fromkeys(task.element_id for task in case.tasks))
    passed = _passed(act, dossier_id)
    steps = steps_of(case.folder, live, passed, _ahead(act, case, live))
    waits = select(Wait.element_id).where(Wait.dossier_id == dossier_id)
    awaited = act.session.scalars(waits).all() if with_waits else ()
    return draw(case.folder, dict.fromkeys((*live, *awaited)), passed, steps)


def _ahead(act: Act, case: Case, live: tuple[str, ...]) -> frozenset[str] | None:
    """Return what may still come, as drawn; None when an incident hides where the dossier is."""
    dossier_id = case.dossier.id
    incident = (Incident.dossier_id == dossier_id, Incident.resolved_at.is_(None))
    if act.session.scalar(select(Incident.id).where(*incident)):
        return None
    waits = act.session.scalars(select(Wait.element_id).where(Wait.dossier_id == dossier_id))
    here = (*live, *waits)
    drawn = map(case.folder.drawn, here)
    # once what is called is over, what follows its call may come
    return case.folder.drawing.reachable(*drawn, *case.folder.shown(here))


def _passed(act: Act, dossier_id: UUID) -> tuple[str, ...]:
    """Return the elements that every move went through, each once, in the order of the first."""
    of_dossier = JournalEntry.dossier_id == dossier_id
    found = select(JournalEntry.details).where(of_dossier).order_by(JournalEntry.id)
    elements = (
        element for details in act.session.scalars(found) for element in details.get("passed", ())
    )
    return tuple(dict.fromkeys(elements))


def steps_of(
    folder: Folder,
    live: tuple[str, ...] = (),
    passed: tuple[str, ...] = (),
    ahead: frozenset[str] | None = None,
) -> tuple[DiagramStep, ...]:
    """Return the human tasks and named events of a process.

    Without `ahead`, the elements that may still come as drawn, all those not passed are.
    """
    elements = folder.process.elements.keys()
    coming = {id_ for id_ in elements if ahead is None or folder.drawn(id_) in ahead}
    human = folder.process.tasks.keys()
    return tuple(
        DiagramStep(
            each.id, each.name, each.kind, each.lane, _status(each.id, live, passed, coming)
        )
        for each in folder.process.elements.values()
        if each.name and (each.id in human or each.kind.endswith("Event"))
    )


def _status(
    element_id: str, live: tuple[str, ...], passed: tuple[str, ...], coming: Collection[str]
) -> str:
    if element_id in live:
        return LIVE
    if element_id in passed:
        return PASSED
    return AHEAD if element_id in coming else APART
