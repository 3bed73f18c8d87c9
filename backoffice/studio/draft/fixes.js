// Taking a quick fix of a finding: the server mends the draft and says which files changed.
import { ask, base } from "./place.js";

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
