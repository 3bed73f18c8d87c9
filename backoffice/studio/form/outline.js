// The list of the form: pages, fields in order, what each is; chosen, walked and moved by keyboard.
import { el, redraw, sign } from "./dom.js";
import { at, holds, isGroup, keyOf, labelOf, list, pagesOf, samePath } from "./text/tree.js";

const MARKS = {
  required: ["*", "obligatoire"],
  condition: ["◐", "montré sous condition"],
};

// `editor` : an Editor (editor.js)
export function showOutline(container, editor) {
  const draw = () => redraw(container, () => container.replaceChildren(...pages(editor)));
  container.addEventListener("keydown", (event) => onKey(event, container, editor));
  draw();
  return { draw, focus: (path) => focusOn(container, path) };
}

function pages(editor) {
  const all = pagesOf(editor.doc.tree);
  if (!all.length)
    return [el("p", { class: "soft" }, "Le formulaire est vide. Ajoutez une page, puis ses champs.")];
  return all.map((page, rank) => pageSection(page, rank, editor));
}

function pageSection(page, rank, editor) {
  const around = page.path ? page.path : [];
  const inside = list(at(editor.doc.tree, around)).slice(page.from, page.to);
  const rows = inside.map((component, each) => row(component, [...page.list, page.from + each], around, editor));
  const title = page.path ? page.title || "Page sans titre" : "Hors page";
  const head = page.path
    ? rowButton(at(editor.doc.tree, page.path), page.path, editor, [
        el("span", { class: "outline__rank" }, `${rank + 1}`),
        el("strong", { class: "outline__label" }, title),
        ...marks(at(editor.doc.tree, page.path), page.path, editor),
      ])
    : el(
        "div",
        { class: "outline__loose" },
        el("span", {}, el("strong", {}, title), " : une page sans titre"),
        sign("page", "En faire une page", () => editor.gather(page)),
      );
  return el(
    "section",
    { class: "outline__page", "aria-label": `Page ${rank + 1} : ${title}` },
    head,
    rows.length
      ? el("ol", { class: "outline__list" }, ...rows)
      : el("p", { class: "outline__empty soft" }, "Aucun champ sur cette page."),
  );
}

function row(component, path, around, editor) {
  const kind = editor.kinds.get(component.type);
  const content = [
    el("span", { class: "outline__label" }, title(component, kind)),
    el("span", { class: "outline__kind" }, kind?.name ?? component.type),
    ...marks(component, path, editor),
  ];
  const item = el("li", {}, rowButton(component, path, editor, content));
  if (holds(component)) {
    const inside = list(component).map((child, rank) =>
      row(child, [...path, "components", rank], path, editor),
    );
    item.append(
      inside.length
        ? el("ol", { class: "outline__list" }, ...inside)
        : el("p", { class: "outline__empty soft" }, "Vide : ajoutez-y un champ."),
    );
  }
  return item;
}

function rowButton(component, path, editor, content) {
  const chosen = samePath(path, editor.selected());
  return el(
    "button",
    {
      type: "button",
      class: "outline__row",
      "aria-current": chosen ? "true" : undefined,
      "data-at": path.join("."),
      "data-path": JSON.stringify(path),
      onclick: () => editor.choose(path, { reveal: true }),
      draggable: "true",
      ondragstart: (event) => event.dataTransfer.setData("text/plain", JSON.stringify(path)),
      ondragover: (event) => event.preventDefault(),
      ondrop: (event) => onDrop(event, component, path, editor),
    },
    ...content,
  );
}

function onDrop(event, component, path, editor) {
  event.preventDefault();
  let from;
  try {
    from = JSON.parse(event.dataTransfer.getData("text/plain"));
  } catch {
    return; // something dragged from elsewhere
  }
  if (Array.isArray(from) && at(editor.doc.tree, from)) editor.drop(from, path, isGroup(component));
}

function title(component, kind) {
  if (component.type === "text") return plainText(component.text) || "Texte vide";
  return labelOf(component) || keyOf(component) || kind?.name || component.type;
}

const plainText = (text) =>
  String(text ?? "").replaceAll(/[*_#>`[\]]/g, "").trim().split("\n")[0].slice(0, 80);

function marks(component, path, editor) {
  const found = [];
  const say = ([symbol, words], className = "mark-sign") =>
    found.push(
      el("span", { class: className, title: words }, el("span", { "aria-hidden": "true" }, symbol), el("span", { class: "unseen" }, `, ${words}`)),
    );
  const required = component.validate?.required;
  if (required === true || (typeof required === "string" && required)) say(MARKS.required);
  if (component.conditional?.hide) say(MARKS.condition);
  const name = editor.nameAt(path);
  const told = editor.findings(name);
  const errors = told.filter((each) => each.level === "error").length;
  if (errors) say(["!", errors > 1 ? `${errors} erreurs` : "1 erreur"], "mark-sign mark-sign--error");
  else if (told.length) say(["!", "avertissement"], "mark-sign mark-sign--warning");
  return found;
}

// Arrows walk, Alt and arrows move, Delete removes.
function onKey(event, container, editor) {
  const here = event.target.closest?.("[data-path]");
  if (!here || event.ctrlKey || event.metaKey) return;
  const rows = [...container.querySelectorAll("[data-path]")];
  const rank = rows.indexOf(here);
  const path = JSON.parse(here.dataset.path);
  const acts = {
    ArrowDown: () => (event.altKey ? editor.nudge(path, 1) : rows[rank + 1]?.focus()),
    ArrowUp: () => (event.altKey ? editor.nudge(path, -1) : rows[rank - 1]?.focus()),
    Delete: () => editor.remove(path),
    Home: () => rows[0].focus(),
    End: () => rows.at(-1).focus(),
  };
  if (!acts[event.key]) return;
  event.preventDefault();
  acts[event.key]();
}

function focusOn(container, path) {
  const place = path && container.querySelector(`[data-at="${path.join(".")}"]`);
  place?.focus();
  return Boolean(place);
}
