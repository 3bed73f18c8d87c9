// A lane that changes its name keeps who holds it: demarche.toml follows the diagram.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";

const PAUSE = 800;

class LaneNames {
  constructor(elementRegistry, eventBus, injector) {
    Object.assign(this, { elementRegistry, injector });
    this.names = new Map();
    eventBus.on("import.done", () => (this.names = this.#read()));
    eventBus.on("commandStack.changed", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.#compare(), PAUSE);
    });
  }

  #read() {
    const lanes = this.elementRegistry.filter((each) => is(each, "bpmn:Lane"));
    return new Map(lanes.map((each) => [each.id, getBusinessObject(each).get("name") ?? ""]));
  }

  #compare() {
    const present = this.#read();
    const desk = this.injector.get("desk");
    const shown = new Set(present.values());
    for (const [id, name] of present) {
      const former = this.names.get(id);
      if (!former || !name || former === name || shown.has(former) || !desk.holder(former)) continue;
      this.injector.get("notices").during(desk.hold(name, { former }));
    }
    this.names = present;
  }
}

LaneNames.$inject = ["elementRegistry", "eventBus", "injector"];

export const LanesModule = { __init__: ["laneNames"], laneNames: ["type", LaneNames] };
