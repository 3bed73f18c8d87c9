"""Ranking components so that each comes after those whose values it reads."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from workflows.feel import FeelError, variables_read
from workflows.forms.components import Findings
from workflows.forms.schema import Component
from workflows.translation import _


def in_order(tops: tuple[Component, ...], findings: Findings) -> tuple[Component, ...]:
    """Return all components, a group before what it holds; note a circle as a problem."""
    components = {component.id: component for top in tops for component in top.walk()}
    owners = {component.key: component.id for component in components.values() if component.key}
    needs = {
        component.id: {owners[name] for name in _decided_by(component) if name in owners}
        for component in components.values()
    }
    for group in components.values():
        for child in group.children:
            needs[child.id].add(group.id)
    try:
        return tuple(components[name] for name in TopologicalSorter(needs).static_order())
    except CycleError as circle:
        names = [components[name].key or name for name in circle.args[1]]
        findings.add(
            names[0],
            _("les conditions tournent en rond (%s) : supprimez l’une d’elles.")
            % " → ".join(names),
        )
        return tuple(components.values())


def _decided_by(component: Component) -> Iterator[str]:
    """Yield the names that decide whether a component is shown, or what it computes."""
    for expression in component.expressions:
        if expression.place in ("conditional.hide", "expression"):
            try:
                yield from variables_read(expression.text)
            except FeelError:  # already a problem of this component
                continue
