"""A value that the server computes from the other answers; a request never sets it."""

from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

import re2

from workflows.feel import evaluate
from workflows.forms.field import AnswerField
from workflows.forms.schema import Component
from workflows.translation import _

ISO_DAY = re2.compile(r"\d{4}-\d{2}-\d{2}")
LONGEST = 40  # figures before or after the point
DECIMAL = re2.compile(r"-?\d+\.\d*[1-9]")


class Expression(AnswerField):
    """A computed answer; shown in summaries when it has a label."""

    type_name = "expression"
    template = ""
    asked = False

    @classmethod
    def problems(cls, component: Component) -> tuple[str, ...]:
        """Require an expression."""
        if component.text("expression"):
            return ()
        return (_("l’expression manque. Écrivez-la en FEEL, par exemple =montant * 2."),)

    @classmethod
    def clean(cls, component: Component, draft: object) -> object:
        """Return the stored result as it is."""
        return draft

    @classmethod
    def typed(cls, component: Component, value: object) -> object:
        """Return the FEEL value of a stored result, known by its shape."""
        if isinstance(value, list | tuple):
            return [cls.typed(component, item) for item in value]
        if isinstance(value, dict):
            return {name: cls.typed(component, item) for name, item in value.items()}
        if isinstance(value, str):
            return _by_shape(value)
        return value if isinstance(value, bool | None) else Decimal(str(value))


def to_json(value: object) -> object:
    """Return the stored form of a FEEL value: exact numbers, ISO dates."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Decimal | int):
        return _number(Decimal(value))
    if isinstance(value, date | time | datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        return {str(name): to_json(item) for name, item in value.items()}
    return evaluate("string(value)", {"value": value})


def _number(figure: Decimal) -> object:
    """Return an integer, or a decimal text; a figure too long for either as FEEL writes it."""
    if abs(figure.adjusted()) > LONGEST:
        return str(figure)
    whole = figure == figure.to_integral_value()
    return int(figure) if whole else f"{figure.normalize():f}"


def _by_shape(text: str) -> object:
    try:
        if ISO_DAY.fullmatch(text):
            return date.fromisoformat(text)
        return Decimal(text) if DECIMAL.fullmatch(text) else text
    except (ValueError, InvalidOperation):
        return text
