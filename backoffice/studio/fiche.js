// The editor of the fiche: Markdown on one side, the page of its reader on the other.
import { openDraftFile } from "./draft/store.js";
import { watchFindings } from "./draft/findings.js";
import { fixesIn } from "./draft/fixes.js";
import { ask } from "./draft/place.js";

const PAUSE = 500;
// what each button writes around, or before, what is chosen; `or` is written when nothing is
const MARKS = {
  title: { before: "## ", after: "", or: "Titre", line: true },
  strong: { before: "**", after: "**", or: "texte" },
  list: { before: "- ", after: "", or: "élément", line: true },
  link: { before: "[", after: "](https://)", or: "texte du lien" },
};
const editor = document.querySelector("[data-fiche-editor]");
const part = (name) => editor.querySelector(`[data-part="${name}"]`);
const source = part("source");
const path = editor.dataset.ficheEditor;
let timer = 0;
let asked = 0;

const file = await openDraftFile(path, {
  read: async () => source.value,
  replace: async (content) => {
    source.value = content;
    later();
  },
});
const findings = watchFindings({
  path,
  unsaved: async () => ({ [path]: source.value }),
  fix: fixesIn(file, {
    show: (content) => {
      source.value = content;
      return draw();
    },
  }),
});

source.value = file.content ?? "";
draw();
findings.now();
source.addEventListener("input", typed);
editor.querySelector("[role=toolbar]").addEventListener("click", ({ target }) => {
  const mark = MARKS[target.closest("[data-mark]")?.dataset.mark];
  if (mark) write(mark);
});

function typed() {
  file.touch();
  later();
}

function later() {
  findings.check();
  clearTimeout(timer);
  timer = setTimeout(draw, PAUSE);
}

async function draw() {
  const turn = ++asked;
  const sent = { content: source.value };
  const { status, data } = await ask(editor.dataset.previewUrl, { method: "POST", body: sent });
  if (turn !== asked) return; // a later one is under way
  const failed = data.message ?? "L’aperçu n’a pas pu être fait : réessayez.";
  part("status").textContent = status === 200 ? "" : failed;
  if (status !== 200) return;
  // the server cleaned it: no script, a closed list of tags
  const page = new DOMParser().parseFromString(data.html, "text/html");
  part("shown").replaceChildren(...page.body.childNodes);
}

function write({ before, after, or, line = false }) {
  let [start, end] = [source.selectionStart, source.selectionEnd];
  const chosen = source.value.slice(start, end) || or;
  const opens = line && start > 0 && source.value[start - 1] !== "\n" ? "\n\n" : "";
  source.setRangeText(opens + before + chosen + after, start, end, "end");
  start += opens.length + before.length;
  source.setSelectionRange(start, start + chosen.length);
  source.focus();
  typed();
}
