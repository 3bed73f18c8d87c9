// What a row of a condition may say of a field, by the field's type, in words.
import { keyOf, labelOf, rowsAround, walk } from "../text/tree.js";

const FILL = [["filled", "est rempli"], ["empty", "est vide"]];
const SAME = [["is", "est"], ["is_not", "n’est pas"]];
const ORDER = [
  ["is", "égale"],
  ["is_not", "n’égale pas"],
  ["more", "est plus grand que"],
  ["at_least", "est au moins"],
  ["less", "est plus petit que"],
  ["at_most", "est au plus"],
];
const DATES = [
  ["more", "est après"],
  ["at_least", "est à partir de"],
  ["less", "est avant"],
  ["at_most", "est jusqu’à"],
  ["is", "est le"],
  ["aged", "remonte, en années, à au moins"],
  ["under", "remonte, en années, à moins de"],
];
const HOURS = DATES.slice(0, 4);

const BY_TYPE = {
  textfield: [...SAME, ...FILL],
  textarea: [...FILL, ...SAME],
  radio: [...SAME, ...FILL],
  select: [...SAME, ...FILL],
  number: [...ORDER, ...FILL],
  date: [...DATES, ...FILL],
  time: [...HOURS, ...FILL],
  datetime: [...HOURS, ...FILL],
  checkbox: [["is", "est cochée"], ["is_not", "n’est pas cochée"]],
  checklist: [["contains", "contient"], ["lacks", "ne contient pas"], ...FILL],
  taglist: [["contains", "contient"], ["lacks", "ne contient pas"], ...FILL],
  filepicker: [["filled", "a un fichier"], ["empty", "n’a pas de fichier"]],
  dynamiclist: [["some", "a au moins une ligne"], ["none", "n’a aucune ligne"]],
};
const UNKNOWN = [...SAME, ...ORDER.slice(2), ["contains", "contient"], ["lacks", "ne contient pas"], ...FILL];
const WITHOUT_VALUE = new Set(["filled", "empty", "some", "none"]);

// A field that a row may read: { key, label, type, subtype, options, form }; form "" for this one.
export function readable(tree, others) {
  const own = walk(tree)
    .filter(({ path, component }) => keyOf(component) && !rowsAround(tree, path))
    .map(({ component }) => ({
      key: keyOf(component),
      label: labelOf(component) || keyOf(component),
      type: component.type,
      subtype: component.subtype ?? "",
      options: (Array.isArray(component.values) ? component.values : []).map(({ value, label }) => [value, label]),
      form: null,
    }));
  const known = new Set(own.map(({ key }) => key));
  return [...own, ...others.filter(({ key }) => !known.has(key))];
}

export const kindOf = (field) => (field?.type === "datetime" ? field.subtype || "date" : field?.type);

// The operators of a field; `kept` is the one that a condition already has, even an unusual one.
export function operatorsOf(field, kept) {
  const usual = BY_TYPE[kindOf(field)] ?? UNKNOWN;
  if (!kept || usual.some(([name]) => name === kept)) return usual;
  const all = [...UNKNOWN, ...DATES, ...BY_TYPE.dynamiclist];
  return [...usual, all.find(([name]) => name === kept) ?? [kept, kept]];
}

export const takesValue = (field, operator) =>
  !WITHOUT_VALUE.has(operator) && !(field?.type === "checkbox" && ["is", "is_not"].includes(operator));

// The kinds of values that may be compared with it; the first is proposed.
export function valueKinds(field, operator) {
  if (operator === "aged" || operator === "under") return ["number"];
  const kind = kindOf(field);
  if (kind === "number") return ["number", "field"];
  if (kind === "date") return ["date", "today", "field"];
  if (kind === "time") return ["time", "field"];
  if (kind === "datetime") return ["now", "field"];
  if (field?.options?.length || ["checklist", "taglist"].includes(kind)) return ["text"];
  if (kind === "textfield" || kind === "textarea") return ["text", "field"];
  return ["text", "number", "date", "flag", "field"];
}

export const KIND_WORDS = {
  text: "le texte",
  number: "le nombre",
  date: "la date",
  time: "l’heure",
  today: "aujourd’hui",
  now: "maintenant",
  field: "le champ",
  flag: "oui ou non",
};
