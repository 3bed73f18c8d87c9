// Room in the middle of what is drawn: what follows moves to the right, lanes and pools grow.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { selfAndAllChildren } from "diagram-js/lib/util/Elements";

const MARGIN = 20;

class Room {
  constructor(modeling, spaceTool) {
    Object.assign(this, { modeling, spaceTool });
  }

  // What stands under the source makes room too, and the source stays.
  push(root, { source, target }, { start: right, delta: wanted }) {
    const start = Math.min(right, target.x - 1);
    const delta = wanted + right - start;
    const stays = (each) => [each, each.labelTarget, each.host].includes(source);
    const { movingShapes, resizingShapes } = this.spaceTool.calculateAdjustments(
      selfAndAllChildren(root).filter((each) => !stays(each)), "x", delta, start,
    );
    if (is(root, "bpmn:Participant")) {
      this.widen(root, Math.max(...movingShapes.map((each) => each.x + each.width)) + delta);
      return this.#space(movingShapes, resizingShapes.filter((each) => !isFrame(each)), delta, start);
    }
    return this.#space(movingShapes, resizingShapes, delta, start);
  }

  #space(moving, resizing, delta, start) {
    this.modeling.createSpace(moving, resizing, { x: delta, y: 0 }, "e", start);
  }

  widen(pool, right) {
    const missing = right + MARGIN - (pool.x + pool.width);
    if (missing <= 0) return;
    const wider = bounds(pool, { width: pool.width + missing });
    if (lanesIn(pool).length) this.modeling.resizeLane(pool, wider, false);
    else this.modeling.resizeShape(pool, wider);
  }

  deepen(lane, bottom) {
    const missing = bottom - (lane.y + lane.height);
    if (missing <= 0) return;
    this.modeling.resizeLane(lane, bounds(lane, { height: lane.height + missing }), false);
  }
}

Room.$inject = ["modeling", "spaceTool"];

export const RoomModule = { room: ["type", Room] };

/** Return the pool around an element; null inside a sub-process, or without pool. */
export function poolOf(element) {
  for (let each = element; each; each = each.parent) {
    if (is(each, "bpmn:Participant")) return each;
    if (is(each, "bpmn:SubProcess")) return null;
  }
  return null;
}

/** Return the lanes of a pool that hold no other, from top to bottom. */
export function lanesIn(pool) {
  const found = [];
  for (const child of pool.children) {
    if (is(child, "bpmn:Lane")) found.push(...(lanesIn(child).length ? lanesIn(child) : [child]));
  }
  return found.sort((one, other) => one.y - other.y);
}

function isFrame(shape) {
  return is(shape, "bpmn:Participant") || is(shape, "bpmn:Lane");
}

function bounds({ x, y, width: w, height }, changed) {
  return { x, y, width: w, height, ...changed };
}
