// Placing a pattern with the pointer: a frame follows it, a click draws, Escape gives up.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { append, attr, create, remove } from "tiny-svg";
import { SPACE, width } from "./places.js";

const HOSTS = ["bpmn:Process", "bpmn:Participant", "bpmn:Lane", "bpmn:SubProcess"];
const HEIGHT = 100;

class PatternPlacing {
  constructor(eventBus, dragging, canvas) {
    this.dragging = dragging;
    eventBus.on("pattern.move", (event) => this.#follow(event, canvas));
    eventBus.on(["pattern.cleanup", "pattern.cancel"], ({ context }) => this.#clear(context, canvas));
    eventBus.on("pattern.end", ({ context, x, y, hover }) => {
      if (context.allowed) context.place({ hover, position: { x: x - context.width / 2, y } });
    });
  }

  /** Let the person choose where `made` goes; `place` is called with { hover, position }. */
  start(event, made, place) {
    const context = { made, place, width: width(made.nodes) - 2 * SPACE.MARGIN };
    this.dragging.init(event, "pattern", {
      autoActivate: true, cursor: "grabbing", data: { context },
    });
  }

  #follow({ context, x, y, hover }, canvas) {
    context.allowed = canHold(hover);
    context.frame ??= draw(canvas);
    attr(context.frame, {
      x: x - context.width / 2 - SPACE.MARGIN, y: y - HEIGHT / 2,
      width: context.width + 2 * SPACE.MARGIN, height: HEIGHT,
      class: context.allowed ? "diagram-frame" : "diagram-frame diagram-frame--refused",
    });
    if (context.hover !== hover) this.#mark(context, hover, canvas);
  }

  #mark(context, hover, canvas) {
    if (context.hover) canvas.removeMarker(context.hover, "drop-ok");
    context.hover = hover;
    if (hover && context.allowed) canvas.addMarker(hover, "drop-ok");
  }

  #clear(context, canvas) {
    this.#mark(context, null, canvas);
    if (context.frame) remove(context.frame);
    context.frame = null;
  }
}

PatternPlacing.$inject = ["eventBus", "dragging", "canvas"];

export const PlacingModule = {
  __init__: ["patternPlacing"],
  patternPlacing: ["type", PatternPlacing],
};

/** Tell whether a pattern may be drawn there: an open place, or a flow that it will cut. */
export function canHold(hover) {
  return Boolean(hover) && (HOSTS.some((type) => is(hover, type)) || is(hover, "bpmn:SequenceFlow"));
}

function draw(canvas) {
  const frame = create("rect");
  append(canvas.getLayer("patterns"), frame);
  return frame;
}
