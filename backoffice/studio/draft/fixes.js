// Taking a quick fix of a finding: the server mends the draft and says which files changed.
import { ask, base, editorUrl } from "./place.js";

const STALE = 409;

/** Take `fix` of `finding`; return { files: [{ path, content, revision }], removed: [path] }. */
export async function takeFix(finding, fix) {
  const { file, element, code } = finding;
  const body = { file, element, finding: code, fix: fix.code, value: fix.value ?? "" };
  const { status, data } = await ask(`${base()}correction`, { method: "POST", body });
  if (status === 200) return data;
  const told = status === STALE ? `${data.message} Recommencez la correction.` : data.message;
  throw new Error(told ?? "La correction n’a pas pu être faite : réessayez.");
}

/**
 * Return what an editor of one file does with a fix: the file is saved first, and shown again by
 * `show(text)` when it is what changed; when it is gone, the page of `otherwise` follows.
 */
export function fixesIn(file, { show, otherwise = "" }) {
  return async (finding, fix) => {
    if (!(await file.save())) throw new Error("Enregistrez d’abord vos modifications.");
    const { files, removed } = await takeFix(finding, fix);
    if (removed.includes(file.path)) {
      location.assign(files.length ? editorUrl(files[0].path) : `${base()}${otherwise}`);
      return;
    }
    const own = files.find(({ path }) => path === file.path);
    if (!own) return;
    Object.assign(file, { content: own.content, revision: own.revision });
    await show(own.content);
  };
}
