// What is chosen from a list in a dialog: the kind of field to add, the place to move one to.
import { closeDone, el, openDialog } from "./dom.js";

// Resolve with the kind chosen; by families, narrowed by what one types.
export function askKind(kinds, { columnsOnly = false } = {}) {
  const offered = [...kinds.values()].filter((kind) => !columnsOnly || kind.column);
  return new Promise((resolve) => {
    const found = el("div", { class: "menu-kinds" });
    const none = el("p", { class: "soft", hidden: true }, "Aucun champ de ce nom.");
    const search = el("input", {
      type: "search",
      class: "setting__input",
      "aria-label": "Chercher un genre de champ",
      placeholder: "Chercher : date, pièce, choix…",
      oninput: () => narrow(),
      onkeydown: (event) => {
        if (event.key !== "Enter" && event.key !== "ArrowDown") return;
        event.preventDefault(); // the key would go on in the label that takes the focus
        if (event.key === "Enter") first()?.click();
        else first()?.focus();
      },
    });
    const dialog = openDialog("Ajouter un champ", "dialogue--wide", search, found, none);
    const choose = (kind) => {
      closeDone(dialog);
      resolve(kind);
    };
    dialog.addEventListener("close", () => resolve(null));
    found.append(...families(offered, choose));
    found.addEventListener("keydown", walkGrid);
    search.focus();

    const first = () => [...found.querySelectorAll("button")].find((each) => !each.hidden);
    function narrow() {
      const wanted = plain(search.value);
      for (const each of found.querySelectorAll("button")) each.hidden = !plain(each.textContent).includes(wanted);
      for (const each of found.querySelectorAll("section"))
        each.hidden = [...each.querySelectorAll("button")].every((one) => one.hidden);
      none.hidden = Boolean(first());
    }
  });
}

function families(kinds, choose) {
  const names = [...new Set(kinds.map((kind) => kind.family))];
  return names.map((family) =>
    el(
      "section",
      { "aria-label": family },
      el("h3", {}, family),
      ...kinds
        .filter((kind) => kind.family === family)
        .map((kind) =>
          el(
            "button",
            { type: "button", class: "menu-kinds__kind", onclick: () => choose(kind), "data-kind": kind.type },
            el("strong", {}, kind.name),
            el("span", { class: "soft" }, kind.hint),
          ),
        ),
    ),
  );
}

function walkGrid(event) {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const all = [...event.currentTarget.querySelectorAll("button")].filter((each) => !each.hidden);
  const next = all[all.indexOf(document.activeElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

// Resolve with { path, rank } of the page, group or list chosen.
export function askDestination(title, destinations) {
  return new Promise((resolve) => {
    const dialog = openDialog(title, "");
    dialog.addEventListener("close", () => resolve(null));
    const choose = (place) => {
      closeDone(dialog);
      resolve(place);
    };
    const items = destinations.map((place) =>
      el(
        "li",
        {},
        el(
          "button",
          { type: "button", class: `destination destination--${Math.min(place.depth, 3)}`, onclick: () => choose(place) },
          place.page ? `Page « ${place.title} »` : `« ${place.title} »`,
        ),
      ),
    );
    dialog.append(
      items.length
        ? el("ul", { class: "destinations" }, ...items)
        : el("p", { class: "soft" }, "Il n’y a pas d’autre page ni de cadre où le mettre."),
    );
    dialog.querySelector("ul button")?.focus();
  });
}

const plain = (text) => text.normalize("NFD").replaceAll(/\p{Mn}/gu, "").toLowerCase();
