// The command that draws a whole pattern, undone as one.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { bottomOf, centre, freeTop, lanesOf, rowsByLane, SPACE, width } from "./places.js";
import { lanesIn, poolOf } from "./room.js";
import { shapeOf } from "./shapes.js";

export const COMMAND = "studio.insertPattern";
const MARGIN = 20;
const WAY = 20;
const LABEL = { beside: 8, above: 4, room: 20 };

class InsertPattern {
  constructor(modeling, bpmnFactory, elementFactory, elementRegistry, room) {
    this.modeling = modeling;
    this.room = room;
    this.factories = { bpmnFactory, elementFactory };
    this.elementRegistry = elementRegistry;
  }

  preExecute(context) {
    const { made, hover, position, holders } = context;
    const pool = poolOf(hover);
    const lanes = pool ? lanesIn(pool) : [];
    const under = lanes.find((lane) => holds(lane, position)) ?? null;
    const rows = rowsByLane(made.nodes, lanesOf(under, lanes, holders));
    const left = this.#left(context, pool);
    if (pool) this.room.widen(pool, left + width(made.nodes) - SPACE.MARGIN);
    const parent = pool ?? hover;
    const shapes = this.#draw(rows, { parent, left, under, position,
      kept: [...besides(context.flow), ...this.#ways(context.flow)] });
    this.#attach(made.nodes, shapes);
    for (const flow of made.flows) this.#connect(flow, shapes);
    context.shapes = shapes;
    this.#join(context, shapes[made.entry], shapes[made.exit]);
  }

  #draw(rows, { parent, left, under, position, kept }) {
    const shapes = {};
    for (const [lane, own] of inOrder(rows)) {
      const wanted = lane === under || !lane ? position.y : lane.y + lane.height / 2;
      const space = lane ?? { y: position.y - SPACE.MARGIN, height: Infinity };
      const top = freeTop(own, space, { left, wanted }, [...this.#drawn(), ...kept]);
      if (lane) this.room.deepen(lane, bottomOf(own, top));
      for (const each of own) {
        const shape = shapeOf(each.node, this.factories);
        const place = centre(each, left, top);
        shapes[each.node.key] = this.modeling.createShape(shape, place, parent);
      }
    }
    return shapes;
  }

  #drawn() {
    return this.elementRegistry.filter((each) => is(each, "bpmn:FlowNode") && !each.labelTarget);
  }

  // What flows over the lanes is not written over; the flow that is cut goes another way.
  #ways(cut) {
    const flows = this.elementRegistry.filter((each) => is(each, "bpmn:SequenceFlow")
      && each.waypoints && each !== cut); // the name of a flow is one too, without waypoints
    return flows.flatMap(({ waypoints }) => waypoints.slice(1).map((to, rank) => [waypoints[rank], to]))
      .filter(([from, to]) => from.y === to.y)
      .map(([from, to]) => ({ x: Math.min(from.x, to.x), y: from.y, width: Math.abs(to.x - from.x), height: 0 }));
  }

  #attach(nodes, shapes) {
    for (const node of nodes.filter(({ on }) => on)) {
      const host = shapes[node.on];
      const place = { x: host.x + host.width * (node.at ?? 0.5), y: host.y + host.height };
      const shape = shapeOf(node, this.factories);
      shapes[node.key] = this.modeling.createShape(shape, place, host, { attach: true });
    }
  }

  #connect([from, to, told = {}], shapes) {
    const flow = this.modeling.connect(shapes[from], shapes[to]);
    if (told.name) this.#name(flow, told.name);
    if (told.condition) {
      const conditionExpression = this.factories.bpmnFactory.create("bpmn:FormalExpression", {
        body: told.condition,
      });
      conditionExpression.$parent = flow.businessObject;
      this.modeling.updateProperties(flow, { conditionExpression });
    }
    if (told.default) {
      this.modeling.updateProperties(shapes[from], { default: getBusinessObject(flow) });
    }
  }

  // Beside the end of the flow: ways that leave together would write over each other at the start.
  #name(flow, name) {
    this.modeling.updateLabel(flow, name);
    const [bend, end] = flow.waypoints.slice(-2);
    const { label } = flow;
    if (!label || bend.y !== end.y || end.x - bend.x < label.width + LABEL.room) return;
    const x = bend.x + LABEL.beside - label.x;
    this.modeling.moveShape(label, { x, y: end.y - LABEL.above - label.height - label.y });
  }

  // In the middle of a flow, or after an element: what was drawn leads to the pattern.
  #join({ flow, after }, entry, exit) {
    if (after) this.modeling.connect(after, entry);
    if (!flow) return;
    const { target } = flow;
    this.modeling.reconnectEnd(flow, entry, middle(entry));
    // the way as one would draw it, not the former one bent to a new end
    this.modeling.layoutConnection(flow, { waypoints: [] });
    if (exit) this.modeling.connect(exit, target);
    // a pattern with its own ends replaces the one that it was dropped before
    else if (is(target, "bpmn:EndEvent") && !target.incoming.length) {
      this.modeling.removeElements([target]);
    }
  }

  // In the middle of a flow, what comes next makes room.
  #left({ made, position, flow }, pool) {
    if (!flow) return Math.max(position.x, (pool?.x ?? -Infinity) + 100);
    const { source, target } = flow;
    const start = source.x + source.width + 1;
    const back = target.x + target.width / 2 < source.x;
    if (!back) this.room.push(pool ?? source.parent, flow, { start, delta: width(made.nodes) });
    return start + MARGIN + SPACE.MARGIN;
  }
}

InsertPattern.$inject = ["modeling", "bpmnFactory", "elementFactory", "elementRegistry", "room"];

/** Registers the command; `insert` draws what `buildPattern` made and returns its shapes. */
class Patterns {
  constructor(commandStack) {
    this.commandStack = commandStack;
    commandStack.registerHandler(COMMAND, InsertPattern);
  }

  insert(context) {
    this.commandStack.execute(COMMAND, context);
    return context.shapes;
  }
}

Patterns.$inject = ["commandStack"];

export const InsertModule = { __init__: ["patterns"], patterns: ["type", Patterns] };

// From a gateway another way will lead straight on: the pattern leaves it free.
function besides(flow) {
  if (!flow || !is(flow.source, "bpmn:Gateway")) return [];
  const { source, target } = flow;
  const y = target.y + target.height / 2 - WAY / 2;
  return [{ x: source.x, y, width: target.x - source.x, height: WAY }];
}

function holds(lane, { y }) {
  return y >= lane.y && y <= lane.y + lane.height;
}

function inOrder(rows) {
  return [...rows].sort(([one], [other]) => (one?.y ?? 0) - (other?.y ?? 0));
}

function middle({ x, y, width: w, height }) {
  return { x: x + w / 2, y: y + height / 2 };
}
