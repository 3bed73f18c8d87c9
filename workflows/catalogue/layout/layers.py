"""Which column each node goes to: the longest way from a beginning, loops left aside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from one node to another; `event` is the boundary event it leaves, if any."""

    id: str
    source: str
    target: str
    event: str = ""
    name: str = ""


@dataclass(slots=True)
class Layers:
    """The column of each node, and the edges that go back in them."""

    of: dict[str, int] = field(default_factory=dict)
    back: set[str] = field(default_factory=set)


def layers_of(nodes: Sequence[str], edges: Sequence[Edge]) -> Layers:
    """Return the columns of `nodes`, given in the order of the file."""
    leaving: dict[str, list[Edge]] = {node: [] for node in nodes}
    for edge in edges:
        leaving[edge.source].append(edge)
    found = Layers(back=_back_edges(nodes, leaving, {edge.target for edge in edges}))
    arriving = dict.fromkeys(nodes, 0)
    for edge in edges:
        arriving[edge.target] += edge.id not in found.back
    waiting = [node for node in nodes if not arriving[node]]
    found.of = dict.fromkeys(nodes, 0)
    for node in waiting:
        for edge in leaving[node]:
            if edge.id in found.back:
                continue
            found.of[edge.target] = max(found.of[edge.target], found.of[node] + 1)
            arriving[edge.target] -= 1
            if not arriving[edge.target]:
                waiting.append(edge.target)
    return found


def _back_edges(
    nodes: Sequence[str], leaving: Mapping[str, Iterable[Edge]], reached: set[str]
) -> set[str]:
    """Return the edges that close a loop, walking first from the nodes that nothing leads to."""
    back: set[str] = set()
    open_, done = set[str](), set[str]()
    for start in sorted(nodes, key=lambda node: node in reached):
        if start in done:
            continue
        open_.add(start)
        ways = [(start, iter(leaving[start]))]
        while ways:
            node, left = ways[-1]
            edge = next(left, None)
            if edge is None:
                ways.pop()
                open_.discard(node)
                done.add(node)
            elif edge.target in open_:
                back.add(edge.id)
            elif edge.target not in done:
                open_.add(edge.target)
                ways.append((edge.target, iter(leaving[edge.target])))
    return back
