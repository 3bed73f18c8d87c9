// What went wrong, told once above the diagram; nothing drawn is lost.

export class Notices {
  constructor() {
    this.line = document.querySelector("[data-notice]");
  }

  tell(text) {
    this.line.textContent = text;
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
}
