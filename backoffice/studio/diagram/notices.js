// What went wrong, or changed unseen, told once above the diagram; nothing drawn is lost.

export class Notices {
  constructor() {
    this.line = document.querySelector("[data-notice]");
  }

  /** Tell something; `answer` is a button beside it: { label, act }. */
  tell(text, answer) {
    this.line.replaceChildren(text, ...(text && answer ? [" ", this.#button(answer)] : []));
    this.line.hidden = !text;
  }

  /** Wait for a promise and return its value; tell its failure and return undefined. */
  async during(promise) {
    this.tell("");
    try {
      return (await promise) ?? null;
    } catch (failure) {
      this.tell(failure.message);
      return undefined;
    }
  }

  #button({ label, act }) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button button--quiet button--small" });
    button.textContent = label;
    button.addEventListener("click", () => {
      this.tell("");
      act();
    });
    return button;
  }
}
