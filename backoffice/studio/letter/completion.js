// After « {{ », the names that the letter may hold are proposed: arrows choose, Enter inserts.
const BEGUN = /\{\{\s*([A-Za-z0-9_À-ÿ]*)$/;
const MOST = 8;

export function completeNames({ field, names, list, say, changed }) {
  let shown = [];
  let at = 0;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Champs proposés");
  list.id ||= "letter-suggested";
  list.hidden = true;
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.addEventListener("input", propose);
  field.addEventListener("click", propose);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", press);
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    event.preventDefault(); // the text keeps the focus
    take(shown[[...list.children].indexOf(option)]);
  });

  function begun() {
    if (field.selectionStart !== field.selectionEnd) return null;
    return BEGUN.exec(field.value.slice(0, field.selectionStart));
  }

  function propose() {
    const typed = begun();
    if (!typed) return close();
    const wanted = plain(typed[1]);
    shown = names
      .filter(({ name, label }) => plain(name).includes(wanted) || plain(label).includes(wanted))
      .sort((one, other) => rank(one, wanted) - rank(other, wanted))
      .slice(0, MOST);
    if (!shown.length) return close();
    at = 0;
    list.replaceChildren(...shown.map(option));
    list.hidden = false;
    point();
    say(shown.length > 1 ? `${shown.length} champs proposés` : "1 champ proposé");
  }

  function option({ name, label }, rank) {
    const made = document.createElement("div");
    made.id = `${list.id}-${rank}`;
    made.setAttribute("role", "option");
    made.className = "suggested__option";
    made.textContent = label === name ? name : `${label} (${name})`;
    return made;
  }

  function point() {
    [...list.children].forEach((each, rank) =>
      each.setAttribute("aria-selected", String(rank === at)),
    );
    field.setAttribute("aria-activedescendant", `${list.id}-${at}`);
    list.children[at].scrollIntoView({ block: "nearest" });
  }

  function press(event) {
    if (list.hidden) return;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) at = (at + moves[event.key] + shown.length) % shown.length;
    else if (event.key === "Enter") take(shown[at]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    if (!list.hidden) point();
  }

  function take({ name }) {
    const typed = begun();
    if (!typed) return close();
    const end = field.selectionStart;
    const closed = /^\s*\}\}/.exec(field.value.slice(end));
    field.setRangeText(`{{ ${name} }}`, end - typed[0].length, end + (closed?.[0].length ?? 0), "end");
    close();
    say(`${name} inséré`);
    changed();
  }

  function close() {
    list.hidden = true;
    list.replaceChildren();
    field.removeAttribute("aria-activedescendant");
  }
}

// What begins as typed comes first, the shortest before the others.
function rank({ name }, wanted) {
  return name.length + (plain(name).startsWith(wanted) ? 0 : 1000);
}

function plain(words) {
  return words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
