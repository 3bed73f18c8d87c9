// The page as its citizen sees it: drawn by the server, in a frame where no script runs.
import { ask } from "../draft/place.js";
import { announce, debounced, el } from "./dom.js";

const PAUSE = 450; // milliseconds without a change before the page is drawn anew
const WIDTHS = { wide: 1280, narrow: 390 };

// `editor` : { base, doc, study }
export function showPreview(container, editor) {
  const part = (name) => container.querySelector(`[data-preview="${name}"]`);
  const frame = part("frame");
  const state = { page: 0, values: {}, attached: {}, scenario: "", width: "narrow" };
  let turn = 0;
  let pressing = 0; // what a button asks is not given up for a mere change
  let again = false;
  let stale = true; // what the frame shows is no answer of this form any more

  const later = debounced(() => ready.then(() => refresh()), PAUSE);
  const ready = new Promise((resolve) => {
    if (frame.contentDocument?.readyState === "complete" && frame.contentDocument.querySelector("main")) resolve();
    else frame.addEventListener("load", resolve, { once: true });
  }).then(listen);

  editor.doc.addEventListener("change", later);
  document.addEventListener("form-studied", drawScenarios);
  part("scenario").addEventListener("change", ({ target }) => {
    Object.assign(state, { scenario: target.value, values: {}, attached: {} });
    refresh({ fresh: true });
  });
  part("send").addEventListener("click", () => refresh({ press: "send" }));
  part("restart").addEventListener("click", () => {
    Object.assign(state, { page: 0, values: {}, attached: {} });
    refresh({ fresh: true });
  });
  for (const button of container.querySelectorAll("[data-width]"))
    button.addEventListener("click", () => turnTo(button.dataset.width));
  new ResizeObserver(fit).observe(part("stage"));
  turnTo(state.width);
  ready.then(() => refresh({ fresh: true }));

  // `press` is a button of the page; `to` the page to go to; `fresh` takes nothing from the frame.
  async function refresh({ press = "", to = null, fresh = false } = {}) {
    const pressed = Boolean(press) || to !== null || fresh;
    if (pressing && !pressed) {
      again = true;
      return;
    }
    const mine = ++turn;
    pressing += pressed;
    stale ||= fresh;
    const sent = stale ? null : sentBy(frame.contentDocument);
    const { page, values, attached, scenario } = state;
    const body = { content: editor.doc.text, page, values, attached, scenario, sent, press, to };
    const { status, data } = await ask(`${editor.base}/apercu`, { method: "POST", body });
    pressing -= pressed;
    if (mine !== turn) return;
    draw(status, data, press);
    if (again) refresh();
    again = false;
  }

  function draw(status, data, press) {
    if (status !== 200) return say(data.message ?? "L’aperçu n’a pas pu être dessiné : réessayez.");
    Object.assign(state, { page: data.page, values: data.values });
    stale = false;
    show(data);
    if (press) tellOutcome(data);
  }

  function show(data) {
    say(data.problems.length ? `Aperçu en attente : ${data.problems.join(" ")}` : "");
    if (data.problems.length) return;
    const document_ = frame.contentDocument;
    const main = document_.querySelector("main");
    const focused = document_.activeElement?.id;
    const caret = document_.activeElement?.selectionStart;
    const fresh = new DOMParser().parseFromString(data.html, "text/html");
    main.replaceChildren(...document_.adoptNode(fresh.body).childNodes);
    const again = focused ? document_.getElementById(focused) : null;
    again?.focus({ preventScroll: true });
    if (typeof caret === "number") again?.setSelectionRange?.(caret, caret);
    drawPages(data);
    fit();
  }

  function drawPages(data) {
    part("pages").replaceChildren(
      ...data.steps.map(({ page, title }, rank) =>
        el(
          "button",
          {
            type: "button",
            class: "preview__page",
            "aria-current": page === data.page ? "step" : undefined,
            title: title || `Page ${rank + 1}`,
            "aria-label": `Page ${rank + 1}${title ? ` : ${title}` : ""}`,
            onclick: () => refresh({ to: page }),
          },
          String(rank + 1),
        ),
      ),
    );
  }

  function tellOutcome(data) {
    const problems = frame.contentDocument.querySelectorAll(".govuk-error-summary__list li").length;
    const told = problems
      ? problems > 1 ? `${problems} réponses seraient refusées.` : "1 réponse serait refusée."
      : data.accepted ? "Cette page serait acceptée." : "D’autres questions sont apparues.";
    part("status").textContent = told;
    announce(told);
  }

  function say(text) {
    part("status").textContent = text;
  }

  function drawScenarios() {
    const select = part("scenario");
    const wanted = editor.study.scenarios.map(([stem]) => stem).join();
    if (select.dataset.shown === wanted) return;
    select.dataset.shown = wanted;
    select.replaceChildren(
      el("option", { value: "" }, "formulaire vide"),
      ...editor.study.scenarios.map(([stem, name]) => el("option", { value: stem }, name)),
    );
    select.value = state.scenario;
  }

  function turnTo(width) {
    state.width = width;
    container.dataset.shownWidth = width;
    for (const button of container.querySelectorAll("[data-width]"))
      button.setAttribute("aria-pressed", String(button.dataset.width === width));
    fit();
  }

  // The page keeps its own width and is shown smaller when there is less room.
  function fit() {
    const width = WIDTHS[state.width];
    const stage = part("stage");
    const scale = Math.min(1, stage.clientWidth / width);
    const content = frame.contentDocument?.documentElement;
    const height = Math.max(160, content?.querySelector("main")?.scrollHeight ?? 0);
    Object.assign(frame.style, { width: `${width}px`, height: `${height}px`, transform: `scale(${scale})` });
    stage.style.height = `${Math.ceil(height * scale)}px`;
  }

  // The frame runs no script: what is pressed and typed there is heard from here.
  function listen() {
    const page = frame.contentDocument;
    page.addEventListener("click", onClick, true);
    page.addEventListener("submit", (event) => event.preventDefault(), true);
    page.addEventListener("change", ({ target }) => onChange(target));
  }

  function onClick(event) {
    const pressed = event.target.closest("button, a, input[type=file]");
    if (!pressed) return;
    if (pressed.matches("a[href^='#']")) return jump(event, pressed);
    event.preventDefault();
    if (pressed.matches("input[type=file]")) attach(pressed.name, 1);
    else if (pressed.name === "upload") attach(pressed.value, 1);
    else if (pressed.name === "remove_piece") attach(pressed.closest(".upload").id.replace(/-upload$/, ""), -1);
    else if (pressed.name === "save") refresh({ press: "next" });
    else if (pressed.dataset.page) refresh({ to: Number(pressed.dataset.page) });
    else if (pressed.name) press(pressed);
  }

  function jump(event, link) {
    event.preventDefault();
    frame.contentDocument.getElementById(decodeURIComponent(link.hash.slice(1)))?.focus();
  }

  function press(button) {
    const hidden = el("input", { type: "hidden", name: button.name, value: button.value });
    frame.contentDocument.querySelector("form").append(frame.contentDocument.adoptNode(hidden));
    refresh();
  }

  function attach(key, step) {
    state.attached[key] = Math.max(0, (state.attached[key] ?? 0) + step);
    refresh();
  }

  const onChange = debounced((target) => target.name && refresh(), 60);

  return {
    // Show the page of what is selected in the list.
    follow(page) {
      if (page === null || page === state.page) return;
      ready.then(() => refresh({ to: page }));
    },
  };
}

// The controls of the page, as its form would send them.
function sentBy(page) {
  const form = page?.querySelector("form");
  if (!form) return null;
  const sent = {};
  for (const control of form.elements) {
    if (!control.name || control.type === "file" || control.tagName === "BUTTON") continue;
    if (["checkbox", "radio"].includes(control.type) && !control.checked) continue;
    (sent[control.name] ??= []).push(control.value);
  }
  return sent;
}
