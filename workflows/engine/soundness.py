"""Flaws that only running would show: dead ends, tasks done twice, steps never reached.

A token game on the diagram alone, without data: every choice is possible, every timer may fire.
Each scope (the process, a sub-process) is explored by itself, up to a number of positions.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from workflows.engine.definition import ProcessDefinition
from workflows.engine.diagram.draft import ACTIVITIES, ADDED, Draft, said_name
from workflows.engine.process import normalised
from workflows.engine.token_net import Exploration, Marking, Net, play_tokens, ways_out
from workflows.translation import _


@dataclass(frozen=True, slots=True)
class Flaw:
    """A way for a dossier to go wrong; `code` is deadlock, done_twice, never_done or endless."""

    code: str
    element_id: str
    message: str
    file: str = ""  # another diagram than the main one


def find_flaws(definition: ProcessDefinition) -> tuple[Flaw, ...]:
    """Return the flaws of a process, each element at most once per code."""
    draft = normalised(definition.bpmn, definition.diagrams)
    found = [flaw for scope in draft.scopes() for flaw in _flaws_of(draft, scope)]
    drawn = (
        Flaw(each.code, id_, each.message, file)
        for each in found
        for file, id_ in [draft.place(each.element_id)]
    )
    return tuple(dict.fromkeys(drawn))


def _flaws_of(draft: Draft, scope: etree._Element) -> Iterator[Flaw]:
    net, met = play_tokens(scope)
    for marking in met.dead:
        for id_ in _joins_waiting(net, marking):
            message = _("Un dossier peut rester bloqué à « %s » : une des branches n’y vient pas.")
            yield _flaw("deadlock", net.nodes[id_], message)
    for place in sorted(met.doubled):
        message = _("« %s » peut être fait deux fois : réunissez les branches avant.")
        yield _flaw("done_twice", net.nodes[net.first[place]], message)
    caught = _caught(net, met)
    if caught:
        yield _endless(net, caught)
    if met.whole and not met.doubled:
        yield from _unreached(net, met, told=bool(caught))


def _flaw(code: str, node: etree._Element, message: str) -> Flaw:
    return Flaw(code, node.get("id", ""), message % said_name(node))


def _endless(net: Net, id_: str) -> Flaw:
    return _flaw("endless", net.nodes[id_], _("Un dossier arrivé à « %s » ne peut plus finir."))


def _joins_waiting(net: Net, marking: Marking) -> list[str]:
    return sorted({net.last[place] for place in marking})


def _caught(net: Net, met: Exploration) -> str:
    """Return an element where tokens come back for ever, whatever is chosen; empty when none is.

    A set of places is a trap when all that takes a token from it puts one back: once there is one,
    there always will be.
    """
    trap = set(net.last)
    while left := {place for place in trap if _may_leave(net, place, trap)}:
        trap -= left
    marked = {place for marking in met.following for place in trap & marking}
    found = [
        id_
        for place in sorted(marked)
        if _comes_back(net, place, trap)
        for id_ in (*net.passed.get(place, ()), net.last[place])
    ]
    activities = [id_ for id_ in found if net.kinds[id_] in ACTIVITIES]
    return next(iter([*activities, *found]), "")


def _may_leave(net: Net, place: int, trap: set[int]) -> bool:
    id_ = net.last[place]
    return any(trap.isdisjoint(put) for _by, put in ways_out(net, id_, net.kinds[id_]))


def _comes_back(net: Net, place: int, trap: set[int]) -> bool:
    """Tell whether a token may come again on a place of a trap without leaving it."""
    waiting, seen = [place], set[int]()
    while waiting:
        leaving = net.leaving[net.last[waiting.pop()]]
        after = [out for out in leaving if out in trap and out not in seen]
        seen.update(after)
        waiting += after
    return place in seen


def _unreached(net: Net, met: Exploration, *, told: bool) -> Iterator[Flaw]:
    """Tell what no dossier can do, and, unless it is told, what no dossier can leave."""
    for id_, node in net.nodes.items():
        if id_ not in met.fired and node.get(ADDED) is None and not met.dead:
            yield _flaw("never_done", node, _("« %s » n’est jamais fait : reliez-le au reste."))
    free = _can_end(met)
    for marking in met.following:
        if marking and marking not in free and not met.dead and not told:
            yield _endless(net, net.first[min(marking)])
            return


def _can_end(met: Exploration) -> set[Marking]:
    """Return the positions from which the end, or a dead end already told, can be reached."""
    before: dict[Marking, list[Marking]] = {}
    for marking, following in met.following.items():
        for after in following:
            before.setdefault(after, []).append(marking)
    waiting = [marking for marking in met.following if not marking]
    found = set(waiting)
    while waiting:
        for marking in before.get(waiting.pop(), ()):
            if marking not in found:
                found.add(marking)
                waiting.append(marking)
    return found
