// The editor of one form: what is selected, what is done to it, and who must know.
import { announce, debounced } from "./dom.js";
import * as edits from "./text/edits.js";
import { setAt } from "./text/json_text.js";
import { askDestination, askKind } from "./menu.js";
import { keyFrom, unique } from "./text/naming.js";
import { at, find, isGroup, keyOf, keysAround, list, pagesOf, rowsAround, samePath, walk } from "./text/tree.js";

export class Editor {
  // `parts` are what must know: { outline, panel, preview, file, watch }, set once they exist.
  constructor({ doc, base, path, kinds, sections }) {
    Object.assign(this, { doc, base, path, kinds, sections, chosen: null, parts: {} });
    this.proposed = new Set(); // ids of the fields whose key still follows their first label
    this.byElement = new Map();
    doc.addEventListener("change", ({ detail }) => this.#changed(detail));
    document.addEventListener("findings", ({ detail }) => this.#judged(detail.byElement));
    this.tellMoved = debounced(announce, 50);
  }

  // --- what the controls at hand listen to, until the panel is drawn anew (`scope`)

  onStudy(act) {
    document.addEventListener("form-studied", act, { signal: this.scope });
  }

  onFindings(act) {
    document.addEventListener("findings", act, { signal: this.scope });
  }

  onChange(act) {
    this.doc.addEventListener("change", act, { signal: this.scope });
  }

  // --- what is selected

  selected() {
    return this.chosen;
  }

  choose(path, { focusPanel = false, reveal = false } = {}) {
    if (!samePath(path, this.chosen)) this.#settle(path);
    this.chosen = path;
    this.parts.outline?.draw();
    this.parts.panel?.draw();
    this.parts.preview?.follow(this.pageAt(path));
    if (focusPanel) this.parts.panel?.focusFirst();
    else if (reveal) this.parts.panel?.reveal();
  }

  chooseByName(name) {
    const found = find(this.doc.tree, name);
    if (!found) return false;
    this.choose(found.path, { focusPanel: true });
    return true;
  }

  pageAt(path) {
    if (!path) return null;
    // what the renderer leaves out makes no page
    const seen = (page) => page.path || list(this.doc.tree).slice(page.from, page.to).some(({ type }) => this.kinds.has(type));
    const rank = pagesOf(this.doc.tree).filter(seen).findIndex((page) =>
      page.path ? page.path[1] === path[1] : path[1] >= page.from && path[1] < page.to,
    );
    return rank < 0 ? null : rank;
  }

  nameAt(path) {
    return walk(this.doc.tree).find((each) => samePath(each.path, path))?.name ?? "";
  }

  findings(name) {
    return this.byElement.get(name) ?? [];
  }

  // --- what is done

  put(path, value, { label, merge = "" }) {
    this.doc.apply((text) => setAt(text, path, value), {
      label,
      merge,
      before: this.chosen,
      origin: "panel",
    });
  }

  // The first label of a field proposes its key; afterwards a label changes only itself.
  retitle(path, name, title) {
    const component = at(this.doc.tree, path);
    const kind = this.kinds.get(component.type);
    const keyed = this.isProposed(component) && title.trim();
    const taken = keysAround(this.doc.tree, path);
    taken.delete(keyOf(component));
    const key = keyed && unique(keyFrom(title), taken);
    this.doc.apply(
      (text) => {
        const titled = setAt(text, [...path, name], title);
        return key ? setAt(titled, [...path, kind.keyName], key) : titled;
      },
      { label: "« Libellé »", merge: `title-${component.id}`, before: path, origin: "panel" },
    );
    const shown = document.querySelector("[data-key]");
    if (key && shown) shown.textContent = key;
  }

  isProposed(component) {
    return this.proposed.has(component.id);
  }

  // Ask which kind, and put it after what is selected, or at `place`.
  async add(place = edits.placeAfter(this.doc.tree, this.chosen)) {
    const rows = rowsAround(this.doc.tree, [...place.path, place.rank]);
    const kind = await askKind(this.kinds, { columnsOnly: Boolean(rows) });
    if (!kind) return;
    this.#settle();
    const edit = edits.adding(this.doc.tree, kind, this.kinds, place.path, place.rank);
    this.#do(edit);
    const added = at(this.doc.tree, edit.select);
    for (const { component } of walk({ components: [added] })) if (keyOf(component)) this.proposed.add(component.id);
    this.parts.panel.draw();
    this.parts.panel.focusFirst();
    announce(`${kind.name} ajouté. Écrivez son libellé.`);
  }

  // At the end of a frame or of the rows of a list.
  addInside(path) {
    return this.add({ path: [...path, "components"], rank: at(this.doc.tree, path).components?.length ?? 0 });
  }

  addPage() {
    this.#settle();
    this.#do(edits.addingPage(this.doc.tree), { focusPanel: true });
    announce("Page ajoutée. Écrivez son titre.");
  }

  gather(page) {
    this.#do(edits.gathering(this.doc.tree, page), { focusPanel: true });
    announce("Page créée. Écrivez son titre.");
  }

  remove(path) {
    const edit = edits.removing(this.doc.tree, path);
    this.#do(edit, { focusOutline: true });
    this.parts.toast?.(`${edit.label}.`, { undoable: true });
    announce(`${edit.label}. Ctrl + Z pour annuler.`);
  }

  duplicate(path) {
    const edit = edits.copying(this.doc.tree, path);
    this.#do(edit, { focusOutline: true });
    announce(`${edit.label} ajoutée.`);
  }

  nudge(path, step) {
    const edit = edits.nudging(this.doc.tree, path, step);
    if (!edit) return announce(step < 0 ? "C’est déjà le début." : "C’est déjà la fin.");
    const held = document.activeElement?.dataset?.act;
    this.#do(edit, { focusOutline: !held });
    if (held) document.querySelector(`[data-act="${held}"]`)?.focus();
    return this.tellMoved(`${edit.label} : ${this.#placeWords(edit.select)}.`);
  }

  async moveElsewhere(path) {
    const places = edits.destinations(this.doc.tree, path, this.kinds);
    const place = await askDestination(`Déplacer ${edits.called(at(this.doc.tree, path))} vers`, places);
    if (!place) return;
    const edit = edits.moving(this.doc.tree, path, place.path, place.rank);
    this.#do(edit, { focusOutline: true });
    announce(`${edit.label} : ${this.#placeWords(edit.select)}.`);
  }

  // Dropped on a row: after it, or inside a page.
  drop(from, onto, inside) {
    const over = at(this.doc.tree, onto);
    if (samePath(from, onto.slice(0, from.length))) return;
    const page = from.length === 2 && isGroup(at(this.doc.tree, from));
    const into = inside && !page;
    const path = into ? [...onto, "components"] : onto.slice(0, -1);
    if (rowsAround(this.doc.tree, [...path, 0]) && !this.kinds.get(at(this.doc.tree, from).type)?.column) return;
    const rank = into ? (over.components?.length ?? 0) : onto.at(-1) + 1;
    const edit = edits.moving(this.doc.tree, from, path, rank);
    this.#do(edit, { focusOutline: true });
    this.tellMoved(`${edit.label} : ${this.#placeWords(edit.select)}.`);
  }

  undo() {
    const label = this.doc.undo();
    announce(label ? `Annulé : ${label}.` : "Rien à annuler.");
  }

  redo() {
    const label = this.doc.redo();
    announce(label ? `Rétabli : ${label}.` : "Rien à rétablir.");
  }

  #do(edit, { focusPanel = false, focusOutline = false } = {}) {
    this.doc.apply(edit.change, { label: edit.label, before: this.chosen, after: edit.select, origin: "edit" });
    this.choose(edit.select, { focusPanel });
    if (focusOutline && !this.parts.outline.focus(edit.select)) this.parts.focusAdd?.();
  }

  // A field that one leaves keeps its key from then on; the columns of a new list wait for theirs.
  #settle(next = null) {
    const list = next && this.chosen && samePath(next.slice(0, this.chosen.length), this.chosen);
    if (list) this.proposed.delete(at(this.doc.tree, this.chosen)?.id);
    else this.proposed.clear();
  }

  #placeWords(path) {
    const siblings = at(this.doc.tree, path.slice(0, -1));
    const page = pagesOf(this.doc.tree)[this.pageAt(path)];
    const place = `place ${path.at(-1) + 1} sur ${siblings.length}`;
    return path.length > 2 ? `${place}, page « ${page?.title || "sans titre"} »` : place;
  }

  #changed({ origin, select }) {
    if (origin === "load" || origin === "undo" || origin === "redo") {
      const path = select ?? this.chosen;
      this.chosen = path && at(this.doc.tree, path) ? path : null;
      this.parts.panel?.draw();
    }
    if (origin !== "load") this.parts.file?.touch();
    this.parts.watch?.check();
    this.parts.history?.();
    if (origin !== "edit") this.parts.outline?.draw();
  }

  #judged(byElement) {
    this.byElement = byElement;
    this.parts.outline?.draw();
  }
}
