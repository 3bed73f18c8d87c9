// Small comforts over pages that work without them: a draft that saves itself, questions that
// appear when an answer calls for them, a sending that leaves once.

const SAVE_AFTER = 2000; // milliseconds without a change
const OURS = { "X-Requested-By": "portal.js" };

const form = document.querySelector("form[data-draft]");
const problems = document.querySelector(".govuk-error-summary");

document.documentElement.classList.add("scripted");
if (problems) {
  problems.tabIndex = -1;
  problems.focus();
}
for (const once of document.querySelectorAll("form[data-once]")) sendOnce(once);
if (form) keepDraft(form);

function sendOnce(once) {
  let sent = false;
  once.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
    once.querySelector("button")?.setAttribute("aria-disabled", "true");
  });
  // back from the browser's history: the form may be sent again
  window.addEventListener("pageshow", () => {
    sent = false;
    once.querySelector("button")?.removeAttribute("aria-disabled");
  });
}

function keepDraft(form) {
  const status = form.querySelector("[data-status]");
  const fields = form.querySelector("[data-fields]");
  let waiting = 0;
  let changes = 0;
  let sending = Promise.resolve();

  form.addEventListener("input", () => {
    changes += 1;
    status.textContent = ""; // what it says is of an older text
    clearTimeout(waiting);
    waiting = setTimeout(() => send(() => withoutFiles(form)), SAVE_AFTER);
  });
  form.addEventListener("change", async ({ target }) => {
    if (target.type === "file") {
      await attach(target);
    } else if (calls(fields, target.name)) {
      const before = ++changes;
      const page = await send(() => withoutFiles(form));
      // what was typed while the answer travelled is not to be overwritten
      if (page && before === changes) refresh(fields, page, target);
    }
  });
  form.addEventListener("submit", () => clearTimeout(waiting));

  async function attach(input) {
    const page = await send(() => withFile(form, input.name));
    if (!page) return giveUp(input);
    const fresh = page?.getElementById(`${input.name}-upload`);
    if (!fresh) return;
    document.getElementById(`${input.name}-upload`).replaceWith(fresh);
    (fresh.querySelector("input[type=file]") ?? fresh.querySelector("button"))?.focus();
  }

  function giveUp(input) {
    // the file stays out: sent again with the page, it would be refused with the page
    const words = document.createElement("p");
    words.className = "govuk-error-message";
    words.textContent = status.textContent;
    const place = document.getElementById(`${input.name}-upload`);
    place.querySelector(".govuk-error-message")?.remove();
    input.before(words);
    input.value = "";
    input.focus();
  }

  function send(gather) {
    clearTimeout(waiting);
    sending = sending.then(() => sendNow(gather)); // an older text must not arrive after a newer one
    return sending;
  }

  async function sendNow(gather) {
    const told = changes;
    status.textContent = form.dataset.saving;
    try {
      const answer = await fetch(form.action, { method: "POST", body: gather(), headers: OURS });
      const text = await answer.text();
      if (answer.headers.get("Content-Type")?.startsWith("text/plain")) {
        status.textContent = text; // why it was refused
        return null;
      }
      const page = new DOMParser().parseFromString(text, "text/html");
      // elsewhere than on this form: the dossier has moved on
      if (!page.querySelector("form[data-draft]")) throw new Error(answer.status);
      status.textContent = told === changes ? form.dataset.saved : "";
      return page;
    } catch {
      status.textContent = form.dataset.unsaved;
      return null;
    }
  }
}

function withFile(form, name) {
  const data = new FormData(form);
  data.set("upload", name);
  return data;
}

function withoutFiles(form) {
  const data = new FormData(form);
  for (const file of form.querySelectorAll("input[type=file]")) data.delete(file.name);
  return data;
}

function calls(fields, name) {
  // a part of a date is named <key>-day, <key>-month or <key>-year
  const key = name.replace(/-(day|month|year)$/, "");
  return [...fields.querySelectorAll("[data-depends]")].some((place) =>
    place.dataset.depends.split(" ").includes(key),
  );
}

function refresh(fields, page, touched) {
  const stale = outermost(fields);
  const fresh = outermost(page.querySelector("[data-fields]"));
  if (fresh.length !== stale.length) return;
  stale.forEach((place, rank) => {
    if (place.outerHTML !== fresh[rank].outerHTML) place.replaceWith(fresh[rank]);
  });
  if (!touched.isConnected) document.getElementById(touched.id)?.focus();
}

function outermost(fields) {
  return [...fields.querySelectorAll("[data-depends]")].filter(
    (place) => !place.parentElement.closest("[data-depends]"),
  );
}
