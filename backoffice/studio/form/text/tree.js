// Reading a form: its pages, its components in order, their names.

export const isGroup = (component) => component.type === "group";
export const holds = (component) => isGroup(component) || component.type === "dynamiclist";
export const samePath = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export function at(tree, path) {
  return path.reduce((node, step) => node?.[step], tree);
}

export const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

// Tell whether a JSON value can be read as a form; what else is wrong in it, findings say.
export const isForm = (node) => isObject(node) && list(node).every(isForm);

// Each top-level group is a page; so is each run of other components between two of them.
// A page: { path (of its group, or null), list (path of what it holds), from, to, title }.
export function pagesOf(tree) {
  const pages = [];
  for (const [rank, top] of list(tree).entries()) {
    const path = ["components", rank];
    if (isGroup(top)) {
      const inside = [...path, "components"];
      pages.push({ path, list: inside, from: 0, to: list(top).length, title: top.label ?? "" });
    } else if (pages.at(-1)?.path === null) pages.at(-1).to = rank + 1;
    else pages.push({ path: null, list: ["components"], from: rank, to: rank + 1, title: "" });
  }
  return pages;
}

// Every component in reading order: { path, component, parent, depth, name }.
export function walk(tree) {
  return [...inside(tree, [], 0, "components")];
}

function* inside(node, path, depth, place) {
  for (const [rank, component] of list(node).entries()) {
    const here = [...path, "components", rank];
    const name = nameOf(component, `${place}[${rank + 1}]`);
    yield { path: here, component, parent: path, depth, name };
    if (holds(component)) yield* inside(component, here, depth + 1, name);
  }
}

// What findings call a component.
export const nameOf = (component, place) => String(component.key || component.id || place);

export function find(tree, name) {
  const all = walk(tree);
  return (
    all.find((each) => each.name === name) ?? all.find((each) => each.component.id === name) ?? null
  );
}

export const list = (node) => (Array.isArray(node?.components) ? node.components : []);

export function keyOf(component) {
  return component.key || component.path || "";
}

export function labelOf(component) {
  const given = component.label || component.dateLabel || component.timeLabel;
  return typeof given === "string" ? given : "";
}

// The list whose rows ask this column; null outside of lists.
export function rowsAround(tree, path) {
  for (let size = path.length - 2; size > 0; size -= 2) {
    const around = at(tree, path.slice(0, size));
    if (around?.type === "dynamiclist") return around;
  }
  return null;
}

// The keys among which one must be unique: those of the form, or of the list around a column.
export function keysAround(tree, path) {
  const rows = rowsAround(tree, path);
  const all = walk(rows ?? tree).filter(({ path: each }) => rows || !rowsAround(tree, each));
  return new Set(all.map(({ component }) => keyOf(component)).filter(Boolean));
}

export function idsIn(tree) {
  return new Set(walk(tree).map(({ component }) => component.id));
}
