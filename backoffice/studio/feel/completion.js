// How the FEEL editor proposes names: a name may hold spaces, so « a and b » was looked up as one.
// It begins after the last keyword.
import { CompletionContext } from "@codemirror/autocomplete";

const NAME_SO_FAR = String(/\w[\w ]*$/);
const KEYWORD = /^.*\b(?:and|or|not|if|then|else|in|return|satisfies|between)\s+(?=\w)/;
const match = CompletionContext.prototype.matchBefore;

CompletionContext.prototype.matchBefore = function matchBefore(expression) {
  const found = match.call(this, expression);
  if (!found || String(expression) !== NAME_SO_FAR) return found;
  const before = KEYWORD.exec(found.text)?.[0] ?? "";
  return { ...found, from: found.from + before.length, text: found.text.slice(before.length) };
};
