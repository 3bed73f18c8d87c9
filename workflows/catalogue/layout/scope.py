"""One process or sub-process laid out: columns, rows by lane, flows, boundary events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from workflows.catalogue.layout.cells import Cells, cells_of
from workflows.catalogue.layout.layers import Edge, Layers, layers_of
from workflows.catalogue.layout.routes import (
    LONGEST_LABEL,
    Leg,
    Route,
    measure_channels,
    track_x,
    without_elbows,
)
from workflows.catalogue.layout.shapes import (
    EVENT,
    LINE,
    SCOPES,
    Box,
    Plan,
    Point,
    label_width,
    natural_size,
)
from workflows.engine.diagram.dialects import kind_of
from workflows.engine.diagram.draft import flows_of, nodes_of

PADDING = 20  # around what a sub-process or a lane holds
TITLE = 20  # the name of a sub-process, above what it holds
CORRIDOR = 24  # a row that only flows use
ROW_GAP = 36
EVENT_GAP = 34  # under an activity with events: their half, and one line of label
EVENT_PITCH = 64
ARROW = 14  # the point of a flow, and some air
Row = tuple[int, int]  # band, row


@dataclass(slots=True)
class ScopePlan:
    """A laid out scope; `bands` gives top and bottom of each lane, by number."""

    plan: Plan = field(default_factory=Plan)
    bands: dict[int, tuple[int, int]] = field(default_factory=dict)
    width: int = 0
    height: int = 0


@dataclass(slots=True)
class _Work:
    """What is known of a scope while it is laid out."""

    nodes: dict[str, etree._Element]
    events: dict[str, list[etree._Element]]  # host -> its boundary events
    edges: list[Edge]
    sizes: dict[str, tuple[int, int]]
    inside: dict[str, ScopePlan]
    layers: Layers = field(default_factory=Layers)
    cells: Cells = field(default_factory=Cells)
    tops: dict[Row, int] = field(default_factory=dict)
    heights: dict[Row, int] = field(default_factory=dict)


def plan_scope(scope: etree._Element, bands: Mapping[str, int], count: int = 1) -> ScopePlan:
    """Lay out what `scope` holds; `bands` gives the lane of each node by number, of `count`."""
    work = _read(scope)
    own = {node: bands.get(node, 0) for node in work.nodes}
    work.layers = layers_of(list(work.nodes), work.edges)
    work.cells = cells_of(work.layers, work.edges, own)
    done = ScopePlan()
    _measure_rows(work, own, done, count)
    _place(work, own, done)
    _place_asides(scope, done)
    return done


def _read(scope: etree._Element) -> _Work:
    kept = [node for node in nodes_of(scope) if node.get("id") and not _is_aside(node)]
    nodes = {node.get("id", ""): node for node in kept if kind_of(node) != "boundaryEvent"}
    events: dict[str, list[etree._Element]] = {}
    hosts: dict[str, str] = {}
    for node in kept:
        if kind_of(node) == "boundaryEvent" and node.get("attachedToRef", "") in nodes:
            events.setdefault(node.get("attachedToRef", ""), []).append(node)
            hosts[node.get("id", "")] = node.get("attachedToRef", "")
    inside = {id_: plan_scope(node, {}) for id_, node in nodes.items() if kind_of(node) in SCOPES}
    sizes = {
        id_: (inside[id_].width, inside[id_].height + TITLE)
        if id_ in inside and inside[id_].plan.boxes
        else natural_size(node)
        for id_, node in nodes.items()
    }
    edges = [edge for flow in flows_of(scope) if (edge := _edge(flow, nodes, hosts)) is not None]
    return _Work(nodes, events, edges, sizes, inside)


def _edge(
    flow: etree._Element, nodes: Mapping[str, etree._Element], hosts: Mapping[str, str]
) -> Edge | None:
    said, target = flow.get("sourceRef", ""), flow.get("targetRef", "")
    source = hosts.get(said, said)
    if source not in nodes or target not in nodes or not flow.get("id"):
        return None
    event = said if said in hosts else ""
    return Edge(flow.get("id", ""), source, target, event, flow.get("name") or "")


def _is_aside(node: etree._Element) -> bool:
    return node.get("triggeredByEvent") == "true"


def _measure_rows(work: _Work, own: Mapping[str, int], done: ScopePlan, count: int) -> None:
    """Give each row of each band its top and its height."""
    y = 0
    for band in range(count):
        top, y = y, y + PADDING
        for row in range(work.cells.heights.get(band, 1)):
            here = [n for n in work.nodes if (own[n], work.cells.rows[n]) == (band, row)]
            height = max((work.sizes[node][1] for node in here), default=CORRIDOR)
            work.tops[band, row], work.heights[band, row] = y, height
            events = sum(len(work.events.get(node, ())) for node in here)
            y += height + ROW_GAP + (EVENT_GAP + 10 * events if events else 0)
        y += PADDING - ROW_GAP // 2
        done.bands[band] = (top, y)
    done.height = y


def _place(work: _Work, own: Mapping[str, int], done: ScopePlan) -> None:
    """Give every node, event and flow its place."""
    routes = [_route(work, own, edge) for edge in work.edges]
    columns = max(work.layers.of.values(), default=-1) + 1
    channels = measure_channels(routes, columns)
    lefts = {-1: 0}
    x = channels.widths[-1]
    for column in range(columns):
        here = [node for node, layer in work.layers.of.items() if layer == column]
        width = max((work.sizes[node][0] for node in here), default=0)
        for node in here:
            _place_node(work, own, done, node, x + width // 2)
        lefts[column] = x + width
        x += width + channels.widths[column]
    done.width = max(x, 2 * PADDING)
    for route in routes:
        _draw(route, done.plan, lefts)


def _place_node(
    work: _Work, own: Mapping[str, int], done: ScopePlan, node: str, centre: int
) -> None:
    width, height = work.sizes[node]
    box = Box(centre - width // 2, _middle(work, own, node) - height // 2, width, height)
    done.plan.boxes[node] = box
    if node in work.inside:
        done.plan.add(work.inside[node].plan, box.x, box.y + TITLE)
    events = work.events.get(node, [])
    pitch = min(EVENT_PITCH, max((width - EVENT) // max(len(events) - 1, 1), 1))
    for place, event in enumerate(events):
        left = box.right - EVENT - 8 - pitch * place
        at = Box(max(left, box.x - 8), box.bottom - EVENT // 2, EVENT, EVENT)
        done.plan.boxes[event.get("id", "")] = at
        if name := event.get("name"):
            said = min(label_width(name), 90)
            label = Box(at.middle[0] - said - 4, at.bottom + 2, said, LINE)
            done.plan.labels[event.get("id", "")] = label


def _middle(work: _Work, own: Mapping[str, int], node: str) -> int:
    row = (own[node], work.cells.rows[node])
    return work.tops[row] + work.heights[row] // 2


def _route(work: _Work, own: Mapping[str, int], edge: Edge) -> Route:
    """Return the stretches of a flow; abscissas are not known yet."""
    first, last = work.layers.of[edge.source], work.layers.of[edge.target]
    leaves, comes = _leaving_y(work, own, edge), _middle(work, own, edge.target)
    if edge.id not in work.cells.corridors:
        return Route(edge, [(0, leaves)], [Leg(first, leaves, comes, 1)], (0, comes))
    row = work.cells.corridors[edge.id]
    along = work.tops[row] + work.heights[row] // 2
    legs = [Leg(first, leaves, along, 0), Leg(last - 1, along, comes, 2)]
    return Route(edge, [(0, leaves)], legs, (0, comes))


def _leaving_y(work: _Work, own: Mapping[str, int], edge: Edge) -> int:
    """Return where a flow leaves: the middle of its node, or a line of its own under an event."""
    middle = _middle(work, own, edge.source)
    if not edge.event:
        return middle
    row = (own[edge.source], work.cells.rows[edge.source])
    events = [
        event.get("id", "")
        for node in work.nodes
        if (own[node], work.cells.rows[node]) == row
        for event in work.events.get(node, ())
    ]
    bottom = work.tops[row] + work.heights[row]
    return bottom + EVENT_GAP + 10 * events.index(edge.event)


def _draw(route: Route, plan: Plan, lefts: Mapping[int, int]) -> None:
    """Write the path of a flow, and the place of its name."""
    edge, target = route.edge, plan.boxes[route.edge.target]
    y = route.start[0][1]
    points: list[Point]
    if edge.event:
        event = plan.boxes[edge.event]
        points = [(event.middle[0], event.bottom), (event.middle[0], y)]
    else:
        source = plan.boxes[edge.source]
        points = [(source.right, y)]
    for leg in route.legs:
        x = track_x(leg, lefts[leg.channel])
        points += [(x, leg.from_y), (x, leg.to_y)]
    points.append((target.x, route.end[1]))
    plan.paths[edge.id] = without_elbows(points)
    if edge.name:
        plan.labels[edge.id] = _label(edge.name, plan.paths[edge.id])


def _label(name: str, path: Sequence[Point]) -> Box:
    """Return a box above the end of a path when it fits, else above its longest level stretch."""
    width = min(label_width(name), LONGEST_LABEL)
    height = LINE * (1 + label_width(name) // (LONGEST_LABEL + 1))
    level = [(a, b) for a, b in pairwise(path) if a[1] == b[1]]
    if not level:
        return Box(path[0][0] + 4, path[0][1] + 4, width, height)
    a, b = level[-1]
    if b[0] - a[0] < width + ARROW:
        a, b = max(level, key=lambda each: abs(each[1][0] - each[0][0]))
    left = max(min(a[0], b[0]), max(a[0], b[0]) - width - ARROW)
    return Box(left, a[1] - 4 - height, width, height)


def _place_asides(scope: etree._Element, done: ScopePlan) -> None:
    """Put the event sub-processes side by side under the rest."""
    x, tallest = PADDING, 0
    for node in nodes_of(scope):
        if not (_is_aside(node) and node.get("id")):
            continue
        inner = plan_scope(node, {})
        box = Box(x, done.height, max(inner.width, 100), max(inner.height + TITLE, 80))
        done.plan.boxes[node.get("id", "")] = box
        done.plan.add(inner.plan, box.x, box.y + TITLE)
        x, tallest = box.right + 2 * PADDING, max(tallest, box.height)
    if tallest:
        last = max(done.bands)
        done.height += tallest + PADDING
        done.bands[last] = (done.bands[last][0], done.height)
        done.width = max(done.width, x)
