// dmn-js in French; what is not known stays readable, and is remembered for the tests.
import { options } from "inferno";
import { HINTS, TYPES, WORDS } from "./words.js";

const TITLES = new Set(["h2", "th", "label"]); // where dmn-js writes words that it does not translate
const TEXT = 16; // the flag of a text node in Inferno
const untranslated = new Set();

/** Return `text` in French with its {named} parts filled. */
export function translate(text, parts = {}) {
  return french(text).replace(/{\s*([^}]+?)\s*}/g, (whole, name) => parts[name] ?? whole);
}

/** Return the texts met so far that have no French, for the tests. */
export function missing() {
  return [...untranslated];
}

function french(text) {
  const found = WORDS[text] ?? TYPES[text];
  if (found === undefined && text) untranslated.add(text);
  return found ?? text ?? "";
}

const next = options.createVNode;

options.createVNode = (vnode) => {
  if (TITLES.has(vnode.type)) [vnode.children].flat().forEach(title);
  for (const name of ["title", "aria-label"]) {
    const said = vnode.props?.[name];
    if (Object.hasOwn(HINTS, said ?? "")) vnode.props[name] = HINTS[said];
  }
  next?.(vnode);
};

function title(child) {
  if (child?.flags & TEXT && Object.hasOwn(WORDS, child.children)) child.children = WORDS[child.children];
}

export const FrenchModule = { translate: ["value", translate] };
