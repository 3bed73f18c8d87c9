// The click that ends a drop is not one on what was dropped. bpmn-js refuses every click of the next
// 400 ms for that, the analyst's own as well: here the refusal ends with the press that dropped.
const NOT_SAID = null; // bpmn-js's own tools say true or false

class ClickTrap {
  constructor(dragging, eventBus) {
    dragging.setOptions({ trapClick: NOT_SAID });
    eventBus.on("drag.end", ({ originalEvent }) => {
      if (originalEvent && dragging.context()?.trapClick === NOT_SAID) swallow(originalEvent);
    });
  }
}

ClickTrap.$inject = ["dragging", "eventBus"];

export const TrapModule = { __init__: ["clickTrap"], clickTrap: ["type", ClickTrap] };

function swallow(ending) {
  ending.preventDefault?.();
  const stop = (click) => {
    click.preventDefault();
    click.stopPropagation();
  };
  // the click, if one comes, comes before anything that waits
  const release = () => setTimeout(() => document.removeEventListener("click", stop, true));
  document.addEventListener("click", stop, true);
  if (ending.type === "mousedown") {
    document.addEventListener("mouseup", release, { capture: true, once: true });
  } else release();
}
