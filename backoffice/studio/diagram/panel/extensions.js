// Reading and replacing extension elements. Each change is one command, so one step of undo:
// the present objects are never touched, new ones take their place.
import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";

/** Return the extension element of a type, undefined without. */
export function extension(element, type) {
  const values = getBusinessObject(element).get("extensionElements")?.get("values") ?? [];
  return values.find((each) => each.$type === type);
}

/** Return the headers, or the properties, of an element as { key: value }. */
export function pairs(element, { type, list, key }) {
  const found = extension(element, type)?.get(list) ?? [];
  return Object.fromEntries(found.map((each) => [each.get(key), each.get("value") ?? ""]));
}

export const HEADERS = { type: "zeebe:TaskHeaders", list: "values", item: "zeebe:Header", key: "key" };
export const PROPERTIES = {
  type: "zeebe:Properties", list: "properties", item: "zeebe:Property", key: "name",
};

/** Changes the extension elements of an element, several types in one step of undo. */
export class Extensions {
  constructor(modeling, bpmnFactory) {
    this.modeling = modeling;
    this.factory = bpmnFactory;
  }

  /** Set attributes by type: { "zeebe:FormDefinition": { formId } }; null takes the type away. */
  set(element, changes) {
    const values = Object.entries(changes).reduce(
      (kept, [type, attributes]) => this.#with(kept, type, attributes),
      this.#present(element),
    );
    this.#replace(element, values);
  }

  /** Set named pairs: { outcome: "refuse" }; an empty value takes the pair away. */
  setPairs(element, kind, changes) {
    this.#replace(element, this.#withPairs(this.#present(element), kind, changes));
  }

  /** Set both in one step. */
  setAll(element, changes, kind, named) {
    const values = Object.entries(changes).reduce(
      (kept, [type, attributes]) => this.#with(kept, type, attributes),
      this.#present(element),
    );
    this.#replace(element, this.#withPairs(values, kind, named));
  }

  #present(element) {
    return getBusinessObject(element).get("extensionElements")?.get("values") ?? [];
  }

  #with(values, type, attributes) {
    const old = values.find((each) => each.$type === type);
    if (attributes === null) return values.filter((each) => each !== old);
    const made = this.#copy(type, old, attributes);
    return old ? values.map((each) => (each === old ? made : each)) : [...values, made];
  }

  #copy(type, old, attributes) {
    const made = this.factory.create(type);
    if (old) for (const [name, value] of known(old)) made.set(name, value);
    for (const [name, value] of Object.entries(attributes)) made.set(name, value || undefined);
    return made;
  }

  #withPairs(values, { type, list, item, key }, changes) {
    const old = values.find((each) => each.$type === type);
    const names = Object.keys(changes);
    const kept = (old?.get(list) ?? []).filter((each) => !names.includes(each.get(key)));
    const added = Object.entries(changes).filter(([, value]) => value);
    const made = added.map(([name, value]) => this.factory.create(item, { [key]: name, value }));
    if (!kept.length && !made.length) return values.filter((each) => each !== old);
    const holder = this.factory.create(type, { [list]: [...kept, ...made] });
    for (const each of made) each.$parent = holder;
    return old ? values.map((each) => (each === old ? holder : each)) : [...values, holder];
  }

  #replace(element, values) {
    const extensionElements = this.factory.create("bpmn:ExtensionElements", { values });
    extensionElements.$parent = getBusinessObject(element);
    for (const each of values) if (!each.$parent) each.$parent = extensionElements;
    this.modeling.updateProperties(element, {
      extensionElements: values.length ? extensionElements : undefined,
    });
  }
}

Extensions.$inject = ["modeling", "bpmnFactory"];

export const ExtensionsModule = { extensions: ["type", Extensions] };

function known(old) {
  const own = old.$descriptor.properties.map(({ name, ns }) => ns?.localName ?? name);
  const set = own.filter((name) => old.get(name) !== undefined).map((name) => [name, old.get(name)]);
  return [...set, ...Object.entries(old.$attrs ?? {})];
}
