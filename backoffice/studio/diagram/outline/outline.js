// « Liste des éléments » : what the canvas does, for the keyboard and for those who do not see it.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { nameOf as kindOf } from "../french/names.js";
import { add, additions, canLead } from "./additions.js";
import { inLanes, nameOf } from "./order.js";

const PAUSE = 200;
const NO_LANE = "Hors couloir";
const UNNAMED = "sans nom";

class Outline {
  constructor(injector, eventBus) {
    this.injector = injector;
    this.panel = document.querySelector("[data-outline]");
    if (!this.panel) return;
    this.list = this.panel.querySelector("[role=listbox]");
    this.options = new Map(); // element id -> option
    eventBus.on(["import.done", "elements.changed", "commandStack.changed"], () => this.#later());
    eventBus.on("selection.changed", ({ newSelection }) => this.#follow(newSelection));
    this.list.addEventListener("keydown", (event) => this.#press(event));
    this.list.addEventListener("click", ({ target }) => this.#choose(target.closest("[role=option]")));
    this.panel.addEventListener("click", ({ target }) => this.#act(target.closest("[data-act]")));
    this.panel.addEventListener("submit", (event) => this.#submit(event));
  }

  get #chosen() {
    const [element] = this.injector.get("selection").get();
    return element && !element.labelTarget ? element : element?.labelTarget;
  }

  #later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#draw(), PAUSE);
  }

  #draw() {
    const focused = this.list.contains(document.activeElement);
    this.options.clear();
    const groups = inLanes(this.injector.get("elementRegistry")).map((each) => this.#group(each));
    this.list.replaceChildren(...groups);
    this.#follow(this.injector.get("selection").get());
    if (focused) (this.options.get(this.#chosen?.id) ?? this.#all[0])?.focus();
  }

  #group({ lane, items }) {
    const group = make("div", { role: "group", className: "elements__lane" });
    const title = lane ? nameOf(lane) || UNNAMED : NO_LANE;
    group.setAttribute("aria-label", title);
    const head = lane ? this.#option(lane, 0) : make("p", { textContent: title });
    head.classList.add("elements__title");
    group.append(head, ...items.map(({ element, depth }) => this.#option(element, depth + 1)));
    return group;
  }

  #option(element, depth) {
    const name = nameOf(element) || UNNAMED;
    const option = make("div", { role: "option", tabIndex: -1, className: "elements__item" });
    option.dataset.element = element.id;
    option.dataset.depth = Math.min(depth, 4);
    option.append(make("span", { className: "elements__name", textContent: name }), " ",
      make("span", { className: "elements__kind", textContent: kind(element) }));
    this.options.set(element.id, option);
    return option;
  }

  get #all() {
    return [...this.options.values()];
  }

  #follow(selection) {
    const id = selection.length === 1 ? (selection[0].labelTarget ?? selection[0]).id : null;
    for (const [each, option] of this.options) {
      option.setAttribute("aria-selected", each === id);
      option.tabIndex = each === id ? 0 : -1;
    }
    if (!this.options.has(id) && this.#all.length) this.#all[0].tabIndex = 0;
    this.options.get(id)?.scrollIntoView({ block: "nearest" });
    this.#offer();
  }

  #offer() {
    const element = this.#chosen;
    for (const button of this.panel.querySelectorAll("[data-act]")) button.disabled = !element;
    // a question stays while its element does, whatever is drawn meanwhile
    if (element?.id !== this.asked) this.panel.querySelector("form").hidden = true;
  }

  #choose(option) {
    const element = option && this.injector.get("elementRegistry").get(option.dataset.element);
    if (!element) return;
    this.injector.get("selection").select(element);
    this.injector.get("studioView").center(element);
    option.focus();
  }

  #press(event) {
    const all = this.#all;
    const here = all.indexOf(document.activeElement);
    const moves = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: all.length - 1 };
    const acts = { F2: "rename", Enter: "open", Delete: "remove", "+": "append" };
    if (event.key in moves) this.#choose(all[Math.min(Math.max(moves[event.key], 0), all.length - 1)]);
    else if (event.key in acts) this.#run(acts[event.key]);
    else if (event.key === " ") this.#choose(document.activeElement);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #act(button) {
    if (button) this.#run(button.dataset.act);
  }

  #run(act) {
    const element = this.#chosen;
    if (!element) return;
    if (act === "open") this.injector.get("studioView").openProperties();
    else if (act === "remove") this.#remove(element);
    else this.#ask(act, element);
  }

