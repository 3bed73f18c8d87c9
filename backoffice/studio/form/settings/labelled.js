// A control with its label, its hint and its problem, tied to it.
import { el, freshId } from "../dom.js";

// French quotes and double signs keep to their words.
export const typeset = (text) => text.replaceAll(/« /g, "«\u00a0").replaceAll(/ ([»:;?!])/g, "\u00a0$1");

export function labelled({ label, hint }, control, { wide = false, short = false } = {}) {
  const id = control.id || freshId("reglage");
  control.id = id;
  const problem = el("p", { class: "setting__problem", id: `${id}-problem`, role: "status" });
  control.problem = (text) => {
    problem.textContent = text;
    if (text) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  };
  control.setAttribute("aria-describedby", [hint && `${id}-hint`, problem.id].filter(Boolean).join(" "));
  return el(
    "div",
    { class: `setting${wide ? " setting--wide" : ""}${short ? " setting--short" : ""}` },
    el("label", { for: id }, typeset(label)),
    control,
    hint ? el("p", { class: "setting__hint", id: `${id}-hint` }, typeset(hint)) : null,
    problem,
  );
}
