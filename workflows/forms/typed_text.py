"""What people type, made safe to keep: Unicode NFC, no control character, a bounded size."""

import unicodedata
from collections.abc import Mapping, Sequence

from wtforms import ValidationError

from workflows.translation import _

KEPT = 20_000  # characters of a refused text that a draft still keeps
KEPT_ITEMS = 200
LINE_BREAKS = "\n\t"
OVERRIDES = frozenset(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)  # reorder what is read
UNSTORABLE = frozenset({"Cc", "Cs"})


class Sent:
    """The values of a request, by the name of the control."""

    def __init__(self, raw: Mapping[str, Sequence[str]]) -> None:
        self._raw = raw

    def __contains__(self, name: str) -> bool:
        return bool(self._raw.get(name))

    def all(self, name: str) -> list[str]:
        """Return every value of a control that may be ticked several times."""
        return list(self._raw.get(name, ()))

    def one(self, name: str) -> object:
        """Return the value of a control that has one; a list betrays a request not ours."""
        values = self.all(name)
        return values[0] if len(values) == 1 else values or None


def plain(text: str, cap: int, *, lines: bool = False) -> str:
    """Return a text normalised and stripped; raise ValidationError beyond `cap` characters."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n") if lines else text.replace("\t", " ")
    composed = unicodedata.normalize("NFC", unified).strip()
    if len(composed) > cap:
        raise ValidationError(
            _("Raccourcissez ce texte : %(cap)d caractères au plus, il en a %(length)d.")
            % {"cap": cap, "length": len(composed)}
        )
    # what is printable is allowed: most texts need no look at each character
    if not composed.isprintable() and any(not _allowed(char, lines=lines) for char in composed):
        raise ValidationError(
            _("Retirez les caractères invisibles de ce texte, ou tapez-le à nouveau.")
        )
    return composed


def storable(draft: object) -> object:
    """Return what a draft may keep of a refused value: cut, without what a database refuses."""
    if isinstance(draft, str):
        return "".join(char for char in draft[:KEPT] if _allowed(char, lines=True))
    if isinstance(draft, list):
        return [storable(item) for item in draft[:KEPT_ITEMS]]
    if isinstance(draft, dict):
        items = list(draft.items())[:KEPT_ITEMS]
        return {str(storable(name)): storable(item) for name, item in items}
    return draft if isinstance(draft, int | None) else None


def _allowed(char: str, *, lines: bool) -> bool:
    if lines and char in LINE_BREAKS:
        return True
    return unicodedata.category(char) not in UNSTORABLE and char not in OVERRIDES
