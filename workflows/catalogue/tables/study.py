"""A decision file as it is being drawn: what each decision reads, and who takes it."""

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from workflows.catalogue.parts import Parts
from workflows.catalogue.references.uses import Use
from workflows.catalogue.scenarios.example_answers import example_for
from workflows.catalogue.tables.inputs import TableInput, inputs_of
from workflows.catalogue.tables.rows import Callers
from workflows.dmn import DecisionModel, DmnError, InvalidXml, read_decisions
from workflows.dmn.xml import read_definitions

ANY_FORM = ""  # no form bears this name: what all of them are answered is wanted


@dataclass(frozen=True, slots=True)
class StudiedDecision:
    """What can be tried of one decision, and what takes it."""

    id: str
    label: str
    inputs: tuple[TableInput, ...]
    users: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class ScenarioValues:
    """What a scenario answers to the inputs, as it would be typed."""

    stem: str
    name: str
    values: dict[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class TableStudy:
    """`problem` says why the file cannot be read as decisions; empty when it can."""

    decisions: tuple[StudiedDecision, ...] = ()
    scenarios: tuple[ScenarioValues, ...] = ()
    problem: str = ""

    @property
    def inputs(self) -> dict[str, TableInput]:
        """Return every input of the file by its name."""
        return {each.name: each for found in self.decisions for each in found.inputs}


def study_table(parts: Parts, path: str, zone: ZoneInfo) -> TableStudy:
    """Study one decision file of a démarche; it need not be right."""
    content = parts.files[path]
    try:
        model, root = read_decisions(content), read_definitions(content)
    except (DmnError, InvalidXml) as refusal:
        return TableStudy(problem=refusal.message)
    fields, callers = inputs_of(model, root, parts), Callers(parts.files)
    decisions = tuple(
        StudiedDecision(each, _label(model, each), fields(each), callers.of(path, each))
        for each in model.decisions
    )
    study = TableStudy(decisions)
    return TableStudy(decisions, tuple(_scenarios(parts, study, zone)))


def _label(model: DecisionModel, decision_id: str) -> str:
    found = model.elements[decision_id]
    return found.label or found.name or decision_id


def _scenarios(parts: Parts, study: TableStudy, zone: ZoneInfo) -> Iterator[ScenarioValues]:
    for stem, scenario in sorted(parts.scenarios.items()):
        answered = example_for(parts, stem, ANY_FORM, zone).variables
        values = {
            name: each.write(answered[name])
            for name, each in study.inputs.items()
            if answered.get(name) is not None
        }
        if values:
            yield ScenarioValues(stem, scenario.name, values)
