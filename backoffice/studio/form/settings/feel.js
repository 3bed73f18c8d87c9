// A FEEL expression, judged by the server as it is typed.
import { el, freshId } from "../dom.js";
import { fieldInserter } from "./insert.js";
import { typeset } from "./labelled.js";

export function feelArea(label, field, editor, hint = "") {
  const id = freshId("feel");
  const told = el("p", { class: "setting__problem", id: `${id}-problem`, role: "status" });
  const area = el("textarea", {
    id,
    class: "setting__input mono",
    rows: "3",
    spellcheck: "false",
    "aria-describedby": `${id}-problem${hint ? ` ${id}-hint` : ""}`,
    oninput: () => {
      field.set(withEquals(area.value));
      tell();
    },
  });
  area.value = field.value() ?? "";
  editor.onStudy(tell);
  tell();
  return el(
    "div",
    { class: "setting setting--wide" },
    el("label", { for: id }, typeset(label)),
    hint ? el("p", { class: "setting__hint", id: `${id}-hint` }, typeset(hint)) : null,
    area,
    told,
    fieldInserter(area, editor),
  );

  function tell() {
    const remarks = editor.study.remarks[field.value()] ?? [];
    told.textContent = remarks.map(({ message, position }) => placed(message, position, area.value)).join(" ");
    if (remarks.length) area.setAttribute("aria-invalid", "true");
    else area.removeAttribute("aria-invalid");
  }
}

// form-js marks an expression by its « = »: it is added for who forgets it.
const withEquals = (text) => {
  const bare = text.trim();
  return bare ? (bare.startsWith("=") ? bare : `=${bare}`) : undefined;
};

function placed(message, position, text) {
  if (!(position >= 0) || position >= text.length) return message;
  return `${message} (vers « ${text.slice(Math.max(0, position - 6), position + 10)} »)`;
}
