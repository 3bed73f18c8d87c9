// A condition written on the way that was taken by default makes it a way like the others: it is
// told, and one click gives it back.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";

const SEVERAL = "properties-panel.multi-command-executor";
const UPDATE = "element.updateProperties";

class Defaults {
  constructor(eventBus, commandStack, elementRegistry, notices) {
    Object.assign(this, { commandStack, elementRegistry, notices });
    eventBus.on(`commandStack.${SEVERAL}.postExecuted`, ({ context }) => this.#look(context));
    eventBus.on(`commandStack.${SEVERAL}.reverted`, () => this.#forget());
  }

  #look(commands) {
    const lost = Object.values(commands).find(({ cmd, context }) => cmd === UPDATE
      && "default" in context.properties && !context.properties.default);
    const gained = Object.values(commands).find(({ cmd, context }) => cmd === UPDATE
      && is(context.element, "bpmn:SequenceFlow") && context.properties.conditionExpression);
    if (lost && gained) this.#tell(lost.context.element, gained.context.element);
  }

  #forget() {
    if (this.told) this.notices.tell("");
    this.told = false;
  }

  #tell(source, flow) {
    this.told = true;
    const of = named(source) ? ` de « ${named(source)} »` : "";
    const way = named(flow) ? `La sortie « ${named(flow)} »` : "Cette sortie";
    this.notices.tell(`${way}${of} a maintenant une condition : elle n’est plus la sortie par défaut.`, {
      label: "La remettre par défaut",
      act: () => this.#giveBack(source, flow),
    });
  }

  #giveBack(source, flow) {
    const known = [source, flow].every(({ id }) => this.elementRegistry.get(id));
    if (!known) return;
    this.commandStack.execute(SEVERAL, [
      { cmd: UPDATE, context: { element: flow, properties: { conditionExpression: undefined } } },
      { cmd: UPDATE, context: { element: source, properties: { default: getBusinessObject(flow) } } },
    ]);
  }
}

Defaults.$inject = ["eventBus", "commandStack", "elementRegistry", "notices"];

export const DefaultsModule = { __init__: ["defaultWays"], defaultWays: ["type", Defaults] };

function named(element) {
  return getBusinessObject(element).get("name")?.trim() ?? "";
}
