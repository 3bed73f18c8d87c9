// « Ajouter une décision » : what the palette of the graph does, for the keyboard and in one step.
import { keyFrom, unique } from "../form/text/naming.js";

const GRAPH = "drd";
const SPACE = { width: 180, height: 80, gap: 60 };

/** Tie the form of `frame` to the modeler; `tell` says what was added and how it is read. */
export function watchAdding(frame, modeler, tell) {
  const form = frame.querySelector("[data-new-decision]");
  const opening = frame.querySelector("[data-adds]");
  const reader = form.elements.reader;
  opening.addEventListener("click", () => show(opening.getAttribute("aria-expanded") !== "true"));
  form.addEventListener("keydown", ({ key }) => key === "Escape" && show(false));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const label = form.elements.name.value.trim();
    if (!label) return form.elements.name.focus();
    const id = await add(modeler, label, reader.value);
    show(false);
    tell(`« ${label} » est ajoutée : les autres décisions la lisent sous le nom « ${id} ».`);
    return undefined;
  });

  function show(open) {
    opening.setAttribute("aria-expanded", open);
    form.hidden = !open;
    if (!open) return opening.focus();
    form.reset();
    const named = ({ id, name }) => new Option(name || id, id);
    reader.replaceChildren(new Option("aucune pour l’instant", ""), ...decisions(modeler).map(named));
    return form.elements.name.focus();
  }
}

function decisions(modeler) {
  const elements = modeler.getDefinitions()?.get("drgElement") ?? [];
  return elements.filter(({ $type }) => $type === "dmn:Decision");
}

// drawn in the graph, left of the decision that reads it, then opened as the table that it is
async function add(modeler, label, readerId) {
  const taken = modeler.getDefinitions().get("drgElement").map((each) => each.id);
  const id = unique(keyFrom(label), new Set(taken));
  await modeler.open(modeler.getViews().find(({ type }) => type === GRAPH));
  const graph = modeler.getActiveViewer();
  const modeling = graph.get("modeling");
  const made = graph.get("elementFactory").createShape({ type: "dmn:Decision" });
  const shape = modeling.createShape(made, place(graph, readerId),
    graph.get("canvas").getRootElement());
  const table = graph.get("drdReplace").replaceElement(shape, { type: "dmn:Decision", table: true });
  const { input: [asked], output: [given] } = table.businessObject.decisionLogic;
  asked.label = "À préciser";
  Object.assign(given, { label: "Résultat", name: "resultat" });
  const variable = graph.get("drdFactory").create("dmn:InformationItem", { name: id });
  modeling.updateProperties(table, { id, name: label });
  modeling.updateProperties(table, { variable });
  variable.$parent = table.businessObject;
  const reader = graph.get("elementRegistry").get(readerId);
  if (reader) modeling.connect(table, reader);
  await modeler.open(modeler.getView(table.businessObject));
  return id;
}

function place(graph, readerId) {
  const drawn = graph.get("elementRegistry").filter(({ x }) => Number.isFinite(x));
  const reader = graph.get("elementRegistry").get(readerId);
  const bottom = Math.max(0, ...drawn.map(({ y, height }) => y + height));
  const left = reader?.x ?? Math.min(SPACE.width, ...drawn.map(({ x }) => x));
  return { x: left + SPACE.width / 2, y: bottom + SPACE.gap + SPACE.height / 2 };
}
