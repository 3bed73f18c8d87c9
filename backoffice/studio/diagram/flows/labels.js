// The name of a flow goes where nothing else is written or drawn: ways that leave together would
// write over each other.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import CommandInterceptor from "diagram-js/lib/command/CommandInterceptor";

const GAP = 6; // between a flow and its name
const SHARES = [0.5, 0.75, 0.25]; // where along a part of the flow
const MOVES = ["label.create", "connection.create", "connection.layout", "connection.updateWaypoints",
  "connection.reconnect"];
const LINE = 2;

class FlowLabels extends CommandInterceptor {
  constructor(eventBus, elementRegistry, modeling) {
    super(eventBus);
    Object.assign(this, { elementRegistry, modeling });
    this.postExecuted(MOVES, ({ context }) => {
      this.#settle(context.connection ?? context.shape?.labelTarget);
    });
  }

  #settle(flow) {
    const { label } = flow ?? {};
    if (!label?.parent || !is(flow, "bpmn:SequenceFlow") || !getBusinessObject(flow).name) return;
    const taken = this.#taken(flow);
    if (!covers(label, taken)) return;
    const free = places(flow.waypoints, label).find((place) => !covers({ ...size(label), ...place }, taken));
    if (free) this.modeling.moveShape(label, { x: free.x - label.x, y: free.y - label.y });
  }

  // what is written, the shapes of the flow, and the other flows of both
  #taken({ source, target, label, id }) {
    const written = this.elementRegistry.filter((each) => each.labelTarget && each !== label);
    const ways = [...source.outgoing, ...source.incoming, ...target.incoming];
    const others = ways.filter((each) => each.id !== id).flatMap(({ waypoints }) => lines(waypoints));
    return [...written, source, target, ...others];
  }
}

FlowLabels.$inject = ["eventBus", "elementRegistry", "modeling"];

export const FlowLabelsModule = { __init__: ["flowLabels"], flowLabels: ["type", FlowLabels] };

function size({ width, height }) {
  return { width, height };
}

function covers(box, taken) {
  return taken.some((each) => box.x < each.x + each.width && box.x + box.width > each.x
    && box.y < each.y + each.height && box.y + box.height > each.y);
}

function lines(points) {
  return pairs(points).map(([from, to]) => ({
    x: Math.min(from.x, to.x) - LINE / 2, y: Math.min(from.y, to.y) - LINE / 2,
    width: Math.abs(to.x - from.x) + LINE, height: Math.abs(to.y - from.y) + LINE,
  }));
}

// from the end back to the start: the parts of their own come last in flows that leave together
function places(points, { width, height }) {
  return pairs(points).reverse().flatMap(([from, to]) => SHARES.flatMap((share) => {
    const x = from.x + (to.x - from.x) * share;
    const y = from.y + (to.y - from.y) * share;
    const flat = Math.abs(to.y - from.y) < Math.abs(to.x - from.x);
    return flat
      ? [{ x: x - width / 2, y: y - GAP - height }, { x: x - width / 2, y: y + GAP }]
      : [{ x: x + GAP, y: y - height / 2 }, { x: x - GAP - width, y: y - height / 2 }];
  }));
}

function pairs(points) {
  return points.slice(1).map((to, rank) => [points[rank], to]);
}
