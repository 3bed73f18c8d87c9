// The editor of a letter: subject and text, names to insert, a preview on a scenario's data.
import { openDraftFile } from "./draft/store.js";
import { watchFindings } from "./draft/findings.js";
import { fixesIn } from "./draft/fixes.js";
import { completeNames } from "./letter/completion.js";
import { watchPreview } from "./letter/preview.js";

const SUBJECT = "Objet :";
const editor = document.querySelector("[data-letter-editor]");
const part = (name) => editor.querySelector(`[data-part="${name}"]`);
const path = editor.dataset.letterEditor;
const [subject, body] = [part("subject"), part("body")];

const text = () => `${SUBJECT} ${subject.value.trim()}\n\n${body.value}`;

function show(content) {
  const [first, ...rest] = content.split("\n");
  const named = first.startsWith(SUBJECT);
  subject.value = named ? first.slice(SUBJECT.length).trim() : "";
  body.value = (named ? rest : [first, ...rest]).join("\n").replace(/^\n+/, "");
}

const file = await openDraftFile(path, {
  read: async () => text(),
  replace: async (content) => {
    show(content);
    changed();
  },
});
const shown = (content) => {
  show(content);
  preview.now();
};
const findings = watchFindings({
  path,
  unsaved: async () => ({ [path]: text() }),
  fix: fixesIn(file, { show: shown, otherwise: "lettres/" }),
});
const preview = watchPreview({ part, text, url: editor.dataset.previewUrl });

show(file.content ?? "");
findings.now();
preview.now();
for (const field of [subject, body]) field.addEventListener("input", typed);
completeNames({ field: body, names: names(), list: part("suggested"), say, changed: typed });
let last = body;
for (const field of [subject, body]) field.addEventListener("focus", () => (last = field));
part("names").addEventListener("click", ({ target }) => {
  const name = target.closest("[data-name]")?.dataset.name;
  if (name) insert(name);
});
part("filter").addEventListener("input", ({ target }) => filter(target.value));
part("print").addEventListener("submit", () => (part("content").value = text()));

function typed() {
  file.touch();
  changed();
}

function changed() {
  findings.check();
  preview.check();
}

// Two forms may ask the same field: it is proposed once.
function names() {
  const known = new Map();
  for (const { dataset, firstElementChild } of part("names").querySelectorAll("[data-name]"))
    if (!known.has(dataset.name)) known.set(dataset.name, firstElementChild.textContent);
  return [...known].map(([name, label]) => ({ name, label }));
}

function insert(name) {
  last.setRangeText(`{{ ${name} }}`, last.selectionStart, last.selectionEnd, "end");
  last.focus();
  say(`${name} inséré`);
  typed();
}

function filter(words) {
  const wanted = plain(words);
  for (const group of part("names").querySelectorAll("[data-group]")) {
    const items = [...group.querySelectorAll("li")];
    for (const item of items) item.hidden = !plain(item.textContent).includes(wanted);
    group.hidden = items.every((item) => item.hidden);
  }
}

function plain(words) {
  return words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

function say(words) {
  part("announce").textContent = words;
}
