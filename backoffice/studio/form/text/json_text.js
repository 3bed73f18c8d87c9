// A JSON text edited in place: what is not touched keeps its bytes, its order and its spacing.
//
// A path is a list of member names and ranks: ["components", 0, "label"].

const SPACE = new Set([" ", "\n", "\r", "\t"]);

// The slice of a value: { start, end }; null when the path leads nowhere.
export function locate(text, path) {
  let place = { start: skip(text, 0) };
  place.end = endOf(text, place.start);
  for (const step of path) {
    const found = parts(text, place.start).findLast((part) => part.name === step);
    if (!found) return null;
    place = { start: found.start, end: found.end };
  }
  return place;
}

export function rawAt(text, path) {
  const place = locate(text, path);
  return place && text.slice(place.start, place.end);
}

// Put a value at a path; a missing member is added at the end of its object, and the objects
// around it with it. `undefined` removes the member, and the object that it leaves empty.
export function setAt(text, path, value) {
  if (value === undefined) return removeAt(text, path);
  const place = locate(text, path);
  if (place) {
    const indent = indentAt(text, place.start);
    return splice(text, place.start, place.end, written(value, indent, unitOf(text)));
  }
  const [parent, name] = [path.slice(0, -1), path.at(-1)];
  if (!locate(text, parent)) return setAt(text, parent, { [name]: value });
  return add(text, parent, Infinity, `${JSON.stringify(name)}: `, value);
}

export function insertAt(text, path, rank, value) {
  return add(text, path, rank, "", value);
}

// Put a slice taken elsewhere in the text, as it is but for its indentation.
export function insertRaw(text, path, rank, raw) {
  return add(text, path, rank, "", raw, true);
}

// Remove a member or an item; of an emptied object with `prune`, the object too.
export function removeAt(text, path, { prune = typeof path.at(-1) === "string" } = {}) {
  const parent = path.slice(0, -1);
  const place = locate(text, parent);
  const all = place ? parts(text, place.start) : [];
  const rank = all.findLastIndex((part) => part.name === path.at(-1));
  if (rank < 0) return text;
  if (all.length === 1 && prune && parent.length > 1 && typeof parent.at(-1) === "string")
    return removeAt(text, parent);
  if (all.length === 1) return splice(text, place.start + 1, place.end - 1, "");
  const [from, to] =
    rank === 0
      ? [all[0].from, all[1].from]
      : [all[rank - 1].end, all[rank].end];
  return splice(text, from, to, "");
}

function add(text, path, rank, prefix, value, isRaw = false) {
  const place = locate(text, path);
  const all = parts(text, place.start);
  const unit = unitOf(text);
  const outer = indentAt(text, place.start);
  // the layout of an object or a list is that of what it holds
  const spread = all.length ? text.slice(place.start, all[0].from).includes("\n") : unit !== "";
  const inner = all.length && spread ? indentAt(text, all[0].from) : outer + unit;
  const body = isRaw ? reindented(value, inner) : written(value, inner, spread ? unit : "");
  const made = prefix + body;
  const gap = spread ? `\n${inner}` : "";
  const at = Math.min(rank, all.length);
  if (!all.length)
    return splice(text, place.start + 1, place.end - 1, spread ? `${gap}${made}\n${outer}` : made);
  if (at === all.length) {
    const last = all.at(-1).end;
    return splice(text, last, last, `,${gap || " "}${made}`);
  }
  const next = all[at].from;
  return splice(text, next, next, `${made},${gap || " "}`);
}

// The members or items of the object or list that begins at `start`.
function parts(text, start) {
  const found = [];
  const open = text[start];
  if (open !== "{" && open !== "[") return found;
  let at = skip(text, start + 1);
  while (at < text.length && text[at] !== "}" && text[at] !== "]") {
    const from = at;
    let name = found.length;
    if (open === "{") {
      const close = endOfString(text, at);
      name = JSON.parse(text.slice(at, close));
      at = skip(text, skip(text, close) + 1);
    }
    const end = endOf(text, at);
    found.push({ name, from, start: at, end });
    at = skip(text, end);
    if (text[at] === ",") at = skip(text, at + 1);
  }
  return found;
}

function endOf(text, start) {
  if (text[start] === '"') return endOfString(text, start);
  if (text[start] !== "{" && text[start] !== "[") {
    let at = start;
    while (at < text.length && !SPACE.has(text[at]) && !",]}".includes(text[at])) at += 1;
    return at;
  }
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '"') at = endOfString(text, at) - 1;
    else if ("{[".includes(text[at])) depth += 1;
    else if ("}]".includes(text[at]) && --depth === 0) return at + 1;
  }
  return text.length;
}

function endOfString(text, start) {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

function skip(text, at) {
  while (SPACE.has(text[at])) at += 1;
  return at;
}

const splice = (text, from, to, put) => text.slice(0, from) + put + text.slice(to);

function indentAt(text, at) {
  const line = text.slice(text.lastIndexOf("\n", at) + 1, at);
  return line.slice(0, line.length - line.trimStart().length);
}

// One step of indentation: that of the document's first member, none for a text on one line.
function unitOf(text) {
  const first = parts(text, skip(text, 0))[0];
  return first && text.slice(0, first.from).includes("\n") ? indentAt(text, first.from) : "";
}

const written = (value, indent, unit) =>
  JSON.stringify(value, null, unit).replaceAll("\n", `\n${indent}`);

// No string of JSON holds a bare line break: every one of a slice is layout.
function reindented(raw, indent) {
  const lines = raw.split("\n");
  const before = lines.length > 1 ? lines.at(-1).length - lines.at(-1).trimStart().length : 0;
  return lines
    .map((line, rank) => (rank ? indent + line.slice(Math.min(before, spaces(line))) : line))
    .join("\n");
}

const spaces = (line) => line.length - line.trimStart().length;
