// « Qui tient ce couloir » : the lane's holder, kept in demarche.toml and not in the diagram.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { creation, select } from "./entries.js";

const NOBODY = ["", "(personne)"];
const CITIZEN = ["usager", "L’usager"];
const SYSTEM = ["systeme", "Le système (automatique)"];

export function laneSection(element, injector) {
  if (!is(element, "bpmn:Lane")) return null;
  const desk = injector.get("desk");
  const notices = injector.get("notices");
  const name = () => getBusinessObject(element).get("name") ?? "";
  const hold = (told) => notices.during(desk.hold(name(), told));
  if (!name()) return { id: "holder", label: "Qui tient ce couloir", entries: [] };
  return {
    id: "holder",
    label: "Qui tient ce couloir",
    entries: [
      select("holder-choice", "Tenu par", {
        options: () => [NOBODY, CITIZEN, SYSTEM, ...desk.choices.groups],
        get: () => desk.holder(name()),
        set: (_, holder) => hold({ holder }),
        hint: "Enregistré dans demarche.toml.",
      }),
      creation("holder-group", "Nouveau groupe d’agents", {
        button: "Créer",
        act: (_, group) => hold({ group }),
      }),
    ],
  };
}
