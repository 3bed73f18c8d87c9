"""What is shown at one moment: conditions and computed values, in one pass."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from wtforms import ValidationError

from workflows.forms.context import FormContext, Scope
from workflows.forms.fields.expression import to_json
from workflows.forms.registry import ANSWERS
from workflows.forms.schema import Component, Form

WRONG = object()  # what a wrong draft has for a stored value


@dataclass(frozen=True, slots=True)
class Situation:
    """The form with its conditions applied.

    `hidden` are component ids, those inside a hidden group included. `values` are the drafts and
    computed values of what is shown, `clean` the same without the wrong ones; `scope` reads their
    FEEL values over the dossier's.
    """

    hidden: frozenset[str]
    values: Mapping[str, object]
    clean: Mapping[str, object]
    scope: Scope

    def shows(self, component: Component) -> bool:
        """Tell whether a component is visible."""
        return component.id not in self.hidden


def settle(
    form: Form,
    values: Mapping[str, object],
    context: FormContext,
    only: Iterable[Component] | None = None,
) -> Situation:
    """Apply every condition; a hidden field counts as null for those that read it.

    `only` leaves the other components out: see `Form.told_by`.
    """
    hidden: set[str] = set()
    kept: dict[str, object] = {}
    clean: dict[str, object] = {}
    variables = dict(context.variables) | dict.fromkeys(form.keys)
    scope = Scope(variables, context)
    for component in form.order if only is None else only:
        key, parent = component.key, form.parents.get(component.id)
        inside = parent is not None and parent.id in hidden
        if inside or (component.hide and scope.flag(_feel(component.hide))):
            hidden.add(component.id)
        elif key:
            kept[key], good, variables[key] = _value(component, values, scope)
            if good is not WRONG:
                clean[key] = good
    return Situation(frozenset(hidden), kept, clean, scope)


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
) -> tuple[object, object, object]:
    """Return draft, stored and FEEL values; a wrong draft has WRONG and null for the two last."""
    field_type = ANSWERS[component.type]
    if not field_type.asked:
        computed = scope.value(component.text("expression"))
        stored = to_json(computed)
        return stored, stored, computed
    draft = field_type.stored(component, values, scope.context)
    try:
        clean = field_type.clean(component, draft)
        return draft, clean, _typed(component, clean, scope.context.zone)
    except ValidationError:
        return draft, WRONG, None


def feel_value(component: Component, draft: object, zone: tzinfo | None) -> object:
    """Return the FEEL value of a draft, null for a wrong one; a moment is one of `zone`."""
    try:
        return _typed(component, ANSWERS[component.type].clean(component, draft), zone)
    except ValidationError:
        return None


def _typed(component: Component, clean: object, zone: tzinfo | None) -> object:
    value = ANSWERS[component.type].typed(component, clean)
    return value.replace(tzinfo=zone) if isinstance(value, datetime) else value


def _feel(text: str) -> str:
    return text if text.startswith("=") else f"={text}"


def _is_seen(component: Component) -> bool:
    field_type = ANSWERS.get(component.type)
    return field_type is None or field_type.asked
