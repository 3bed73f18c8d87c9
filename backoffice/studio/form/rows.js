// A condition as rows: field, operator, value; all of them, or any.
import { announce, button, el, redraw, sign } from "./dom.js";
import { KIND_WORDS, kindOf, operatorsOf, takesValue, valueKinds } from "./operators.js";

const blank = (field) => ({ field: field ?? "", operator: "", value: null });

// `rules` is what the rows say now; `changed(rules)` is told of each change, complete or not.
export function showRows({ title, fields, rules, changed, propose = "" }) {
  const state = rules ? structuredClone(rules) : { every: true, rules: [blank(propose)] };
  for (const rule of state.rules) if (rule.field && !rule.operator) settle(rule, fields);
  const box = el("div", { class: "rows-editor", role: "group", "aria-label": title });
  const draw = () => redraw(box, () => box.replaceChildren(...content()));

  function content() {
    const several = state.rules.length > 1;
    return [
      several ? joiner(state, tell) : null,
      el("ol", { class: "rows-editor__list" }, ...state.rules.map((rule, rank) => line(rule, rank))),
      button("Ajouter une condition", add, { "data-at": "add" }),
    ].filter(Boolean);
  }

  function tell({ again = true } = {}) {
    if (again) draw();
    changed(structuredClone(state));
  }

  function add() {
    state.rules.push(blank());
    tell();
    box.querySelector(`[data-at="field-${state.rules.length - 1}"]`)?.focus();
  }

  function line(rule, rank) {
    const field = fields.find(({ key }) => key === rule.field);
    return el(
      "li",
      { class: "rows-editor__row" },
      fieldSelect(rule, rank, fields, () => {
        settle(rule, fields);
        tell();
      }),
      rule.field ? operatorSelect(rule, rank, field, tell) : null,
      rule.field && takesValue(field, rule.operator) ? valueControl(rule, rank, field, fields, tell) : null,
      sign("close", `Retirer la condition ${rank + 1}`, () => {
        state.rules.splice(rank, 1);
        announce("Condition retirée.");
        tell();
        box.querySelector(`[data-at="field-${Math.max(0, rank - 1)}"], [data-at="add"]`)?.focus();
      }),
    );
  }

  draw();
  return box;
}

// Tell whether each row says something.
export const complete = (rules) =>
  rules.rules.length > 0 &&
  rules.rules.every(
    ({ field, operator, value }) =>
      field && operator && (!needsValue(operator) || (value && (["today", "now"].includes(value.kind) || value.value !== ""))),
  );

const needsValue = (operator) => !["filled", "empty", "some", "none"].includes(operator);

function settle(rule, fields) {
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

function joiner(state, tell) {
  const choice = select(
    "Réunir les conditions",
    [["all", "toutes ces conditions"], ["any", "au moins une de ces conditions"]],
    state.every ? "all" : "any",
    (value) => {
      state.every = value === "all";
      tell();
    },
    "joiner",
  );
  return el("p", { class: "rows-editor__joiner" }, choice);
}

function fieldSelect(rule, rank, fields, changed) {
  const made = el("select", {
    class: "setting__input",
    "aria-label": `Champ de la condition ${rank + 1}`,
    "data-at": `field-${rank}`,
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

function operatorSelect(rule, rank, field, tell) {
  return select(
    `Comparaison de la condition ${rank + 1}`,
    operatorsOf(field, rule.operator),
    rule.operator,
    (value) => {
      const before = needsValue(rule.operator) && valueKinds(field, rule.operator);
      rule.operator = value;
      const same = before && needsValue(value) && valueKinds(field, value).join() === before.join();
      if (!same || !rule.value) rule.value = firstValue(field, value);
      tell();
    },
    `operator-${rank}`,
  );
}

function valueControl(rule, rank, field, fields, tell) {
  const kinds = valueKinds(field, rule.operator);
  const kind = rule.value?.kind ?? kinds[0];
  const offered = kinds.includes(kind) ? kinds : [...kinds, kind];
  const parts = [];
  if (offered.length > 1)
    parts.push(
      select(
        `Genre de valeur de la condition ${rank + 1}`,
        offered.map((each) => [each, KIND_WORDS[each]]),
        kind,
        (value) => {
          rule.value = value === "flag" ? { kind: value, value: true } : { kind: value, value: "" };
          tell();
        },
        `kind-${rank}`,
      ),
    );
  const control = valueInput(rule, rank, kind, field, fields, tell);
  if (control) parts.push(control);
  return parts;
}

function valueInput(rule, rank, kind, field, fields, tell) {
  const name = `Valeur de la condition ${rank + 1}`;
  const put = (value, again = true) => {
    rule.value = { kind, value };
    tell({ again });
  };
  if (kind === "today" || kind === "now") return null;
  if (kind === "flag")
    return select(name, [["yes", "oui"], ["no", "non"]], rule.value?.value ? "yes" : "no", (value) => put(value === "yes"), `value-${rank}`);
  if (kind === "field") {
    const others = fields.filter((each) => each.key !== rule.field && kindOf(each) === kindOf(field));
    const choices = [["", "Choisir un champ…"], ...others.map(({ key, label }) => [key, label])];
    return select(name, withCurrent(choices, rule.value?.value), rule.value?.value ?? "", put, `value-${rank}`);
  }
  if (kind === "text" && field?.options?.length)
    return select(name, withCurrent(field.options, rule.value?.value), rule.value?.value ?? "", put, `value-${rank}`);
  const types = { number: "text", date: "date", time: "time", text: "text" };
  return el("input", {
    class: `setting__input${kind === "text" ? "" : " setting__input--short"}`,
    type: types[kind] ?? "text",
    inputmode: kind === "number" ? "decimal" : undefined,
    "aria-label": name,
    "data-at": `value-${rank}`,
    value: rule.value?.value ?? "",
    oninput: (event) => put(event.target.value, false),
  });
}

const withCurrent = (choices, value) =>
  !value || choices.some(([each]) => each === value) ? choices : [...choices, [value, `${value} (inconnu)`]];

function select(label, choices, value, changed, place) {
  const made = el(
    "select",
    { class: "setting__input", "aria-label": label, "data-at": place, onchange: () => changed(made.value) },
    ...choices.map(([each, words]) => el("option", { value: each }, words ?? each)),
  );
  made.value = value;
  return made;
}
