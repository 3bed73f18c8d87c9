"""What a PDF must not hold: a password, JavaScript, a command to launch."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import pikepdf

from workflows.errors import InvalidPiece
from workflows.translation import _

ACTIVE_KEYS = frozenset({"/JS", "/JavaScript"})
ACTIVE_ACTIONS = frozenset({"/JavaScript", "/Launch"})
MAX_OBJECTS = 200_000
MAX_DEPTH = 60
START = b"%PDF-"


def check_pdf(stream: BinaryIO) -> None:
    """Raise InvalidPiece for an encrypted or active PDF, pikepdf's errors for a broken one."""
    if stream.read(len(START)) != START:
        raise InvalidPiece(_("ce PDF commence par autre chose qu'un PDF : refaites-le."))
    stream.seek(0)
    with pikepdf.open(stream) as pdf:
        if pdf.is_encrypted:
            raise pikepdf.PasswordError("encrypted")
        if len(pdf.pages) < 1:
            raise InvalidPiece(_("ce PDF n'a aucune page : refaites-le."))
        if len(pdf.objects) > MAX_OBJECTS:
            raise InvalidPiece(_("ce PDF est trop compliqué : imprimez-le en PDF à nouveau."))
        if any(_is_active(found) for top in pdf.objects for found in _dictionaries(top, 0)):
            raise InvalidPiece(
                _("ce PDF contient du code ou une commande : imprimez-le en PDF à nouveau.")
            )


def _dictionaries(item: Any, depth: int) -> Iterator[Any]:
    """Yield the dictionaries written inside one object, without following its references."""
    if depth > MAX_DEPTH:
        raise ValueError("nested too deep")
    if isinstance(item, pikepdf.Stream | pikepdf.Dictionary):
        yield item
        children = [item.get(key) for key in item.keys()]  # noqa: SIM118  a PDF object, no dict
    elif isinstance(item, pikepdf.Array):
        children = list(item)
    else:
        return
    for child in children:
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            yield from _dictionaries(child, depth + 1)


def _is_active(dictionary: Any) -> bool:
    if ACTIVE_KEYS.intersection(dictionary.keys()):
        return True
    return str(dictionary.get("/S", "")) in ACTIVE_ACTIONS
