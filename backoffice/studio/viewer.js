// The diagram of a process: bpmn-js draws it, what is live, passed or missed is marked.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";

const LIVE_BADGE = { top: -12, left: 8 };
const MARKERS = ["passed", "missed", "live"];

async function draw(frame) {
  const answer = await read(frame);
  const viewer = new NavigatedViewer({
    container: frame.querySelector("[data-canvas]"),
    // the wheel scrolls the page; zooming is done by the buttons
    zoomScroll: { enabled: false },
  });
  await viewer.importXML(answer.bpmn);
  mark(frame, viewer, answer);
  viewer.get("canvas").zoom("fit-viewport", "auto");
  listen(frame, viewer);
  frame.dataset.drawn = "yes";
}

async function read(frame) {
  const answer = await fetch(frame.dataset.diagram, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return answer.json();
}

function mark(frame, viewer, answer) {
  const known = viewer.get("elementRegistry");
  const canvas = viewer.get("canvas");
  for (const marker of MARKERS) {
    for (const { id } of known.getAll()) canvas.removeMarker(id, marker);
    for (const id of answer[marker] ?? []) if (known.get(id)) canvas.addMarker(id, marker);
  }
  viewer.get("overlays").clear();
  for (const id of answer.live ?? []) label(viewer, id, frame.dataset.liveLabel);
}

function label(viewer, id, text) {
  if (!viewer.get("elementRegistry").get(id)) return;
  const badge = document.createElement("span");
  badge.className = "mark";
  badge.textContent = text;
  viewer.get("overlays").add(id, { position: LIVE_BADGE, html: badge });
}

function listen(frame, viewer) {
  const steps = { in: 1, out: -1 };
  frame.querySelector("[data-tools]").hidden = false;
  // somebody made the process advance in another part of the page
  frame.addEventListener("redraw", async () => mark(frame, viewer, await read(frame)));
  frame.addEventListener("click", ({ target }) => {
    const wanted = target.closest("button")?.dataset.zoom;
    if (wanted === "fit") viewer.get("canvas").zoom("fit-viewport", "auto");
    if (wanted in steps) viewer.get("zoomScroll").stepZoom(steps[wanted]);
  });
}

for (const frame of document.querySelectorAll("[data-diagram]")) {
  draw(frame).catch((failure) => {
    console.error(failure);
    frame.querySelector("[data-failure]").hidden = false;
  });
}
