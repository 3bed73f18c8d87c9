// « Issue du dossier » : what an end event decides.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { select } from "./entries.js";
import { pairs, PROPERTIES } from "./extensions.js";

const NONE = ["", "(aucune : fin à côté du chemin principal)"];

export function outcomeSection(element, injector) {
  if (!is(element, "bpmn:EndEvent") || insideSubProcess(element)) return null;
  const desk = injector.get("desk");
  const extensions = injector.get("extensions");
  return {
    id: "outcome",
    label: "Issue du dossier",
    entries: [
      select("outcome-choice", "Le dossier est alors", {
        options: () => [NONE, ...desk.choices.outcomes],
        get: (each) => pairs(each, PROPERTIES).outcome,
        set: (each, outcome) => extensions.setPairs(each, PROPERTIES, { outcome }),
      }),
    ],
  };
}

function insideSubProcess(element) {
  return is(getBusinessObject(element).$parent, "bpmn:SubProcess");
}
