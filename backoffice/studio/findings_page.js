// A page without editor: what the checks say of the draft, and how many findings each file has.
// What the page says of the draft is read again once a fix is taken.
import { takeFix } from "./draft/fixes.js";
import { watchFindings } from "./draft/findings.js";

document.addEventListener("findings", ({ detail }) => {
  for (const place of document.querySelectorAll("[data-file-findings]")) {
    const own = detail.findings.filter((each) => each.file === place.dataset.fileFindings);
    place.replaceChildren(...counted(own));
  }
});

function counted(findings) {
  const errors = findings.filter((each) => each.level === "error").length;
  const told = [];
  if (errors) told.push(badge("error", errors > 1 ? `${errors} erreurs` : "1 erreur"));
  const rest = findings.length - errors;
  if (rest) told.push(badge("warning", rest > 1 ? `${rest} avertissements` : "1 avertissement"));
  return told;
}

function badge(level, text) {
  const made = document.createElement("span");
  made.className = `etat etat--${level}`;
  made.textContent = text;
  return made;
}

watchFindings({
  fix: async (finding, fix) => {
    await takeFix(finding, fix);
    location.reload();
  },
}).now();
