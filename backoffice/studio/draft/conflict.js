// The dialog shown when a colleague saved the same file: who, when, and what to do with both texts.

export function askWhich({ path, mine, theirs }) {
  const dialog = document.createElement("dialog");
  dialog.className = "conflict";
  dialog.setAttribute("aria-labelledby", "conflict-title");
  dialog.setAttribute("aria-describedby", "conflict-what");
  const gone = theirs.revision === 0;
  dialog.append(
    part("h2", "Ce fichier a changé entre-temps", { id: "conflict-title" }),
    part("p", theirs.message, { id: "conflict-what" }),
    part("p", "Rien n’est perdu : choisissez, ou gardez d’abord une copie de votre version."),
  );
  const actions = part("div", "", { className: "actions" });
  const reload = button(gone ? "Accepter la suppression" : `Recharger la version de ${theirs.changed_by}`);
  const keep = button("Garder ma version");
  keep.classList.add("button--quiet");
  actions.append(reload, keep, download(path, mine));
  dialog.append(actions);
  document.body.append(dialog);

  return new Promise((resolve) => {
    const choose = (choice) => () => {
      dialog.close();
      dialog.remove();
      resolve(choice);
    };
    reload.addEventListener("click", choose("theirs"));
    keep.addEventListener("click", choose("mine"));
    // there is no third way: closing without choosing would leave the file unsaved, unnoticed
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    dialog.showModal();
    reload.focus();
  });
}

function part(name, text, properties = {}) {
  const made = Object.assign(document.createElement(name), properties);
  made.textContent = text;
  return made;
}

const button = (text) => part("button", text, { type: "button", className: "button" });

function download(path, text) {
  const link = part("a", "Télécharger ma version", { download: path.split("/").pop() });
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  return link;
}
