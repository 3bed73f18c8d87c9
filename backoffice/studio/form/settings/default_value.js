// The answer that a field begins with: chosen in its list, ticked, or typed.
import { el, freshId } from "../dom.js";
import { labelled } from "./labelled.js";
import { at } from "../text/tree.js";

export function defaultControl(setting, field, editor) {
  const component = at(editor.doc.tree, field.path);
  if (component.type === "checkbox") return ticked(setting, field);
  if (component.type === "radio" || component.type === "select") return chosen(setting, field, component);
  if (component.type === "checklist" || component.type === "taglist") return several(setting, field, component);
  if (component.type === "number") return typed(setting, field, "decimal", numberOf);
  if (component.type === "datetime") {
    const hints = { date: "Sous la forme 2026-03-12.", time: "Sous la forme 14:30.", datetime: "Sous la forme 2026-03-12T14:30." };
    return typed({ ...setting, hint: hints[component.subtype] ?? "" }, field);
  }
  return typed(setting, field);
}

const options = (component) => (Array.isArray(component.values) ? component.values : []);

function numberOf(text) {
  const number = Number(text.replace(",", "."));
  return text && Number.isFinite(number) ? number : text;
}

function typed(setting, field, inputmode, read = (text) => text) {
  const made = el("input", {
    type: "text",
    class: "setting__input",
    inputmode,
    value: field.value() ?? "",
    oninput: () => field.set(made.value === "" ? undefined : read(made.value)),
  });
  return labelled(setting, made);
}

function ticked(setting, field) {
  const made = el(
    "select",
    { class: "setting__input", onchange: () => field.set(made.value === "yes" ? true : undefined) },
    el("option", { value: "no" }, "décochée"),
    el("option", { value: "yes" }, "cochée"),
  );
  made.value = field.value() === true ? "yes" : "no";
  return labelled(setting, made);
}

function chosen(setting, field, component) {
  const made = el(
    "select",
    { class: "setting__input", onchange: () => field.set(made.value || undefined) },
    el("option", { value: "" }, "aucune"),
    ...options(component).map(({ value, label }) => el("option", { value }, label ?? value)),
  );
  made.value = field.value() ?? "";
  return labelled(setting, made);
}

function several(setting, field, component) {
  const now = () => (Array.isArray(field.value()) ? field.value() : []);
  return el(
    "fieldset",
    { class: "setting setting--wide" },
    el("legend", {}, setting.label),
    ...options(component).map(({ value, label }) => {
      const id = freshId("defaut");
      const box = el("input", {
        type: "checkbox",
        id,
        checked: now().includes(value),
        onchange: () => {
          const kept = now().filter((each) => each !== value);
          const next = box.checked ? [...kept, value] : kept;
          field.set(next.length ? next : undefined);
        },
      });
      return el("div", { class: "setting--flag" }, box, el("label", { for: id }, label ?? value));
    }),
  );
}
