// The key of a field: shown, never changed by the way; renamed on purpose, everywhere it is used.
import { button, closeDone, el, freshId, openDialog } from "../dom.js";
import { keyProblem } from "../text/naming.js";
import { keyOf, keysAround, rowsAround } from "../text/tree.js";
import { usesList } from "./uses.js";

export function keyField(component, path, kind, editor) {
  const key = keyOf(component);
  const proposed = editor.isProposed(component);
  return el(
    "div",
    { class: "setting setting--wide key" },
    el("span", { class: "key__label" }, "Clé"),
    el("code", { class: "key__name", "data-key": true }, key || "aucune"),
    button("Renommer la clé…", () => rename(component, path, kind, editor), { "data-at": "rename" }),
    el(
      "p",
      { class: "setting__hint" },
      proposed
        ? "Proposée d’après le premier libellé, puis elle ne change plus d’elle-même."
        : "Ce que lisent conditions, tables, lettres et scénarios. Changer le libellé ne la change pas.",
    ),
  );
}

function rename(component, path, kind, editor) {
  const old = keyOf(component);
  const taken = keysAround(editor.doc.tree, path);
  taken.delete(old);
  const column = rowsAround(editor.doc.tree, path);
  const uses = column ? [] : (editor.study.uses[old] ?? []);
  const shared = editor.study.others.some(({ key }) => key === old); // another form asks the same
  const id = freshId("cle");
  const problem = el("p", { class: "setting__problem", id: `${id}-problem`, role: "alert" });
  const input = el("input", { id, class: "setting__input mono", value: old, "aria-describedby": `${id}-problem`, spellcheck: "false" });
  const form = el(
    "form",
    { class: "key__form", novalidate: true },
    el("label", { for: id }, "Nouvelle clé"),
    input,
    problem,
    uses.length
      ? [el("h3", {}, "Utilisée par"), usesList(uses, editor), el("p", { class: "soft" }, "Ces parties seront mises à jour en même temps, dans le brouillon.")]
      : el("p", { class: "soft" }, shared ? "Un autre formulaire pose la même question : sa clé change aussi." : "Rien d’autre ne lit ce champ."),
    el("div", { class: "actions" }, el("button", { class: "button" }, "Renommer partout"), button("Annuler", () => dialog.close())),
  );
  const dialog = openDialog(`Renommer la clé « ${old} »`, "", form);
  input.select();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wanted = input.value.trim();
    const told = wanted === old ? "C’est déjà sa clé." : keyProblem(wanted, taken);
    const refused = told || (await editor.renameKey(path, kind, old, wanted, { alone: !uses.length && !shared, column }));
    if (!refused) return closeDone(dialog);
    problem.textContent = refused;
    input.setAttribute("aria-invalid", "true");
    return input.focus();
  });
}
