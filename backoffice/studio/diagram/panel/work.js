// The sections that tie a task to its form, its table, its letter.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { actions, select, text } from "./entries.js";
import { extension, HEADERS, pairs } from "./extensions.js";

const NONE = ["", "(aucun)"];
const WORK = ["bpmn:ServiceTask", "bpmn:SendTask"];
const FORM = "zeebe:FormDefinition";
const DECISION = "zeebe:CalledDecision";
const TASK = "zeebe:TaskDefinition";
const CALLED = "zeebe:CalledElement";
const ASSIGNMENT = "zeebe:AssignmentDefinition";

/** Tell whether our « Service » section speaks for this element. */
export function isSentByUs(element) {
  return WORK.some((type) => is(element, type));
}

export function peopleSection(element, injector) {
  if (!is(element, "bpmn:UserTask")) return null;
  const { desk, extensions, link, create } = tools(injector);
  const form = (each) => extension(each, FORM)?.get("formId") ?? "";
  const setForm = (each, formId) =>
    extensions.set(each, { [FORM]: formId ? { formId, formKey: "" } : null });
  const groups = (each) => extension(each, ASSIGNMENT)?.get("candidateGroups") ?? "";
  return {
    id: "people",
    label: "Formulaire et groupe",
    entries: [
      select("form-choice", "Formulaire rempli", {
        options: () => [NONE, ...desk.choices.forms], get: form, set: setForm }),
      actions("form-actions", (each) => [
        ...link(form(each), (name) => `forms/${name}.form`),
        create((label) => desk.createForm(label), (name) => setForm(each, name)),
      ]),
      select("group-choice", "Groupe", {
        options: () => [["", "(celui du couloir)"], ...desk.choices.groups], get: groups,
        set: (each, candidateGroups) => extensions.set(each, { [ASSIGNMENT]: { candidateGroups } }),
      }),
    ],
  };
}

export function decisionSection(element, injector) {
  if (!is(element, "bpmn:BusinessRuleTask")) return null;
  const { desk, extensions, link, create } = tools(injector);
  const read = (name) => (each) => extension(each, DECISION)?.get(name) ?? "";
  const write = (name) => (each, value) => extensions.set(each, { [DECISION]: { [name]: value } });
  const fileOf = (id) => desk.choices.decisions.find(([each]) => each === id)?.[2] ?? "";
  return {
    id: "decision",
    label: "Table de décision",
    entries: [
      select("decision-choice", "Décision appelée", {
        options: () => [NONE, ...desk.choices.decisions.map(([id, label]) => [id, label])],
        get: read("decisionId"), set: write("decisionId") }),
      actions("decision-actions", (each) => [
        ...link(fileOf(read("decisionId")(each)), (path) => path),
        create((label) => desk.createDecision(label), (stem) => {
          const made = desk.choices.decisions.find(([, , path]) => path === `${stem}.dmn`);
          if (made) write("decisionId")(each, made[0]);
        }),
      ]),
      text("decision-result", "Variable du résultat", {
        get: read("resultVariable"), set: write("resultVariable"),
        hint: "Le nom par lequel la suite du processus lit le résultat." }),
    ],
  };
}

export function serviceSection(element, injector) {
  if (!isSentByUs(element)) return null;
  const { desk, extensions } = tools(injector);
  const type = (each) => extension(each, TASK)?.get("type") ?? "";
  const known = (wanted) => desk.choices.services.find((each) => each.type === wanted);
  const service = known(type(element));
  return {
    id: "service",
    label: "Service rendu",
    entries: [
      select("service-choice", "Ce que fait la tâche", {
        options: () => [["", "(rien : une personne la fait)"],
          ...desk.choices.services.map((each) => [each.type, each.label])],
        get: type,
        set: (each, chosen) => extensions.setAll(each,
          { [TASK]: chosen ? { type: chosen } : null }, HEADERS, without(service, known(chosen))),
      }),
      ...(service?.headers ?? []).flatMap((header) => headerEntries(header, injector)),
    ],
  };
}

// the named headers of a kind of work that another one does not read go with it
function without(former, present) {
  const kept = present?.headers.map(({ key }) => key) ?? [];
  const gone = (former?.headers ?? []).filter(({ key }) => !kept.includes(key));
  return Object.fromEntries(gone.map(({ key }) => [key, ""]));
}

function headerEntries({ key, label, kind, hint }, injector) {
  const { desk, extensions, link, create } = tools(injector);
  const get = (each) => pairs(each, HEADERS)[key] ?? "";
  const set = (each, value) => extensions.setPairs(each, HEADERS, { [key]: value });
  const listed = { letter: desk.choices.letters, target: desk.choices.targets.map(twice) }[kind];
  if (!listed) return [text(`header-${key}`, label, { get, set, hint })];
  const field = select(`header-${key}`, label, { options: () => [NONE, ...listed], get, set, hint });
  if (kind !== "letter") return [field];
  return [
    field,
    actions(`header-${key}-actions`, (each) => [
      ...link(get(each), (name) => `letters/${name}.txt`),
      create((name) => desk.createLetter(name), (stem) => set(each, stem)),
    ]),
  ];
}

const twice = (name) => [name, name];

/** Return the headers of a message that an event throws: to whom it goes, how long it is kept. */
export function messageSection(element, injector) {
  if (!throwsMessage(element)) return null;
  const service = injector.get("desk").choices.services.find(({ type }) => type === "message");
  const entries = (service?.headers ?? []).flatMap((header) => headerEntries(header, injector));
  return { id: "sent-message", label: "Envoi du message", entries };
}

/** Tell whether an event sends a message, whose headers are named fields. */
export function throwsMessage(element) {
  const [definition] = element.businessObject.get("eventDefinitions") ?? [];
  const throws = is(element, "bpmn:IntermediateThrowEvent") || is(element, "bpmn:EndEvent");
  return throws && definition?.$type === "bpmn:MessageEventDefinition";
}

/** Return the diagram that a call activity runs. */
export function callSection(element, injector) {
  if (!is(element, "bpmn:CallActivity")) return null;
  const { desk, extensions, link, create } = tools(injector);
  const get = (each) => extension(each, CALLED)?.get("processId") ?? "";
  const set = (each, processId) => extensions.set(each, { [CALLED]: { processId } });
  const fileOf = (id) => desk.choices.processes.find(([each]) => each === id)?.[2] ?? "";
  return {
    id: "call",
    label: "Diagramme appelé",
    entries: [
      select("call-choice", "Processus", {
        options: () => [NONE, ...desk.choices.processes.map(([id, label]) => [id, label])],
        get, set }),
      actions("call-actions", (each) => [
        ...link(fileOf(get(each)), (path) => path),
        create((label) => desk.createProcess(label), (id) => set(each, id)),
      ]),
    ],
  };
}

function tools(injector) {
  const desk = injector.get("desk");
  const notices = injector.get("notices");
  const link = (name, pathOf) =>
    name && desk.choices.paths.includes(pathOf(name))
      ? [{ label: "Ouvrir", href: desk.url(pathOf(name)) }] : [];
  const create = (make, use) => ({
    label: "Créer",
    act: async (each) => {
      const made = await notices.during(make(each.businessObject.get("name") || "Sans nom"));
      if (made !== undefined) use(made);
    },
  });
  return { desk, extensions: injector.get("extensions"), link, create };
}
