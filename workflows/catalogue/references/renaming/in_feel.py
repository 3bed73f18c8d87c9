"""A name replaced in a FEEL text, at its own places only."""

from collections.abc import Callable
from typing import NamedTuple

from workflows.errors import Invalid
from workflows.feel import Expression, FeelError, parse
from workflows.feel.analysis.free_names import free_names, names_read
from workflows.forms.context import TEMPLATE, is_feel
from workflows.translation import _


class Names(NamedTuple):
    """What a renaming replaces."""

    old: str
    new: str

    def of(self, name: str) -> str:
        """Return what a name becomes."""
        return self.new if name == self.old else name


class CannotRename(Invalid):
    """A reference that no renaming can follow surely."""


def rename_in_feel(text: str, names: Names, read: Callable[[str], Expression] = parse) -> str:
    """Return the expression under the new name; as it is when it is no FEEL, or reads another."""
    if names.old not in text:
        return text
    try:
        tree = read(text).tree
    except FeelError:
        return text  # what holds it is verified as a whole
    found = [each for each in free_names(tree) if each.name == names.old]
    if any(not each.certain for each in found):
        raise CannotRename(
            _("dans « %(text)s », « %(name)s » peut être un autre champ : changez-le à la main.")
            % {"text": text[:80], "name": names.old}
        )
    changed = text
    for position in sorted((each.position for each in found), reverse=True):
        changed = changed[:position] + names.new + changed[position + len(names.old) :]
    _verify(text, changed, names, read)
    return changed


def rename_in_words(text: str, names: Names) -> str:
    """Return a text whose expressions stand after `=` or between double braces, renamed."""
    if is_feel(text):
        return rename_in_feel(text, names)
    parts = TEMPLATE.split(text)
    parts[1::2] = [f"{{{{{rename_in_feel(part, names)}}}}}" for part in parts[1::2]]
    return "".join(parts)


def _verify(before: str, after: str, names: Names, read: Callable[[str], Expression]) -> None:
    wanted = frozenset(map(names.of, names_read(read(before).tree)))
    try:
        found = names_read(read(after).tree)
    except FeelError:
        found = frozenset()
    if found != wanted:
        raise CannotRename(_("« %s » se lirait autrement.") % before[:80])
