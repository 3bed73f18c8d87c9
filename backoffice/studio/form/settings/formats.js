// The formats of a file field: families to tick; other extensions are kept as they are written.
import { el, freshId } from "../dom.js";

const FAMILIES = [
  ["PDF", [".pdf"]],
  ["Photos (JPEG, PNG)", [".jpg", ".jpeg", ".png"]],
  ["Photos d’iPhone (HEIC)", [".heic"]],
  ["Plans (DWG, DXF)", [".dwg", ".dxf"]],
  ["Archives (ZIP)", [".zip"]],
];

export function formatsControl(setting, field) {
  const read = () =>
    String(field.value() ?? "").split(",").map((each) => each.trim().toLowerCase()).filter(Boolean);
  const known = new Set(FAMILIES.flatMap(([, extensions]) => extensions));
  const write = (extensions) => field.set(extensions.length ? extensions.join(",") : undefined);
  const boxes = FAMILIES.map(([words, extensions]) => {
    const id = freshId("format");
    const here = extensions.filter((each) => read().includes(each));
    const box = el("input", { type: "checkbox", id, checked: here.length > 0 });
    box.indeterminate = here.length > 0 && here.length < extensions.length;
    box.addEventListener("change", () => {
      const rest = read().filter((each) => !extensions.includes(each));
      write(box.checked ? [...rest, ...extensions] : rest);
    });
    return el("div", { class: "setting--flag" }, box, el("label", { for: id }, words));
  });
  const id = freshId("format");
  const others = el("input", {
    id,
    type: "text",
    class: "setting__input setting__input--short",
    value: read().filter((each) => !known.has(each)).join(", "),
    oninput: () => {
      const more = others.value.split(/[\s,;]+/).filter(Boolean).map((each) => (each.startsWith(".") ? each : `.${each}`));
      write([...read().filter((each) => known.has(each)), ...more]);
    },
  });
  return el(
    "fieldset",
    { class: "setting setting--wide formats" },
    el("legend", {}, setting.label),
    ...boxes,
    el("div", { class: "setting--inline" }, el("label", { for: id }, "Autres extensions"), others),
    el("p", { class: "setting__hint" }, "Rien de coché : tous ceux que la démarche accepte."),
  );
}
