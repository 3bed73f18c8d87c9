// Comfort for people who spend the day here; every page works without it.
import { keepDraft } from "./task/draft.js";

for (const form of document.querySelectorAll("form[data-draft]")) keepDraft(form);

// On a narrow screen the menu is a strip: where one is must be seen.
document.querySelector(".menu [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });

// A small menu closes when one leaves it, or presses Escape: it must not cover what comes next.
const shut = (menu) => menu?.removeAttribute("open");
document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const menu = target.closest(".part-menu");
  if (menu && relatedTarget && !menu.contains(relatedTarget)) shut(menu);
});
document.addEventListener("keydown", ({ key, target }) => {
  const menu = key === "Escape" && target.closest?.(".part-menu[open]");
  if (!menu) return;
  menu.querySelector("summary").focus();
  shut(menu);
});

// A filter that changes is applied at once; the button stays for those without scripts.
document.addEventListener("change", ({ target }) => {
  if (target.matches("select[data-apply]")) target.form.requestSubmit();
});

// A form is sent once, however often its button is clicked.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
  if (form.dataset.confirm && !window.confirm(form.dataset.confirm)) return event.preventDefault();
  if (form.method === "post") form.dataset.sent = "yes";
});

// Coming back by the browser's arrow must not leave the form shut.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// In a list of work: arrows walk, « p » takes or gives back. Only while a row has the focus.
const rowLinks = (list) => [...list.querySelectorAll("a.work__who")];
const KEYS = {
  ArrowDown: (links, here) => links[here + 1]?.focus(),
  ArrowUp: (links, here) => links[here - 1]?.focus(),
  p: (links, here) => links[here].closest("tr").querySelector("button")?.click(),
};
document.addEventListener("keydown", (event) => {
  const list = event.target.closest?.("[data-work]");
  const act = KEYS[event.key];
  if (!list || !act || event.ctrlKey || event.altKey || event.metaKey) return;
  const links = rowLinks(document);
  const here = links.indexOf(event.target);
  if (here < 0) return;
  event.preventDefault();
  act(links, here);
});

// Ctrl+K leads to the search field of the page.
document.addEventListener("keydown", (event) => {
  if (event.key !== "k" || !(event.ctrlKey || event.metaKey)) return;
  const search = document.querySelector("[data-search]");
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
});
