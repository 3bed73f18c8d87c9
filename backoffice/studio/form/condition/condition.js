// When a field is shown, or its answer accepted: always, by rows, or by a FEEL expression.
import { button, el, freshId } from "../dom.js";
import { feelArea } from "../settings/feel.js";
import { readable } from "./operators.js";
import { complete, showRows } from "./rows.js";
import { normal, sentence } from "./sentence.js";

const WORDS = {
  shown: {
    none: "toujours",
    rows: "seulement si…",
    feel: "selon une expression FEEL",
    feelLabel: "Masquer quand cette expression est vraie",
    empty: "",
  },
  valid: {
    none: "toute réponse",
    rows: "si…",
    feel: "selon une expression FEEL",
    feelLabel: "Accepter quand cette expression est vraie",
  },
};

// `field` : { value(), set(value) }; `purpose` : "shown" or "valid".
export function conditionControl(setting, field, editor, purpose) {
  const words = WORDS[purpose];
  const box = el("fieldset", { class: "setting setting--wide condition" }, el("legend", {}, setting.label));
  const body = el("div", { class: "condition__body" });
  const said = el("p", { class: "setting__hint", role: "status" });
  const group = freshId("mode");
  let mode = modeOf();
  let beyond = ""; // an expression that rows cannot say, when one turned away from it

  const radios = ["none", "rows", "feel"].map((name) => {
    const id = freshId("mode");
    const input = el("input", { type: "radio", name: group, id, value: name, checked: name === mode, onchange: () => turn(name) });
    return el("div", { class: "condition__mode" }, input, el("label", { for: id }, words[name]));
  });
  box.append(el("div", { class: "condition__modes" }, ...radios), body, said);
  draw();
  editor.onStudy(() => {
    if (mode !== null) return tellMeaning();
    mode = modeOf();
    if (mode === null) return undefined;
    check(mode);
    return draw();
  });
  return box;

  function rulesNow() {
    const text = field.value();
    const found = (purpose === "shown" ? editor.study.shown : editor.study.held)[text];
    return found && normal(found, fieldsNow());
  }

  function fieldsNow() {
    return readable(editor.doc.tree, editor.study.others);
  }

  // null: the server has not told yet whether rows can say it
  function modeOf() {
    const text = field.value();
    if (!text) return "none";
    if (rulesNow()) return "rows";
    return editor.study.knows(text) ? "feel" : null;
  }

  function turn(name) {
    if (mode === "feel" && !rulesNow()) beyond = field.value() ?? "";
    mode = name;
    if (name === "none") field.set(undefined);
    if (name === "feel" && beyond && !field.value()) takeBack();
    draw();
    body.querySelector("select, textarea")?.focus();
  }

  function draw() {
    said.textContent = "";
    if (mode === "rows") body.replaceChildren(rows());
    else if (mode === "feel") body.replaceChildren(feelArea(words.feelLabel, field, editor));
    else body.replaceChildren();
    if (beyond && mode !== "feel") body.append(wayBack());
    tellMeaning();
  }

  function wayBack() {
    const back = () => {
      takeBack();
      mode = "feel";
      check(mode);
      draw();
      body.querySelector("textarea").focus();
    };
    return el(
      "p",
      { class: "condition__beyond" },
      "L’expression d’avant dit plus que des conditions ne peuvent dire. ",
      button("La reprendre", back),
    );
  }

  function takeBack() {
    field.set(beyond);
    beyond = "";
  }

  function check(name) {
    for (const input of box.querySelectorAll("input[type=radio]"))
      if (input.name === group) input.checked = input.value === name;
  }

  function rows() {
    return showRows({
      title: setting.label,
      fields: fieldsNow(),
      rules: rulesNow() ?? null,
      propose: purpose === "valid" ? field.key : "",
      changed: (rules) => {
        if (!rules.rules.length) return turnOff();
        if (!complete(rules)) return say("Complétez la condition : elle sera enregistrée alors.");
        return compile(rules);
      },
    });
  }

  function turnOff() {
    mode = "none";
    field.set(undefined);
    check("none");
    draw();
    box.querySelector("input[type=radio]").focus();
  }

  async function compile(rules) {
    const answer = await editor.compile(rules, purpose);
    if (answer.late) return;
    if (!answer.feel) return say(answer.message, true);
    say(meaning(rules));
    field.set(answer.feel);
  }

  function tellMeaning() {
    const rules = mode === "rows" && rulesNow();
    if (rules) say(meaning(rules));
  }

  function meaning(rules) {
    const condition = sentence(rules, fieldsNow());
    return purpose === "shown" ? `Montré si ${condition}.` : `Acceptée si ${condition}.`;
  }

  function say(text, wrong = false) {
    said.textContent = text;
    said.classList.toggle("setting__problem", wrong);
  }
}
