"""One scope of a diagram as a net of places and tokens, explored without data.

Every choice is possible, every timer may fire. Steps that only follow one another share one
place: whatever their number, they make one position.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from lxml import etree

from workflows.engine.diagram.dialects import NAMESPACES, kind_of
from workflows.engine.diagram.draft import flows_of, nodes_of

MAX_POSITIONS = 20_000
MAX_MOVES = 200_000  # between them
MANY_WAYS_OUT = 4  # beyond, an inclusive gateway is tried with one flow, and with all
CHOOSING = frozenset({"exclusiveGateway", "eventBasedGateway"})
EDGES = frozenset({"startEvent", "endEvent", "boundaryEvent"})

Marking = frozenset[int]  # the places that hold a token
DOUBLED: Marking = frozenset({-1})  # some place would hold two: not explored further


@dataclass(slots=True)
class Net:
    """What each node takes from its places and may put on others.

    `first` names the node that a token on a place comes to first, `last` the one that takes it
    from there, `passed` those in between.
    """

    nodes: dict[str, etree._Element]
    kinds: dict[str, str]
    arriving: dict[str, list[int]]
    leaving: dict[str, list[int]]
    first: dict[int, str] = field(default_factory=dict)
    last: dict[int, str] = field(default_factory=dict)
    passed: dict[int, list[str]] = field(default_factory=dict)
    attached: dict[str, list[str]] = field(default_factory=dict)
    ending: set[str] = field(default_factory=set)  # terminate events
    side: set[int] = field(default_factory=set)  # places of reminders: they may well come twice
    upstream: dict[tuple[str, Marking], frozenset[int]] = field(default_factory=dict)


@dataclass(slots=True)
class Exploration:
    """What was met: positions and their successors, dead ends, places with two tokens."""

    following: dict[Marking, list[Marking]] = field(default_factory=dict)
    fired: set[str] = field(default_factory=set)
    dead: list[Marking] = field(default_factory=list)
    doubled: set[int] = field(default_factory=set)
    moves: int = 0
    whole: bool = True


def play_tokens(scope: etree._Element) -> tuple[Net, Exploration]:
    """Return the net of what is directly in `scope`, and all that may happen in it.

    Where a step may be done twice, each step of a row counts: they are told apart again.
    """
    net = _net_of(scope)
    _join_steps(net)
    met = _explore(net)
    if met.doubled and met.whole:
        net = _net_of(scope)
        met = _explore(net)
    return net, met


def _net_of(scope: etree._Element) -> Net:
    nodes = {node.get("id", ""): node for node in nodes_of(scope)}
    net = Net(
        nodes,
        {id_: kind_of(node) for id_, node in nodes.items()},
        {id_: [] for id_ in nodes},
        {id_: [] for id_ in nodes},
    )
    for place, flow in enumerate(flows_of(scope)):
        net.leaving[flow.get("sourceRef", "")].append(place)
        net.arriving[flow.get("targetRef", "")].append(place)
        net.first[place] = net.last[place] = flow.get("targetRef", "")
    for id_, node in nodes.items():
        if net.kinds[id_] == "boundaryEvent":
            net.attached.setdefault(node.get("attachedToRef", ""), []).append(id_)
        if node.find("bpmn:terminateEventDefinition", NAMESPACES) is not None:
            net.ending.add(id_)
    net.side = set(net.first) - _main_places(net)
    return net


def _explore(net: Net) -> Exploration:
    """Play every game of tokens from the starts, up to a number of positions."""
    met = Exploration()
    waiting: deque[Marking] = deque()
    for id_, kind in net.kinds.items():
        if kind == "startEvent":
            met.fired.add(id_)
            waiting.append(_moved(net, met, frozenset(), (), net.leaving[id_]))
    while waiting:
        marking = waiting.popleft()
        if marking in met.following:
            continue
        if len(met.following) >= MAX_POSITIONS or met.moves >= MAX_MOVES:
            met.whole = False
            break
        waiting.extend(_visit(net, met, marking))
    return met


def _interrupts(net: Net, event: str) -> bool:
    """Tell whether a boundary event ends what it is attached to."""
    return net.nodes[event].get("cancelActivity", "true") != "false"


def _main_places(net: Net) -> set[int]:
    """Return the places that a token can reach without an event that does not interrupt."""
    waiting = [id_ for id_, kind in net.kinds.items() if kind == "startEvent"]
    seen, found = set(waiting), set()
    while waiting:
        id_ = waiting.pop()
        found.update(net.leaving[id_])
        events = [event for event in net.attached.get(id_, ()) if _interrupts(net, event)]
        for after in [*events, *(net.first[place] for place in net.leaving[id_])]:
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    return found


def _join_steps(net: Net) -> None:
    """Give one place to a step's way in and way out, when it has one of each and nothing else."""
    for id_ in list(net.nodes):
        if not _only_follows(net, id_):
            continue
        before, after = net.arriving[id_][0], net.leaving[id_][0]
        if before == after:
            continue
        target = net.last[after]
        net.arriving[target] = [before if each == after else each for each in net.arriving[target]]
        net.passed[before] = [*net.passed.get(before, ()), id_, *net.passed.pop(after, ())]
        net.last[before] = target
        del net.arriving[id_], net.leaving[id_], net.last[after], net.first[after]


