"""How far from its start each element of a process is drawn."""

from lxml import etree

from workflows.engine.diagram.dialects import kind_of
from workflows.engine.diagram.draft import flows_of, nodes_of


def steps_from_start(scope: etree._Element) -> dict[str, tuple[int, ...]]:
    """Return the rank of each node of `scope` and its sub-processes, those inside after theirs.

    The rank counts flows, the fewest: a node just after another has a greater one.
    """
    nodes = nodes_of(scope)
    following: dict[str, list[str]] = {}
    for flow in flows_of(scope):
        following.setdefault(flow.get("sourceRef", ""), []).append(flow.get("targetRef", ""))
    for node in nodes:
        if kind_of(node) == "boundaryEvent":
            following.setdefault(node.get("attachedToRef", ""), []).append(node.get("id", ""))
    reached = {flow.get("targetRef") for flow in flows_of(scope)}
    waiting = [n.get("id", "") for n in nodes if n.get("id") not in reached]
    seen = dict.fromkeys(waiting or [node.get("id", "") for node in nodes[:1]])
    for id_ in (waiting := list(seen)):
        waiting += [each for each in following.get(id_, ()) if each not in seen]
        seen.update(dict.fromkeys(following.get(id_, ())))
    places = {id_: place for place, id_ in enumerate(waiting)}
    ranks: dict[str, tuple[int, ...]] = {}
    for node in nodes:
        id_ = node.get("id", "")
        ranks[id_] = (places.get(id_, 0),)
        inside = steps_from_start(node) if nodes_of(node) else {}
        ranks |= {each: ranks[id_] + rank for each, rank in inside.items()}
    return ranks
