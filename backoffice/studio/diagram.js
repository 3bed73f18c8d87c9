// The diagram editor of a draft.
import "./policy/styles.js";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "@bpmn-io/properties-panel/dist/assets/properties-panel.css";
import "diagram-js-minimap/assets/diagram-js-minimap.css";
import "./diagram/icons.css";
import { openEditor } from "./diagram/editor.js";

openEditor(document.querySelector("[data-diagram-editor]"));
