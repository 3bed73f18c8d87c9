// A quick fix: the server corrects the draft; the diagram is drawn again when it is what changed.
import { ask, base } from "../draft/place.js";

const MAIN = "process.bpmn";

/** Apply the fix of a finding; raise when the server refuses. */
export async function applyFix(finding, { path, file, modeler, show, findings }) {
  if (!(await file.save())) throw new Error("Enregistrez d’abord vos modifications.");
  const { status, data } = await ask(`${base()}correction`, { method: "POST", body: { finding } });
  if (status !== 200) throw new Error(data.message ?? "La correction n’a pas pu être faite.");
  await Promise.all((data.files ?? []).filter((each) => each.path === path || each.path === MAIN)
    .map((each) => take(each, { file, modeler, show })));
  await modeler.get("desk").refresh();
  await findings.now();
}

// The corrected diagram replaces the drawing: what was undoable before is no longer.
async function take({ content, revision }, { file, modeler, show }) {
  const place = modeler.get("canvas").viewbox();
  file.revision = revision;
  file.content = content;
  await show(content);
  modeler.get("canvas").viewbox(place);
}
