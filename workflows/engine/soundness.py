"""Flaws that only running would show: dead ends, tasks done twice, steps never reached.

A token game on the diagram alone, without data: every choice is possible, every timer may fire.
Each scope (the process, a sub-process) is explored by itself, up to a number of positions.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

from lxml import etree

from workflows.engine.definition import ProcessDefinition
from workflows.engine.dialects import NAMESPACES, kind_of
from workflows.engine.draft import ACTIVITIES, ADDED, Draft, flows_of, nodes_of, said_name
from workflows.engine.process import normalised
from workflows.translation import _

MAX_POSITIONS = 20_000
MAX_TOKENS_NOTED = 1_000_000  # positions times flows: what the exploration may remember
MANY_WAYS_OUT = 4  # beyond, an inclusive gateway is tried with one flow, and with all

Marking = tuple[int, ...]  # the number of tokens on each flow


@dataclass(frozen=True, slots=True)
class Flaw:
    """A way for a dossier to go wrong; `code` is deadlock, done_twice, never_done or endless."""

    code: str
    element_id: str
    message: str
    file: str = ""  # another diagram than the main one


@dataclass(slots=True)
class Net:
    """One scope as a net: what each node takes from its flows and may put on others."""

    nodes: dict[str, etree._Element]
    targets: list[str]
    arriving: dict[str, list[int]] = field(default_factory=dict)
    leaving: dict[str, list[int]] = field(default_factory=dict)
    attached: dict[str, list[str]] = field(default_factory=dict)
    side: set[int] = field(default_factory=set)  # flows of reminders: they may well come twice


@dataclass(slots=True)
class Exploration:
    """What was met: positions and their successors, dead ends, flows with two tokens."""

    following: dict[Marking, list[Marking]] = field(default_factory=dict)
    fired: set[str] = field(default_factory=set)
    dead: list[Marking] = field(default_factory=list)
    doubled: set[int] = field(default_factory=set)
    whole: bool = True


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
    net = _net(scope)
    met = _explore(net)
    for marking in met.dead:
        for id_ in _joins_waiting(net, marking):
            message = _("Un dossier peut rester bloqué à « %s » : une des branches n’y vient pas.")
            yield _flaw("deadlock", net.nodes[id_], message)
    for flow in sorted(met.doubled):
        message = _("« %s » peut être fait deux fois : réunissez les branches avant.")
        yield _flaw("done_twice", net.nodes[net.targets[flow]], message)
    caught = _caught(net, met)
    if caught:
        yield _endless(net, caught)
    if met.whole and not met.doubled:
        yield from _unreached(net, met, told=bool(caught))


def _flaw(code: str, node: etree._Element, message: str) -> Flaw:
    return Flaw(code, node.get("id", ""), message % said_name(node))


def _endless(net: Net, id_: str) -> Flaw:
    return _flaw("endless", net.nodes[id_], _("Un dossier arrivé à « %s » ne peut plus finir."))


def _net(scope: etree._Element) -> Net:
    nodes = {node.get("id", ""): node for node in nodes_of(scope)}
    flows = flows_of(scope)
    net = Net(nodes, [flow.get("targetRef", "") for flow in flows])
    net.arriving = {id_: [] for id_ in nodes}
    net.leaving = {id_: [] for id_ in nodes}
    for place, flow in enumerate(flows):
        net.leaving[flow.get("sourceRef", "")].append(place)
        net.arriving[flow.get("targetRef", "")].append(place)
    for id_, node in nodes.items():
        if kind_of(node) == "boundaryEvent":
            net.attached.setdefault(node.get("attachedToRef", ""), []).append(id_)
    net.side = set(range(len(flows))) - _main_flows(net)
    return net


def _main_flows(net: Net) -> set[int]:
    """Return the flows that a token can reach without an event that does not interrupt."""
    waiting = [id_ for id_, node in net.nodes.items() if kind_of(node) == "startEvent"]
    seen, found = set(waiting), set()
    while waiting:
        id_ = waiting.pop()
        found.update(net.leaving[id_])
        events = [event for event in net.attached.get(id_, ()) if _interrupts(net, event)]
        for after in [*events, *(net.targets[place] for place in net.leaving[id_])]:
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    return found


def _interrupts(net: Net, event: str) -> bool:
    return net.nodes[event].get("cancelActivity", "true") != "false"


def _explore(net: Net) -> Exploration:
    met = Exploration()
    room = min(MAX_POSITIONS, MAX_TOKENS_NOTED // (len(net.targets) or 1))
    waiting: deque[Marking] = deque()
    for id_, node in net.nodes.items():
        if kind_of(node) == "startEvent":
            met.fired.add(id_)
            waiting.append(_moved(net, (0,) * len(net.targets), [], net.leaving[id_]))
    while waiting:
        marking = waiting.popleft()
        if marking in met.following:
            continue
        if len(met.following) >= room:
            met.whole = False
            break
        waiting.extend(_visit(net, met, marking))
    return met


def _visit(net: Net, met: Exploration, marking: Marking) -> list[Marking]:
    """Note the position `marking` and return those that may follow it."""
    following = met.following[marking] = []
    doubled = [place for place, count in enumerate(marking) if count > 1]
    if doubled:
        met.doubled.update(doubled)
        return []
    for id_, after in _moves(net, marking):
        met.fired.add(id_)
        following.append(after)
    if any(marking) and not following:
        met.dead.append(marking)
    return following


def _moves(net: Net, marking: Marking) -> Iterator[tuple[str, Marking]]:
    """Return each node that may act in `marking`, with the position after it."""
    for id_, places in net.arriving.items():
        filled = [place for place in places if marking[place]]
        if not filled:
            continue
        kind = kind_of(net.nodes[id_])
        if kind == "parallelGateway":
            taken = [places] if len(filled) == len(places) else []
        elif kind == "inclusiveGateway":
            taken = [filled] if not _awaited(net, id_, marking, filled) else []
        else:
            taken = [[place] for place in filled]
        for take in taken:
            for fired, put in _ways_out(net, id_, kind):
                yield fired, _after(net, id_, marking, take, put)


def _after(net: Net, id_: str, marking: Marking, take: list[int], put: list[int]) -> Marking:
    if net.nodes[id_].find("bpmn:terminateEventDefinition", NAMESPACES) is not None:
        return (0,) * len(marking)
    return _moved(net, marking, take, put)


def _moved(net: Net, marking: Marking, take: list[int], put: list[int]) -> Marking:
    counts = list(marking)
    for place in take:
        counts[place] -= 1
    for place in put:
        counts[place] = 1 if place in net.side else counts[place] + 1
    return tuple(counts)


def _ways_out(net: Net, id_: str, kind: str) -> Iterator[tuple[str, list[int]]]:
    """Return the flows that a node may take, with the node to note as acting."""
    out = net.leaving[id_]
    if kind in {"exclusiveGateway", "eventBasedGateway"}:
        yield from ((id_, [place]) for place in out)
    elif kind == "inclusiveGateway" and len(out) > 1:
        sizes = range(1, len(out) + 1) if len(out) <= MANY_WAYS_OUT else (1, len(out))
        yield from ((id_, list(some)) for size in sizes for some in combinations(out, size))
    else:
        yield id_, out
    for event in net.attached.get(id_, ()):
        yield event, net.leaving[event] if _interrupts(net, event) else [*out, *net.leaving[event]]


def _awaited(net: Net, id_: str, marking: Marking, filled: list[int]) -> bool:
    """Tell whether a token elsewhere can still reach an empty flow of the gateway `id_`."""
    near = _upstream(net, id_, filled)
    far = _upstream(net, id_, [place for place in net.arriving[id_] if place not in filled])
    return any(count and place in far and place not in near for place, count in enumerate(marking))


def _upstream(net: Net, gateway: str, places: list[int]) -> set[int]:
    sources = {place: id_ for id_, out in net.leaving.items() for place in out}
    found, waiting = set(places), list(places)
    while waiting:
        id_ = sources[waiting.pop()]
        id_ = net.nodes[id_].get("attachedToRef") or id_
        if id_ == gateway:
            continue
        for place in net.arriving[id_]:
            if place not in found:
                found.add(place)
                waiting.append(place)
    return found


def _joins_waiting(net: Net, marking: Marking) -> list[str]:
    return sorted({net.targets[place] for place, count in enumerate(marking) if count})


def _caught(net: Net, met: Exploration) -> str:
    """Return an element where tokens come back for ever, whatever is chosen; empty when none is.

    A set of flows is a trap when all that takes a token from it puts one back: once there is one,
    there always will be.
    """
    trap = set(range(len(net.targets)))
    while left := {place for place in trap if _may_leave(net, place, trap)}:
        trap -= left
    marked = {place for marking in met.following for place in trap if marking[place]}
    found = [net.targets[place] for place in sorted(marked) if _comes_back(net, place, trap)]
    activities = [id_ for id_ in found if kind_of(net.nodes[id_]) in ACTIVITIES]
    return next(iter([*activities, *found]), "")


def _may_leave(net: Net, place: int, trap: set[int]) -> bool:
    id_ = net.targets[place]
    return any(trap.isdisjoint(put) for _by, put in _ways_out(net, id_, kind_of(net.nodes[id_])))


def _comes_back(net: Net, place: int, trap: set[int]) -> bool:
    """Tell whether a token may come again on a flow of a trap without leaving it."""
    waiting, seen = [place], set[int]()
    while waiting:
        after = [out for out in net.leaving[net.targets[waiting.pop()]] if out in trap - seen]
        seen.update(after)
        waiting += after
    return place in seen


def _unreached(net: Net, met: Exploration, *, told: bool) -> Iterator[Flaw]:
    """Tell what no dossier can do, and, unless it is told, what no dossier can leave."""
    for id_, node in net.nodes.items():
        if id_ not in met.fired and node.get(ADDED) is None and not met.dead:
            yield _flaw("never_done", node, _("« %s » n’est jamais fait : reliez-le au reste."))
    caught = set(met.following) - _can_end(met)
    for marking in caught:
        if any(marking) and not met.dead and not told:
            yield _endless(net, _joins_waiting(net, marking)[0])
            return


def _can_end(met: Exploration) -> set[Marking]:
    """Return the positions from which the end, or a dead end already told, can be reached."""
    before: dict[Marking, list[Marking]] = {}
    for marking, following in met.following.items():
        for after in following:
            before.setdefault(after, []).append(marking)
    waiting = [marking for marking in met.following if not any(marking)]
    found = set(waiting)
    while waiting:
        for marking in before.get(waiting.pop(), ()):
            if marking not in found:
                found.add(marking)
                waiting.append(marking)
    return found
