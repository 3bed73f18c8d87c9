"""A whole diagram laid out: pools under one another, their lanes, and what decorates them."""

from collections.abc import Iterator, Mapping

from lxml import etree

from workflows.catalogue.layout.scope import ScopePlan, plan_scope
from workflows.catalogue.layout.shapes import Box, Plan, Point, label_width, natural_size
from workflows.engine.diagram.dialects import NAMESPACES, kind_of, tag
from workflows.engine.diagram.draft import nodes_of

LEFT, TOP = 160, 80
HEADER = 30  # the name of a pool, or of a lane, written upwards
POOL_GAP = 40
BLACK_BOX = 60
NARROWEST_POOL = 600
ARTIFACTS = ("textAnnotation", "dataObjectReference", "dataStoreReference")
ARTIFACT_GAP = 20


def plan_diagram(root: etree._Element) -> Plan:
    """Return where everything of a diagram goes."""
    plan = Plan()
    processes = {each.get("id", ""): each for each in root.findall("bpmn:process", NAMESPACES)}
    pools = [each for each in root.iter(tag("participant")) if each.get("id")]
    y = TOP
    for pool in pools:
        process = processes.pop(pool.get("processRef") or "", None)
        y = _plan_pool(plan, pool, process, y) + POOL_GAP
    for process in processes.values():
        if nodes_of(process):
            y = _plan_process(plan, process, LEFT, y).bottom + POOL_GAP
    _widen_pools(plan, pools)
    for flow in root.iter(tag("messageFlow")):
        _plan_message(plan, flow)
    return plan


def lane_bands(process: etree._Element) -> tuple[dict[str, int], list[etree._Element]]:
    """Return the number of the lane of each node, and the lanes that hold nodes, in order."""
    lanes = [
        lane
        for lane in process.iterfind(".//bpmn:lane", NAMESPACES)
        if lane.find("bpmn:childLaneSet", NAMESPACES) is None
    ]
    found: dict[str, int] = {}
    for number, lane in enumerate(lanes):
        for reference in lane.iterfind("bpmn:flowNodeRef", NAMESPACES):
            found[(reference.text or "").strip()] = number
    outside = [node.get("id", "") for node in nodes_of(process)]
    found |= {id_: _lane_of_host(process, id_, found) for id_ in outside if id_ not in found}
    return found, lanes


def _lane_of_host(process: etree._Element, node_id: str, found: Mapping[str, int]) -> int:
    """Return the lane of the activity that an event is attached to, else the first one."""
    for node in nodes_of(process):
        if node.get("id") == node_id:
            return found.get(node.get("attachedToRef", ""), 0)
    return 0


def _plan_pool(plan: Plan, pool: etree._Element, process: etree._Element | None, y: int) -> int:
    """Lay out one pool from `y`, and return its bottom."""
    id_ = pool.get("id", "")
    if process is None or not (nodes_of(process) or lane_bands(process)[1]):
        plan.boxes[id_] = Box(LEFT, y, NARROWEST_POOL, BLACK_BOX)
        return y + BLACK_BOX
    inside = _plan_process(plan, process, LEFT + HEADER, y)
    plan.boxes[id_] = Box(LEFT, y, inside.right - LEFT, inside.height)
    return inside.bottom


def _plan_process(plan: Plan, process: etree._Element, left: int, top: int) -> Box:
    """Lay out a process with its lanes and decoration, and return the room it takes."""
    bands, lanes = lane_bands(process)
    scope = plan_scope(process, bands, max(len(lanes), 1))
    depth = max((_depth(lane) for lane in lanes), default=-1) + 1
    above = _plan_artifacts(process, scope)
    own = Plan()
    own.add(scope.plan, left + HEADER * depth, top + above)
    plan.add(own, 0, 0)
    room = Box(left, top, HEADER * depth + scope.width, above + scope.height)
    for number, lane in enumerate(lanes):
        first, last = scope.bands[number]
        low = top + (above + first if number else 0)
        high = top + above + (last if number < len(lanes) - 1 else scope.height)
        at = left + HEADER * _depth(lane)
        plan.boxes[lane.get("id", "")] = Box(at, low, room.right - at, high - low)
    _plan_outer_lanes(plan, process, left, room.right)
    return room


