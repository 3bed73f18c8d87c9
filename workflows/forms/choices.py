"""The closed lists of a form: written in it, held by a variable, or computed."""

from collections.abc import Mapping
from typing import NamedTuple

from workflows.forms.context import Scope
from workflows.forms.schema import Component
from workflows.translation import _

LIST_CAP = 500  # options
VALUE_CAP = 1_000  # characters
_NONE: frozenset[str] = frozenset()


class Option(NamedTuple):
    """One answer of a closed list; `hint` explains it under its label."""

    value: str
    label: str
    hint: str = ""


def options(component: Component, scope: Scope) -> tuple[Option, ...]:
    """Return the answers allowed here and now, in the form's order."""
    return tuple(_option(item) for item in _items(component, scope)[:LIST_CAP])


def written_values(component: Component) -> frozenset[str]:
    """Return the answers that the form itself lists; none when they come from elsewhere."""
    values = component.source.get("values")
    return frozenset(str(item["value"]) for item in values) if isinstance(values, tuple) else _NONE


def option_problems(component: Component) -> tuple[str, ...]:
    """Say what is wrong with the closed list of a component."""
    values = component.source.get("values")
    if values is None:
        dynamic = component.text("valuesKey") or component.text("valuesExpression")
        return (
            () if dynamic else (_("la liste des réponses manque. Ajoutez au moins deux options."),)
        )
    if not isinstance(values, tuple) or not all(_well_formed(item) for item in values):
        return (_("chaque option doit avoir un libellé (label) et une valeur (value) textes."),)
    if not values:
        return (_("la liste des réponses est vide. Ajoutez au moins deux options."),)
    if len(values) > LIST_CAP:
        return (_("la liste dépasse %d options. Réduisez-la.") % LIST_CAP,)
    names = [item["value"] for item in values]
    twice = sorted({name for name in names if names.count(name) > 1})
    return tuple(
        _("la valeur « %s » sert à deux options. Renommez l’une d’elles.") % n for n in twice
    )


def label_of(value: object, component: Component, scope: Scope) -> str:
    """Return the label of an answer; the value itself when the list no longer has it."""
    labels = {option.value: option.label for option in options(component, scope)}
    return labels.get(str(value), str(value))


def _items(component: Component, scope: Scope) -> list[object]:
    given = component.source.get("values")
    if component.text("valuesExpression"):
        given = scope.value(component.text("valuesExpression"))
    elif component.text("valuesKey"):
        given = scope.variables.get(component.text("valuesKey"))
    return list(given) if isinstance(given, list | tuple) else []


def _option(item: object) -> Option:
    if isinstance(item, Mapping):
        value = item.get("value")
        return Option(
            str(value), str(item.get("label") or value), str(item.get("description") or "")
        )
    return Option(str(item), str(item))


def _well_formed(item: object) -> bool:
    return isinstance(item, Mapping) and all(
        isinstance(item.get(name), str) and item.get(name) for name in ("label", "value")
    )
