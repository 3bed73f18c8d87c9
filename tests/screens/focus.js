// Gives the focus to everything that takes it, as Tab does; tells what does not show it, or hides it.
async () => {
  const STYLES = ["boxShadow", "borderTopColor", "borderTopWidth",
    "borderBottomColor", "backgroundColor", "textDecorationThickness", "color"];
  const read = (element, part) => {
    const style = getComputedStyle(element, part);
    const outline = style.outlineStyle === "none" ? "" : style.outlineWidth;
    return [outline, ...STYLES.map((name) => style[name])].join();
  };
  // a box is drawn by its label, a field by what holds it
  const look = (element) =>
    [element, element.parentElement, element.nextElementSibling].filter(Boolean)
      .flatMap((each) => [read(each), read(each, "::before"), read(each, "::after")]).join();
  const hidden = (stop) => {
    const box = stop.getBoundingClientRect();
    const there = document.elementFromPoint(box.x + Math.min(box.width / 2, 20), box.y + Math.min(box.height / 2, 12));
    return there && !there.contains(stop) && !stop.parentElement.contains(there);
  };
  const settle = () => new Promise((done) => setTimeout(done, 300)); // what comes late moves the page
  const stops = [...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, [tabindex], [contenteditable=true]",
  )].filter((each) => each.tabIndex >= 0 && !each.disabled && each.checkVisibility({ visibilityProperty: true }));

  const told = [];
  for (const stop of stops) {
    document.activeElement?.blur();
    const before = look(stop);
    stop.focus({ focusVisible: true });
    if (look(stop) === before) told.push(`focus not seen: ${stop.outerHTML.slice(0, 120)}`);
    if (hidden(stop)) await settle();
    if (hidden(stop))
      told.push(`hidden while it has the focus: ${stop.outerHTML.slice(0, 120)}`);
  }
  document.activeElement?.blur();
  return told;
}
