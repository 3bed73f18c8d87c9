"""What can be said of an expression before it ever runs: for the analyst, with the place."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from workflows.feel.analysis.free_names import free_names
from workflows.feel.analysis.inference import Inspector, Remark
from workflows.feel.builtins import LIBRARY
from workflows.feel.errors import FeelError
from workflows.feel.expression import parse
from workflows.feel.syntax.tree import Node
from workflows.translation import _

NO_TYPES: Mapping[str, str] = {}


def check(
    expression: str, known_names: Iterable[str], types: Mapping[str, str] = NO_TYPES
) -> tuple[Remark, ...]:
    """Return the remarks on an expression, in the order of the text.

    Codes: `syntaxe`, `variable-inconnue`, `fonction-inconnue`, `type`, `arguments`,
    `condition-constante`. `types` gives the FEEL type of the names for which it is known.
    """
    names = {*known_names, *types}
    try:
        node = parse(expression, names).tree
    except FeelError as error:
        return (Remark("syntaxe", error.position, error.message),)
    inspector = Inspector()
    inspector.type_of(node, types)
    remarks = [*_unknown(node, names), *inspector.remarks]
    return tuple(sorted(remarks, key=lambda found: found.position))


def _unknown(node: Node, names: set[str]) -> Iterator[Remark]:
    for found in free_names(node):
        if found.name in names or found.name == "?" or not found.certain:
            continue
        if found.called:
            near = _nearest(found.name, LIBRARY)
            message = _("La fonction « %(name)s » n’existe pas.") % {"name": found.name}
            yield Remark("fonction-inconnue", found.position, message + near)
        elif found.name not in LIBRARY:
            near = _nearest(found.name, names)
            message = _("La variable « %(name)s » n’est remplie par rien.") % {"name": found.name}
            yield Remark("variable-inconnue", found.position, message + near)


def _nearest(name: str, names: Iterable[str]) -> str:
    found = get_close_matches(name, sorted(names), n=1)
    return " " + _("Vouliez-vous écrire « %(name)s » ?") % {"name": found[0]} if found else ""
