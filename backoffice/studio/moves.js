// Dossiers that change version, some at a time, with a bar; without scripts the form does it whole.
const form = document.querySelector("[data-moves]");

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const bar = form.querySelector("progress");
  const said = form.querySelector("[data-said]");
  form.querySelector("button").disabled = true;
  bar.hidden = false;
  const failed = [];
  let moved = 0;
  try {
    for (let left = bar.max; left > 0; ) {
      const told = await step();
      moved += told.moved;
      failed.push(...told.failed);
      if (!told.moved) break; // what is left cannot move any more
      left = told.left;
      bar.value = moved;
      said.textContent = `${moved} sur ${bar.max}`;
    }
    said.textContent = report(moved, failed);
    if (!failed.length) location.reload();
  } catch (failure) {
    said.textContent = `${report(moved, failed)} ${failure.message}`;
    form.querySelector("button").disabled = false;
  }
});

async function step() {
  const answer = await fetch(form.dataset.moves, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
  });
  const told = await answer.json().catch(() => ({}));
  if (answer.ok) return told;
  throw new Error(told.message ?? "Le serveur ne répond pas : réessayez, rien n’est perdu.");
}

function report(moved, failed) {
  const done = moved > 1 ? `${moved} dossiers passés.` : `${moved} dossier passé.`;
  return [done, ...failed.slice(0, 10).map(({ number, failure }) => `${number} : ${failure}`)].join(" ");
}
