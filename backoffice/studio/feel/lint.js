// In place of @bpmn-io/feel-lint: what cannot be read in a FEEL expression, told in French.
import { syntaxTree } from "@codemirror/language";

const UNREADABLE = "Ceci ne se lit pas à cet endroit.";
const UNFINISHED = "L’expression n’est pas finie.";

/** Return the linter that marks each error of the syntax tree. */
export const cmFeelLinter = () => (view) => {
  const found = [];
  const end = view.state.doc.length;
  if (!end) return found;
  syntaxTree(view.state).iterate({
    enter: (node) => {
      if (node.type.isError) found.push(remark(node, end));
    },
  });
  return found;
};

function remark({ from, to }, end) {
  const message = from === to && to >= end ? UNFINISHED : UNREADABLE;
  // `type` is what the properties panel looks at to mark the field
  return { from, to: Math.min(Math.max(to, from + 1), end), severity: "error", message,
    type: "Syntax Error", source: "FEEL" };
}
