// In place of @camunda/feel-builtins: the functions that our own engine knows, told in French.
import { snippets } from "@bpmn-io/lang-feel";
import functions from "./functions.json";

const DETAILS = {
  function: "une fonction",
  for: "pour chaque",
  every: "tous vérifient",
  some: "au moins un vérifie",
  if: "si, alors, sinon",
  context: "un contexte",
  null: "aucune valeur",
  true: "vrai",
  false: "faux",
};

for (const snippet of snippets) snippet.detail = DETAILS[snippet.label] ?? "";

export const camundaBuiltins = Object.entries(functions).map(([signature, info]) => {
  const [, name, listed] = /^(.*)\((.*)\)$/.exec(signature);
  const params = listed ? listed.split(", ").map((each) => ({ name: each })) : [];
  return { name, type: "function", params, info: `<p>${info.replaceAll('"', "&quot;")}</p>` };
});
export const feelBuiltins = camundaBuiltins;
