"""From a play to a scenario: the tasks done, the time let pass, and what followed each of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text

from workflows.catalogue import Folder
from workflows.catalogue.scenarios.recording import observed, without_idle_waits
from workflows.catalogue.scenarios.scenario import ScenarioResult, run_scenario
from workflows.catalogue.scenarios.steps import MAX_STEPS, Scenario, Step
from workflows.errors import Invalid
from workflows.model import AnswerSet, Piece
from workflows.translation import _
from workflows.use_cases.act import SYSTEM, Act, looking
from workflows.use_cases.dossiers.case import case_of_dossier
from workflows.use_cases.studio.play.sandbox import Passing, Sandbox
from workflows.use_cases.studio.play.sheet import last_dossier

EXTENSIONS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}


@dataclass(frozen=True, slots=True)
class Recorded:
    """A scenario made of a play, and what it did when it was run at once."""

    scenario: Scenario
    result: ScenarioResult


@dataclass(frozen=True, slots=True)
class _Deed:
    """A task completed at a moment of the play."""

    at: datetime
    step: Step


def record_play(sandbox: Sandbox, stem: str, name: str) -> Recorded:
    """Return the scenario of what was done in a play; raise Invalid when there is nothing to keep.

    It is run once before it is given: what it says is what the play itself showed.
    """
    zone = sandbox.world.settings.zone
    with looking(sandbox.world, SYSTEM) as act:
        dossier_id = last_dossier(act)
        if dossier_id is None:
            raise _nothing()
        case = case_of_dossier(act, dossier_id, lock=False)
        folder, ready = case.folder, sorted(task.name for task in case.tasks)
        deeds = list(_deeds(act, folder, dossier_id))
        begun = case.dossier.created_at
    steps = tuple(_steps(sandbox, deeds, begun))
    if not steps:
        raise _nothing()
    if len(steps) > MAX_STEPS:
        raise Invalid(_("Un scénario a de 1 à %(n)d étapes.") % {"n": MAX_STEPS})
    bare = Scenario(stem, name, begun.astimezone(zone), steps)
    scenario = without_idle_waits(observed(folder, bare, zone))
    if list(scenario.steps[-1].expected.ready or ()) != ready:
        raise _strayed(scenario, ready)
    result = run_scenario(folder, scenario, {stem: scenario}, zone)
    return Recorded(scenario, result)


def _deeds(act: Act, folder: Folder, dossier_id: UUID) -> Iterator[_Deed]:
    """Yield the tasks completed; the clock stands still, so the order of the rows tells theirs."""
    pieces = _pieces(act, dossier_id)
    done = select(AnswerSet).where(AnswerSet.dossier_id == dossier_id)
    for given in act.session.scalars(done.order_by(AnswerSet.at, text("answer_set.rowid"))):
        files = pieces[given.task_id]
        answers = {
            key: value
            for key, value in given.values.items()
            if value is not None and key not in files
        }
        task = _name_of(folder, given.element_id)
        yield _Deed(given.at, Step(task=task, answers=answers, pieces=files))


def _pieces(act: Act, dossier_id: UUID) -> Mapping[UUID | None, dict[str, tuple[str, ...]]]:
    found: dict[UUID | None, dict[str, tuple[str, ...]]] = defaultdict(dict)
    sent = (Piece.dossier_id == dossier_id, Piece.field_key.is_not(None), Piece.transmitted)
    for piece in act.session.scalars(select(Piece).where(*sent).order_by(Piece.added_at)):
        if piece.removed_at is None and piece.field_key is not None:
            of_task = found[piece.task_id]
            of_task[piece.field_key] = (*of_task.get(piece.field_key, ()), _file_name(piece))
    return found


def _file_name(piece: Piece) -> str:
    """Return a name whose extension says what the file is: a scenario has nothing else."""
    wanted = EXTENSIONS.get(piece.media_type, "")
    return piece.name if piece.name.lower().endswith(wanted) else f"{piece.name}{wanted}"


def _name_of(folder: Folder, element_id: str) -> str:
    """Return the task's name, or its identifier where two tasks have one name."""
    task = folder.process.tasks.get(element_id)
    if task is None:
        return element_id
    alike = [each for each in folder.process.tasks.values() if each.name == task.name]
    return task.name if task.name and len(alike) == 1 else element_id


def _steps(sandbox: Sandbox, deeds: list[_Deed], begun: datetime) -> Iterator[Step]:
    """Yield what was done and the time let pass, from the beginning of the dossier."""
    waiting = [each for each in sandbox.card.passings if datetime.fromisoformat(each.to) > begun]
    for passing in waiting:
        while deeds and deeds[0].at < datetime.fromisoformat(passing.to):
            yield deeds.pop(0).step
        yield _wait(passing)
    yield from (deed.step for deed in deeds)


def _wait(passing: Passing) -> Step:
    if passing.after:
        return Step(after=passing.after)
    return Step(until=datetime.fromisoformat(passing.until))


def _nothing() -> Invalid:
    return Invalid(_("Rien n'a encore été fait : déposez une demande comme usager, puis revenez."))


def _strayed(scenario: Scenario, ready: list[str]) -> Invalid:
    """Say that the play holds something that a scenario cannot tell, as a withdrawal."""
    told = {
        "play": ", ".join(f"« {each} »" for each in ready) or _("aucune tâche"),
        "story": ", ".join(f"« {each} »" for each in scenario.steps[-1].expected.ready or ())
        or _("aucune tâche"),
    }
    return Invalid(
        _(
            "Cet essai contient un geste qu'un scénario ne sait pas dire, par exemple un retrait "
            "ou une réparation. Dans l'essai, il reste : %(play)s ; dans le scénario : %(story)s."
        )
        % told
    )
