// Room made by a lane that grows takes the bends of its flows along: bpmn-js names no start there,
// and without one the flows stay where their shapes were.

class SpaceStart {
  constructor(spaceTool) {
    const make = spaceTool.makeSpace.bind(spaceTool);
    spaceTool.makeSpace = (moving, resizing, delta, direction, start = edgeOf(moving, direction)) =>
      make(moving, resizing, delta, direction, start);
  }
}

SpaceStart.$inject = ["spaceTool"];

export const SpaceModule = { __init__: ["spaceStart"], spaceStart: ["type", SpaceStart] };

function edgeOf(shapes, direction) {
  const edges = {
    s: () => Math.min(...shapes.map(({ y }) => y)) - 1,
    e: () => Math.min(...shapes.map(({ x }) => x)) - 1,
    n: () => Math.max(...shapes.map(({ y, height }) => y + height)) + 1,
    w: () => Math.max(...shapes.map(({ x, width }) => x + width)) + 1,
  };
  return edges[direction]();
}
