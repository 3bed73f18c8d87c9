"""A decision file as read: its elements, what each requires, and its types (DMN 1.5, 6.3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from workflows.feel.scope import Evaluate
from workflows.feel.semantics.value_types import ANY, Type


class Kind(StrEnum):
    """What an element of the requirement graph is."""

    INPUT = "inputData"
    DECISION = "decision"
    KNOWLEDGE = "businessKnowledgeModel"
    SERVICE = "decisionService"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in an element, found while reading: it fails when it is evaluated."""

    element_id: str
    message: str
    position: int = -1
    text: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """An arrow of the graph; `prefix` is the name of the import the element comes from."""

    key: str
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """What a decision service takes and gives, as keys of elements."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Element:
    """One element; `name` is its variable's, `label` its own.

    `key` is its id, after its namespace when it is imported.
    """

    key: str
    id: str
    kind: Kind
    name: str
    label: str = ""
    type: Type = ANY
    logic: Evaluate | None = None
    requires: tuple[Requirement, ...] = ()
    reads: frozenset[str] = frozenset()
    service: Service | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class DecisionModel:
    """A whole file, with those it imports; `decisions` are its own, by id."""

    namespace: str
    name: str
    elements: Mapping[str, Element]
    types: Mapping[str, Type]
    plans: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    inputs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def decisions(self) -> Mapping[str, Element]:
        """Return the decisions by id."""
        return {key: found for key, found in self.elements.items() if found.kind is Kind.DECISION}

    def inputs_read(self, decision_id: str) -> frozenset[str]:
        """Return the names of the variables that a decision or service reads from outside."""
        return self.inputs[decision_id]


class MatchedRule(NamedTuple):
    """A rule that applied: `index` counts from 1, `inputs` maps each column to its value."""

    decision_id: str
    rule_id: str
    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody asks of a rule
    inputs: Mapping[str, object]
    annotation: str = ""


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """The value of a decision and why: the rules that matched, in the order they were met."""

    value: object
    matched: tuple[MatchedRule, ...] = ()
