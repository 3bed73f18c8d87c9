// The player of a draft: the panel follows the framed screen, and its buttons leave it in place.
import { keepOpen, replacePanel } from "./play/panel.js";

const player = document.querySelector("[data-player]");
const screen = player.querySelector("[data-screen]");
const panel = player.querySelector("[data-panel]");
const told = player.querySelector("[data-told]");
const entrance = screen.src;
const FAILED = "Le serveur n’a pas répondu : réessayez.";

screen.addEventListener("load", () => refresh());
panel.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-move]")) return;
  event.preventDefault();
  move(event.target, event.submitter);
});

async function refresh() {
  const answer = await ask(player.dataset.player);
  if (answer) show(answer);
}

async function move(form, button) {
  const data = new FormData(form, button);
  const name = button.value || button.textContent;
  panel.setAttribute("aria-busy", "true");
  const answer = await ask(form.action, { method: "POST", body: data });
  panel.removeAttribute("aria-busy");
  if (!answer) return;
  tell("");
  show(answer, name);
  // the role may have got, or lost, something to do
  screen.src = entrance;
}

function show(html, pressed = "") {
  replacePanel(panel, html, pressed);
  document.querySelector("[data-diagram]")?.dispatchEvent(new Event("redraw"));
}

async function ask(address, sent = {}) {
  try {
    const answer = await fetch(address, { ...sent, headers: { Accept: "application/json" } });
    const { panel: html, message } = await answer.json();
    if (!answer.ok) tell(message || FAILED);
    return answer.ok ? html : null;
  } catch {
    tell(FAILED);
    return null;
  }
}

function tell(words) {
  told.textContent = words;
  told.classList.toggle("problem", words !== "");
}

keepOpen(panel);
