// The entries of our sections: a choice, a line of buttons, a short text; plain functions, no JSX.
import { SelectEntry, TextFieldEntry } from "@bpmn-io/properties-panel";
import { h } from "@bpmn-io/properties-panel/preact";
import { useService } from "bpmn-js-properties-panel";

const isFilled = (node) => Boolean(node?.value);

/** Return an entry with a list of [value, label]; `set` receives what was chosen. */
export function select(id, label, { options, get, set, hint }) {
  return { id, component: Choice, isEdited: isFilled, label, options, get, set, hint };
}

function Choice({ element, id, label, options, get, set, hint }) {
  const value = get(element) ?? "";
  const offered = () => {
    const listed = options(element);
    // what the file says stays chosen and readable, even when it leads nowhere
    const known = !value || listed.some(([each]) => each === value);
    return (known ? listed : [...listed, [value, `${value} (introuvable)`]]).map(
      ([each, text]) => ({ value: each, label: text }),
    );
  };
  return h(SelectEntry, { element, id, label, description: hint, getOptions: offered,
    getValue: () => value, setValue: (chosen) => set(element, chosen ?? "") });
}

/** Return an entry with a line of text. */
export function text(id, label, { get, set, hint }) {
  return { id, component: Line, isEdited: isFilled, label, get, set, hint };
}

function Line({ element, id, label, get, set, hint }) {
  const debounce = useService("debounceInput");
  return h(TextFieldEntry, { element, id, label, description: hint, debounce,
    getValue: () => get(element) ?? "", setValue: (typed) => set(element, typed ?? "") });
}

/** Return a line of actions: [{ label, href } or { label, act }]. */
export function actions(id, list) {
  return { id, component: Actions, list };
}

function Actions({ element, list }) {
  const shown = list(element).map(({ label, href, act }) =>
    href
      ? h("a", { class: "button button--quiet button--small", href }, label)
      : h("button", { type: "button", class: "button button--quiet button--small",
          onClick: () => act(element) }, label),
  );
  return shown.length ? h("div", { class: "diagram-actions" }, shown) : null;
}

/** Return a small form: one text and the button that sends it. */
export function creation(id, label, { button, act }) {
  return { id, component: Creation, label, button, act };
}

function Creation({ element, id, label, button, act }) {
  const name = `studio-${id}`;
  const send = () => {
    const input = document.getElementById(name);
    if (input.value.trim()) act(element, input.value.trim());
  };
  return h("div", { class: "diagram-creation" }, [
    h("label", { for: name, class: "bio-properties-panel-label" }, label),
    h("div", { class: "diagram-creation__line" }, [
      h("input", { id: name, class: "bio-properties-panel-input", maxlength: 100,
        onKeyDown: (event) => event.key === "Enter" && send() }),
      h("button", { type: "button", class: "button button--quiet button--small", onClick: send },
        button),
    ]),
  ]);
}
