// Drawing a text in the modeler, and saying in French what cannot be drawn or would not be kept.
const UNDRAWN = /no diagram to display|no process or collaboration/;
const NO_DRAWING =
  "Ce fichier décrit un processus sans le dessiner. Parmi les constats, "
  + "« Dessiner ce qui manque » le met en page.";
const UNREADABLE =
  "Ce diagramme ne se lit pas : ce n’est pas du BPMN bien formé. Importez-le de nouveau.";
const MOST = 3;

/** Import `xml` and show it whole; tell what is wrong, and return whether it is drawn. */
export async function drawText(modeler, xml, notices) {
  try {
    const { warnings } = await modeler.importXML(xml);
    modeler.get("studioView").fit();
    notices.tell(losses(modeler, warnings));
    return true;
  } catch (failure) {
    console.warn(failure);
    notices.tell(UNDRAWN.test(failure.message) ? NO_DRAWING : UNREADABLE);
    return false;
  }
}

// what is drawn by no shape is left out of what is saved: flows without ends, broken references
function losses(modeler, warnings) {
  const known = modeler.get("elementRegistry");
  const planes = modeler.getDefinitions().get("diagrams").map((each) => each.plane);
  const parts = planes.flatMap((plane) => plane?.get("planeElement") ?? []);
  const lost = parts.map((each) => each.bpmnElement?.id ?? each.id).filter((id) => !known.get(id));
  const broken = warnings.filter((each) => each.property).map((each) => each.value);
  const ids = [...new Set([...lost, ...broken])].filter(Boolean);
  if (!ids.length && !warnings.length) return "";
  const named = ids.length ? ` (${ids.slice(0, MOST).join(", ")}${ids.length > MOST ? "…" : ""})` : "";
  return `Une partie de ce fichier ne se dessine pas et ne sera pas gardée${named} : `
    + "exportez la démarche avant de changer le diagramme.";
}
