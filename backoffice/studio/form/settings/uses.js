// Who reads a field: a list of links to the parts of the démarche.
import { el } from "../dom.js";
import { editorUrl } from "../../draft/place.js";

export function usesList(uses, editor) {
  return el("ul", { class: "uses" }, ...uses.map((use) => el("li", {}, told(use, editor))));
}

function told(use, editor) {
  if (use.file !== editor.path) return el("a", { href: editorUrl(use.file, use.element) }, capital(use.said));
  return el("a", { href: `#${use.element}`, onclick: (event) => editor.chooseByName(use.element) && event.preventDefault() }, capital(use.said));
}

const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

// What the panel says of the field at hand.
export function usesSection(key, editor) {
  const body = el("div");
  const draw = () => {
    const uses = editor.study.uses[key] ?? [];
    const unread = editor.findings(key).find(({ code }) => code === "champ-jamais-lu");
    body.replaceChildren(
      uses.length ? usesList(uses, editor) : el("p", { class: "soft" }, editor.study.ready ? "Rien ne lit ce champ : sa réponse est seulement montrée dans le dossier." : "…"),
      ...(unread ? [el("p", { class: "setting__problem" }, `${unread.message} ${unread.remedy}`)] : []),
    );
  };
  draw();
  editor.onStudy(draw);
  return el("section", { class: "panel__section" }, el("h3", {}, "Utilisé par"), body);
}
