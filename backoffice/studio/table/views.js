// The decisions of the file above the canvas, and how an element is found among them.
const GRAPH = "dmn:Definitions";
const LOGIC_PARTS = ["input", "output", "rule"];
const ENTRIES = ["inputEntry", "outputEntry"];

/** Show the views of `modeler` as buttons of `list`; `changed(view)` is called for a new one. */
export function watchViews(modeler, list, changed) {
  let shown = "";
  modeler.on("views.changed", ({ views, activeView }) => {
    const focused = list.contains(document.activeElement);
    list.replaceChildren(...views.map((view) => item(modeler, view, view === activeView)));
    if (focused) list.querySelector("[aria-current]")?.focus();
    const now = `${activeView?.type} ${activeView?.id}`;
    if (now !== shown) changed(activeView);
    shown = now;
  });
}

const TITLE = ".dmn-definitions"; // dmn-js writes the name of the file over the graph
const MARGIN = 20;

/** Show the whole graph below its title. */
export function fit(modeler) {
  const viewer = modeler.getActiveViewer();
  const canvas = modeler.getActiveView()?.type === "drd" && viewer.get("canvas");
  const { inner, outer } = canvas ? canvas.viewbox() : {};
  if (!inner?.width || !outer.width) return;
  const title = canvas.getContainer().querySelector(TITLE)?.getBoundingClientRect();
  const palette = canvas.getContainer().querySelector(".djs-palette")?.getBoundingClientRect();
  const left = (palette?.width ?? 0) + 2 * MARGIN;
  const top = (title?.height ?? 0) + 2 * MARGIN;
  const scale = Math.min(1, (outer.width - left - MARGIN) / inner.width, (outer.height - top - MARGIN) / inner.height);
  canvas.viewbox({ x: inner.x - left / scale, y: inner.y - top / scale,
    width: outer.width / scale, height: outer.height / scale });
}

/** Select an element by its id, in the view that shows it; false when there is none. */
export async function reveal(modeler, id, hint = "") {
  const found = place(modeler.getDefinitions(), id, hint);
  if (!found) return false;
  const view = modeler.getView(found.element) ?? modeler.getViews()[0];
  if (modeler.getActiveView() !== view) await modeler.open(view);
  select(modeler.getActiveViewer(), found.part ?? found.element);
  return true;
}

function place(definitions, id, hint) {
  for (const element of definitions?.get("drgElement") ?? []) {
    if (element.id === id) return { element, part: quoted(element, hint) };
    const part = partsOf(element).find((each) => each.id === id);
    if (part) return { element, part: part.inputEntry?.[0] ?? part };
  }
  return null;
}

// a finding names the decision; the wrong expression is quoted in its remedy
function quoted(element, hint) {
  return partsOf(element).find((each) => each.text && hint.includes(`« ${each.text} »`));
}

function partsOf(element) {
  const logic = element.decisionLogic;
  const parts = LOGIC_PARTS.flatMap((name) => logic?.[name] ?? []);
  return parts.flatMap((part) => [part, ...ENTRIES.flatMap((name) => part[name] ?? [])]);
}

function select(viewer, target) {
  const element = viewer.get("elementRegistry", false)?.get(target.id);
  if (!element) return;
  viewer.get("selection", false)?.select(element);
  viewer.get("canvas", false)?.scrollToElement?.(element, 80);
}

function item(modeler, view, active) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "decisions__view";
  button.textContent = view.element.$type === GRAPH ? "Schéma des décisions" : view.name || view.id;
  if (active) button.setAttribute("aria-current", "page");
  button.addEventListener("click", () => modeler.open(view));
  const line = document.createElement("li");
  line.append(button);
  return line;
}
