// The advanced view of a form: form-js's own editor, in its own words, on the same file of the draft.
import "./policy/styles.js";
import "@bpmn-io/form-js/dist/assets/form-js.css";
import "@bpmn-io/form-js/dist/assets/flatpickr/light.css";
import "@bpmn-io/form-js/dist/assets/form-js-editor.css";
import "@bpmn-io/form-js-editor/dist/assets/dragula.css";
import "@bpmn-io/form-js/dist/assets/properties-panel.css";
import { FormEditor } from "@bpmn-io/form-js-editor";
import { openDraftFile } from "./draft/store.js";
import { watchFindings } from "./draft/findings.js";
import { mergeInto } from "./form/text/merge.js";
import { isObject } from "./form/text/tree.js";

async function open(root) {
  const path = root.dataset.formAdvanced;
  const editor = new FormEditor({ container: root });
  let text = "";
  let shown = ""; // what the editor says, once it has put the form in its own shape
  const file = await openDraftFile(path, {
    read: async () => text,
    replace: show,
  });
  const watch = watchFindings({ path, unsaved: async () => ({ [path]: text }) });
  await show(file.content);
  editor.on("changed", () => {
    const said = JSON.stringify(editor.getSchema());
    if (said === shown) return;
    text = mergeInto(text, changes(JSON.parse(shown), JSON.parse(said), JSON.parse(text)));
    shown = said;
    file.touch();
    watch.check();
  });
  watch.now();
  root.dataset.ready = "yes";

  async function show(content) {
    text = content;
    await editor.importSchema(JSON.parse(content));
    shown = JSON.stringify(editor.getSchema());
  }
}

// What the editor changed, put on what the file says: its own tidying at opening is no change.
function changes(before, after, file) {
  if (JSON.stringify(before) === JSON.stringify(after)) return file;
  if (!isObject(before) || !isObject(after) || !isObject(file)) return lists(before, after, file);
  const made = { ...file };
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (!(name in after)) delete made[name];
    else if (JSON.stringify(before[name]) !== JSON.stringify(after[name]))
      made[name] = changes(before[name], after[name], file[name]);
  }
  return made;
}

// Components follow their ids, wherever they went.
function lists(before, after, file) {
  if (![before, after, file].every(Array.isArray)) return after;
  const at = (list, id) => (id ? list.find((each) => each?.id === id) : undefined);
  return after.map((each) => {
    const [was, kept] = [at(before, each?.id), at(file, each?.id)];
    return was && kept ? changes(was, each, kept) : each;
  });
}


const root = document.querySelector("[data-form-advanced]");
open(root).catch((failure) => {
  console.error(failure);
  const told = document.querySelector("[data-failure]");
  told.hidden = false;
  told.append(` ${failure.message}`);
});
