"""The requirement graph: in which order decisions are computed, and that it has no circle."""

from collections.abc import Mapping

from workflows.dmn.errors import DmnError
from workflows.dmn.model import Element, Kind
from workflows.translation import _


def plan_of(key: str, elements: Mapping[str, Element]) -> tuple[str, ...]:
    """Return what an element requires, directly or not, each before those that require it.

    Raise DmnError when an element requires itself, or one that does not exist.
    """
    done: dict[str, None] = {}
    path: list[str] = []
    waiting = [(key, False)]
    while waiting:
        current, finished = waiting.pop()
        if finished:
            path.pop()
            done[current] = None
            continue
        if current in done:
            continue
        _check(current, path, elements)
        path.append(current)
        waiting.append((current, True))
        waiting.extend((required.key, False) for required in elements[current].requires)
    return tuple(done)


def inputs_of(key: str, elements: Mapping[str, Element]) -> frozenset[str]:
    """Return the names of the variables that an element reads, through all that it requires."""
    service = elements[key].service
    if service is not None:
        given = frozenset(elements[one].name for one in service.inputs)
        return given.union(*(inputs_of(one, elements) for one in service.outputs))
    needed = [elements[one] for one in plan_of(key, elements)]
    computed = {element.name for element in needed if element.kind is not Kind.INPUT}
    declared = {element.name for element in needed if element.kind is Kind.INPUT}
    return frozenset(declared.union(*(element.reads for element in needed)) - computed)


def _check(key: str, path: list[str], elements: Mapping[str, Element]) -> None:
    if key not in elements:
        raise DmnError(
            _("Une flèche vient d’un élément qui n’existe pas : « %(id)s ».") % {"id": key},
            path[-1] if path else key,
        )
    if key in path:
        names = " → ".join(elements[one].name for one in (*path[path.index(key) :], key))
        raise DmnError(_("Ces décisions tournent en rond : %(names)s.") % {"names": names}, key)
