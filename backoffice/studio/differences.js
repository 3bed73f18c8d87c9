// Two diagrams side by side, the one in service and the draft: what was added, removed or changed.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";

// what each side can show: what went is on the left only, what came on the right only
const SIDES = { before: ["removed", "changed"], after: ["added", "changed"] };

const MARGIN = 1.12;

async function draw(frame) {
  const answer = await fetch(frame.dataset.differences, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  const told = await answer.json();
  for (const [side, kinds] of Object.entries(SIDES)) {
    const viewer = new NavigatedViewer({
      container: frame.querySelector(`[data-side="${side}"]`),
      zoomScroll: { enabled: false },
    });
    await viewer.importXML(told[side]);
    for (const kind of kinds) mark(viewer, told[kind], kind);
    fit(viewer.get("canvas"));
  }
  frame.dataset.drawn = "yes";
}

// All of it, and room below for the maker's mark.
function fit(canvas) {
  canvas.zoom("fit-viewport", "auto");
  const { x, y, width, height } = canvas.viewbox();
  const room = { width: width * MARGIN, height: height * MARGIN };
  canvas.viewbox({ x: x - (room.width - width) / 2, y, ...room });
}

function mark(viewer, ids, kind) {
  const known = viewer.get("elementRegistry");
  for (const id of ids) if (known.get(id)) viewer.get("canvas").addMarker(id, kind);
}

const frame = document.querySelector("[data-differences]");
if (frame)
  draw(frame).catch((failure) => {
    console.error(failure);
    frame.querySelector("[data-failure]").hidden = false;
  });
