// dmn-js with what our analysts need: French, and the words of FEEL's editor.
import Modeler from "dmn-js/lib/Modeler";
import "../feel/completion.js";
import { FrenchModule } from "./french/translate.js";

/** Build the editor of decisions in `canvas`. */
export function createModeler(canvas) {
  return new Modeler({
    container: canvas,
    common: { keyboard: { bind: true }, additionalModules: [FrenchModule] },
    drd: { additionalModules: [FrenchModule] },
    decisionTable: { additionalModules: [FrenchModule] },
    literalExpression: { additionalModules: [FrenchModule] },
    boxedExpression: { additionalModules: [FrenchModule] },
  });
}
