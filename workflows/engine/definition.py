"""What a diagram says once read: immutable, shared by every dossier and every thread."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workflows.errors import Invalid
from workflows.feel import DEFAULT_CALENDAR


class InvalidProcess(Invalid):
    """The diagram cannot be run; `element_id` is where, empty for the whole file.

    `file` is the other diagram that holds it, empty for the main one.
    """

    def __init__(self, message: str, element_id: str = "", file: str = "") -> None:
        super().__init__(message)
        self.element_id = element_id
        self.file = file


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an element of a called process is drawn: its file, its id there.

    `file` is empty for the main diagram; `caller` is the call activity of the main process.
    """

    file: str
    element_id: str
    caller: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One way out of a task that ends in a decision of the person: a button."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class HumanTask:
    """A task that waits for a person; `choices` when an exclusive gateway asks for a decision.

    The chosen value is given to `complete` under the variable `choice_variable`.
    """

    element_id: str
    name: str
    lane: str
    form_id: str = ""
    candidate_groups: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    documentation: str = ""
    choices: tuple[Choice, ...] = ()
    choice_variable: str = ""


@dataclass(frozen=True, slots=True)
class ServiceElement:
    """An element whose work is done outside, after the commit: a mail, a document."""

    element_id: str
    name: str
    type: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expression:
    """A FEEL text of the diagram; `place` names the slot it was written in."""

    element_id: str
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Element:
    """Any node of the diagram; `kind` is its BPMN tag."""

    id: str
    kind: str
    name: str
    lane: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Something that was changed before the diagram could run, for the analyst to know."""

    code: str
    element_id: str
    message: str
    file: str = ""  # another diagram than the main one


@dataclass(frozen=True, slots=True)
class ProcessDefinition:
    """One version of a process; `specs` and `models` belong to the engine alone."""

    digest: str
    process_id: str
    name: str
    lanes: tuple[str, ...]
    tasks: Mapping[str, HumanTask]
    routing_variables: frozenset[str]
    outcomes: Mapping[str, str]
    effects: tuple[ServiceElement, ...]
    bpmn: bytes
    expressions: tuple[Expression, ...]
    elements: Mapping[str, Element]
    start_task: HumanTask | None
    messages: frozenset[str] = frozenset()  # names that some event waits for
    signals: frozenset[str] = frozenset()
    adjustments: tuple[Adjustment, ...] = ()
    diagrams: Mapping[str, bytes] = field(default_factory=dict, repr=False)  # that may be called
    origins: Mapping[str, Origin] = field(default_factory=dict)  # of what was called, by id
    calendar: str = DEFAULT_CALENDAR  # of the working days that its expressions count
    specs: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    models: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
