// The findings about a draft, beside an editor: asked of the server as one works, listed, chosen.
//
//   const findings = watchFindings({
//     path: "process.bpmn",                     // the file being edited: its findings come first
//     unsaved: async () => ({ [path]: text }),  // what the editor holds
//     choose: (finding) => true,                // show the element; false: the link is followed
//     fix: async (finding, fix) => {},          // take one of finding.fixes (draft/fixes.js);
//                                               // what it throws is told, then all is checked again
//   });
//   findings.check()                            // something changed: checked after a pause
//   await findings.now()                        // at once
//   findings.list                               // the latest ones
//
// Each answer is told by a "findings" event on the document: detail { findings, byElement } with
// byElement a Map of element id -> findings of the file being edited.
// The page has one `findings_panel()` of studio_parts.html.
import { ask, base, editorUrl } from "./place.js";

const PAUSE = 600; // milliseconds without a change before the server is asked
const WORDS = { error: "Erreur", warning: "Avertissement" };

export function watchFindings(editor) {
  const panel = document.querySelector("[data-findings]");
  let timer = 0;
  let asked = 0;
  const watch = { list: [], check, now };

  function check() {
    clearTimeout(timer);
    timer = setTimeout(now, PAUSE);
  }

  async function now() {
    clearTimeout(timer);
    const turn = ++asked;
    if (turn === 1) tell("Vérification en cours…");
    const files = (await editor.unsaved?.()) ?? {};
    const { status, data } = await ask(`${base()}verification`, { method: "POST", body: { files } });
    if (turn !== asked) return watch.list; // an older answer than the question
    if (status !== 200) {
      tell(data.message ?? "La vérification n’a pas répondu : elle reprendra à la prochaine modification.");
      return watch.list;
    }
    watch.list = inOrder(data.findings, editor.path);
    show();
    return watch.list;
  }

  function show() {
    if (panel) draw(panel, watch.list, { ...editor, fix: editor.fix && take });
    const byElement = Map.groupBy
      ? Map.groupBy(here(), (each) => each.element)
      : here().reduce((map, each) => map.set(each.element, [...(map.get(each.element) ?? []), each]), new Map());
    document.dispatchEvent(
      new CustomEvent("findings", { detail: { findings: watch.list, byElement } }),
    );
  }

  async function take(finding, fix) {
    let failed = "";
    try {
      await editor.fix(finding, fix);
    } catch (failure) {
      failed = failure.message;
    }
    await now();
    tell(failed || `${fix.label} : c’est fait. ${panel.querySelector("[data-findings-status]").textContent}`);
  }

  const here = () => watch.list.filter((each) => each.file === editor.path && each.element);

  function tell(text) {
    const line = panel?.querySelector("[data-findings-status]");
    if (line) line.textContent = text;
  }

  return watch;
}

function inOrder(findings, path) {
  const weight = (each) => (each.file === path ? 0 : 2) + (each.level === "error" ? 0 : 1);
  return [...findings].sort((one, other) => weight(one) - weight(other));
}

function draw(panel, findings, editor) {
  const errors = findings.filter((each) => each.level === "error").length;
  panel.querySelector("[data-findings-status]").textContent = summary(errors, findings.length);
  const count = panel.querySelector("[data-findings-count]");
  count.textContent = findings.length;
  count.hidden = !findings.length;
  const list = panel.querySelector("[data-findings-list]");
  const focused = [...list.children].findIndex((item) => item.contains(document.activeElement));
  list.replaceChildren(...findings.map((finding) => item(finding, editor)));
  // the list is made anew under a reader's hands: keep the place
  if (focused >= 0) list.children[Math.min(focused, findings.length - 1)]?.querySelector("a")?.focus();
}

function summary(errors, all) {
  if (!all) return "Aucun constat : la démarche peut être publiée.";
  const warnings = all - errors;
  const told = [];
  if (errors) told.push(errors > 1 ? `${errors} erreurs` : "1 erreur");
  if (warnings) told.push(warnings > 1 ? `${warnings} avertissements` : "1 avertissement");
  return told.join(", ");
}

function item(finding, editor) {
  const line = make("li", `finding finding--${finding.level}`);
  const link = make("a", "finding__message", typeset(finding.message));
  link.href = editorUrl(finding.file, finding.element);
  link.addEventListener("click", (event) => {
    if (finding.file === editor.path && editor.choose && editor.choose(finding) !== false)
      event.preventDefault();
  });
  line.append(make("span", "finding__level", WORDS[finding.level] ?? finding.level), link);
  line.append(make("p", "finding__remedy", typeset(finding.remedy)));
  if (finding.file !== editor.path) line.append(make("p", "finding__file mono", finding.file));
  const fixes = (editor.fix && finding.fixes) || [];
  if (fixes.length) {
    const row = make("div", "finding__fixes");
    row.append(...fixes.map((fix) => fixButton(finding, fix, editor)));
    line.append(row);
  }
  return line;
}

// No line begins with a mark, nor ends with an opening one.
const typeset = (text) => text.replace(/ (?=[:;!?»])|(?<=«) /g, "\u00a0");

function fixButton(finding, fix, editor) {
  const button = make("button", "button button--quiet button--small", fix.label);
  button.type = "button";
  button.addEventListener("click", async () => {
    button.disabled = true; // a fix is taken once
    await editor.fix(finding, fix);
    button.disabled = false; // it is still there when the fix was refused
  });
  return button;
}

function make(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}
