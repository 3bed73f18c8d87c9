// The elements of the diagram as a list: by lane from top to bottom, in the order of the flow.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";

const NO_LANE = "";

/** Return [{ lane, items: [{ element, depth }] }]; a lane is an element, or null. */
export function inLanes(elementRegistry) {
  const nodes = elementRegistry.filter((each) => is(each, "bpmn:FlowNode") && !each.labelTarget);
  const lanes = elementRegistry.filter((each) => is(each, "bpmn:Lane") && !hasLanes(each));
  const ofNode = new Map();
  for (const lane of lanes) {
    for (const node of getBusinessObject(lane).get("flowNodeRef")) ofNode.set(node.id, lane.id);
  }
  const groups = new Map([[NO_LANE, []]]);
  for (const lane of lanes.sort((one, other) => one.y - other.y)) groups.set(lane.id, []);
  for (const node of inFlowOrder(nodes)) {
    if (node.host) continue;
    groups.get(laneOf(node, ofNode)).push(...withParts(node, depthOf(node)));
  }
  return [...groups].map(([id, items]) => ({ lane: id ? elementRegistry.get(id) : null, items }))
    .filter(({ lane, items }) => lane || items.length);
}

/** Return the words of an element: its name, else nothing. */
export function nameOf(element) {
  return getBusinessObject(element).get("name")?.trim() ?? "";
}

function laneOf(node, ofNode) {
  for (let each = node; each; each = each.parent) {
    if (ofNode.has(each.id)) return ofNode.get(each.id);
  }
  return NO_LANE;
}

function depthOf(node) {
  let depth = 0;
  for (let each = node.parent; each && is(each, "bpmn:SubProcess"); each = each.parent) depth += 1;
  return depth;
}

// an element, the events on its edge, and the ways out of a gateway, which carry conditions
function withParts(node, depth) {
  const events = (node.attachers ?? []).map((element) => ({ element, depth: depth + 1 }));
  const ways = is(node, "bpmn:Gateway") ? flowsOf(node) : [];
  const choices = ways.length > 1 ? ways.map((element) => ({ element, depth: depth + 1 })) : [];
  return [{ element: node, depth }, ...events, ...choices];
}

function flowsOf(node) {
  return node.outgoing.filter((flow) => is(flow, "bpmn:SequenceFlow"));
}

function inFlowOrder(nodes) {
  const left = new Set([...nodes].sort((one, other) => one.x - other.x || one.y - other.y));
  const found = [];
  const visit = (first) => {
    const todo = [first];
    while (todo.length) {
      const node = todo.shift();
      if (!left.delete(node)) continue;
      found.push(node);
      todo.push(...next(node));
    }
  };
  for (const node of nodes) if (is(node, "bpmn:StartEvent") && depthOf(node) === 0) visit(node);
  while (left.size) visit(left.values().next().value);
  return found;
}

function next(node) {
  const after = flowsOf(node).map((flow) => flow.target);
  const aside = (node.attachers ?? []).flatMap((event) => [event, ...flowsOf(event).map((f) => f.target)]);
  const inside = (node.children ?? []).filter((each) => is(each, "bpmn:StartEvent"));
  return [...inside, ...after, ...aside];
}

function hasLanes(lane) {
  return lane.children.some((each) => is(each, "bpmn:Lane"));
}
