// What a component carries beyond the settings we honour: kept, shown, and open to who knows.
import { el, freshId, sign } from "../dom.js";

const STRUCTURE = new Set(["type", "id", "key", "path", "components"]);
const OPEN = ["validate", "conditional", "properties", "appearance"]; // objects that settings look into

// [path, value] of each property that no setting covers.
export function unknownProperties(component, kind) {
  const covered = new Set(kind ? kind.settings.map(({ path }) => path.join(".")) : []);
  const found = [];
  for (const [name, value] of Object.entries(component)) {
    if (STRUCTURE.has(name) || name === kind?.labelName || covered.has(name)) continue;
    const opened = OPEN.includes(name) && value && typeof value === "object" && !Array.isArray(value);
    if (!opened) found.push([[name], value]);
    else
      for (const [inner, each] of Object.entries(value))
        if (!covered.has(`${name}.${inner}`)) found.push([[name, inner], each]);
  }
  return found;
}

export function advancedSection(component, path, kind, editor) {
  const rows = unknownProperties(component, kind).map(([name, value]) => row(name, value, path, editor));
  return [
    el("p", { class: "setting__hint" }, "Identifiant : ", el("code", {}, String(component.id ?? "aucun"))),
    rows.length
      ? [el("h4", {}, "Propriétés avancées"), el("p", { class: "setting__hint" }, "Gardées telles quelles, en JSON ; l’écran du demandeur n’en tient pas compte."), ...rows]
      : null,
  ];
}

function row(name, value, path, editor) {
  const id = freshId("avance");
  const problem = el("p", { class: "setting__problem", id: `${id}-problem`, role: "status" });
  const title = name.join(" › ");
  const input = el("input", {
    id,
    class: "setting__input mono",
    value: JSON.stringify(value),
    spellcheck: "false",
    "aria-describedby": `${id}-problem`,
    oninput: () => {
      try {
        editor.put([...path, ...name], JSON.parse(input.value), { label: `« ${title} »`, merge: id });
        problem.textContent = "";
      } catch {
        problem.textContent = "Ce n’est pas du JSON : l’ancienne valeur est gardée.";
      }
    },
  });
  const line = el(
    "div",
    { class: "setting setting--wide" },
    el("label", { for: id, class: "mono" }, title),
    el("div", { class: "setting__row" }, input, sign("close", `Retirer ${title}`, () => {
      editor.put([...path, ...name], undefined, { label: `Retrait de « ${title} »` });
      line.remove();
    })),
    problem,
  );
  return line;
}
