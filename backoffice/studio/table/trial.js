// The panel « Essayer »: values for a decision, what it gives, and who takes it in the démarche.
import { ask, editorUrl } from "../draft/place.js";
import { Fields, make } from "./fields.js";
import { markRules, tell } from "./result.js";
import { reveal } from "./views.js";

const PAUSE = 700; // milliseconds without a change before the decisions are studied again
const READS_CLOCK = /\b(today|now)\s*\(/;
const SILENT = "L’essai n’a pas répondu : réessayez.";

export class Trial {
  constructor(frame, held) {
    Object.assign(this, { frame, held, decisions: [], timer: 0, asked: 0, shown: false, view: "", awaited: "" });
    this.panel = frame.querySelector("[data-trial]");
    this.fields = new Fields(this.#part("fields"));
    this.#part("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#run(true);
    });
    this.#part("form").addEventListener("input", ({ target }) => this.#changed(target));
  }

  /** Study the decisions again after a pause, and try again what is shown. */
  check() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), PAUSE);
  }

  async now() {
    clearTimeout(this.timer);
    const turn = ++this.asked;
    const content = await this.held.text();
    const { status, data } = await this.#ask("studyUrl", { content });
    if (turn !== this.asked) return; // an older answer than the question
    if (status !== 200) return this.#refused(data.message ?? SILENT);
    this.#part("dated").hidden = !READS_CLOCK.test(content);
    this.#offer(data);
    if (data.problem) this.#refused(data.problem);
    else if (this.shown) await this.#run(false);
  }

  /** Follow the decision that the editor shows. */
  turnTo(id) {
    this.view = id;
    this.awaited = this.decisions.some((each) => each.id === id) ? "" : id;
    if (this.decisions.some((each) => each.id === id) && this.#part("decision").value !== id) {
      this.#part("decision").value = id;
      this.#choose();
    }
    this.#tellUsers();
  }

  #part(name) {
    return this.panel.querySelector(`[data-part="${name}"]`);
  }

  #ask(url, body) {
    return ask(this.frame.dataset[url], { method: "POST", body });
  }

  #offer({ decisions, scenarios }) {
    const select = this.#part("decision");
    // a decision that the editor shows before it is studied is turned to once it is
    const chosen = this.awaited || select.value || this.view;
    if (decisions.some(({ id }) => id === this.awaited)) this.awaited = "";
    this.decisions = decisions;
    select.replaceChildren(...decisions.map(({ id, label }) => new Option(label, id)));
    if (decisions.some(({ id }) => id === chosen)) select.value = chosen;
    this.scenarios = scenarios;
    this.fields.show(this.#chosen?.inputs ?? []);
    this.#offerScenarios();
    this.#tellUsers();
  }

  get #chosen() {
    return this.decisions.find(({ id }) => id === this.#part("decision").value);
  }

  #offerScenarios() {
    const select = this.#part("scenario");
    const before = select.value;
    const names = new Set(this.#chosen?.inputs.map(({ name }) => name));
    const of = this.scenarios.filter(({ values }) => Object.keys(values).some((name) => names.has(name)));
    select.replaceChildren(new Option("aucun scénario", ""), ...of.map(({ stem, name }) => new Option(name, stem)));
    if (of.some(({ stem }) => stem === before)) select.value = before;
    this.#part("filling").hidden = !of.length;
  }

  #changed(target) {
    if (target === this.#part("decision")) this.#choose();
    else if (target === this.#part("scenario")) {
      const found = this.scenarios.find(({ stem }) => stem === target.value);
      if (found) this.fields.fill(found.values);
    }
  }

  #choose() {
    this.fields.show(this.#chosen?.inputs ?? []);
    this.#offerScenarios();
    this.shown = false;
    this.#part("result").replaceChildren();
    markRules([]);
  }

  async #run(asked) {
    const decision = this.#part("decision").value;
    const body = { content: await this.held.text(), decision, values: this.fields.values };
    if (!this.#part("dated").hidden) body.day = this.#part("day").value;
    const { status, data } = await this.#ask("trialUrl", body);
    if (status !== 200) return this.#refused(data.message ?? SILENT);
    this.fields.refuse(data.refused);
    if (Object.keys(data.refused).length) {
      this.#part("result").replaceChildren();
      markRules([]);
      if (asked) this.fields.focus(data.refused);
      return;
    }
    this.shown = true;
    markRules(data.matched);
    tell(this.#part("result"), data, (rule) => reveal(this.held.modeler, rule.rule));
  }

  #refused(message) {
    markRules([]);
    this.#part("result").replaceChildren(make("p", "notice notice--warning", message));
  }

  #tellUsers() {
    const line = this.frame.querySelector("[data-users]");
    const decision = this.decisions.find(({ id }) => id === this.view);
    line.hidden = !decision;
    if (!decision) return;
    const links = decision.users.flatMap((use, rank) => [rank ? ", " : "", link(use)]);
    line.replaceChildren(
      ...(links.length
        ? ["Utilisée par : ", ...links]
        : ["Aucune tâche ne prend encore cette décision : choisissez-la sur une tâche de règle du diagramme."]),
    );
  }
}

function link(use) {
  const made = make("a", "", use.said);
  made.href = editorUrl(use.file, use.element);
  return made;
}
