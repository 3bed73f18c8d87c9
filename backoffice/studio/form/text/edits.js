// What one does to a form: add, copy, remove, move. Each gives { change, select, label }:
// `change` for FormDocument.apply, `select` the path to show afterwards.
import { insertAt, insertRaw, locate, rawAt, removeAt, setAt } from "./json_text.js";
import { at, holds, idsIn, isGroup, keyOf, keysAround, labelOf, list, pagesOf, samePath, walk } from "./tree.js";
import { keyFrom, newId, unique } from "./naming.js";

const MORE = { dynamiclist: () => [{ type: "textfield" }] }; // a list without question is refused

// A component of this kind at `rank` of the list at `path`.
export function adding(tree, kind, kinds, path, rank) {
  const ids = idsIn(tree);
  const component = fresh(kind, kinds, ids, keysAround(tree, [...path, rank]));
  return {
    label: `Ajout de « ${kind.name} »`,
    change: (text) => insertAt(withList(text, path), path, rank, component),
    select: [...path, rank],
  };
}

function fresh(kind, kinds, ids, keys) {
  const id = newId(kind.type, ids);
  ids.add(id);
  const made = { type: kind.type, id };
  if (kind.labelName) made[kind.labelName] = kind.type === "text" ? "Votre texte." : kind.name;
  if (kind.keyName) {
    made[kind.keyName] = unique(keyFrom(kind.name), keys);
    keys.add(made[kind.keyName]);
  }
  Object.assign(made, structuredClone(kind.starter));
  if (kind.type === "group") made.components = [];
  const columns = MORE[kind.type]?.() ?? [];
  if (columns.length) {
    const inner = new Set();
    made.components = columns.map(({ type }) => fresh(kinds.get(type), kinds, ids, inner));
  }
  return made;
}

export function addingPage(tree) {
  const rank = list(tree).length;
  const page = { type: "group", id: newId("group", idsIn(tree)), label: "Nouvelle page", components: [] };
  return {
    label: "Ajout d’une page",
    change: (text) => insertAt(withList(text, ["components"]), ["components"], rank, page),
    select: ["components", rank],
  };
}

// Put a run of components that stand outside of any group into one: a page with a title.
export function gathering(tree, page) {
  const made = { type: "group", id: newId("group", idsIn(tree)), label: "Nouvelle page", components: [] };
  return {
    label: "Création d’une page",
    change: (text) => {
      const raws = [];
      for (let rank = page.from; rank < page.to; rank += 1) raws.push(rawAt(text, ["components", rank]));
      let changed = text;
      for (let rank = page.to - 1; rank >= page.from; rank -= 1)
        changed = removeAt(changed, ["components", rank], { prune: false });
      changed = insertAt(changed, ["components"], page.from, made);
      const into = ["components", page.from, "components"];
      for (const [rank, raw] of raws.entries()) changed = insertRaw(changed, into, rank, raw);
      return changed;
    },
    select: ["components", page.from],
  };
}

export function removing(tree, path) {
  const rest = list(at(tree, path.slice(0, -2))).length - 1;
  const rank = Math.min(path.at(-1), rest - 1);
  return {
    label: `Suppression de ${called(at(tree, path))}`,
    change: (text) => removeAt(text, path, { prune: false }),
    select: rank >= 0 ? [...path.slice(0, -1), rank] : path.length > 2 ? path.slice(0, -2) : null,
  };
}

// The copy has ids and keys of its own, at every depth; its conditions read what they read.
export function copying(tree, path) {
  const ids = idsIn(tree);
  const copy = structuredClone(at(tree, path));
  renew(copy, ids, keysAround(tree, path));
  const rank = path.at(-1) + 1;
  return {
    label: `Copie de ${called(copy)}`,
    change: (text) => insertAt(text, path.slice(0, -1), rank, copy),
    select: [...path.slice(0, -1), rank],
  };
}

