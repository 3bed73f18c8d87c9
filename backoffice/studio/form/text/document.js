// The form in the editor: its text, what it says, and every step back and forward.
//
// The text is the truth: it is edited in place (json_text.js) and read anew after each change.
const TOGETHER = 1500; // milliseconds within which typing in one place is one step back
const MOST_STEPS = 500;

export class FormDocument extends EventTarget {
  constructor(text) {
    super();
    this.steps = [];
    this.undone = [];
    this.load(text);
  }

  // Take another text, a colleague's for instance: nothing to step back to.
  load(text) {
    this.text = text;
    this.tree = JSON.parse(text);
    this.steps = [];
    this.undone = [];
    this.#tell({ origin: "load" });
  }

  // Change the text. `label` says what in French; changes with the same `merge` are one step;
  // `before` and `after` are what is selected around it; `origin` is who knows already.
  apply(change, { label, merge = "", before = null, after = before, origin = "" }) {
    const text = change(this.text);
    if (text === this.text) return false;
    const tree = JSON.parse(text);
    const last = this.steps.at(-1);
    const now = Date.now();
    if (merge && last?.merge === merge && now - last.at < TOGETHER) last.at = now;
    else this.steps.push({ text: this.text, label, merge, at: now, before, after });
    if (this.steps.length > MOST_STEPS) this.steps.shift();
    this.undone = [];
    Object.assign(this, { text, tree });
    this.#tell({ origin, label });
    return true;
  }

  undo() {
    const step = this.steps.pop();
    if (!step) return null;
    this.undone.push({ ...step, text: this.text });
    this.#go(step.text, { origin: "undo", label: step.label, select: step.before });
    return step.label;
  }

  redo() {
    const step = this.undone.pop();
    if (!step) return null;
    this.steps.push({ ...step, text: this.text, merge: "" });
    this.#go(step.text, { origin: "redo", label: step.label, select: step.after });
    return step.label;
  }

  #go(text, detail) {
    this.text = text;
    this.tree = JSON.parse(text);
    this.#tell(detail);
  }

  #tell(detail) {
    this.dispatchEvent(new CustomEvent("change", { detail }));
  }
}
