// What a trial gave, in words: outputs, rules that matched; and those rules marked in the table.
import { make } from "./fields.js";

const marks = new CSSStyleSheet();
document.adoptedStyleSheets.push(marks);

/** Mark the rules that matched, whatever the table draws again. */
export function markRules(matched) {
  const cells = matched.map(({ rule }) => `.decisions__canvas [data-row-id="${CSS.escape(rule)}"]`);
  const first = cells.map((cell) => `${cell}.rule-index`);
  marks.replaceSync(
    cells.length
      ? `${cells.join(",")} { background: var(--colour-brand-tint) !important; }
         ${first.join(",")} { box-shadow: inset 4px 0 var(--colour-brand); font-weight: 600; }`
      : "",
  );
}

/** Write a trial in `place`; `open(matched)` shows a rule in its table. */
export function tell(place, trial, open) {
  const parts = [];
  if (trial.problem) parts.push(make("p", "notice notice--warning", trial.problem));
  else parts.push(make("h3", "", "Résultat"), outputs(trial.outputs));
  const said = trial.matched.length ? "" : "Aucune règle ne convient.";
  if (trial.ruled && (said || trial.matched.length)) {
    parts.push(make("h3", "", trial.matched.length > 1 ? "Règles retenues" : "Règle retenue"));
    parts.push(trial.matched.length ? rules(trial.matched, open) : make("p", "soft", said));
  }
  place.replaceChildren(...parts);
}

function outputs(pairs) {
  const list = make("dl", "trial__outputs");
  for (const [name, value] of pairs) list.append(make("dt", "", name), make("dd", "", value));
  return list;
}

function rules(matched, open) {
  const list = make("ol", "trial__rules");
  list.append(...matched.map((rule) => ruleItem(rule, open)));
  return list;
}

function ruleItem(rule, open) {
  const line = make("li", "trial__rule");
  const button = make("button", "link", `Règle ${rule.index} de « ${rule.decision_label} »`);
  button.type = "button";
  button.addEventListener("click", () => open(rule));
  line.append(button);
  if (rule.annotation) line.append(make("p", "trial__note", rule.annotation));
  const cells = make("ul", "trial__cells");
  for (const { label, text, value } of rule.inputs) cells.append(cell(`${label} : ${value} convient à `, text));
  if (!rule.inputs.length) cells.append(make("li", "", "Cette règle convient à toutes les valeurs."));
  for (const { label, text } of rule.outputs) cells.append(cell(`${label} : donne `, text));
  line.append(cells);
  return line;
}

function cell(said, text) {
  const line = make("li", "", said);
  line.append(make("code", "", text));
  return line;
}
