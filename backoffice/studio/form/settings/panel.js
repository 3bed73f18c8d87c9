// The settings of what is selected: a page, a field, a text; section by section.
import { advancedSection } from "./advanced.js";
import { controlFor } from "./controls.js";
import { button, el, sign } from "../dom.js";
import { keyField } from "./key_field.js";
import { at, holds, isGroup, keyOf, rowsAround } from "../text/tree.js";
import { usesSection } from "./uses.js";

const NARROW = window.matchMedia("(max-width: 59.99rem)");

export function showPanel(container, editor) {
  let listening = null; // the controls at hand listen to the server's study until the next draw
  function draw() {
    listening?.abort();
    listening = new AbortController();
    editor.scope = listening.signal;
    const path = editor.selected();
    const component = path && at(editor.doc.tree, path);
    container.replaceChildren(...(component ? content(component, path, editor) : [nothing(editor)]));
  }
  draw();
  return {
    draw,
    // On a screen of one column, what was chosen in the list is far below it.
    reveal() {
      if (NARROW.matches) container.scrollIntoView({ block: "start" });
    },
    focusFirst() {
      const first = container.querySelector(".panel__body textarea, .panel__body input, .panel__body select");
      first?.focus();
      first?.select?.();
    },
  };
}

function nothing(editor) {
  return el("p", { class: "soft panel__empty" }, editor.doc.tree.components?.length ? "Choisissez une page ou un champ dans la liste." : "Ajoutez une page ou un champ pour commencer.");
}

function content(component, path, editor) {
  const kind = editor.kinds.get(component.type);
  const page = path.length === 2 && isGroup(component);
  return [
    el(
      "header",
      { class: "panel__head" },
      el("h2", { class: "panel__title" }, page ? "Page" : (kind?.name ?? component.type)),
      el("div", { class: "panel__signs", role: "toolbar", "aria-label": "Ce que l’on peut en faire" }, ...acts(path, page, editor)),
    ),
    troubles(component, path, editor),
    holds(component) && !page ? inside(component, path, editor) : null,
    el("div", { class: "panel__body" }, ...body(component, path, kind, editor)),
  ].filter(Boolean);
}

function inside(component, path, editor) {
  const words = isGroup(component) ? "Ajouter un champ dans ce cadre" : "Ajouter une question à chaque ligne";
  return el("div", { class: "panel__inside" }, button(words, () => editor.addInside(path)));
}

function acts(path, page, editor) {
  const name = page ? "la page" : "le champ";
  return [
    sign("up", `Monter ${name} (Alt + flèche haut)`, () => editor.nudge(path, -1), { "data-act": "up" }),
    sign("down", `Descendre ${name} (Alt + flèche bas)`, () => editor.nudge(path, 1), { "data-act": "down" }),
    page ? null : sign("move", "Déplacer vers une autre page ou un cadre…", () => editor.moveElsewhere(path), { "data-act": "move" }),
    sign("copy", `Dupliquer ${name} (Ctrl + D)`, () => editor.duplicate(path), { "data-act": "copy" }),
    sign("remove", `Supprimer ${name} (Suppr)`, () => editor.remove(path), { "data-act": "remove", class: "sign sign--danger" }),
  ].filter(Boolean);
}

function body(component, path, kind, editor) {
  if (!kind)
    return [
      el("p", { class: "setting__problem" }, `Le type « ${component.type} » n’est pas montré au demandeur. Il est gardé tel quel.`),
      section("Réglages fins", advancedSection(component, path, kind, editor)),
    ];
  const column = rowsAround(editor.doc.tree, path);
  const parts = editor.sections.map(({ name, label }) => {
    const settings = kind.settings.filter((setting) => setting.section === name && !(column && lockedInRows(setting)));
    const controls = settings.map((setting) => setUp(setting, component, path, kind, editor));
    if (name === "question" && kind.keyName) controls.push(keyField(component, path, kind, editor));
    if (name === "advanced") return folded(label, [...controls, ...advancedSection(component, path, kind, editor)].flat());
    return controls.length ? section(label, controls) : null;
  });
  if (kind.keyName && !column) parts.splice(-1, 0, usesSection(keyOf(component), editor));
  return parts.filter(Boolean);
}

// A setting that says nothing without another waits for it.
function setUp(setting, component, path, kind, editor) {
  const made = controlFor(setting, fieldOf(setting, component, path, kind, editor), editor);
  const show = () => {
    const now = at(editor.doc.tree, path);
    const idle = setting.needs.length && !at(now, setting.needs) && !at(now, setting.path);
    const senseless = setting.unless && at(now, [setting.unless[0]]) === setting.unless[1];
    made.hidden = Boolean(idle || senseless);
  };
  if (setting.needs.length || setting.unless) {
    show();
    editor.onChange(show);
  }
  return made;
}

// In the rows of a list, a field has neither condition nor lock.
const lockedInRows = ({ path }) => ["hide", "readonly", "disabled"].includes(path.at(-1));

const section = (title, children) => el("section", { class: "panel__section" }, el("h3", {}, title), el("div", { class: "panel__settings" }, ...children));

const folded = (title, children) =>
  el("details", { class: "panel__section" }, el("summary", {}, title), el("div", { class: "panel__settings" }, ...children));

function fieldOf(setting, component, path, kind, editor) {
  const place = placeOf(setting, component);
  const whole = [...path, ...place];
  const isTitle = place.length === 1 && place[0] === titleName(component, kind);
  return {
    path,
    key: keyOf(component),
    value: () => at(editor.doc.tree, whole),
    set: (value, { merge = "" } = {}) =>
      isTitle
        ? editor.retitle(path, place[0], value ?? "")
        : editor.put(whole, value, { label: `« ${setting.label} »`, merge: `${whole.join(".")}${merge}` }),
  };
}

// form-js names the title of a date apart; some files do not.
function placeOf({ path }, component) {
  return path[0] === "dateLabel" && component.label ? ["label"] : path;
}

const titleName = (component, kind) => (kind.labelName === "dateLabel" && component.label ? "label" : kind.type === "text" ? "" : kind.labelName);

function troubles(component, path, editor) {
  const box = el("div", { class: "panel__troubles" });
  const draw = () =>
    box.replaceChildren(
      ...editor.findings(editor.nameAt(path)).map((each) =>
        el(
          "p",
          { class: `trouble trouble--${each.level}` },
          el("strong", {}, each.level === "error" ? "Erreur. " : "À voir. "),
          each.message,
          " ",
          el("span", { class: "soft" }, each.remedy),
        ),
      ),
    );
  draw();
  editor.onFindings(draw);
  return box;
}
