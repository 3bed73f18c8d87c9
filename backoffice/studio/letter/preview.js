// What the letter gives, as its reader would have it: asked of the server after a pause.
import { ask } from "../draft/place.js";

const PAUSE = 500;
const KINDS = { mail: "Courriel", document: "Document" };

export function watchPreview({ part, text, url }) {
  let timer = 0;
  let asked = 0;
  part("scenario").addEventListener("change", now);
  return { check, now };

  function check() {
    clearTimeout(timer);
    timer = setTimeout(now, PAUSE);
  }

  async function now() {
    clearTimeout(timer);
    const turn = ++asked;
    const sent = { content: text(), scenario: part("scenario").value };
    const { status, data } = await ask(url, { method: "POST", body: sent });
    if (turn !== asked) return; // a later one is under way
    if (status !== 200) {
      part("status").textContent = data.message ?? "L’aperçu n’a pas pu être fait : réessayez.";
      return;
    }
    part("status").textContent = told(data);
    part("texts").replaceChildren(...data.texts.map(sheet));
  }
}

function told({ problems, unknown, missed }) {
  if (problems.length) return problems.join(" ");
  const words = [];
  if (missed) words.push("Ce scénario n’écrit pas cette lettre : les libellés sont entre crochets.");
  if (unknown.length) words.push(`Rien ne remplit : ${unknown.join(", ")}.`);
  return words.join(" ");
}

function sheet({ kind, subject, body }) {
  const made = document.createElement("article");
  made.className = "letter-sheet";
  if (kind) made.append(line("p", "letter-sheet__kind", KINDS[kind] ?? kind));
  made.append(line("h3", "letter-sheet__subject", subject), line("p", "letter-sheet__body", body));
  return made;
}

function line(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}
