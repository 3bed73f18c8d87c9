"""The text by which a message finds those who wait for it."""

from datetime import date
from decimal import Decimal

from workflows.errors import ProcessFailure
from workflows.translation import _

KEY = "key"
LONGEST = 200


def key_text(value: object, name: str) -> str:
    """Return the key `value` of the message `name` as text: `12.0` and `"12"` are the same.

    Raise ProcessFailure for a value that tells nothing from anything: null, true, a list.
    """
    text = _written(value)
    if not text or len(text) > LONGEST:
        raise ProcessFailure(
            _("La clé du message « %(name)s » doit être un texte court ou un nombre : %(value)s.")
            % {"name": name, "value": _("elle est vide") if value in (None, "") else value}
        )
    return text


def _written(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""