def _only_follows(net: Net, id_: str) -> bool:
    alone = len(net.arriving[id_]) == len(net.leaving[id_]) == 1
    plain = net.kinds[id_] not in EDGES and id_ not in net.ending
    return alone and plain and not net.attached.get(id_)


def _visit(net: Net, met: Exploration, marking: Marking) -> list[Marking]:
    """Note the position `marking` and return those that may follow it."""
    following = met.following[marking] = []
    if marking == DOUBLED:
        return []
    for place in marking:
        met.fired.update(net.passed.get(place, ()))
    for id_, after in _moves(net, met, marking):
        met.fired.add(id_)
        following.append(after)
    met.moves += len(following)
    if marking and not following:
        met.dead.append(marking)
    return following


def _moves(net: Net, met: Exploration, marking: Marking) -> Iterator[tuple[str, Marking]]:
    """Return each node that may act in `marking`, with the position after it."""
    for id_ in dict.fromkeys(net.last[place] for place in sorted(marking)):
        kind, places = net.kinds[id_], net.arriving[id_]
        filled = [place for place in places if place in marking]
        if kind == "parallelGateway":
            taken = [places] if len(filled) == len(places) else []
        elif kind == "inclusiveGateway":
            taken = [filled] if not _awaited(net, id_, marking, filled) else []
        else:
            taken = [[place] for place in filled]
        for take in taken:
            for fired, put in ways_out(net, id_, kind):
                yield fired, _after(net, met, id_, marking, (take, put))


def _after(
    net: Net, met: Exploration, id_: str, marking: Marking, move: tuple[list[int], list[int]]
) -> Marking:
    return frozenset() if id_ in net.ending else _moved(net, met, marking, *move)


def _moved(
    net: Net, met: Exploration, marking: Marking, take: Iterable[int], put: Iterable[int]
) -> Marking:
    places, twice = set(marking) - set(take), False
    for place in put:
        if place in places and place not in net.side:
            met.doubled.add(place)
            twice = True
        places.add(place)
    return DOUBLED if twice else frozenset(places)


def ways_out(net: Net, id_: str, kind: str) -> Iterator[tuple[str, list[int]]]:
    """Return the places that a node may put a token on, with the node to note as acting."""
    out = net.leaving[id_]
    if kind in CHOOSING:
        yield from ((id_, [place]) for place in out)
    elif kind == "inclusiveGateway" and len(out) > 1:
        sizes = range(1, len(out) + 1) if len(out) <= MANY_WAYS_OUT else (1, len(out))
        yield from ((id_, list(some)) for size in sizes for some in combinations(out, size))
    else:
        yield id_, out
    for event in net.attached.get(id_, ()):
        yield event, net.leaving[event] if _interrupts(net, event) else [*out, *net.leaving[event]]


def _awaited(net: Net, id_: str, marking: Marking, filled: list[int]) -> bool:
    """Tell whether a token elsewhere can still reach an empty place of the gateway `id_`."""
    empty = frozenset(net.arriving[id_]) - frozenset(filled)
    far = _upstream(net, id_, empty)
    return bool(marking & far - _upstream(net, id_, frozenset(filled)))


def _upstream(net: Net, gateway: str, places: Marking) -> frozenset[int]:
    """Return the places from which a token can come to `places` without passing `gateway`."""
    key = (gateway, places)
    if key not in net.upstream:
        sources = {place: id_ for id_, out in net.leaving.items() for place in out}
        found, waiting = set(places), list(places)
        while waiting:
            id_ = sources[waiting.pop()]
            id_ = net.nodes[id_].get("attachedToRef") or id_
            if id_ != gateway:
                new = [place for place in net.arriving[id_] if place not in found]
                found.update(new)
                waiting += new
        net.upstream[key] = frozenset(found)
    return net.upstream[key]
