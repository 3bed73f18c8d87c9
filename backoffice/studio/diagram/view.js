// The panes around the canvas and the tools above it.
const WIDE = 1600; // from this width on, every pane fits beside the canvas
const NARROW = 960; // up to this width, the list takes the place of the palette
const MARGIN = 20;
const ZOOMS = { in: 1, out: -1 };

class StudioView {
  constructor(injector, eventBus) {
    this.injector = injector;
    this.frame = document.querySelector("[data-diagram-editor]");
    this.frame.addEventListener("click", ({ target }) => {
      this.#toggle(target.closest("[data-pane]"));
      this.#use(target.closest("[data-tool]")?.dataset.tool);
    });
    eventBus.on("commandStack.changed", () => this.#offerUndo());
    eventBus.on("canvas.viewbox.changed", () => (this.fitted &&= this.fitting));
    eventBus.on("minimap.toggle", ({ open }) => this.#tool("minimap").setAttribute("aria-pressed", open));
    window.addEventListener("resize", () => this.#resized());
    if (window.innerWidth >= WIDE || window.innerWidth <= NARROW) this.#open("outline");
  }

  /** Show the whole diagram, beside the palette. */
  fit() {
    const canvas = this.injector.get("canvas");
    const { inner, outer } = canvas.viewbox();
    if (!inner.width || !outer.width) return;
    const palette = this.frame.querySelector(".djs-palette")?.getBoundingClientRect();
    const taken = (palette ? palette.width : 0) + 2 * MARGIN;
    const room = { width: outer.width - taken - MARGIN, height: outer.height - 2 * MARGIN };
    const scale = Math.min(1, room.width / inner.width, room.height / inner.height);
    this.fitting = true;
    canvas.viewbox({ x: inner.x - taken / scale, y: inner.y - MARGIN / scale,
      width: outer.width / scale, height: outer.height / scale });
    this.fitting = false;
    this.fitted = true;
  }

  /** Draw what `act` draws; a diagram that was wholly in sight, or whose news are not, is shown whole. */
  keepingWhole(act) {
    const whole = this.#isWhole();
    const shapes = act();
    if (whole ? !this.#isWhole() : !Object.values(shapes).every((each) => this.#isSeen(each))) this.fit();
    return shapes;
  }

  #isWhole() {
    return this.#isSeen(this.injector.get("canvas").viewbox().inner);
  }

  #isSeen(box) {
    const { x, y, width, height } = this.injector.get("canvas").viewbox();
    return box.x >= x && box.x + box.width <= x + width && box.y >= y
      && box.y + box.height <= y + height;
  }

  /** Bring an element to the middle of the canvas, if it is not in sight. */
  center(element) {
    this.injector.get("canvas").scrollToElement(element, 80);
  }

  /** Select an element by its id and show it; false when the diagram has no such element. */
  reveal(id) {
    const element = this.injector.get("elementRegistry").get(id);
    if (!element) return false;
    this.injector.get("selection").select(element);
    this.center(element);
    return true;
  }

  /** Put the keyboard into the properties of the element that is selected. */
  openProperties() {
    this.#open("properties");
    const panel = this.frame.querySelector("[data-properties]");
    requestAnimationFrame(() => {
      const fields = panel.querySelectorAll("input, select, textarea, button");
      ([...fields].find((each) => each.checkVisibility()) ?? panel).focus();
    });
  }

  #pane(name) {
    return this.frame.querySelector(`[data-pane="${name}"]`);
  }

  #tool(name) {
    return this.frame.querySelector(`[data-tool="${name}"]`);
  }

  #open(name) {
    if (this.#pane(name).getAttribute("aria-expanded") !== "true") this.#toggle(this.#pane(name));
  }

  #toggle(button) {
    if (!button) return;
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", open);
    document.getElementById(button.getAttribute("aria-controls")).hidden = !open;
    this.#resized();
  }

  #resized() {
    const whole = this.fitted;
    this.injector.get("canvas").resized();
    if (whole) this.fit(); // what was in sight stays in sight
  }

  #offerUndo() {
    const stack = this.injector.get("commandStack");
    this.#tool("undo").disabled = !stack.canUndo();
    this.#tool("redo").disabled = !stack.canRedo();
  }

  #use(name) {
    if (name === "undo" || name === "redo") this.injector.get("commandStack")[name]();
    else if (name === "fit") this.fit();
    else if (name in ZOOMS) this.injector.get("zoomScroll").stepZoom(ZOOMS[name]);
    // after the click, which closes it
    else if (name === "search") setTimeout(() => this.injector.get("searchPad").open());
    else if (name === "minimap") this.injector.get("minimap").toggle();
    else if (name === "svg") this.#export();
  }

  async #export() {
    const { svg } = await this.injector.get("bpmnjs").saveSVG();
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    link.download = `${document.querySelector("[data-studio]").dataset.code}.svg`;
    link.click();
    URL.revokeObjectURL(link.href);
  }
}

StudioView.$inject = ["injector", "eventBus"];

export const ViewModule = { __init__: ["studioView"], studioView: ["type", StudioView] };
