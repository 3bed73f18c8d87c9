// Walks the editor of decisions: every view, every element, every cell and header, their menus,
// their lists; gathers the words met and the texts that our translations do not know.
async (frame) => {
  const texts = new Set();
  const canvas = frame.querySelector("[data-canvas]");
  const pause = (time = 40) => new Promise((done) => setTimeout(done, time));
  const roots = () => [canvas, ...document.querySelectorAll("body > .djs-popup-parent, .context-menu, .dms-context-menu")];

  const gather = () => {
    for (const root of roots()) {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) keep(walker.currentNode.data);
      for (const each of root.querySelectorAll("[title], [aria-label], [placeholder], [data-placeholder]"))
        for (const name of ["title", "aria-label", "placeholder", "data-placeholder"]) keep(each.getAttribute(name));
    }
  };
  const keep = (text) => text?.trim() && texts.add(text.trim());
  const mouse = (target, type, more = {}) =>
    target.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, clientX: 400, clientY: 300, ...more }));

  for (const view of frame.modeler.getViews()) {
    await frame.modeler.open(view);
    await pause(150);
    gather();
    if (view.type === "drd") await graph(frame.modeler.getActiveViewer());
    else await cells();
  }
  return { texts: [...texts], missing: frame.untranslated() };

  async function graph(viewer) {
    const [registry, selection, popup] = ["elementRegistry", "selection", "popupMenu"].map((each) => viewer.get(each));
    for (const element of registry.filter((each) => each.parent && !each.waypoints)) {
      selection.select(element);
      await pause();
      gather();
      for (const menu of ["dmn-replace", "align-elements"]) {
        try {
          popup.open(element, menu, { x: 100, y: 100 });
        } catch {
          continue; // this kind of element has no such menu
        }
        await pause(80);
        gather();
        popup.close();
      }
    }
    selection.select(registry.filter((each) => each.parent && !each.waypoints));
    await pause(100);
    gather();
  }

  async function cells() {
    const places = () => [...canvas.querySelectorAll("thead th, tbody tr:first-child td, .hit-policy *, footer *")];
    for (let rank = 0; rank < places().length; rank += 1) {
      for (const type of ["dblclick", "contextmenu"]) {
        const target = places()[rank];
        if (!target || target.closest(".add-input, .add-output")) break;
        mouse(target, "mousedown");
        mouse(target, "click");
        mouse(target, type);
        await pause(30);
        gather();
        mouse(canvas, "mousedown");
      }
    }
  }
}
