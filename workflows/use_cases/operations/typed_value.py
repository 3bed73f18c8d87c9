"""A routing variable as an administrator types it: a kind and a text, never an expression."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from workflows.errors import Invalid
from workflows.translation import _
from workflows.use_cases.dossiers.moving.traces import as_json

LONGEST = 500
YES, NO = "oui", "non"


class Kind(StrEnum):
    """What a text stands for."""

    TEXT = "texte"
    NUMBER = "nombre"
    DATE = "date"
    YES_NO = "oui_non"
    EMPTY = "vide"


def kind_of(value: object) -> Kind:
    """Return the kind in which a value may be typed again; a list or a context as text."""
    if isinstance(value, bool):
        return Kind.YES_NO
    if isinstance(value, int | float | Decimal):
        return Kind.NUMBER
    return Kind.DATE if type(value) is date else Kind.TEXT


def written(value: object) -> str:
    """Write a value as it is typed; nothing for null."""
    if isinstance(value, bool):
        return YES if value else NO
    return "" if value is None else str(as_json(value))


def read_value(kind: str, text: str) -> object:
    """Return the FEEL value of a text; raise Invalid when it is none of that kind."""
    if kind not in set(Kind):
        raise Invalid(_("Choisissez la nature de la valeur."))
    text = text.strip()
    try:
        return _READERS[Kind(kind)](text)
    except (ValueError, InvalidOperation):
        told = _("« %(text)s » n'est pas de la nature choisie (%(kind)s).")
        raise Invalid(told % {"text": text[:LONGEST], "kind": kind.replace("_", "/")}) from None


def _text(text: str) -> str:
    if len(text) > LONGEST:
        raise Invalid(_("Cette valeur est trop longue : %(n)d signes au plus.") % {"n": LONGEST})
    return text


def _number(text: str) -> Decimal:
    number = Decimal(text.replace(",", ".").replace("\N{NO-BREAK SPACE}", "").replace(" ", ""))
    if not number.is_finite():
        raise ValueError(text)
    return number


def _yes_no(text: str) -> bool:
    if text.lower() not in {YES, NO}:
        raise ValueError(text)
    return text.lower() == YES


_READERS: Mapping[Kind, Callable[[str], object]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.DATE: date.fromisoformat,
    Kind.YES_NO: _yes_no,
    Kind.EMPTY: lambda _text: None,
}
