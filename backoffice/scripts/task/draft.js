// A task's form keeps itself: what is typed goes to the server's draft, and questions that an
// answer calls for appear. The server alone decides what is shown; without scripts its buttons do.

const PAUSE = 2000; // milliseconds without typing before a draft is sent

export function keepDraft(form) {
  const fields = form.querySelector("[data-fields]");
  const status = form.querySelector("[data-status]");
  let timer = 0;
  let edits = 0;
  let sending = Promise.resolve();

  form.addEventListener("input", () => {
    edits += 1;
    status.textContent = ""; // what it says is of an older text
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });

  form.addEventListener("change", async ({ target }) => {
    if (!decides(fields, target.name)) return;
    const asked = ++edits;
    const page = await save();
    // an answer that comes after other typing would overwrite it
    if (page && asked === edits) replaceChanged(fields, page, target);
  });

  form.addEventListener("submit", () => clearTimeout(timer));

  function save() {
    clearTimeout(timer);
    sending = sending.then(saveNow); // an older text must not arrive after a newer one
    return sending;
  }

  async function saveNow() {
    const said = edits;
    status.textContent = form.dataset.saving;
    const { page, reached } = await send(form);
    if (!page) status.textContent = reached ? form.dataset.refused : form.dataset.unsaved;
    else if (said === edits) status.textContent = form.dataset.saved;
    else status.textContent = "";
    return page;
  }
}

async function send(form) {
  const data = new FormData(form);
  for (const input of form.querySelectorAll("input[type=file]")) data.delete(input.name);
  data.set("envoi", "brouillon");
  try {
    const answer = await fetch(form.action, { method: "POST", body: data });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return { page: page.querySelector("[data-draft] [data-fields]"), reached: true };
  } catch {
    return { page: null, reached: false };
  }
}

function decides(fields, name) {
  const key = name.replace(/-(day|month|year)$/, "");
  return [...fields.querySelectorAll("[data-depends]")].some((place) =>
    place.dataset.depends.split(" ").includes(key),
  );
}

function replaceChanged(fields, page, touched) {
  const [before, after] = [outermost(fields), outermost(page)];
  if (before.length !== after.length) return;
  before.forEach((place, rank) => {
    const changed = place.innerHTML !== after[rank].innerHTML || place.hidden !== after[rank].hidden;
    if (changed && !place.contains(touched)) place.replaceWith(after[rank]);
  });
}

function outermost(fields) {
  return [...fields.querySelectorAll("[data-depends]")].filter(
    (place) => !place.parentElement.closest("[data-depends]"),
  );
}
