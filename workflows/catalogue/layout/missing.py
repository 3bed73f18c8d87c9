"""A place for what a drawing lacks, beside what it has: nothing drawn already moves."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from workflows.catalogue.layout.drawn import Drawn
from workflows.catalogue.layout.layers import Edge, layers_of
from workflows.catalogue.layout.pools import ARTIFACTS, HEADER, LEFT, TOP
from workflows.catalogue.layout.shapes import EVENT, Box, Plan, natural_size
from workflows.catalogue.layout.ways import best_way, thin_boxes
from workflows.engine.diagram.dialects import NAMESPACES, kind_of, tag
from workflows.engine.diagram.draft import NODES, nodes_of

STEP = 30
BESIDE = 50  # from what comes before
APART = 16  # from anything else
MARGIN = 30  # inside a pool, right of its last node
FAR = 900  # how far aside a free place is looked for
MOST_TRIES = 1500
NEW_LANE = 140
CONTAINERS = ("participant", "lane", "subProcess", "transaction", "adHocSubProcess")


@dataclass(slots=True)
class _Sheet:
    """The drawing being completed."""

    root: etree._Element
    boxes: dict[str, Box]
    added: Plan
    solid: dict[str, Box]  # what nothing may cover
    lines: dict[str, list[Box]]  # the flows drawn already, as thin boxes

    def put(self, node: etree._Element, box: Box) -> None:
        """Give an element its place."""
        id_ = node.get("id", "")
        self.boxes[id_] = self.added.boxes[id_] = box
        if kind_of(node) not in CONTAINERS:
            self.solid[id_] = box


def plan_missing(root: etree._Element, drawn: Drawn) -> Plan:
    """Return places for the elements that have none, among those that have one."""
    kinds = {node.get("id", ""): kind_of(node) for node in root.iter()}
    solid = {id_: box for id_, box in drawn.boxes.items() if kinds.get(id_, "") not in CONTAINERS}
    lines = {id_: list(thin_boxes(path)) for id_, path in drawn.paths.items()}
    sheet = _Sheet(root, dict(drawn.boxes), Plan(), solid, lines)
    _place_pools(sheet)
    for node in _in_order(root):
        if node.get("id", "") not in sheet.boxes:
            _place(sheet, node)
    for node in root.iter(*(tag(kind) for kind in ARTIFACTS)):
        if node.get("id", "") not in sheet.boxes:
            _put_free(sheet, node, Box(LEFT, TOP, *natural_size(node)), None)
    _widen(sheet)
    for flow in root.iter(tag("sequenceFlow"), tag("messageFlow")):
        if flow.get("id", "") not in sheet.lines:
            _draw(sheet, flow)
    return sheet.added


def _place_pools(sheet: _Sheet) -> None:
    """Put pools and lanes that have no place under the others."""
    for pool in sheet.root.iter(tag("participant")):
        lanes = [
            lane
            for process in sheet.root.iter(tag("process"))
            if process.get("id") == pool.get("processRef")
            for lane in process.iterfind(".//bpmn:lane", NAMESPACES)
        ]
        held = [sheet.boxes[i] for lane in lanes if (i := lane.get("id", "")) in sheet.boxes]
        if pool.get("id", "") not in sheet.boxes and pool.get("id"):
            bottom = max((box.bottom for box in sheet.boxes.values()), default=TOP)
            sheet.put(pool, _around(held) or Box(LEFT, bottom + BESIDE, 700, NEW_LANE))
        for lane in lanes:
            if lane.get("id") and lane.get("id", "") not in sheet.boxes:
                _add_lane(sheet, pool, lane)


def _add_lane(sheet: _Sheet, pool: etree._Element, lane: etree._Element) -> None:
    whole = sheet.boxes[pool.get("id", "")]
    sheet.put(lane, Box(whole.x + HEADER, whole.bottom, whole.width - HEADER, NEW_LANE))
    if pool.get("id", "") in sheet.added.boxes:  # a pool drawn already keeps its size
        longer = Box(whole.x, whole.y, whole.width, whole.height + NEW_LANE)
        sheet.put(pool, longer)


def _around(boxes: list[Box]) -> Box | None:
    if not boxes:
        return None
    left, top = min(box.x for box in boxes) - HEADER, min(box.y for box in boxes)
    right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
    return Box(left, top, right - left, bottom - top)


def _in_order(root: etree._Element) -> list[etree._Element]:
    """Return the nodes, outer ones first, each after what leads to it where that is possible."""
    nodes = {n.get("id", ""): n for n in root.iter() if kind_of(n) in NODES and n.get("id")}
    edges = [
        Edge(flow.get("id", ""), flow.get("sourceRef", ""), flow.get("targetRef", ""))
        for flow in root.iter(tag("sequenceFlow"))
        if flow.get("sourceRef") in nodes and flow.get("targetRef") in nodes
    ]
    edges += [
        Edge(f"{id_}_host", node.get("attachedToRef", ""), id_)
        for id_, node in nodes.items()
        if node.get("attachedToRef") in nodes
    ]
    columns = layers_of(list(nodes), edges).of
    return sorted(
        nodes.values(),
        key=lambda node: (sum(1 for _up in node.iterancestors()), columns[node.get("id", "")]),
    )


def _place(sheet: _Sheet, node: etree._Element) -> None:
    width, height = natural_size(node)
    host = sheet.boxes.get(node.get("attachedToRef", ""))
    if kind_of(node) == "boundaryEvent" and host is not None:
        sheet.put(node, _on_edge(sheet, host))
        return
    _put_free(sheet, node, _wanted(sheet, node, width, height), _area(sheet, node))


def _on_edge(sheet: _Sheet, host: Box) -> Box:
    """Return a place for an event on the lower side of an activity, else on the upper one."""
    for side in (host.bottom, host.y):
        for x in range(host.right - EVENT - 8, host.x - EVENT, -(EVENT + 8)):
            box = Box(x, side - EVENT // 2, EVENT, EVENT)
            others = (b for b in sheet.solid.values() if b != host)
            if not any(box.meets(other) for other in others):
                return box
    return Box(host.x - EVENT // 2, host.bottom - EVENT // 2, EVENT, EVENT)


def _wanted(sheet: _Sheet, node: etree._Element, width: int, height: int) -> Box:
    """Return the place right of what comes before, or left of what follows."""
    for before in _neighbours(sheet, node, "targetRef", "sourceRef"):
        return Box(before.right + BESIDE, before.middle[1] - height // 2, width, height)
    for after in _neighbours(sheet, node, "sourceRef", "targetRef"):
        return Box(after.x - BESIDE - width, after.middle[1] - height // 2, width, height)
    area = _area(sheet, node)
    if area is not None:
        return Box(area.x + BESIDE, area.middle[1] - height // 2, width, height)
    bottom = max((box.bottom for box in sheet.boxes.values()), default=TOP)
    return Box(LEFT, bottom + BESIDE, width, height)


def _neighbours(sheet: _Sheet, node: etree._Element, mine: str, theirs: str) -> Iterator[Box]:
    for flow in sheet.root.iter(tag("sequenceFlow")):
        if flow.get(mine) == node.get("id") and flow.get(theirs, "") in sheet.boxes:
            yield sheet.boxes[flow.get(theirs, "")]


def _area(sheet: _Sheet, node: etree._Element) -> Box | None:
    """Return the box of the lane, sub-process or pool that must hold a node."""
    scope = node.getparent()
    if scope is None:
        return None
    if kind_of(scope) != "process":
        return sheet.boxes.get(scope.get("id", ""))
    for lane in scope.iterfind(".//bpmn:lane", NAMESPACES):
        references = lane.iterfind("bpmn:flowNodeRef", NAMESPACES)
        if node.get("id") in {(each.text or "").strip() for each in references}:
            return sheet.boxes.get(lane.get("id", ""))
    for pool in sheet.root.iter(tag("participant")):
        if pool.get("processRef") == scope.get("id"):
            return sheet.boxes.get(pool.get("id", ""))
    return None


def _put_free(sheet: _Sheet, node: etree._Element, wanted: Box, area: Box | None) -> None:
    solid = [*sheet.solid.values(), *(thin for line in sheet.lines.values() for thin in line)]
    for tried, box in enumerate(_places(wanted, area)):
        if tried > MOST_TRIES:
            break
        if not any(box.meets(other, APART) for other in solid):
            sheet.put(node, box)
            return
    right = max((box.right for box in sheet.solid.values()), default=LEFT)
    sheet.put(node, Box(right + BESIDE, wanted.y, wanted.width, wanted.height))


def _places(wanted: Box, area: Box | None) -> Iterator[Box]:
    """Yield places from the nearest on; inside the area when it is tall enough."""
    ups = range(-FAR, FAR + 1, STEP)
    moves = sorted(
        ((right, down) for right in range(0, FAR, STEP) for down in ups),
        key=lambda move: move[0] + abs(move[1]) * 1.5,
    )
    for right, down in moves:
        box = wanted.moved(right, down)
        if area is None or (area.y <= box.y and box.bottom <= area.bottom and box.x >= area.x):
            yield box


def _widen(sheet: _Sheet) -> None:
    """Stretch to the right what must hold the new nodes: sub-processes, then pools and lanes."""
    for node in reversed(_in_order(sheet.root)):
        scope, box = node.getparent(), sheet.added.boxes.get(node.get("id", ""))
        if box is not None and scope is not None:
            _stretch(sheet, scope.get("id", ""), box.right + MARGIN)
    for pool in sheet.root.iter(tag("participant")):
        held = [p for p in sheet.root.iter(tag("process")) if p.get("id") == pool.get("processRef")]
        inside = [
            sheet.boxes[id_]
            for process in held
            for node in nodes_of(process)
            if (id_ := node.get("id", "")) in sheet.boxes
        ]
        right = max((box.right + MARGIN for box in inside), default=0)
        before = sheet.boxes.get(pool.get("id", ""))
        if before is None or right <= before.right or not sheet.added.boxes:
            continue
        for level in (pool, *(lane for process in held for lane in process.iter(tag("lane")))):
            _stretch(sheet, level.get("id", ""), right)


def _stretch(sheet: _Sheet, id_: str, right: int) -> None:
    box = sheet.boxes.get(id_)
    if box is not None and box.right < right:
        wider = Box(box.x, box.y, right - box.x, box.height)
        sheet.boxes[id_] = wider
        (sheet.added.boxes if id_ in sheet.added.boxes else sheet.added.widened)[id_] = wider


def _draw(sheet: _Sheet, flow: etree._Element) -> None:
    source, target = (sheet.boxes.get(flow.get(name, "")) for name in ("sourceRef", "targetRef"))
    if source is None or target is None or not flow.get("id"):
        return
    event = _is_boundary(sheet.root, flow.get("sourceRef", ""))
    others = [box for box in sheet.solid.values() if box not in (source, target)]
    path = best_way(source, target, others, from_below=event)
    sheet.added.paths[flow.get("id", "")] = path


def _is_boundary(root: etree._Element, id_: str) -> bool:
    return any(node.get("id") == id_ for node in root.iter(tag("boundaryEvent")))
