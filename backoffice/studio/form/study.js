// What the server knows of the form at hand: conditions as rows, remarks on FEEL, uses, other fields.
import { ask } from "../draft/place.js";
import { debounced } from "./dom.js";

const PAUSE = 350; // milliseconds without a change before the server is asked

// Tells "form-studied" on the document after each answer.
export function studyForm(base, doc) {
  const study = { ready: false, shown: {}, held: {}, remarks: {}, uses: {}, others: [], scenarios: [], knows, now };
  const known = new Set();
  let turn = 0;
  const later = debounced(now, PAUSE);
  doc.addEventListener("change", later);

  async function now() {
    const mine = ++turn;
    const text = doc.text;
    const { status, data } = await ask(`${base}/etude`, { method: "POST", body: { content: text } });
    if (mine !== turn || status !== 200) return;
    // what a text means does not change: what was told stays true after a step back
    const told = { shown: { ...study.shown, ...data.shown }, held: { ...study.held, ...data.held } };
    Object.assign(study, data, told, { ready: true });
    for (const each of Object.keys(data.remarks)) known.add(each);
    document.dispatchEvent(new CustomEvent("form-studied"));
  }

  // Tell whether the server has judged this expression.
  function knows(text) {
    return known.has(text);
  }

  return study;
}

// Ask the server to write rows as FEEL; an answer that comes late says so.
export function compiler(base) {
  let turn = 0;
  return async (rules, purpose) => {
    const mine = ++turn;
    const { status, data } = await ask(`${base}/condition`, { method: "POST", body: { rules, purpose } });
    if (mine !== turn) return { late: true };
    if (status === 200) return data;
    return { message: data.message ?? "Le serveur ne répond pas : réessayez dans un instant." };
  };
}
