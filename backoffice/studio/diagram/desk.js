// What the draft offers to the diagram: its forms, letters, tables, groups, lanes; and new ones.
import { ask, base, editorUrl, fileUrl } from "../draft/place.js";
import { form, letter, longText } from "./patterns/files.js";
import { called } from "./patterns/called.js";
import { table } from "./patterns/table.js";

const CREATED = 200;
const TAKEN = 409;
const LONGEST = 40;

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

  /** Create the first draft of a form named after `label`; return its name. */
  createForm(label) {
    return this.#create(label, (stem) => `forms/${stem}.form`, (stem) =>
      form(stem, label, [longText(`${key(stem)}Texte`, label)]),
    );
  }

  createLetter(label) {
    return this.#create(label, (stem) => `letters/${stem}.txt`, () =>
      letter(`${label} – dossier {{ numero }}`, "Écrivez ici le texte de la lettre."),
    );
  }

  createDecision(label) {
    return this.#create(label, (stem) => `${stem}.dmn`, (stem) => table(key(stem), label));
  }

  /** Create the first draft of a diagram to be called; return the id of its process. */
  createProcess(label) {
    return this.#create(label, (stem) => `${stem}.bpmn`, (stem) => called(stem, label));
  }

  /** Write new files of a pattern; a file that is there already is left alone. Return those made. */
  async write(files) {
    const answers = await Promise.all(Object.entries(files).map(([path, text]) => put(path, text)));
    await this.refresh();
    const refused = answers.find(({ status }) => ![CREATED, TAKEN].includes(status));
    if (refused) throw new Error(refused.data.message ?? "Les fichiers n’ont pas pu être créés.");
    const made = answers.filter(({ status }) => status === CREATED).map(({ data }) => data);
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

  async #create(label, pathOf, contentOf) {
    const stem = this.#free(slug(label), pathOf);
    const { status, data } = await put(pathOf(stem), contentOf(stem));
    if (status !== CREATED) throw new Error(data.message ?? "Le fichier n’a pas pu être créé.");
    await this.refresh();
    return stem;
  }

  #free(stem, pathOf) {
    const taken = new Set(this.choices.paths);
    for (let rank = 1; ; rank += 1) {
      const tried = rank === 1 ? stem : `${stem}_${rank}`;
      if (!taken.has(pathOf(tried))) return tried;
    }
  }
}

/** Return a file name made of a label: lower case, no accent, underscores. */
export function slug(label) {
  const plain = label.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const name = plain.replace(/[^a-z0-9]+/g, "_").replace(/^[^a-z]+|_+$/g, "");
  return name.slice(0, LONGEST).replace(/_+$/, "") || "sans_nom";
}

// the key of a field or a decision: compter_les_pieces -> compterLesPieces
function key(stem) {
  return stem.replace(/_(\w)/g, (_, letterAfter) => letterAfter.toUpperCase());
}

function put(path, content) {
  return ask(fileUrl(path), { method: "PUT", body: { content, revision: 0 } });
}