def _plan_outer_lanes(plan: Plan, process: etree._Element, left: int, right: int) -> None:
    """Give a lane that holds lanes the room of all of them."""
    outer = [
        lane
        for lane in process.iterfind(".//bpmn:lane", NAMESPACES)
        if lane.find("bpmn:childLaneSet", NAMESPACES) is not None
    ]
    for lane in reversed(outer):
        names = [each.get("id", "") for each in lane.iter(tag("lane")) if each is not lane]
        held = [plan.boxes[name] for name in names if name in plan.boxes]
        if held:
            low, high = min(box.y for box in held), max(box.bottom for box in held)
            at = left + HEADER * _depth(lane)
            plan.boxes[lane.get("id", "")] = Box(at, low, right - at, high - low)


def _depth(lane: etree._Element) -> int:
    return sum(1 for each in lane.iterancestors(tag("lane")))


def _plan_artifacts(process: etree._Element, scope: ScopePlan) -> int:
    """Put annotations and data above what they are tied to; return the height they take."""
    ties = list(_ties(process))
    x = 0
    tallest = 0
    found: dict[str, Box] = {}
    for node in process.iter(*(tag(kind) for kind in ARTIFACTS)):
        id_ = node.get("id", "")
        width, height = natural_size(node)
        near = [scope.plan.boxes[b] for a, b, _id in ties if a == id_ and b in scope.plan.boxes]
        x = max(x, near[0].x if near else x)
        found[id_] = Box(x, -height - ARTIFACT_GAP, width, height)
        if kind_of(node) != "textAnnotation" and (name := node.get("name")):
            scope.plan.labels[id_] = Box(x, -ARTIFACT_GAP, label_width(name), ARTIFACT_GAP - 4)
        x += max(width, label_width(node.get("name") or "")) + ARTIFACT_GAP
        tallest = max(tallest, height)
    scope.plan.boxes |= found
    scope.width = max(scope.width, x)
    for one, other, id_ in ties:
        if one in found and other in scope.plan.boxes:
            box, near_box = found[one], scope.plan.boxes[other]
            scope.plan.paths[id_] = [
                (box.middle[0], box.bottom),
                (near_box.middle[0], near_box.y),
            ]
    return tallest + 2 * ARTIFACT_GAP if found else 0


def _ties(process: etree._Element) -> Iterator[tuple[str, str, str]]:
    """Yield artifact, element and tie, whichever way it is drawn."""
    for tie in process.iter(tag("association")):
        one, other, id_ = tie.get("sourceRef", ""), tie.get("targetRef", ""), tie.get("id", "")
        yield from ((one, other, id_), (other, one, id_))
    for kind in ("dataInputAssociation", "dataOutputAssociation"):
        for tie in process.iter(tag(kind)):
            holder = tie.getparent()
            for name in ("sourceRef", "targetRef"):
                said = (tie.findtext(f"bpmn:{name}", "", NAMESPACES) or "").strip()
                if said and holder is not None:
                    yield said, holder.get("id", ""), tie.get("id", "")


def _widen_pools(plan: Plan, pools: list[etree._Element]) -> None:
    """Make all pools end on the same line, with the lanes that they hold."""
    boxes = [plan.boxes[pool.get("id", "")] for pool in pools]
    right = max((box.right for box in boxes), default=0)
    for pool in pools:
        box = plan.boxes[pool.get("id", "")]
        plan.boxes[pool.get("id", "")] = Box(box.x, box.y, right - box.x, box.height)
        for process in _process_of(pool):
            for lane in process.iter(tag("lane")):
                held = plan.boxes.get(lane.get("id", ""))
                if held:
                    wider = Box(held.x, held.y, right - held.x, held.height)
                    plan.boxes[lane.get("id", "")] = wider


def _process_of(pool: etree._Element) -> Iterator[etree._Element]:
    root = pool.getroottree().getroot()
    return (p for p in root.iter(tag("process")) if p.get("id") == pool.get("processRef"))


def _plan_message(plan: Plan, flow: etree._Element) -> None:
    """Draw a message between two pools, upright when one of them is a closed one."""
    source = plan.boxes.get(flow.get("sourceRef", ""))
    target = plan.boxes.get(flow.get("targetRef", ""))
    if source is None or target is None or not flow.get("id"):
        return
    from_x, to_x = source.middle[0], target.middle[0]
    if source.width >= NARROWEST_POOL:
        from_x = to_x
    if target.width >= NARROWEST_POOL:
        to_x = from_x
    down = source.y < target.y
    start: Point = (from_x, source.bottom if down else source.y)
    end: Point = (to_x, target.y if down else target.bottom)
    between = (start[1] + end[1]) // 2
    bent = [start, (from_x, between), (to_x, between), end]
    plan.paths[flow.get("id", "")] = [start, end] if from_x == to_x else bent
