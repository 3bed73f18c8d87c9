// The actions beside an element stay on the canvas, however near its edge the element ends.
const MARGIN = 6;

class PadPlace {
  constructor(contextPad, canvas) {
    const place = contextPad._getPosition.bind(contextPad);
    contextPad._getPosition = (target) => {
      const pad = contextPad._current?.html;
      const room = canvas.getContainer();
      return pad ? inside(place(target), pad, room) : place(target);
    };
  }
}

PadPlace.$inject = ["contextPad", "canvas"];

export const PadModule = { __init__: ["padPlace"], padPlace: ["type", PadPlace] };

function inside(place, pad, room) {
  const within = (wanted, size, whole) =>
    Math.max(MARGIN, Math.min(wanted, whole - size - MARGIN));
  return {
    ...place,
    left: within(place.left, pad.offsetWidth, room.clientWidth),
    top: within(place.top, pad.offsetHeight, room.clientHeight),
  };
}
