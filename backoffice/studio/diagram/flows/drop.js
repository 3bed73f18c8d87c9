// A shape let go on a flow that is too short for it: what follows makes room, and the shape takes
// its place between both ends. bpmn-js would draw it over what is already there.
import { is } from "bpmn-js/lib/util/ModelUtil";
import CommandInterceptor from "diagram-js/lib/command/CommandInterceptor";
import { lanesIn, poolOf } from "../patterns/room.js";

const BEFORE_BPMN = 3000; // bpmn-js's own drop on a flow is at 2000
const GAP = 50; // on each side of the shape
const EDGE = 20;

class DropRoom extends CommandInterceptor {
  constructor(eventBus, elementRegistry, modeling, room) {
    super(eventBus);
    Object.assign(this, { elementRegistry, modeling, room });
    this.preExecute("elements.create", BEFORE_BPMN, ({ context }) => this.#make(context));
    this.postExecuted("elements.create", ({ context }) => this.#join(context));
  }

  #make(context) {
    const { elements: [shape, ...others], parent: flow, position } = context;
    if (others.length || !is(flow, "bpmn:SequenceFlow") || !is(shape, "bpmn:FlowNode")) return;
    if (!this.#isCovering(shape, position) || isBack(flow)) return;
    const right = flow.source.x + flow.source.width;
    const missing = right + 2 * GAP + shape.width - flow.target.x;
    const pool = poolOf(flow.parent);
    if (missing > 0) {
      this.room.push(pool ?? flow.parent, flow, { start: right + 1, delta: missing });
    }
    context.parent = flow.parent;
    context.position = { x: right + GAP + shape.width / 2, y: level(flow, position, pool, shape) };
    context.between = flow;
  }

  #join({ between: flow, elements: [shape] }) {
    if (!flow) return;
    const { target } = flow;
    this.modeling.reconnectEnd(flow, shape, middle(shape));
    this.modeling.layoutConnection(flow, { waypoints: [] });
    if (!is(shape, "bpmn:EndEvent")) this.modeling.connect(shape, target);
  }

  #isCovering({ width, height }, { x, y }) {
    const [left, top] = [x - width / 2, y - height / 2];
    return this.elementRegistry.filter((each) => is(each, "bpmn:FlowNode") && !each.labelTarget
      && !is(each, "bpmn:SubProcess"))
      .some((each) => each.x < left + width && each.x + each.width > left
        && each.y < top + height && each.y + each.height > top);
  }
}

DropRoom.$inject = ["eventBus", "elementRegistry", "modeling", "room"];

export const DropModule = { __init__: ["dropRoom"], dropRoom: ["type", DropRoom] };

function isBack({ source, target }) {
  return target.x + target.width / 2 < source.x;
}

// in the lane where it was let go: on the line of the end that is there, else clear of the edges
function level({ source, target }, { y }, pool, { height }) {
  const lane = (pool ? lanesIn(pool) : []).find((each) => y >= each.y && y <= each.y + each.height);
  if (!lane) return y;
  const [top, bottom] = [lane.y, lane.y + lane.height];
  const line = [target, source].map((each) => each.y + each.height / 2)
    .find((each) => each > top && each < bottom);
  const edge = height / 2 + EDGE;
  return Math.max(top + edge, Math.min(line ?? y, bottom - edge));
}

function middle({ x, y, width, height }) {
  return { x: x + width / 2, y: y + height / 2 };
}
