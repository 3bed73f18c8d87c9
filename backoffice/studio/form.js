// The editor of forms: everything it is made of, put together on its page.
import { openDraftFile } from "./draft/store.js";
import { watchFindings } from "./draft/findings.js";
import { fixesIn } from "./draft/fixes.js";
import { FormDocument } from "./form/text/document.js";
import { el } from "./form/dom.js";
import { Editor } from "./form/editor.js";
import { showOutline } from "./form/outline.js";
import { showPanel } from "./form/settings/panel.js";
import { showPreview } from "./form/preview.js";
import { renamer } from "./form/renaming.js";
import { compiler, studyForm } from "./form/study.js";
import { isForm } from "./form/text/tree.js";

const TOAST = 8000; // milliseconds that « Annuler » stays after a removal

async function open(root) {
  const { path, base: here, kinds, sections } = JSON.parse(root.dataset.formEditor);
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  let doc = null;
  const file = await openDraftFile(path, {
    read: async () => doc.text,
    replace: async (text) => doc.load(text),
  });
  if (!readable(file.content)) return cannotRead(part, file.content);
  doc = new FormDocument(file.content);
  const editor = new Editor({ doc, base: here, path, kinds: new Map(kinds.map((kind) => [kind.type, kind])), sections });
  Object.assign(editor, {
    study: studyForm(here, doc),
    compile: compiler(here),
    renameKey: renamer(editor, file),
  });
  const watch = watchFindings({
    path,
    unsaved: async () => ({ [path]: doc.text }),
    choose: ({ element }) => editor.chooseByName(element),
    fix: fixesIn(file, { show: (text) => editor.doc.load(text), otherwise: "formulaires/" }),
  });
  Object.assign(editor.parts, { file, watch, toast: toaster(part("toast"), editor), history: () => showHistory(part, doc) });
  editor.parts.outline = showOutline(part("outline"), editor);
  editor.parts.panel = showPanel(part("panel"), editor);
  editor.parts.focusAdd = () => part("add").focus();
  editor.parts.preview = showPreview(part("preview"), editor);
  listen(root, part, editor);
  showHistory(part, doc);
  editor.study.now();
  watch.now();
  followAnchor(editor);
  root.dataset.ready = "yes";
  return undefined;
}

const readable = (text) => {
  try {
    return isForm(JSON.parse(text));
  } catch {
    return false;
  }
};

function cannotRead(part, content) {
  part("panel").replaceChildren(
    el("p", { class: "setting__problem", role: "alert" }, content === null ? "Ce formulaire n’existe plus dans le brouillon." : "Ce fichier n’est pas un formulaire lisible : importez-le de nouveau, il n’a pas été changé."),
  );
}

function listen(root, part, editor) {
  const acts = {
    add: () => editor.add(),
    addPage: () => editor.addPage(),
    undo: () => editor.undo(),
    redo: () => editor.redo(),
  };
  for (const [name, act] of Object.entries(acts)) part(name).addEventListener("click", act);
  root.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    const wanted = {
      z: () => (event.shiftKey ? editor.redo() : editor.undo()),
      y: () => editor.redo(),
      d: () => editor.selected() && editor.duplicate(editor.selected()),
    }[key];
    if (!wanted) return;
    event.preventDefault();
    wanted();
  });
  window.addEventListener("hashchange", () => followAnchor(editor));
}

function followAnchor(editor) {
  const name = decodeURIComponent(location.hash.slice(1));
  if (name && editor.chooseByName(name)) return;
  const first = editor.doc.tree.components?.[0];
  if (first && !editor.selected()) editor.choose(["components", 0]);
}

function showHistory(part, doc) {
  for (const [name, steps, words] of [
    ["undo", doc.steps, "Annuler"],
    ["redo", doc.undone, "Rétablir"],
  ]) {
    const label = steps.at(-1)?.label;
    // not `disabled`: the focus would be lost on the last step
    part(name).setAttribute("aria-disabled", String(!label));
    part(name).title = label ? `${words} : ${label}` : words;
  }
}

// What was removed can be taken back from here; other news come without a button.
function toaster(line, editor) {
  let timer = 0;
  return (text, { undoable = false } = {}) => {
    const undo = el("button", { type: "button", class: "button button--quiet button--small", onclick: () => hide(editor.undo()) }, "Annuler");
    line.replaceChildren(el("span", {}, text), ...(undoable ? [undo] : []));
    line.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(hide, TOAST);
  };
  function hide() {
    if (line.contains(document.activeElement)) editor.parts.outline.focus(editor.selected());
    line.hidden = true;
  }
}

for (const root of document.querySelectorAll("[data-form-editor]"))
  open(root).catch((failure) => {
    console.error(failure);
    root.querySelector('[data-part="panel"]').replaceChildren(el("p", { class: "setting__problem", role: "alert" }, failure.message));
  });
