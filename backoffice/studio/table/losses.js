// What dmn-js would not write back of a file, silently: elements and attributes, by their names.
// Those that say what the standard says without them do not count.
const DEFAULTS = new Set(["hitPolicy", "kind", "textFormat", "isCollection", "typeLanguage",
  "expressionLanguage", "preferredOrientation", "associationDirection"]);

/** Tell whether `after` lacks something that `before` says. */
export function loses(before, after) {
  const left = names(after);
  for (const [name, count] of names(before)) if ((left.get(name) ?? 0) < count) return true;
  return false;
}

function names(xml) {
  const found = new Map();
  const add = (name) => found.set(name, (found.get(name) ?? 0) + 1);
  for (const element of new DOMParser().parseFromString(xml, "text/xml").querySelectorAll("*")) {
    const kept = [...element.attributes].filter(
      ({ name, localName }) => !name.startsWith("xmlns") && !DEFAULTS.has(localName));
    if (kept.length || element.childNodes.length) add(element.localName);
    for (const { localName } of kept) add(`${element.localName}@${localName}`);
  }
  return found;
}
