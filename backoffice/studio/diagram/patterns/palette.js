// The entries of the palette that draw a pattern, and the same for the keyboard.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { buildPattern, PATTERNS } from "./index.js";

const LATE = 500; // after bpmn.io's own entries
const STEP = 100;

class PatternPalette {
  constructor(palette, injector) {
    this.injector = injector;
    palette.registerProvider(LATE, this);
  }

  getPaletteEntries() {
    const entries = { "patterns-separator": { group: "patterns", separator: true } };
    for (const pattern of PATTERNS) {
      const start = (event) => this.#place(event, pattern);
      entries[`pattern-${pattern.id}`] = {
        group: "patterns",
        className: `diagram-pattern diagram-pattern--${pattern.id}`,
        title: `${pattern.title} : ${pattern.told}`,
        action: { click: start, dragstart: start },
      };
    }
    return entries;
  }

  /** Draw a pattern after an element of the list, without a pointer. */
  append(pattern, after) {
    const position = { x: after.x + after.width + STEP, y: after.y + after.height / 2 };
    const ways = after.outgoing.filter((each) => is(each, "bpmn:SequenceFlow"));
    const where = ways.length === 1 ? { flow: ways[0] } : { after };
    const made = buildPattern(pattern, this.#paths());
    return this.#draw(made, { hover: after.parent, position, ...where });
  }

  #place(event, pattern) {
    const made = buildPattern(pattern, this.#paths());
    this.injector.get("patternPlacing").start(event, made, ({ hover, position }) => {
      const flow = is(hover, "bpmn:SequenceFlow") ? hover : null;
      this.#draw(made, { hover: flow ? flow.parent : hover, position, flow });
    });
  }

  #draw(made, where) {
    const { lanes } = this.injector.get("desk").choices;
    const context = { made, holders: lanes, ...where };
    const insert = () => this.injector.get("patterns").insert(context);
    const shapes = this.injector.get("studioView").keepingWhole(insert);
    this.injector.get("selection").select(shapes[made.entry]);
    return shapes;
  }

  #paths() {
    return this.injector.get("desk").choices.paths;
  }
}

PatternPalette.$inject = ["palette", "injector"];

export const PaletteModule = {
  __init__: ["patternPalette"],
  patternPalette: ["type", PatternPalette],
};
