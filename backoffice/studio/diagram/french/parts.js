// The parts of the properties panel take their words from a `translate` that nobody gives them
// upstream: it is added to each as it is made.
import { options } from "@bpmn-io/properties-panel/preact";
import { translate } from "./translate.js";

const next = options.vnode;

options.vnode = (vnode) => {
  if (typeof vnode.type === "function" && vnode.props && !vnode.props.translate) {
    vnode.props.translate = translate;
  }
  next?.(vnode);
};
