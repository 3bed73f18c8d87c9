"""A key renamed in a letter: its placeholders."""

from workflows.catalogue.letters.letter import PLACEHOLDER
from workflows.catalogue.references.renaming.in_feel import CannotRename, Names
from workflows.translation import _


def rename_in_letter(content: bytes, names: Names) -> bytes:
    """Return the letter with its placeholder renamed."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise CannotRename(_("ce n'est pas de l'UTF-8.")) from None
    changed, done = [], 0
    for found in PLACEHOLDER.finditer(text):
        if found.group(1) == names.old:
            changed += [text[done : found.start(1)], names.new]
            done = found.end(1)
    return "".join((*changed, text[done:])).encode()
