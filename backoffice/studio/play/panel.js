// The side panel, replaced whole: what was open stays open, the focus stays where it was.

const opened = new Map(); // id of a <details> -> whether it was last left open

export function keepOpen(panel) {
  panel.addEventListener(
    "toggle",
    ({ target }) => {
      if (target.id) opened.set(target.id, target.open);
    },
    true, // `toggle` does not bubble
  );
}

export function replacePanel(panel, html, pressed) {
  const typed = panel.querySelector("#scenario-name")?.value ?? "";
  const focused = panel.contains(document.activeElement);
  const id = document.activeElement?.id;
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const details of page.querySelectorAll("details[id]")) {
    if (opened.has(details.id)) details.open = opened.get(details.id);
  }
  panel.replaceChildren(...page.body.childNodes);
  panel.querySelector("#scenario-name").value = typed;
  if (focused) refocus(panel, pressed, id);
}

function refocus(panel, pressed, id) {
  const buttons = [...panel.querySelectorAll("button")];
  const same = buttons.find((button) => pressed && [button.value, button.textContent].includes(pressed));
  const before = id ? document.getElementById(id) : null;
  const target = same ?? before ?? panel.querySelector("button");
  target?.focus({ preventScroll: true });
}
