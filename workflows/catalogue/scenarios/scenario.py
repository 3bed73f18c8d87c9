"""Playing scenarios: a dossier on a simulated clock, its state saved and loaded at every step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from workflows.catalogue.folder import Folder
from workflows.catalogue.scenarios.durations import duration_words, moment_words
from workflows.catalogue.scenarios.expectations import disappointments
from workflows.catalogue.scenarios.play import Move, Play, begin
from workflows.catalogue.scenarios.steps import Scenario, Step
from workflows.errors import Invalid, WorkflowError
from workflows.settings import Settings
from workflows.translation import _


@dataclass(frozen=True, slots=True)
class StepResult:
    """What one step did; `message` is empty when all that was expected came."""

    rank: int
    title: str
    ok: bool
    message: str = ""


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """What one scenario did; `message` is the first disappointment, with its step.

    `visited` are the elements that its dossier went through, `taken` the flows that it followed.
    """

    stem: str
    name: str
    ok: bool
    message: str
    steps: tuple[StepResult, ...]
    visited: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()


def run_scenarios(folder: Folder, zone: ZoneInfo | None = None) -> tuple[ScenarioResult, ...]:
    """Play every scenario of the folder; nothing outside memory is touched."""
    by_stem = {scenario.stem: scenario for scenario in folder.scenarios}
    clock_zone = zone or Settings().zone
    return tuple(run_scenario(folder, each, by_stem, clock_zone) for each in folder.scenarios)


def run_scenario(
    folder: Folder, scenario: Scenario, others: Mapping[str, Scenario], zone: ZoneInfo
) -> ScenarioResult:
    """Play one scenario until its end or its first disappointment."""
    try:
        play = begin(folder, scenario.start, zone)
    except WorkflowError as failure:
        return _result(scenario, [StepResult(0, _("début"), False, failure.message)])
    results: list[StepResult] = []
    for rank, step in enumerate(scenario.steps, start=1):
        results.append(_step_result(play, rank, step, scenario, others))
        if not results[-1].ok:
            break
    return _result(scenario, results, play)


def _result(
    scenario: Scenario, steps: Sequence[StepResult], play: Play | None = None
) -> ScenarioResult:
    failed = next((step for step in steps if not step.ok), None)
    message = _("étape %(n)d, %(title)s : %(why)s") % {
        "n": failed.rank, "title": failed.title, "why": failed.message,
    } if failed else ""  # fmt: skip
    return ScenarioResult(
        stem=scenario.stem,
        name=scenario.name,
        ok=failed is None,
        message=message,
        steps=tuple(steps),
        visited=frozenset(play.visited) if play else frozenset(),
        taken=frozenset(play.taken) if play else frozenset(),
    )


def _step_result(
    play: Play, rank: int, step: Step, scenario: Scenario, others: Mapping[str, Scenario]
) -> StepResult:
    title = _title(step)
    try:
        whole = with_borrowed(step, scenario, rank, others)
        move = play.make(whole)
    except WorkflowError as failure:
        return StepResult(rank, title, False, failure.message)
    wrong = _wrong(move, step, play)
    return StepResult(rank, title, not wrong, wrong)


def _wrong(move: Move, step: Step, play: Play) -> str:
    return next(iter(disappointments(move, step.expected, play)), "")


def with_borrowed(
    step: Step, scenario: Scenario, rank: int, others: Mapping[str, Scenario], depth: int = 0
) -> Step:
    """Return the step over the answers and pièces of the scenario that `like` names.

    Raise Invalid when there is no such scenario, no such task in it, or they borrow in a circle.
    """
    if not step.like:
        return step
    lender = others.get(step.like)
    if lender is None or depth > len(others):
        raise Invalid(_("« like » : le scénario « %(name)s » n'existe pas.") % {"name": step.like})
    known = lender.steps[: rank - 1] if lender.stem == scenario.stem else lender.steps
    lent = [(n, each) for n, each in enumerate(known, start=1) if each.task == step.task]
    if not lent:
        raise Invalid(
            _("« like » : « %(name)s » ne remplit pas la tâche « %(task)s ».")
            % {"name": step.like, "task": step.task}
        )
    number, found = lent[-1]
    base = with_borrowed(found, lender, number, others, depth + 1)
    return Step(
        task=step.task,
        after=step.after,
        until=step.until,
        answers={**base.answers, **step.answers},
        pieces={**base.pieces, **step.pieces},
        expected=step.expected,
    )


def _title(step: Step) -> str:
    if step.task:
        return f"« {step.task} »"
    if step.message or step.signal:
        return _("recevoir « %(name)s »") % {"name": step.message or step.signal}
    if step.until:
        return _("attendre jusqu'au %(date)s") % {"date": moment_words(step.until)}
    return _("attendre %(duration)s") % {"duration": duration_words(step.after)}
