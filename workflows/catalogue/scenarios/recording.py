"""From what somebody did to a scenario: the same steps, with what really followed them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from workflows.catalogue.folder import Folder
from workflows.catalogue.scenarios.play import SENT, Move, Play, begin
from workflows.catalogue.scenarios.scenario import with_borrowed
from workflows.catalogue.scenarios.steps import Expected, Scenario, Step
from workflows.errors import Invalid, WorkflowError
from workflows.translation import _


def observed(
    folder: Folder, scenario: Scenario, zone: ZoneInfo, others: Mapping[str, Scenario] | None = None
) -> Scenario:
    """Return the scenario with, at each step, all that follows it as its expectations.

    The letters' texts that it expects stay. Raise Invalid, naming the step that cannot be done.
    """
    play = begin(folder, scenario.start, zone)
    known = {**(others or {}), scenario.stem: scenario}
    steps: list[Step] = []
    for rank, step in enumerate(scenario.steps, start=1):
        try:
            move = play.make(with_borrowed(step, scenario, rank, known))
        except WorkflowError as failure:
            raise Invalid(
                _("Étape %(n)d : %(why)s") % {"n": rank, "why": failure.message}
            ) from failure
        steps.append(replace(step, expected=_what_followed(move, play, step.expected)))
    return replace(scenario, steps=tuple(steps))


def without_idle_waits(scenario: Scenario) -> Scenario:
    """Return the scenario with each wait in which nothing happened made part of the next step."""
    ready: tuple[str, ...] | None = None
    merged: list[Step] = []
    for step in scenario.steps:
        before = merged[-1] if merged else None
        if before and _is_idle(before, ready) and not (step.after or step.until):
            merged[-1] = replace(step, after=before.after, until=before.until)
        else:
            ready = before.expected.ready if before else None
            merged.append(step)
    return replace(scenario, steps=tuple(merged))


def _what_followed(move: Move, play: Play, said: Expected) -> Expected:
    if move.blocked:
        return Expected(blocked=tuple(sorted(move.blocked)), ready=tuple(play.names_ready()))
    return Expected(
        ready=tuple(play.names_ready()),
        mails=_stems(move, "mail"),
        documents=_stems(move, "document"),
        sent=tuple(each.stem for each in move.written if each.kind in SENT) or None,
        state=play.state,
        outcome=play.outcome,
        letters=said.letters,
    )


def _stems(move: Move, kind: str) -> tuple[str, ...]:
    return tuple(each.stem for each in move.written if each.kind == kind)


def _is_idle(step: Step, ready_before: Sequence[str] | None) -> bool:
    """Tell whether a step only waits, and nothing came of it."""
    said = step.expected
    nothing = not (said.mails or said.documents or said.sent) and said.ready == ready_before
    return not step.deeds and ready_before is not None and nothing
