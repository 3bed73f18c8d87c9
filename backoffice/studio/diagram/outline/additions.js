// What can be added after an element without a pointer: shapes, an event on its edge, patterns.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { PATTERNS } from "../patterns/index.js";

const TIMER = { eventDefinitionType: "bpmn:TimerEventDefinition" };
const SHAPES = {
  "bpmn:UserTask": ["Tâche utilisateur"],
  "bpmn:SendTask": ["Tâche d’envoi"],
  "bpmn:ServiceTask": ["Tâche de service"],
  "bpmn:BusinessRuleTask": ["Tâche de règle métier"],
  "bpmn:ScriptTask": ["Tâche de script"],
  "bpmn:ExclusiveGateway": ["Passerelle exclusive"],
  "bpmn:ParallelGateway": ["Passerelle parallèle"],
  "bpmn:IntermediateCatchEvent": ["Minuteur intermédiaire", TIMER],
  "bpmn:EndEvent": ["Fin"],
};
const ON_EDGE = ["bpmn:BoundaryEvent", "Minuteur sur cette tâche"];

/** Return [title, [[key, label], …]] for the groups of a list of choices. */
export function additions(element) {
  const shapes = Object.entries(SHAPES).map(([type, [label]]) => [type, label]);
  const edge = is(element, "bpmn:Activity") ? [ON_EDGE] : [];
  if (!canLead(element)) return [["Éléments", edge]];
  const patterns = PATTERNS.map(({ id, title }) => [id, title]);
  return [["Éléments", [...edge, ...shapes]], ["Modèles de l’administration", patterns]];
}

/** Add what was chosen after `element`; return the new element. */
export function add(key, element, injector) {
  const pattern = PATTERNS.find(({ id }) => id === key);
  if (pattern) {
    const shapes = injector.get("patternPalette").append(pattern, element);
    return Object.values(shapes)[0];
  }
  const factory = injector.get("elementFactory");
  if (key === ON_EDGE[0]) return addOnEdge(element, factory, injector.get("modeling"));
  const [, attributes = {}] = SHAPES[key];
  const shape = factory.createShape({ type: key, ...attributes });
  return injector.get("autoPlace").append(element, shape, {});
}

/** Tell whether a flow may leave the element. */
export function canLead(element) {
  return is(element, "bpmn:FlowNode") && !is(element, "bpmn:EndEvent");
}

function addOnEdge(element, factory, modeling) {
  const shape = factory.createShape({ type: ON_EDGE[0], ...TIMER });
  const place = { x: element.x + element.width * 0.8, y: element.y + element.height };
  return modeling.createShape(shape, place, element, { attach: true });
}
