// The values that a decision reads, as fields of a form by their type; what was typed is kept.
import { TYPES } from "./french/words.js";

const KINDS = { date: "date", time: "time", "date and time": "datetime-local" };
const YES_NO = [["true", "oui"], ["false", "non"]];
const AS_FEEL = "valeur FEEL : \"texte\", 12, true, date(\"2026-01-31\")…";

export class Fields {
  constructor(place) {
    this.place = place;
    this.typed = new Map(); // name -> what was typed, also for the fields not shown now
    this.inputs = [];
    place.addEventListener("input", () => this.#keep());
  }

  /** Show the fields of a decision; those that are the same stay under the typist's hands. */
  show(inputs) {
    if (JSON.stringify(inputs) === JSON.stringify(this.inputs)) return;
    this.inputs = inputs;
    this.place.replaceChildren(...inputs.map((input, rank) => this.#field(input, `trial-${rank}`)));
    if (!inputs.length) this.place.append(make("p", "soft", "Cette décision ne lit aucune valeur."));
  }

  /** Take over values by name. */
  fill(values) {
    for (const [name, value] of Object.entries(values)) this.typed.set(name, value);
    const shown = this.inputs;
    this.inputs = [];
    this.show(shown);
  }

  get values() {
    return Object.fromEntries(this.inputs.map(({ name }) => [name, this.typed.get(name) ?? ""]));
  }

  get empty() {
    return this.inputs.every(({ name }) => !this.typed.get(name)?.length);
  }

  /** Say beside each field what is wrong with its value. */
  refuse(refused) {
    for (const [rank, { name }] of this.inputs.entries()) {
      const line = document.getElementById(`trial-${rank}-error`);
      line.textContent = refused[name] ?? "";
      line.hidden = !refused[name];
      for (const each of this.#controls(name)) each.setAttribute("aria-invalid", Boolean(refused[name]));
    }
  }

  /** Put the keyboard into the first field that is refused. */
  focus(refused) {
    const first = this.inputs.find(({ name }) => refused[name]);
    if (first) this.#controls(first.name)[0]?.focus();
  }

  #controls(name) {
    return [...this.place.querySelectorAll("[name]")].filter((each) => each.name === name);
  }

  #keep() {
    for (const { name, type, options } of this.inputs) {
      const controls = this.#controls(name);
      const several = type === "list" && options.length;
      const value = several
        ? controls.filter((each) => each.checked).map((each) => each.value)
        : controls[0].value;
      this.typed.set(name, value);
    }
  }

  #field(input, id) {
    if (input.type === "list" && input.options.length) return this.#choices(input, id);
    const group = make("div", "trial__field");
    const label = make("label", "govuk-label", input.label);
    label.htmlFor = id;
    const control = this.#control(input);
    Object.assign(control, { id, name: input.name });
    control.setAttribute("aria-describedby", `${id}-hint ${id}-error`);
    control.value = this.typed.get(input.name) ?? "";
    group.append(label, hint(input, id), refusal(id), control);
    return group;
  }

  #control({ type, options }) {
    if (options.length) return choice(options);
    if (type === "boolean") return choice(YES_NO);
    const control = make("input", "govuk-input");
    control.type = KINDS[type] ?? "text";
    control.autocomplete = "off";
    if (type === "number") control.inputMode = "decimal";
    return control;
  }

  #choices(input, id) {
    const group = make("fieldset", "trial__field trial__choices");
    group.setAttribute("aria-describedby", `${id}-hint ${id}-error`);
    const typed = this.typed.get(input.name) ?? [];
    group.append(make("legend", "govuk-label", input.label), hint(input, id), refusal(id));
    for (const [value, text] of input.options) {
      const label = make("label", "");
      const box = make("input", "");
      Object.assign(box, { type: "checkbox", name: input.name, value, checked: typed.includes(value) });
      label.append(box, ` ${text}`);
      group.append(label);
    }
    return group;
  }
}

function choice(options) {
  const select = make("select", "govuk-select");
  for (const [value, text] of [["", ""], ...options]) select.append(new Option(text, value));
  return select;
}

function hint({ name, label, type, source, options }, id) {
  const kind = options.length ? "" : TYPES[type] ?? AS_FEEL;
  const said = [name === label ? "" : name, kind, source].filter(Boolean).join(" · ");
  const line = make("p", "govuk-hint", said);
  line.id = `${id}-hint`;
  return line;
}

function refusal(id) {
  const line = make("p", "govuk-error-message", "");
  line.id = `${id}-error`;
  line.hidden = true;
  return line;
}

export function make(name, className, text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}
