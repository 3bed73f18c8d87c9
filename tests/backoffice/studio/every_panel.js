// Shows the properties and the menus of every kind of element, and returns every word seen.
async (frame) => {
  const get = (name) => frame.modeler.get(name);
  const [registry, factory, modeling] = ["elementRegistry", "elementFactory", "modeling"].map(get);
  const PLAIN = ["Task", "UserTask", "ServiceTask", "SendTask", "ReceiveTask", "ManualTask",
    "BusinessRuleTask", "ScriptTask", "CallActivity", "SubProcess", "ExclusiveGateway",
    "ParallelGateway", "InclusiveGateway", "EventBasedGateway", "ComplexGateway", "DataObjectReference",
    "TextAnnotation", "Group"];
  const PLACES = ["StartEvent", "EndEvent", "IntermediateCatchEvent", "IntermediateThrowEvent"];
  const EVENTS = ["Message", "Timer", "Signal", "Error", "Escalation", "Compensate", "Conditional",
    "Link", "Terminate"];
  const SEEN = ["[data-properties]", ".djs-context-pad", ".djs-popup", ".djs-palette",
    ".djs-search-container", ".djs-minimap", ".bio-properties-panel-tooltip"];
  const texts = new Set();
  const pause = (length = 40) => new Promise((resolve) => setTimeout(resolve, length));
  const pool = registry.find((each) => each.type === "bpmn:Participant");

  const collect = () => {
    for (const element of document.querySelectorAll(SEEN.map((each) => `${each} *`).join())) {
      for (const name of ["title", "aria-label", "placeholder"]) texts.add(element.getAttribute(name));
      for (const child of element.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) texts.add(child.textContent.trim());
      }
    }
  };
  const press = (selector) => {
    for (const each of document.querySelectorAll(`[data-properties] ${selector}`)) each.click();
    return pause();
  };
  const hover = async () => {
    for (const each of document.querySelectorAll("[data-properties] .bio-properties-panel-tooltip-wrapper")) {
      each.dispatchEvent(new MouseEvent("mouseenter", { bubbles: true }));
      await pause(300);
      collect();
      each.dispatchEvent(new MouseEvent("mouseleave", { bubbles: true }));
    }
  };
  const look = async (element) => {
    get("selection").select(element);
    await pause();
    collect();
    await press(".bio-properties-panel-group-header:not(.open)");
    await press(".bio-properties-panel-add-entry");
    await press(".bio-properties-panel-collapsible-entry-header:not(.open)");
    collect();
    get("popupMenu").open(element, "bpmn-replace", { x: 300, y: 300 }, { title: "Changer" });
    await pause();
    collect();
    get("popupMenu").close();
  };
  let made = 0;
  const draw = (attributes, parent = pool, hints = {}) => {
    made += 1;
    const place = { x: 300 + (made % 12) * 70, y: 150 + Math.floor(made / 12) * 60 };
    const spot = hints.attach ? { x: parent.x + 50, y: parent.y + 80 } : place;
    return modeling.createShape(factory.createShape(attributes), spot, parent, hints);
  };

  for (const element of registry.filter((each) => !each.labelTarget)) await look(element);
  for (const kind of PLAIN) await look(draw({ type: `bpmn:${kind}` }));
  for (const place of PLACES) {
    for (const event of EVENTS) {
      const eventDefinitionType = `bpmn:${event}EventDefinition`;
      await look(draw({ type: `bpmn:${place}`, eventDefinitionType }));
    }
  }
  const host = draw({ type: "bpmn:UserTask" });
  for (const event of EVENTS) {
    for (const cancelActivity of [true, false]) {
      const eventDefinitionType = `bpmn:${event}EventDefinition`;
      const attributes = { type: "bpmn:BoundaryEvent", eventDefinitionType, cancelActivity };
      await look(draw(attributes, host, { attach: true }));
    }
  }
  for (const name of ["timeDate", "timeDuration", "timeCycle"]) {
    const timer = { eventDefinitionType: "bpmn:TimerEventDefinition" };
    const event = draw({ type: "bpmn:IntermediateCatchEvent", ...timer });
    const body = get("bpmnFactory").create("bpmn:FormalExpression", { body: "=x" });
    const [definition] = event.businessObject.eventDefinitions;
    modeling.updateModdleProperties(event, definition, { [name]: body });
    await look(event);
    await hover();
  }
  for (const isSequential of [true, false]) {
    const loop = "bpmn:MultiInstanceLoopCharacteristics";
    const loopCharacteristics = get("bpmnFactory").create(loop, { isSequential });
    const task = draw({ type: "bpmn:UserTask" });
    modeling.updateProperties(task, { loopCharacteristics });
    await look(task);
  }
  get("searchPad").open();
  collect();
  get("searchPad").close();
  get("minimap").open();
  collect();
  get("minimap").close();
  const tasks = registry.filter((each) => each.type === "bpmn:UserTask");
  get("selection").select(tasks);
  await pause();
  collect();
  get("popupMenu").open(tasks, "align-elements", { x: 300, y: 300 }, { title: "Aligner" });
  await pause();
  collect();
  get("popupMenu").close();
  return { texts: [...texts].filter(Boolean), missing: frame.untranslated() };
}