  #remove(element) {
    const around = element.incoming?.[0]?.source ?? element.parent;
    this.injector.get("modeling").removeElements([element]);
    if (around && this.options.has(around.id)) this.injector.get("selection").select(around);
    this.list.querySelector("[tabindex='0']")?.focus();
  }

  #ask(act, element) {
    const form = this.panel.querySelector("form");
    const asked = QUESTIONS[act](element, this.injector);
    if (!asked) return;
    form.dataset.question = act;
    this.asked = element.id;
    form.querySelector("label").textContent = asked.label;
    form.querySelector("[data-field]").replaceChildren(asked.field);
    asked.field.id = form.querySelector("label").htmlFor;
    form.hidden = false;
    asked.field.focus();
  }

  #submit(event) {
    event.preventDefault();
    const form = event.target;
    const element = this.#chosen;
    const { value } = form.querySelector("[data-field]").firstChild;
    form.hidden = true;
    this.asked = null;
    const made = ANSWERS[form.dataset.question](value, element, this.injector) ?? element;
    this.injector.get("selection").select(made);
    setTimeout(() => this.options.get(made.id)?.focus(), PAUSE + 50);
  }
}

Outline.$inject = ["injector", "eventBus"];

export const OutlineModule = { __init__: ["outlineList"], outlineList: ["type", Outline] };

const QUESTIONS = {
  rename: (element) => ({
    label: "Nouveau nom", field: make("input", { value: nameOf(element), maxLength: 200 }) }),
  append: (element) => ({ label: "Ajouter après", field: choice(additions(element)) }),
  connect: (element, injector) => {
    const nodes = injector.get("elementRegistry").filter((each) => is(each, "bpmn:FlowNode")
      && each !== element && !each.labelTarget && !is(each, "bpmn:StartEvent") && !each.host);
    const targets = nodes.map((each) => [each.id, `${nameOf(each) || UNNAMED} (${kind(each)})`]);
    return canLead(element) ? { label: "Relier à", field: choice([["Éléments", targets]]) } : null;
  },
};

const ANSWERS = {
  rename: (name, element, injector) => void injector.get("modeling").updateLabel(element, name),
  append: (key, element, injector) => (key ? add(key, element, injector) : undefined),
  connect: (id, element, injector) => {
    const target = injector.get("elementRegistry").get(id);
    if (target) injector.get("modeling").connect(element, target);
  },
};

function choice(groups) {
  const field = make("select");
  for (const [title, options] of groups) {
    const group = make("optgroup", { label: title });
    group.append(...options.map(([value, text]) => make("option", { value, textContent: text })));
    field.append(group);
  }
  return field;
}

function kind(element) {
  const type = getBusinessObject(element).$type.replace("bpmn:", "");
  const spaced = type.replace(/(\B[A-Z])/g, " $1");
  const definition = getBusinessObject(element).get("eventDefinitions")?.[0]?.$type ?? "";
  const event = definition.replace("bpmn:", "").replace("EventDefinition", "");
  return kindOf(`${event} ${spaced}`.trim()) ?? kindOf(spaced) ?? spaced;
}

function make(name, properties = {}) {
  const made = document.createElement(name);
  const { role, ...rest } = properties;
  if (role) made.setAttribute("role", role);
  return Object.assign(made, rest);
}
