// Two repairs of how the FEEL editor proposes names as one types.
import FeelEditor from "@bpmn-io/feel-editor";
import { CompletionContext } from "@codemirror/autocomplete";

// The names are given anew after each change of the diagram, which would close the list under the
// typist's hands: they are taken only when they are others.
const take = FeelEditor.prototype.setVariables;

FeelEditor.prototype.setVariables = function setVariables(variables) {
  const names = JSON.stringify(variables);
  if (names === this.namesTaken) return;
  this.namesTaken = names;
  take.call(this, variables);
};

// A name may hold spaces, so « a and b » was looked up as one: it begins after the last keyword.
const NAME_SO_FAR = String(/\w[\w ]*$/);
const KEYWORD = /^.*\b(?:and|or|not|if|then|else|in|return|satisfies|between)\s+(?=\w)/;
const match = CompletionContext.prototype.matchBefore;

CompletionContext.prototype.matchBefore = function matchBefore(expression) {
  const found = match.call(this, expression);
  if (!found || String(expression) !== NAME_SO_FAR) return found;
  const before = KEYWORD.exec(found.text)?.[0] ?? "";
  return { ...found, from: found.from + before.length, text: found.text.slice(before.length) };
};
