"""What one move of a process gives back: plain data, no engine object."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ReadyTask:
    """A human task that waits; `id` is stable for as long as the task lives."""

    id: UUID
    element_id: str
    name: str
    lane: str
    form_id: str = ""
    candidate_groups: tuple[str, ...] = ()
    due_at: datetime | None = None
    properties: Mapping[str, str] = field(default_factory=dict)


class AwaitedKind(StrEnum):
    """What can wake a process beside people."""

    TIMER = "timer"
    MESSAGE = "message"
    SIGNAL = "signal"


@dataclass(frozen=True, slots=True)
class Awaited:
    """An event that the process waits for; a timer has its moment in UTC.

    `key` tells a message from another of its name, empty when the diagram declares none.
    """

    element_id: str
    kind: AwaitedKind
    name: str = ""
    due_at: datetime | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A message or a signal that reaches a process, with the variables that it brings.

    A message opens only the waits whose key is one of `keys`; the empty one is that of a wait
    for which the diagram declares none.
    """

    name: str
    keys: frozenset[str] = frozenset({""})
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Effect:
    """Something to do outside, after the commit: `type` is the zeebe task definition's type.

    `key` is the same if the same element occurrence is asked again; `parameters` are the
    evaluated inputs and the headers of the element.
    """

    key: str
    element_id: str
    name: str
    type: str
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """Work whose result the process needs before it goes on: who moves it answers at once.

    `variable` is where the result goes; `parameters` are as those of an effect.
    """

    id: UUID
    element_id: str
    name: str
    type: str
    variable: str
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DecisionTrace:
    """Why a business rule task gave its result: the rules that matched, with their inputs."""

    element_id: str
    decision_id: str
    inputs: Mapping[str, object]
    result: object
    matched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passed:
    """An element that the process went through during this move, in order."""

    element_id: str
    name: str
    kind: str
    lane: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Advance:
    """The result of start, complete, wake or deliver.

    `state` is to be stored and given back as it is, once nothing is `asked` any more. `outcome` is
    the `outcome` property of the end event reached during this move, empty when none was.
    `finished`: nothing is left to run. `taken` are the sequence flows that tokens followed.
    """

    state: bytes
    ready: tuple[ReadyTask, ...]
    waits: tuple[Awaited, ...] = ()
    effects: tuple[Effect, ...] = ()
    decisions: tuple[DecisionTrace, ...] = ()
    passed: tuple[Passed, ...] = ()
    taken: tuple[str, ...] = ()
    outcome: str = ""
    finished: bool = False
    asked: tuple[Question, ...] = ()

    def followed_by(self, after: "Advance") -> "Advance":
        """Return this move and the one `after` it as a single one."""
        return replace(
            after,
            effects=self.effects + after.effects,
            decisions=self.decisions + after.decisions,
            passed=self.passed + after.passed,
            taken=self.taken + after.taken,
            outcome=after.outcome or self.outcome,
        )
