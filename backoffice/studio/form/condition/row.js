// One row of a condition: its field, what is said of it, the value compared with.
import { el, sign } from "../dom.js";
import { KIND_WORDS, kindOf, operatorsOf, takesValue, valueKinds } from "./operators.js";

export const blank = (field) => ({ field: field ?? "", operator: "", value: null });

// `place` is its number for people, such as 2 or 2.1; `tell` is called after each change.
export function row(rule, place, fields, { tell, remove }) {
  const field = fields.find(({ key }) => key === rule.field);
  return el(
    "li",
    { class: "rows-editor__row" },
    fieldSelect(rule, place, fields, () => {
      settle(rule, fields);
      tell();
    }),
    rule.field ? operatorSelect(rule, place, field, tell) : null,
    rule.field && takesValue(field, rule.operator) ? valueControl(rule, place, field, fields, tell) : null,
    sign("close", `Retirer la condition ${place}`, remove),
  );
}

// Tell whether a row says something.
export const says = ({ field, operator, value }) =>
  field && operator && (!needsValue(operator) || (value && (["today", "now"].includes(value.kind) || value.value !== "")));

const needsValue = (operator) => !["filled", "empty", "some", "none"].includes(operator);

// Give a row the first thing that can be said of its field.
export function settle(rule, fields) {
  const field = fields.find(({ key }) => key === rule.field);
  const offered = operatorsOf(field).map(([name]) => name);
  if (!offered.includes(rule.operator)) rule.operator = offered[0];
  rule.value = firstValue(field, rule.operator);
}

function firstValue(field, operator) {
  if (!needsValue(operator)) return null;
  if (field?.type === "checkbox") return { kind: "flag", value: true };
  const kind = valueKinds(field, operator)[0];
  if (kind === "text" && field?.options?.length) return { kind, value: field.options[0][0] };
  return { kind, value: "" };
}

function fieldSelect(rule, place, fields, changed) {
  const made = el("select", {
    class: "setting__input",
    "aria-label": `Champ de la condition ${place}`,
    "data-at": `field-${place}`,
    onchange: () => {
      rule.field = made.value;
      changed();
    },
  });
  if (!rule.field) made.append(el("option", { value: "" }, "Choisir un champ…"));
  const known = fields.some(({ key }) => key === rule.field);
  if (rule.field && !known) made.append(el("option", { value: rule.field }, `${rule.field} (inconnu)`));
  for (const [title, part] of grouped(fields))
    made.append(el("optgroup", { label: title }, ...part.map(({ key, label }) => el("option", { value: key }, label))));
  made.value = rule.field;
  return made;
}

function grouped(fields) {
  const titles = new Map();
  for (const field of fields) {
    const title =
      field.form === null ? "Ce formulaire" : field.form ? `Formulaire « ${field.form} »` : "Calculé par le processus";
    titles.set(title, [...(titles.get(title) ?? []), field]);
  }
  return titles;
}

function operatorSelect(rule, place, field, tell) {
  return select(
    `Comparaison de la condition ${place}`,
    operatorsOf(field, rule.operator),
    rule.operator,
    (value) => {
      const before = needsValue(rule.operator) && valueKinds(field, rule.operator);
      rule.operator = value;
      const same = before && needsValue(value) && valueKinds(field, value).join() === before.join();
      if (!same || !rule.value) rule.value = firstValue(field, value);
      tell();
    },
    `operator-${place}`,
  );
}

function valueControl(rule, place, field, fields, tell) {
  const kinds = valueKinds(field, rule.operator);
  const kind = rule.value?.kind ?? kinds[0];
  const offered = kinds.includes(kind) ? kinds : [...kinds, kind];
  const parts = [];
  if (offered.length > 1)
    parts.push(
      select(
        `Genre de valeur de la condition ${place}`,
        offered.map((each) => [each, KIND_WORDS[each]]),
        kind,
        (value) => {
          rule.value = value === "flag" ? { kind: value, value: true } : { kind: value, value: "" };
          tell();
        },
        `kind-${place}`,
      ),
    );
  const control = valueInput(rule, place, kind, field, fields, tell);
  if (control) parts.push(control);
  return parts;
}

function valueInput(rule, place, kind, field, fields, tell) {
  const name = `Valeur de la condition ${place}`;
  const put = (value, again = true) => {
    rule.value = { kind, value };
    tell({ again });
  };
  if (kind === "today" || kind === "now") return null;
  if (kind === "flag")
    return select(name, [["yes", "oui"], ["no", "non"]], rule.value?.value ? "yes" : "no", (value) => put(value === "yes"), `value-${place}`);
  if (kind === "field") {
    const others = fields.filter((each) => each.key !== rule.field && kindOf(each) === kindOf(field));
    const choices = [["", "Choisir un champ…"], ...others.map(({ key, label }) => [key, label])];
    return select(name, withCurrent(choices, rule.value?.value), rule.value?.value ?? "", put, `value-${place}`);
  }
  if (kind === "text" && field?.options?.length)
    return select(name, withCurrent(field.options, rule.value?.value), rule.value?.value ?? "", put, `value-${place}`);
  const types = { number: "text", date: "date", time: "time", text: "text" };
  return el("input", {
    class: `setting__input${kind === "text" ? "" : " setting__input--short"}`,
    type: types[kind] ?? "text",
    inputmode: kind === "number" ? "decimal" : undefined,
    "aria-label": name,
    "data-at": `value-${place}`,
    value: rule.value?.value ?? "",
    oninput: (event) => put(event.target.value, false),
  });
}

const withCurrent = (choices, value) =>
  !value || choices.some(([each]) => each === value) ? choices : [...choices, [value, `${value} (inconnu)`]];

export function select(label, choices, value, changed, place) {
  const made = el(
    "select",
    { class: "setting__input", "aria-label": label, "data-at": place, onchange: () => changed(made.value) },
    ...choices.map(([each, words]) => el("option", { value: each }, words ?? each)),
  );
  made.value = value;
  return made;
}
