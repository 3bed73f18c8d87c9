// The modeler of bpmn.io with what our analysts need: Camunda 8's properties, French, our sections.
import Modeler from "bpmn-js/lib/Modeler";
import {
  BpmnPropertiesPanelModule,
  BpmnPropertiesProviderModule,
  ZeebePropertiesProviderModule,
} from "bpmn-js-properties-panel";
import ZeebeBehaviorsModule from "camunda-bpmn-js-behaviors/lib/camunda-cloud";
import MinimapModule from "diagram-js-minimap";
import ZeebeModdle from "zeebe-bpmn-moddle/resources/zeebe.json";
import "../feel/completion.js";
import "./french/parts.js";
import { FrenchModule } from "./french/translate.js";

/** Build the modeler in `canvas`, its properties in `panel`; `modules` are ours. */
export function createModeler({ canvas, panel, modules }) {
  return new Modeler({
    container: canvas,
    propertiesPanel: {
      parent: panel,
      feelPopupContainer: document.body,
      getFeelPopupLinks: () => [],
    },
    minimap: { open: false },
    keyboard: { bind: true },
    moddleExtensions: { zeebe: ZeebeModdle },
    additionalModules: [
      BpmnPropertiesPanelModule,
      BpmnPropertiesProviderModule,
      ZeebePropertiesProviderModule,
      ZeebeBehaviorsModule,
      MinimapModule,
      FrenchModule,
      ...modules,
    ],
  });
}
