"""The WTForms form of one page, built from the registry for one situation."""

from collections.abc import Iterable, Mapping

from workflows.forms.context import Scope
from workflows.forms.field import AnswerField
from workflows.forms.registry import ANSWERS
from workflows.forms.schema import Component


def bind(components: Iterable[Component], scope: Scope) -> Mapping[str, AnswerField]:
    """Return the fields that ask something, by key, still empty."""
    # A dictionary of fields, not a class: a key named `__class__` or `data` stays a mere key.
    return {
        item.key: ANSWERS[item.type].bound(item, scope, item.key)
        for item in components
        if item.key and ANSWERS[item.type].asked
    }


def refusals(fields: Mapping[str, AnswerField]) -> dict[str, str]:
    """Validate every field; return the first message of each that is refused."""
    return {key: field.error for key, field in fields.items() if not field.validate(None)}
