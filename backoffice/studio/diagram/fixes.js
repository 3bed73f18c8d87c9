// A quick fix taken beside the canvas: the diagram is drawn again when it is what changed.
import { takeFix } from "../draft/fixes.js";

const NO_WAY_BACK = "Le diagramme est corrigé. Ce que vous aviez fait avant ne s’annule plus.";

/** Take `fix`; raise when the server refuses, or when the drawing cannot be saved first. */
export async function applyFix(finding, fix, { path, file, modeler, draw, notices }) {
  if (!(await file.save())) throw new Error("Enregistrez d’abord vos modifications.");
  const undoable = modeler.get("commandStack").canUndo();
  const { files } = await takeFix(finding, fix);
  const own = files.find((each) => each.path === path);
  if (own) await redraw(own, { file, modeler, draw });
  await modeler.get("desk").refresh();
  if (own && undoable) notices.tell(NO_WAY_BACK);
}

async function redraw({ content, revision }, { file, modeler, draw }) {
  const place = modeler.get("canvas").viewbox();
  const [chosen] = modeler.get("selection").get();
  Object.assign(file, { content, revision });
  await draw(content);
  if (place.outer.width) modeler.get("canvas").viewbox(place);
  if (chosen) modeler.get("studioView").reveal(chosen.id);
}
