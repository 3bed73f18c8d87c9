// The diagrams of a process: bpmn-js draws one, what is live, passed or missed in it is marked. With
// diagrams that the main one calls, that of the token is shown, and another can be chosen.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";

const LIVE_BADGE = { top: -12, left: 8 };
const MARKERS = ["passed", "missed", "live"];
const MAIN = "";
const LIVE = "live";

class Drawing {
  constructor(frame) {
    this.frame = frame;
    this.file = null; // the diagram shown
    this.followed = true; // the token is, until somebody chooses
    this.viewer = new NavigatedViewer({
      container: frame.querySelector("[data-canvas]"),
      // the wheel scrolls the page; zooming is done by the buttons
      zoomScroll: { enabled: false },
    });
    this.sheets = frame.querySelector("[data-sheets]");
  }

  async open() {
    await this.redraw();
    this.#listen();
    this.frame.dataset.drawn = "yes";
  }

  /** Read where the process is, and show it: in the diagram of its token, or in that chosen. */
  async redraw() {
    const answer = await read(this.frame);
    this.answers = [{ ...answer, file: MAIN }, ...(answer.called ?? [])];
    this.#offer();
    await this.show(this.followed ? this.#lively() : this.file);
  }

  async show(file) {
    const answer = this.answers.find((each) => each.file === file) ?? this.answers[0];
    const other = answer.file !== this.file;
    if (other) await this.viewer.importXML(answer.bpmn);
    this.file = answer.file;
    this.sheets.querySelector("select").value = answer.file;
    this.#mark(answer);
    if (other) this.viewer.get("canvas").zoom("fit-viewport", "auto");
  }

  // deeper than the call activity that stands for it
  #lively() {
    return this.answers.slice(1).find(({ live }) => live.length)?.file ?? MAIN;
  }

  #offer() {
    const [, ...called] = this.answers;
    const select = this.sheets.querySelector("select");
    select.replaceChildren(select.options[0], ...called.map(({ name, file }) => new Option(name, file)));
    this.sheets.hidden = !called.length;
  }

  #mark(answer) {
    const known = this.viewer.get("elementRegistry");
    const canvas = this.viewer.get("canvas");
    for (const marker of MARKERS) {
      for (const { id } of known.getAll()) canvas.removeMarker(id, marker);
      for (const id of answer[marker] ?? []) if (known.get(id)) canvas.addMarker(id, marker);
    }
    this.viewer.get("overlays").remove({ type: LIVE });
    const live = (answer.live ?? []).filter((id) => known.get(id));
    for (const id of live) this.#label(id);
    // a collapsed sub-process is drawn on a plane of its own
    if (this.followed && live.length) canvas.setRootElement(canvas.findRoot(live[0]));
  }

  #label(id) {
    const badge = document.createElement("span");
    badge.className = "mark";
    badge.textContent = this.frame.dataset.liveLabel;
    this.viewer.get("overlays").add(id, LIVE, { position: LIVE_BADGE, html: badge });
  }

  #listen() {
    const steps = { in: 1, out: -1 };
    this.frame.querySelector("[data-tools]").hidden = false;
    // somebody made the process advance in another part of the page
    this.frame.addEventListener("redraw", () => this.redraw());
    this.sheets.addEventListener("change", ({ target }) => {
      this.followed = false;
      this.show(target.value);
    });
    this.frame.addEventListener("click", ({ target }) => {
      const wanted = target.closest("button")?.dataset.zoom;
      if (wanted === "fit") this.viewer.get("canvas").zoom("fit-viewport", "auto");
      if (wanted in steps) this.viewer.get("zoomScroll").stepZoom(steps[wanted]);
    });
  }
}

async function read(frame) {
  const answer = await fetch(frame.dataset.diagram, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return answer.json();
}

for (const frame of document.querySelectorAll("[data-diagram]")) {
  new Drawing(frame).open().catch((failure) => {
    console.error(failure);
    frame.querySelector("[data-failure]").hidden = false;
  });
}
