// The parts of the properties panel take their words from a `translate` that nobody gives them
// upstream, or have English ones of their own: both are seen to as each part is made.
import { options } from "@bpmn-io/properties-panel/preact";
import { translate } from "./translate.js";

const WORDS = ["closeButtonTooltip"];
const TYPED_TITLE = /^bpmn:(\w+)(?= \/ )/; // « bpmn:SequenceFlow / Condition »
const next = options.vnode;

options.vnode = (vnode) => {
  if (typeof vnode.type === "function" && vnode.props) speak(vnode.props);
  next?.(vnode);
};

function speak(props) {
  props.translate ??= translate;
  for (const name of WORDS) if (props[name]) props[name] = translate(props[name]);
  if (typeof props.title === "string") props.title = props.title.replace(TYPED_TITLE, typeName);
}

function typeName(whole, type) {
  return translate(type.replace(/(\B[A-Z])/g, " $1"));
}
