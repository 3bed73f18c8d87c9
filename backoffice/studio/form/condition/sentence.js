// A condition said in one way, and in words.
import { KIND_WORDS, operatorsOf, takesValue } from "./operators.js";

// A box that is not « non » is « oui »: one way to say each thing.
export function normal(rules, fields) {
  const boxes = new Set(fields.filter(({ type }) => type === "checkbox").map(({ key }) => key));
  const turned = { is: "is_not", is_not: "is" };
  const plain = (rule) =>
    boxes.has(rule.field) && rule.value?.kind === "flag" && !rule.value.value && turned[rule.operator]
      ? { ...rule, operator: turned[rule.operator], value: { kind: "flag", value: true } }
      : rule;
  const each = rules.rules.map((rule) => (rule.rules ? normal(rule, fields) : plain(rule)));
  return { ...rules, rules: each };
}

// A condition in words, for the list and for screen readers.
export function sentence(rules, fields) {
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const said = rules.rules.map((rule) => (rule.rules ? `(${sentence(rule, fields)})` : oneRule(rule, byKey)));
  return said.join(rules.every ? " et " : " ou ");
}

function oneRule({ field: key, operator, value }, byKey) {
  const field = byKey.get(key);
  const words = operatorsOf(field, operator).find(([name]) => name === operator)?.[1] ?? operator;
  const name = `« ${field?.label ?? key} »`;
  return takesValue(field, operator) && value ? `${name} ${words} ${valueWords(value, field, byKey)}` : `${name} ${words}`;
}

function valueWords({ kind, value }, field, byKey) {
  if (kind === "today" || kind === "now") return KIND_WORDS[kind];
  if (kind === "field") return `« ${byKey.get(value)?.label ?? value} »`;
  if (kind === "flag") return value ? "oui" : "non";
  const option = field?.options?.find(([each]) => each === value);
  if (option) return `« ${option[1]} »`;
  return kind === "text" ? `« ${value} »` : kind === "number" ? value.replace(".", ",") : value;
}
