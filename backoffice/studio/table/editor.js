// The editor as a whole: the draft's decisions in dmn-js, saved by themselves, checked and tried.
import { watchFindings } from "../draft/findings.js";
import { fixesIn } from "../draft/fixes.js";
import { openDraftFile } from "../draft/store.js";
import { Notices } from "../diagram/notices.js";
import { watchAdding } from "./adding.js";
import { Document } from "./document.js";
import { missing } from "./french/translate.js";
import { createModeler } from "./modeler.js";
import { watchTools } from "./tools.js";
import { Trial } from "./trial.js";
import { fit, reveal, watchViews } from "./views.js";

/** Open the editor in its frame. */
export async function openEditor(frame) {
  const path = frame.dataset.tableEditor;
  const modeler = createModeler(frame.querySelector("[data-canvas]"));
  const notices = new Notices();
  const held = new Document(modeler, notices);
  const trial = new Trial(frame, held);
  const offer = watchTools(frame, modeler);
  // for the tests, and for whoever looks from the console
  Object.assign(frame, { modeler, held, untranslated: missing });
  watchViews(modeler, frame.querySelector("[data-views]"), (view) => {
    trial.turnTo(view?.element?.id);
    fit(modeler);
    offer();
  });
  watchAdding(frame, modeler, (text) => notices.tell(text));
  const file = await openDraftFile(path, {
    read: () => held.text(),
    replace: async (xml) => {
      await held.show(xml);
      changed();
    },
  });
  const findings = watchFindings({
    path,
    unsaved: async () => (held.drawn ? { [path]: await held.text() } : {}),
    choose: (finding) => held.drawn && void reveal(modeler, finding.element, finding.remedy),
    fix: fixesIn(file, { show: (xml) => held.show(xml).then(() => trial.now()), otherwise: "tables/" }),
  });
  const changed = () => {
    findings.check();
    trial.check();
  };
  modeler.on("viewer.created", ({ viewer }) =>
    viewer.on("commandStack.changed", ({ trigger }) => {
      offer();
      if (trigger === "clear" || !held.drawn) return; // another view was opened: nothing to save
      file.touch();
      changed();
    }),
  );
  await held.show(file.content ?? "");
  keepOpen(frame);
  await trial.now();
  await reveal(modeler, decodeURIComponent(location.hash.slice(1)) || theOnly(modeler));
  findings.now();
  frame.dataset.ready = "yes";
}

// the press on a choice must not take the focus from the little window that offers it: it would
// close before the choice is heard
function keepOpen(frame) {
  const choices = ".dms-select-options, .options";
  frame.addEventListener("mousedown", (event) => event.target.closest(choices) && event.preventDefault(), true);
}

// a file of one decision is opened on it: its graph says nothing
function theOnly(modeler) {
  const [first, ...others] = modeler.getDefinitions()?.get("drgElement") ?? [];
  return first && !others.length ? first.id : "";
}
