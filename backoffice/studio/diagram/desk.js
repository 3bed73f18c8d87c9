// What the draft offers to the diagram: its forms, letters, tables, groups, lanes; and new ones.
import { ask, base, editorUrl, fileUrl } from "../draft/place.js";

const WRITTEN = 200;
const CREATED = 201;
const TAKEN = 409;

/** Read what the draft offers and return its desk; `changed` is called when it offers more. */
export async function openDesk() {
  const desk = new Desk();
  await desk.refresh();
  return desk;
}

export class Desk {
  constructor() {
    this.choices = { paths: [], forms: [], letters: [], decisions: [], groups: [], lanes: {},
      services: [], targets: [], processes: [], outcomes: [], variables: [] };
    this.listeners = [];
    this.save = null; // saves the diagram; the editor gives it
  }

  onChange(listener) {
    this.listeners.push(listener);
  }

  async refresh() {
    const { status, data } = await ask(`${base()}diagramme/choix`);
    if (status === 200) this.choices = data;
    for (const listener of this.listeners) listener();
  }

  /** Return who holds a lane: usager, systeme, the code of a group, or nothing. */
  holder(lane) {
    return this.choices.lanes[lane] ?? "";
  }

  /** Say who holds a lane; `group` is the label of a new group, `former` the lane's former name. */
  async hold(lane, { holder = "", group = "", former = "" }) {
    const body = { lane, holder, group, former };
    const { status, data } = await ask(`${base()}diagramme/couloirs`, { method: "PUT", body });
    if (status !== 200) throw new Error(data.message ?? "Le couloir n’a pas pu être enregistré.");
    await this.refresh();
  }

  url(path) {
    return editorUrl(path);
  }

  /** Create a first draft named after `label`; return its name, the stem of its file. */
  createForm(label) {
    return this.#create("formulaire", label);
  }

  createLetter(label) {
    return this.#create("lettre", label);
  }

  createDecision(label) {
    return this.#create("table", label);
  }

  /** Create a diagram to be called; its process bears the name returned. */
  createProcess(label) {
    return this.#create("diagramme", label);
  }

  /** Write new files of a pattern; a file that is there already is left alone. Return those made. */
  async write(files) {
    // taken from now on: another pattern may be drawn before the server answers
    this.choices.paths = [...new Set([...this.choices.paths, ...Object.keys(files)])];
    const answers = await Promise.all(Object.entries(files).map(([path, text]) => put(path, text)));
    await this.refresh();
    const refused = answers.find(({ status }) => ![WRITTEN, TAKEN].includes(status));
    if (refused) throw new Error(refused.data.message ?? "Les fichiers n’ont pas pu être créés.");
    const made = answers.filter(({ status }) => status === WRITTEN).map(({ data }) => data);
    return Object.fromEntries(made.map(({ path, revision }) => [path, revision]));
  }

  /** Take away the files that a pattern brought, { path: revision }; one that was changed stays. */
  async retire(files) {
    if (!Object.keys(files).length || !(await this.save?.())) return;
    const body = { files };
    const { status, data } = await ask(`${base()}diagramme/retrait`, { method: "POST", body });
    await this.refresh();
    if (status !== 200) throw new Error(data.message ?? "Les fichiers du modèle n’ont pas été retirés.");
    const kept = Object.keys(files).filter((path) => !data.removed.includes(path));
    if (kept.length) throw new Error(`Gardé, car modifié ou utilisé : ${kept.join(", ")}.`);
  }

  async #create(kind, title) {
    const body = { kind, title };
    const { status, data } = await ask(`${base()}diagramme/parties`, { method: "POST", body });
    if (status !== CREATED) throw new Error(data.message ?? "Le fichier n’a pas pu être créé.");
    await this.refresh();
    return data.name;
  }
}

function put(path, content) {
  return ask(fileUrl(path), { method: "PUT", body: { content, revision: 0 } });
}
