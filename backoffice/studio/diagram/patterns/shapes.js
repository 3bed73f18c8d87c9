// A node of a pattern as the business object that bpmn-js draws.
const DAY = "bpmn:FormalExpression";

/** Return the businessObject and the shape attributes of `node`. */
export function shapeOf(node, { bpmnFactory, elementFactory }) {
  const businessObject = bpmnFactory.create(`bpmn:${node.type}`, attributesOf(node));
  if (node.told) {
    const documentation = bpmnFactory.create("bpmn:Documentation", { text: node.told });
    documentation.$parent = businessObject;
    businessObject.documentation = [documentation];
  }
  addExtensions(businessObject, extensionsOf(node, bpmnFactory), bpmnFactory);
  addTimer(businessObject, node, bpmnFactory);
  return elementFactory.createShape({ type: businessObject.$type, businessObject });
}

function attributesOf(node) {
  const attributes = node.name ? { name: node.name } : {};
  if (node.beside) attributes.cancelActivity = false;
  return attributes;
}

function addTimer(businessObject, { timer, date }, factory) {
  if (!timer && !date) return;
  const definition = factory.create("bpmn:TimerEventDefinition");
  const expression = factory.create(DAY, { body: timer ?? date });
  definition[timer ? "timeDuration" : "timeDate"] = expression;
  expression.$parent = definition;
  definition.$parent = businessObject;
  businessObject.eventDefinitions = [definition];
}

function extensionsOf(node, factory) {
  const make = (type, attributes) => factory.create(`zeebe:${type}`, attributes);
  const found = [];
  if (node.type === "UserTask") found.push(make("UserTask"));
  if (node.form) found.push(make("FormDefinition", { formId: node.form }));
  if (node.due) {
    const dueDate = `=now() + duration("${node.due}")`;
    found.push(make("TaskSchedule", { dueDate }));
  }
  if (node.script) {
    found.push(make("Script", { expression: node.script, resultVariable: node.result }));
  }
  if (node.letter) found.push(...work(make, "mail", { lettre: node.letter }));
  if (node.document) {
    found.push(...work(make, "document", { modele: node.document, nom: "Document.pdf" }));
  }
  if (node.outcome) {
    const property = make("Property", { name: "outcome", value: node.outcome });
    found.push(holding(make("Properties"), "properties", [property]));
  }
  return found;
}

function work(make, type, headers) {
  const values = Object.entries(headers).map(([key, value]) => make("Header", { key, value }));
  return [make("TaskDefinition", { type }), holding(make("TaskHeaders"), "values", values)];
}

function holding(parent, name, children) {
  parent[name] = children;
  for (const child of children) child.$parent = parent;
  return parent;
}

function addExtensions(businessObject, values, factory) {
  if (!values.length) return;
  const elements = factory.create("bpmn:ExtensionElements", { values });
  for (const value of values) value.$parent = elements;
  elements.$parent = businessObject;
  businessObject.extensionElements = elements;
}
