// The controls of the panel: one function per kind of setting, each with its label and its hint.
import { el, freshId } from "../dom.js";
import { conditionControl } from "../condition/condition.js";
import { defaultControl } from "./default_value.js";
import { feelArea } from "./feel.js";
import { formatsControl } from "./formats.js";
import { fieldInserter, placeholder } from "./insert.js";
import { labelled } from "./labelled.js";
import { optionsControl } from "./options.js";

// `field` : { value(), set(value), key } for one property of the component at hand.
export function controlFor(setting, field, editor) {
  return CONTROLS[setting.control](setting, field, editor);
}

const CONTROLS = {
  line: (setting, field) => labelled(setting, input(field)),
  template: (setting, field) => CONTROLS.lines(setting, field),
  lines: (setting, field) => labelled(setting, area(field, 1, { oneLine: true }), { wide: true }),
  markdown: (setting, field, editor) => {
    const text = area(field, 8);
    const box = labelled(setting, text, { wide: true });
    box.append(fieldInserter(text, editor, placeholder));
    return box;
  },
  figure: (setting, field) => labelled(setting, figure(field, { feel: true }), { short: true }),
  integer: (setting, field) => labelled(setting, figure(field, {}), { short: true }),
  count: (setting, field) => labelled(setting, figure(field, { asText: true }), { short: true }),
  flag: (setting, field) => flag(setting, field),
  choice: (setting, field) => labelled(setting, choice(setting, field)),
  suggest: (setting, field) => suggest(setting, field),
  required: (setting, field, editor) => required(setting, field, editor),
  feel: (setting, field, editor) => feelArea(setting.label, field, editor, setting.hint),
  options: optionsControl,
  formats: formatsControl,
  default: defaultControl,
  condition: (setting, field, editor) => conditionControl(setting, field, editor, "shown"),
  rules: (setting, field, editor) => conditionControl(setting, field, editor, "valid"),
};

const text = (value) => (value === undefined || value === null ? "" : String(value));
const orNothing = (value) => (value === "" ? undefined : value);

function input(field, given = {}) {
  return el("input", {
    type: "text",
    class: "setting__input",
    value: text(field.value()),
    oninput: (event) => field.set(orNothing(event.target.value)),
    ...given,
  });
}

// A text that grows with what is typed; on one line at first.
function area(field, rows, { oneLine = false } = {}) {
  const made = el("textarea", {
    class: "setting__input setting__area",
    rows,
    onkeydown: (event) => oneLine && event.key === "Enter" && event.preventDefault(),
    oninput: () => field.set(orNothing(oneLine ? made.value.replaceAll(/\s*\n\s*/g, " ") : made.value)),
  });
  made.value = text(field.value());
  return made;
}

function figure(field, { feel = false, asText = false }) {
  const made = el("input", {
    type: "text",
    class: "setting__input",
    inputmode: feel ? undefined : "numeric",
    value: typeof field.value() === "number" ? text(field.value()).replace(".", ",") : text(field.value()),
    oninput: () => {
      const read = readFigure(made.value.trim(), { feel, asText });
      made.problem(read.problem ?? "");
      if (!read.problem) field.set(read.value);
    },
  });
  return made;
}

function readFigure(typed, { feel, asText }) {
  if (!typed) return { value: undefined };
  if (feel && typed.startsWith("=")) return { value: typed };
  const number = Number(typed.replace(",", ".").replaceAll(/\s/g, ""));
  if (!Number.isFinite(number)) return { problem: feel ? "Un nombre, ou une expression qui commence par =." : "Un nombre." };
  if (!feel && (!Number.isInteger(number) || number < 0)) return { problem: "Un nombre entier." };
  return { value: asText ? String(number) : number };
}

function flag(setting, field) {
  const id = freshId("reglage");
  const written = field.value() !== undefined; // a « false » that the file says stays said
  const made = el("input", {
    type: "checkbox",
    id,
    checked: field.value() === true,
    "aria-describedby": setting.hint ? `${id}-hint` : undefined,
    onchange: () => field.set(made.checked || (written ? false : undefined)),
  });
  return el(
    "div",
    { class: "setting setting--flag" },
    made,
    el("label", { for: id }, setting.label),
    setting.hint ? el("p", { class: "setting__hint", id: `${id}-hint` }, setting.hint) : null,
  );
}

function choice(setting, field) {
  const value = text(field.value());
  const known = setting.choices.some(([each]) => each === value);
  const choices = known ? setting.choices : [...setting.choices, [value, value]];
  const made = el(
    "select",
    {
      class: "setting__input",
      onchange: () => field.set(orNothing(made.value)),
    },
    ...choices.map(([each, words]) => el("option", { value: each }, words)),
  );
  made.value = value;
  return made;
}

function suggest(setting, field) {
  const list = el("datalist", { id: freshId("liste") }, ...setting.choices.map(([each, words]) => el("option", { value: each }, words)));
  const box = labelled(setting, input(field, { list: list.id }));
  box.append(list);
  return box;
}

// No, yes, or only when an expression is true.
function required(setting, field, editor) {
  const now = field.value();
  const mode = typeof now === "string" && now ? "feel" : now === true ? "yes" : "no";
  const box = el("div", { class: "setting" });
  const expression = el("div", { class: "setting--wide" });
  const made = el(
    "select",
    {
      class: "setting__input",
      onchange: () => {
        if (made.value === "yes") field.set(true);
        if (made.value === "no") field.set(undefined);
        show();
        expression.querySelector("textarea")?.focus();
      },
    },
    el("option", { value: "no" }, "non"),
    el("option", { value: "yes" }, "oui"),
    el("option", { value: "feel" }, "selon une expression FEEL"),
  );
  made.value = mode;
  const show = () =>
    expression.replaceChildren(...(made.value === "feel" ? [feelArea("Quand cette expression est vraie", field, editor)] : []));
  box.append(...labelled(setting, made).childNodes, expression);
  show();
  return box;
}
