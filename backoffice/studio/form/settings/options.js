// The answers of a closed list: rows of label and value, added, moved, removed, pasted.
import { announce, button, closeDone, el, freshId, openDialog, redraw, sign } from "../dom.js";
import { unique, valueFrom } from "../text/naming.js";

export function optionsControl(setting, field) {
  const box = el("fieldset", { class: "setting setting--wide options" }, el("legend", {}, setting.label));
  const body = el("div");
  box.append(body);
  const now = () => (Array.isArray(field.value()) ? field.value() : []);
  const fresh = new Set(); // ranks of the answers whose value still follows their label
  let helped = now().some((option) => option?.description);
  const draw = () => redraw(body, () => body.replaceChildren(...content()));

  function put(values, { again = true, merge = "" } = {}) {
    field.set(values, { merge });
    if (again) draw();
  }

  function content() {
    const values = now();
    return [
      values.length
        ? el("div", { class: "options__head", "aria-hidden": "true" }, el("span", {}, "Libellé"), el("span", {}, "Valeur"))
        : el("p", { class: "soft" }, "Aucune réponse : ajoutez-en deux au moins."),
      el("ol", { class: "options__list" }, ...values.map((option, rank) => line(option ?? {}, rank, values.length))),
      el("div", { class: "options__acts" }, button("Ajouter une réponse", add, { "data-at": "add" }), button("Coller une liste…", paste, { "data-at": "paste" }), helped ? null : button("Ajouter des aides", help, { "data-at": "help" })),
    ];
  }

  function line(option, rank, count) {
    const change = (name, value) => {
      const values = structuredClone(now());
      values[rank] = { ...values[rank], [name]: value };
      if (name === "description" && !value) delete values[rank].description;
      if (name === "label" && fresh.has(rank)) {
        const taken = new Set(values.filter((_, each) => each !== rank).map((each) => each.value));
        values[rank].value = unique(valueFrom(value), taken);
        body.querySelector(`[data-at="value-${rank}"]`).value = values[rank].value;
      }
      if (name === "value") fresh.delete(rank);
      put(values, { again: false, merge: `${name}-${rank}` });
    };
    const cell = (name, words) =>
      el("input", {
        type: "text",
        class: `setting__input${name === "value" ? " mono" : ""}${name === "description" ? " options__help" : ""}`,
        placeholder: name === "description" ? "Aide, sous la réponse" : undefined,
        value: String(option[name] ?? ""),
        "aria-label": `${words} de la réponse ${rank + 1}`,
        "data-at": `${name}-${rank}`,
        oninput: (event) => change(name, event.target.value),
      });
    return el(
      "li",
      { class: "options__row", onkeydown: (event) => onKey(event, rank) },
      cell("label", "Libellé"),
      cell("value", "Valeur"),
      helped ? cell("description", "Aide") : null,
      el(
        "span",
        { class: "options__signs" },
        sign("up", `Monter la réponse ${rank + 1}`, () => move(rank, -1), { disabled: rank === 0, "data-at": `up-${rank}` }),
        sign("down", `Descendre la réponse ${rank + 1}`, () => move(rank, 1), { disabled: rank === count - 1, "data-at": `down-${rank}` }),
        sign("close", `Retirer la réponse ${rank + 1}`, () => remove(rank), { "data-at": `remove-${rank}` }),
      ),
    );
  }

  function onKey(event, rank) {
    const name = event.target.dataset.at?.split("-")[0];
    if (event.key === "Enter" && ["label", "value", "description"].includes(name)) {
      event.preventDefault();
      add();
    } else if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
      event.preventDefault();
      move(rank, event.key === "ArrowUp" ? -1 : 1, name);
    }
  }

  function add() {
    const values = structuredClone(now());
    const taken = new Set(values.map(({ value }) => value));
    values.push({ label: "Nouvelle réponse", value: unique("nouvelle_reponse", taken) });
    fresh.add(values.length - 1);
    put(values);
    const cell = body.querySelector(`[data-at="label-${values.length - 1}"]`);
    cell.focus();
    cell.select();
  }

  function move(rank, step, name = step < 0 ? "up" : "down") {
    const values = structuredClone(now());
    const to = rank + step;
    if (to < 0 || to >= values.length) return;
    values.splice(to, 0, ...values.splice(rank, 1));
    fresh.clear();
    put(values);
    announce(`Réponse déplacée à la place ${to + 1} sur ${values.length}.`);
    const wanted = body.querySelector(`[data-at="${name}-${to}"]`);
    (wanted?.disabled ? body.querySelector(`[data-at="label-${to}"]`) : wanted)?.focus();
  }

  function remove(rank) {
    const values = now().filter((_, each) => each !== rank);
    fresh.clear();
    put(values);
    announce("Réponse retirée.");
    const next = Math.min(rank, values.length - 1);
    body.querySelector(next < 0 ? '[data-at="add"]' : `[data-at="label-${next}"]`).focus();
  }

  function help() {
    helped = true;
    draw();
    body.querySelector('[data-at="description-0"]')?.focus();
  }

  function paste() {
    const id = freshId("coller");
    const area = el("textarea", { id, class: "setting__input", rows: "10" });
    const dialog = openDialog(
      "Coller une liste de réponses",
      "",
      el("label", { for: id }, "Une réponse par ligne ; « libellé ; valeur » pour choisir aussi la valeur."),
      area,
      el(
        "div",
        { class: "actions" },
        el("button", { type: "button", class: "button", onclick: () => finish(true) }, "Remplacer la liste"),
        button("Ajouter à la suite", () => finish(false)),
      ),
    );
    area.focus();

    function finish(replace) {
      const read = readLines(area.value, replace ? [] : now());
      closeDone(dialog);
      fresh.clear();
      if (read.length) put(read);
      announce(`${read.length} réponses.`);
      body.querySelector('[data-at="paste"]').focus();
    }
  }

  draw();
  return box;
}

// Lines of a sheet or of a text: label, then value after a tab or a semicolon.
export function readLines(text, before) {
  const found = [...before];
  const taken = new Set(found.map(({ value }) => value));
  for (const line of text.split(/\r?\n/)) {
    const [label, given] = line.split(/\t|;/).map((part) => part.trim());
    if (!label) continue;
    const value = given && !taken.has(given) ? given : unique(valueFrom(label), taken);
    taken.add(value);
    found.push({ label, value });
  }
  return found;
}
