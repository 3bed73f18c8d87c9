"""A scenario's answers as what a form is tried with: invented data, never a citizen's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo

from workflows.catalogue.parts import Parts
from workflows.catalogue.scenarios.scenario import with_borrowed
from workflows.catalogue.scenarios.steps import Scenario, Step
from workflows.errors import Invalid
from workflows.forms import Form, typed


@dataclass(frozen=True, slots=True)
class Example:
    """`values` answer the form itself, `attached` counts its files, `variables` come before it."""

    values: Mapping[str, object]
    attached: Mapping[str, int]
    variables: Mapping[str, object]


NOTHING = Example({}, {}, {})


def example_for(parts: Parts, stem: str, name: str, zone: tzinfo) -> Example:
    """Return what a scenario says to the form `name`, and to those filled in before it."""
    scenario = parts.scenarios.get(stem)
    if scenario is None:
        return NOTHING
    values: dict[str, object] = {}
    attached: dict[str, int] = {}
    before: dict[str, object] = {}
    for rank, step in enumerate(scenario.steps, start=1):
        form = _form_of(parts, step)
        whole = _whole(parts, scenario, step, rank)
        if form is None:
            continue
        if form.id == name:
            values = dict(whole.answers)
            attached = {key: len(names) for key, names in whole.pieces.items()}
            break
        before |= typed(form, whole.answers, zone)
    return Example(values, attached, before)


def _form_of(parts: Parts, step: Step) -> Form | None:
    nodes = parts.drawing.nodes.values() if parts.drawing else ()
    found = (node.extensions.form_id for node in nodes if step.task in {node.label, node.id})
    return next((parts.forms[form_id] for form_id in found if form_id in parts.forms), None)


def _whole(parts: Parts, scenario: Scenario, step: Step, rank: int) -> Step:
    """Return the step over what `like` lends it; as it is when nothing can be lent."""
    try:
        return with_borrowed(step, scenario, rank, parts.scenarios)
    except Invalid:
        return step  # playing the scenario tells it
