// What another editor says of the form, written into our text: only what differs changes.
import { removeAt, setAt } from "./json_text.js";
import { isObject } from "./tree.js";

export function mergeInto(text, wanted) {
  return merged(text, [], JSON.parse(text), wanted);
}

function merged(text, path, now, wanted) {
  if (same(now, wanted)) return text;
  if (!isObject(now) || !isObject(wanted)) return Array.isArray(now) && Array.isArray(wanted) && inStep(now, wanted) ? items(text, path, now, wanted) : setAt(text, path, wanted);
  let changed = text;
  for (const name of Object.keys(now))
    if (!(name in wanted)) changed = removeAt(changed, [...path, name], { prune: false });
  for (const [name, value] of Object.entries(wanted))
    changed = merged(changed, [...path, name], Object.hasOwn(now, name) ? now[name] : undefined, value);
  return changed;
}

function items(text, path, now, wanted) {
  return wanted.reduce((changed, value, rank) => merged(changed, [...path, rank], now[rank], value), text);
}

// Lists of the same things in the same order: by their ids where they have some.
const inStep = (now, wanted) =>
  now.length === wanted.length && now.every((each, rank) => each?.id === wanted[rank]?.id);

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
