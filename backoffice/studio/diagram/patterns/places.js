// Where the nodes of a pattern go: a column each, in the lane of who does them.
const STEP = { x: 160, y: 110 };
const MARGIN = 60; // from a node's centre to the edge of its lane
const ORDER = ["citizen", "agent", "system"];

/**
 * Return the lane of each role around `hover`; without lanes every role has none.
 * `holders` leads a lane's name to usager, systeme or the code of a group.
 */
export function lanesOf(hover, lanes, holders) {
  const holder = (lane) => holders[lane.businessObject.name] ?? "";
  const isGroup = (lane) => !["usager", "systeme", ""].includes(holder(lane));
  const first = (wanted) => lanes.find((lane) => wanted(lane)) ?? hover;
  return {
    citizen: first((lane) => holder(lane) === "usager"),
    system: first((lane) => holder(lane) === "systeme"),
    agent: hover && (isGroup(hover) || !holder(hover)) ? hover : first(isGroup),
  };
}

/** Return the nodes by lane, each with its row there: roles that share a lane are stacked. */
export function rowsByLane(nodes, lanes) {
  const placed = nodes.filter((node) => !node.on);
  const found = new Map();
  for (const role of ORDER) {
    const own = placed.filter((node) => node.role === role);
    if (!own.length) continue;
    const rows = found.get(lanes[role]) ?? [];
    const start = rows.length ? Math.max(...rows.map(({ row }) => row)) + 1 : 0;
    for (const node of own) rows.push({ node, row: start + (node.row ?? 0) });
    found.set(lanes[role], rows);
  }
  return found;
}

/** Return how high a lane must be to hold `rows` from `top` on. */
export function bottomOf(rows, top) {
  return top + Math.max(...rows.map(({ row }) => row)) * STEP.y + MARGIN;
}

/** Return the centre of a node whose pattern begins at `left`, its lane's first row at `top`. */
export function centre({ node, row }, left, top) {
  return { x: left + node.col * STEP.x, y: top + row * STEP.y };
}

/** Return the y of the first row: `wanted` if nothing stands there, else below what does. */
export function freeTop(rows, lane, { left, wanted }, drawn) {
  const height = bottomOf(rows, 0) - MARGIN;
  const cols = rows.map(({ node }) => node.col);
  const band = { left: left + Math.min(...cols) * STEP.x - MARGIN,
    right: left + Math.max(...cols) * STEP.x + MARGIN };
  const near = drawn.filter((shape) => shape.x < band.right && shape.x + shape.width > band.left
    && shape.y < lane.y + lane.height && shape.y + shape.height > lane.y);
  const clear = (top) => near.every((shape) => shape.y > top + height + MARGIN - 10
    || shape.y + shape.height < top - MARGIN + 10);
  const highest = lane.y + MARGIN;
  const lowest = Math.max(highest, lane.y + lane.height - MARGIN - height);
  const aim = Math.min(Math.max(wanted, highest), lowest);
  if (clear(aim)) return aim;
  for (let top = highest; top <= lowest; top += 10) if (clear(top)) return top;
  return Math.max(...near.map((shape) => shape.y + shape.height)) + MARGIN;
}

export function width(nodes) {
  return Math.max(...nodes.map((node) => node.col ?? 0)) * STEP.x + 2 * MARGIN;
}

export const SPACE = { STEP, MARGIN };
