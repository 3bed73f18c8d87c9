// Renaming a key: in this form, and wherever the démarche reads it.
import { ask } from "../draft/place.js";
import { announce } from "./dom.js";
import { setAt } from "./text/json_text.js";

// Gives rename(path, kind, old, wanted, { alone, column }): "" once done, else why not.
export function renamer(editor, file) {
  return async (path, kind, old, wanted, { alone, column }) => {
    const { component, name } = named(editor, path, kind);
    editor.proposed.delete(component.id);
    if (alone && !column) return here(editor, [...path, name], old, wanted);
    if (!(await file.save())) return "Le formulaire n’a pas pu être enregistré : réessayez.";
    const body = { old, wanted, column: column ? (column.path || column.key) : "", revision: file.revision };
    const { status, data } = await ask(`${editor.base}/cle`, { method: "POST", body });
    if (status !== 200) return data.message ?? "La clé n’a pas pu être renommée : réessayez.";
    file.revision = data.revision;
    file.content = data.content;
    editor.doc.load(data.content);
    announce(`Clé renommée en ${wanted} dans ${data.files.length} fichiers.`);
    editor.choose(path);
    return "";
  };
}

function named(editor, path, kind) {
  const component = path.reduce((node, step) => node[step], editor.doc.tree);
  return { component, name: component.key ? "key" : component.path ? "path" : kind.keyName };
}

function here(editor, path, old, wanted) {
  editor.doc.apply((text) => setAt(text, path, wanted), {
    label: `Clé « ${old} » renommée en « ${wanted} »`,
    before: editor.selected(),
    origin: "edit",
  });
  editor.choose(editor.selected());
  announce(`Clé renommée en ${wanted}.`);
  return "";
}
