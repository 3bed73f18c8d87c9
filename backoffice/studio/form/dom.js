// Making elements: texts are only ever text, attributes are set by name.
import { icon } from "./icons.js";

let counter = 0;

export const freshId = (stem) => `${stem}-${++counter}`;

export function el(name, given = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "class") made.className = value;
    else if (key === "value" || key === "checked" || key === "selected") made[key] = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export const button = (text, onclick, given = {}) =>
  el("button", { type: "button", class: "button button--quiet button--small", onclick, ...given }, text);

// A button that shows a sign only; its words are for those who cannot see it, and for a pointer at rest.
export const sign = (name, words, onclick, given = {}) =>
  el("button", { type: "button", class: "sign", title: words, "aria-label": words, onclick, ...given }, icon(name));

// Draw anew inside `container` without losing the place: what has the focus is found by `data-at`.
export function redraw(container, draw) {
  const focused = container.contains(document.activeElement) ? document.activeElement : null;
  const place = focused?.closest("[data-at]")?.dataset.at;
  const [start, end] = [focused?.selectionStart, focused?.selectionEnd];
  draw();
  if (!place) return;
  const again = container.querySelector(`[data-at="${CSS.escape(place)}"]`);
  again?.focus({ preventScroll: true });
  if (typeof start === "number" && again?.setSelectionRange) {
    try {
      again.setSelectionRange(start, end);
    } catch {
      // a control without a caret, such as a number
    }
  }
}

// Say something to those who listen: what was added, moved, removed.
export function announce(text) {
  const line = document.querySelector("[data-announce]");
  if (!line) return;
  line.textContent = "";
  requestAnimationFrame(() => (line.textContent = text));
}

export function debounced(act, pause) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...args), pause);
  };
}

// A dialog with a title; closing gives the focus back to what opened it.
export function openDialog(title, className, ...children) {
  const id = freshId("dialogue");
  const opener = document.activeElement;
  const dialog = el(
    "dialog",
    { class: `dialogue ${className}`, "aria-labelledby": id },
    el("div", { class: "dialogue__head" }, el("h2", { id }, title), sign("close", "Fermer", () => dialog.close())),
    ...children,
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (dialog.dataset.done !== "yes") opener?.focus?.();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

// Close without giving the focus back: what follows puts it elsewhere.
export function closeDone(dialog) {
  dialog.dataset.done = "yes";
  dialog.close();
}
