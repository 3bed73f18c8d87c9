// A list of the fields that can be read here: the one chosen is written where the caret is.
import { el } from "../dom.js";
import { readable } from "../condition/operators.js";

// `wrap` makes what is written of a key: itself in FEEL, {{ key }} in a text.
export function fieldInserter(area, editor, wrap = (key) => key) {
  const made = el("select", {
    class: "setting__input insert",
    "aria-label": "Insérer un champ",
    onchange: () => {
      area.setRangeText(wrap(made.value), area.selectionStart, area.selectionEnd, "end");
      made.value = "";
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.focus();
    },
  });
  const fill = () =>
    made.replaceChildren(
      el("option", { value: "" }, "Insérer un champ…"),
      ...readable(editor.doc.tree, editor.study.others).map(({ key, label }) =>
        el("option", { value: key }, label === key ? key : `${label} (${key})`),
      ),
    );
  fill();
  editor.onStudy(() => document.activeElement !== made && fill());
  return made;
}

export const placeholder = (key) => `{{${key}}}`;