function renew(component, ids, keys) {
  component.id = newId(component.type, ids);
  ids.add(component.id);
  for (const name of ["key", "path"])
    if (component[name]) {
      component[name] = unique(component[name], keys);
      keys.add(component[name]);
    }
  const inner = component.type === "dynamiclist" ? new Set() : keys;
  for (const child of list(component)) renew(child, ids, inner);
}

// Take a component to `rank` of the list at `path`, ranks as they are before the move.
export function moving(tree, from, path, rank) {
  const target = after(from, path, rank);
  return {
    label: `Déplacement de ${called(at(tree, from))}`,
    change: (text) => {
      const raw = rawAt(text, from);
      const without = removeAt(text, from, { prune: false });
      return insertRaw(withList(without, target.path), target.path, target.rank, raw);
    },
    select: [...target.path, target.rank],
  };
}

// Ranks shift once the component is taken away.
function after(from, path, rank) {
  const around = from.slice(0, -1);
  if (samePath(around, path)) return { path, rank: rank > from.at(-1) ? rank - 1 : rank };
  const inside = path.length > around.length && samePath(path.slice(0, around.length), around);
  if (!inside || path[around.length] < from.at(-1)) return { path, rank };
  const shifted = [...path];
  shifted[around.length] -= 1;
  return { path: shifted, rank };
}

// One step up or down: past a neighbour, into the page before or after at the ends. Null at the end.
export function nudging(tree, path, step) {
  const siblings = list(at(tree, path.slice(0, -2)));
  const rank = path.at(-1) + step;
  if (rank >= 0 && rank < siblings.length)
    return moving(tree, path, path.slice(0, -1), step > 0 ? rank + 1 : rank);
  if (path.length === 2) return null; // a page, or what stands outside of pages
  if (path.length > 4) {
    const group = path.slice(0, -2); // out of the group, on its side
    if (at(tree, group)?.type === "dynamiclist") return null;
    return moving(tree, path, group.slice(0, -1), group.at(-1) + (step > 0 ? 1 : 0));
  }
  const neighbour = list(tree)[path[1] + step];
  if (!neighbour || !isGroup(neighbour)) return null;
  const into = ["components", path[1] + step, "components"];
  return moving(tree, path, into, step > 0 ? 0 : list(neighbour).length);
}

// Where a component may go: pages, groups, and lists of rows for what a row may hold.
export function destinations(tree, path, kinds) {
  const moved = at(tree, path);
  const within = (each) => samePath(each.slice(0, path.length), path);
  const column = kinds.get(moved.type)?.column;
  return walk(tree)
    .filter(({ path: each, component }) => {
      if (!holds(component) || within(each) || samePath(each, path.slice(0, -2))) return false;
      return isGroup(component) ? !inRows(tree, each) : column;
    })
    .map(({ path: each, component, depth }) => ({
      path: [...each, "components"],
      rank: list(component).length,
      depth,
      title: labelOf(component) || "Sans titre",
      page: each.length === 2 && isGroup(component),
    }));
}

const inRows = (tree, path) => {
  for (let size = 2; size < path.length; size += 2)
    if (at(tree, path.slice(0, size))?.type === "dynamiclist") return true;
  return false;
};

// Where « Ajouter » puts something: after what is selected, at the end of a page that is.
export function placeAfter(tree, selected) {
  const component = selected && at(tree, selected);
  if (component && isGroup(component) && selected.length === 2)
    return { path: [...selected, "components"], rank: list(component).length };
  if (component) return { path: selected.slice(0, -1), rank: selected.at(-1) + 1 };
  const last = pagesOf(tree).at(-1);
  return last ? { path: last.list, rank: last.to } : { path: ["components"], rank: 0 };
}

export function called(component) {
  const name = labelOf(component) || keyOf(component);
  return name ? `« ${name} »` : "l’élément";
}

const withList = (text, path) => (locate(text, path) ? text : setAt(text, path, []));
