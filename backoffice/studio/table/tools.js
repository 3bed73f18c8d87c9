// The tools above the canvas, for whichever view is shown.
const SHOWS_RULES = "decisionTable";

/** Tie the buttons of `frame` to the active view; return what offers those that serve now. */
export function watchTools(frame, modeler) {
  const tools = frame.querySelector("[data-tools]");
  const tool = (name) => tools.querySelector(`[data-tool="${name}"]`);
  tools.addEventListener("click", ({ target }) => {
    const name = target.closest("[data-tool]")?.dataset.tool;
    if (name) modeler.getActiveViewer()?.get("editorActions").trigger(name);
  });
  const pane = frame.querySelector("[data-pane]");
  pane.addEventListener("click", () => {
    const open = pane.getAttribute("aria-expanded") !== "true";
    pane.setAttribute("aria-expanded", open);
    document.getElementById(pane.getAttribute("aria-controls")).hidden = !open;
    modeler.getActiveViewer()?.get("canvas", false)?.resized?.();
  });
  return () => {
    const stack = modeler.getActiveViewer()?.get("commandStack", false);
    tool("undo").disabled = !stack?.canUndo();
    tool("redo").disabled = !stack?.canRedo();
    tool("addRule").hidden = modeler.getActiveView()?.type !== SHOWS_RULES;
  };
}
