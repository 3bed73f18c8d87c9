// A condition as rows and groups of rows: all of them, or any; within a group, all or any again.
import { announce, button, el, redraw, sign } from "../dom.js";
import { blank, row, says, select, settle } from "./row.js";

const WHOLE = "";

// `rules` is what the rows say now; `changed(rules)` is told of each change, complete or not.
export function showRows({ title, fields, rules, changed, propose = "" }) {
  const state = rules ? structuredClone(rules) : { every: true, rules: [blank(propose)] };
  for (const rule of rowsOf(state)) if (rule.field && !rule.operator) settle(rule, fields);
  const box = el("div", { class: "rows-editor", role: "group", "aria-label": title });
  const draw = () => redraw(box, () => box.replaceChildren(...content(state, WHOLE)));
  draw();
  return box;

  function tell({ again = true } = {}) {
    if (again) draw();
    changed(meant(state));
  }

  function content(group, within) {
    return [
      group.rules.length > 1 ? joiner(group, within, tell) : null,
      el("ol", { class: "rows-editor__list" }, ...group.rules.map((each, rank) => member(group, rank, within))),
      el("div", { class: "rows-editor__acts" }, ...acts(group, within)),
    ].filter(Boolean);
  }

  function acts(group, within) {
    const more = within ? `Ajouter une condition au groupe ${within}` : "Ajouter une condition";
    const added = button(more, () => add(group, within, blank()), { "data-at": `add-${within}` });
    if (within) return [added];
    const pair = () => add(group, within, { every: !group.every, rules: [blank(), blank()] });
    return [added, button("Ajouter un groupe", pair, { "data-at": "add-group" })];
  }

  function add(group, within, made) {
    group.rules.push(made);
    tell();
    const place = placeOf(within, group.rules.length - 1);
    focusOn(`field-${made.rules ? placeOf(place, 0) : place}`);
  }

  function member(group, rank, within) {
    const [each, place] = [group.rules[rank], placeOf(within, rank)];
    const remove = () => {
      group.rules.splice(rank, 1);
      dropEmpty(state);
      announce(each.rules ? "Groupe retiré." : "Condition retirée.");
      tell();
      focusNear(within, rank);
    };
    return each.rules ? groupOf(group, rank, place, remove) : row(each, place, fields, { tell, remove });
  }

  function groupOf(group, rank, place, remove) {
    const inner = group.rules[rank];
    const dissolve = () => {
      group.rules.splice(rank, 1, ...inner.rules);
      announce("Groupe défait : ses conditions sont gardées.");
      tell();
      focusNear(WHOLE, rank + 1);
    };
    const drawn = el(
      "div",
      { class: "rows-editor__group", role: "group", "aria-label": `Groupe ${place}` },
      el(
        "div",
        { class: "rows-editor__head" },
        el("span", {}, `Groupe ${place}`),
        button("Défaire", dissolve, { "aria-label": `Défaire le groupe ${place}` }),
        sign("close", `Retirer le groupe ${place}`, remove),
      ),
      ...content(inner, place),
    );
    return el("li", {}, drawn);
  }

  function focusNear(within, rank) {
    const before = placeOf(within, Math.max(0, rank - 1));
    focusOn(`field-${before}`) || focusOn(`field-${placeOf(before, 0)}`) || focusOn("add-");
  }

  function focusOn(place) {
    const found = box.querySelector(`[data-at="${CSS.escape(place)}"]`);
    found?.focus();
    return found !== null;
  }
}

// Tell whether there are rows, and each says something.
export const complete = (rules) => rowsOf(rules).length > 0 && rowsOf(rules).every(says);

const rowsOf = (rules) => rules.rules.flatMap((each) => each.rules ?? [each]);

const placeOf = (within, rank) => (within ? `${within}.${rank + 1}` : `${rank + 1}`);

// What is written, told apart from what is drawn: a group of one row is its row.
function meant(state) {
  const rules = state.rules.map((each) => (each.rules?.length === 1 ? each.rules[0] : each));
  const [only] = rules;
  return structuredClone(rules.length === 1 && only.rules ? only : { every: state.every, rules });
}

function dropEmpty(state) {
  state.rules = state.rules.filter((each) => !each.rules || each.rules.length);
}

function joiner(group, within, tell) {
  const choice = select(
    within ? `Réunir les conditions du groupe ${within}` : "Réunir les conditions",
    [["all", "toutes ces conditions"], ["any", "au moins une de ces conditions"]],
    group.every ? "all" : "any",
    (value) => {
      group.every = value === "all";
      tell();
    },
    `joiner-${within}`,
  );
  return el("p", { class: "rows-editor__joiner" }, choice);
}
