// The diagram of a process: bpmn-js draws it, what is live and what was passed is marked.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";

const LIVE_BADGE = { top: -12, left: 8 };

async function draw(frame) {
  const answer = await fetch(frame.dataset.diagram, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  const { bpmn, live, passed } = await answer.json();
  const viewer = new NavigatedViewer({
    container: frame.querySelector("[data-canvas]"),
    // the wheel scrolls the page; zooming is done by the buttons
    zoomScroll: { enabled: false },
  });
  await viewer.importXML(bpmn);
  mark(viewer, passed, "passed");
  mark(viewer, live, "live");
  for (const id of live) label(viewer, id, frame.dataset.liveLabel);
  viewer.get("canvas").zoom("fit-viewport", "auto");
  listen(frame, viewer);
  frame.dataset.drawn = "yes";
}

function mark(viewer, ids, marker) {
  const known = viewer.get("elementRegistry");
  for (const id of ids) if (known.get(id)) viewer.get("canvas").addMarker(id, marker);
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
