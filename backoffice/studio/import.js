// Importing: the files chosen are shown as changes, then sent again to be imported as they were shown.

const PAUSE = 400; // milliseconds without typing before the preview is made again
const READING = "Lecture des fichiers…";
const LOST = "Le serveur ne répond pas : rien n’a été importé. Réessayez.";

const form = document.querySelector("[data-import]");
const place = document.querySelector("[data-preview]");
const inputs = [...form.querySelectorAll("input[type=file]")];
let timer = 0;
let asked = 0;

for (const input of inputs)
  input.addEventListener("change", () => {
    // the last one used holds: a folder or files, never both
    for (const other of inputs) if (other !== input) other.value = "";
    preview();
  });
form.addEventListener("input", ({ target }) => {
  if (target.type === "file") return;
  clearTimeout(timer);
  timer = setTimeout(preview, PAUSE);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  preview();
});
place.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-apply-import]");
  if (button) apply(button);
});

function chosen() {
  return inputs.flatMap((input) => [...input.files]);
}

function content() {
  const data = new FormData();
  for (const name of ["csrf_token", "title", "code"]) data.append(name, form.elements[name].value);
  for (const file of chosen()) data.append("fichiers", file, file.webkitRelativePath || file.name);
  return data;
}

async function preview() {
  if (!chosen().length) return place.replaceChildren();
  const turn = ++asked;
  place.setAttribute("aria-busy", "true");
  if (!place.children.length) place.textContent = READING;
  const answer = await fetch(form.dataset.import, { method: "POST", body: content() }).catch(() => null);
  if (turn !== asked) return;
  place.removeAttribute("aria-busy");
  await show(answer);
}

async function apply(button) {
  button.disabled = true;
  const data = content();
  data.append("vu", button.dataset.applyImport);
  const answer = await fetch(form.action, { method: "POST", body: data }).catch(() => null);
  if (answer?.ok) return location.assign((await answer.json()).url);
  await show(answer);
}

async function show(answer) {
  if (!answer) {
    const told = document.createElement("p");
    told.className = "problem";
    told.textContent = LOST;
    return place.replaceChildren(told);
  }
  // a part of page of ours, its text escaped by the server; a whole page is an error page
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const shown = page.querySelector("main") ?? page.body;
  place.replaceChildren(...shown.children);
}
