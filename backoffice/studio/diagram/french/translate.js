// The words of bpmn.io's editors in French; what is not known stays readable, and is remembered.
import { CANVAS } from "./canvas.js";
import { nameOf } from "./names.js";
import { PANEL } from "./panel.js";

const WORDS = { ...CANVAS, ...PANEL };
const untranslated = new Set();

/** Return `text` in French with its {named} parts filled. */
export function translate(text, parts = {}) {
  return french(text).replace(/{([^}]+)}/g, (whole, name) => parts[name] ?? whole);
}

/** Return the texts met so far that have no French, for the tests. */
export function missing() {
  return [...untranslated];
}

function french(text) {
  const found = WORDS[text] ?? nameOf(text);
  if (found === undefined && text) untranslated.add(text);
  return found ?? text;
}

export const FrenchModule = { translate: ["value", translate] };
