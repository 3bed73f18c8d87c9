// A new démarche: its code follows the title until somebody types one, and is checked as typed.

const PAUSE = 300; // milliseconds without typing before the server is asked

const form = document.querySelector("[data-new]");
const title = form.querySelector("[name=title]");
const code = form.querySelector("[name=code]");
const state = form.querySelector("[data-code-state]");
const copied = form.querySelector("[data-copied]");
let own = code.value !== "";
let timer = 0;
let asked = 0;

title.addEventListener("input", () => own || later());
code.addEventListener("input", () => {
  own = code.value !== "";
  later();
});
// sent before the answer came: the server makes the code from the whole title
form.addEventListener("submit", () => {
  if (!own) code.value = "";
});

function later() {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
}

async function ask() {
  const turn = ++asked;
  const question = new URLSearchParams(own ? { code: code.value } : { titre: title.value });
  const answer = await fetch(`${form.dataset.new}?${question}`).catch(() => null);
  if (!answer?.ok || turn !== asked) return;
  const found = await answer.json();
  if (!own) code.value = found.code;
  show(found);
}

function show({ code: shown, refusal }) {
  state.textContent = refusal || (shown && `« ${shown} » est libre.`);
  state.classList.toggle("begin__code--refused", Boolean(refusal));
  code.toggleAttribute("aria-invalid", Boolean(refusal));
}

// The démarche to copy is asked only when a copy is wanted.
function follow() {
  if (copied) copied.hidden = form.querySelector("[name=depart]:checked")?.value !== "copie";
}
form.addEventListener("change", follow);
follow();
if (code.value) ask();
