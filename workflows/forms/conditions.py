"""What is shown at one moment: conditions and computed values, in one pass."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from wtforms import ValidationError

from workflows.forms.context import FormContext, Scope
from workflows.forms.fields.expression import to_json
from workflows.forms.registry import ANSWERS
from workflows.forms.schema import Component, Form


@dataclass(frozen=True, slots=True)
class Situation:
    """The form with its conditions applied.

    `hidden` are component ids, those inside a hidden group included. `values` are the drafts and
    computed values of what is shown; `scope` reads their FEEL values over the dossier's.
    """

    hidden: frozenset[str]
    values: Mapping[str, object]
    scope: Scope

    def shows(self, component: Component) -> bool:
        """Tell whether a component is visible."""
        return component.id not in self.hidden


def settle(form: Form, values: Mapping[str, object], context: FormContext) -> Situation:
    """Apply every condition; a hidden field counts as null for those that read it."""
    hidden: set[str] = set()
    kept: dict[str, object] = {}
    variables = dict(context.variables) | dict.fromkeys(form.keys)
    scope = Scope(variables, context)
    for component in form.order:
        parent = form.parents.get(component.id)
        inside = parent is not None and parent.id in hidden
        if inside or (component.hide and scope.flag(_feel(component.hide))):
            hidden.add(component.id)
        elif component.key:
            kept[component.key], variables[component.key] = _value(component, values, scope)
    return Situation(frozenset(hidden), kept, scope)


def visible_pages(
    form: Form, values: Mapping[str, object], context: FormContext
) -> tuple[int, ...]:
    """Return the indexes of the pages that have something to show."""
    situation = settle(form, values, context)
    return tuple(
        page.index
        for page in form.pages
        if any(situation.shows(component) and _is_seen(component) for component in page.components)
    )


def _value(
    component: Component, values: Mapping[str, object], scope: Scope
) -> tuple[object, object]:
    """Return the stored and the FEEL value of a field; a wrong draft counts as null."""
    field_type = ANSWERS[component.type]
    if not field_type.asked:
        computed = scope.value(component.text("expression"))
        return to_json(computed), computed
    draft = field_type.stored(component, values, scope.context)
    return draft, feel_value(component, draft, scope.context.zone)


def feel_value(component: Component, draft: object, zone: tzinfo | None) -> object:
    """Return the FEEL value of a draft, null for a wrong one; a moment is one of `zone`."""
    field_type = ANSWERS[component.type]
    try:
        value = field_type.typed(component, field_type.clean(component, draft))
    except ValidationError:
        return None
    return value.replace(tzinfo=zone) if isinstance(value, datetime) else value


def _feel(text: str) -> str:
    return text if text.startswith("=") else f"={text}"


def _is_seen(component: Component) -> bool:
    field_type = ANSWERS.get(component.type)
    return field_type is None or field_type.asked
