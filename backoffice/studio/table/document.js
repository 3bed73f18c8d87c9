// The text of a decision file in dmn-js: shown, given back, and refused when it would lose a part.
import { loses } from "./losses.js";
import { shownAs } from "./versions.js";

const UNREADABLE =
  "Ce fichier ne se lit pas dans l’éditeur : ce n’est pas du DMN 1.2 à 1.5 bien formé. "
  + "Importez-le de nouveau.";
const WOULD_LOSE =
  "Ce fichier tient des parties que l’éditeur ne garderait pas : il est laissé tel quel, sans "
  + "pouvoir être modifié ici. Vous pouvez l’essayer.";
const EMPTY = `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="vide" name=" " namespace="vide" />`;
const NO_VIEW = "no displayable contents";

export class Document {
  constructor(modeler, notices) {
    Object.assign(this, { modeler, notices, drawn: false, content: "" });
    this.back = (text) => text;
  }

  /** Show a text; tell why it cannot be, and return whether it is shown. */
  async show(xml) {
    this.content = xml;
    const { text, back } = shownAs(xml);
    this.back = back;
    this.drawn = false;
    this.#offer(true);
    try {
      const { warnings } = await this.modeler.importXML(text);
      const { xml: saved } = await this.modeler.saveXML({ format: true });
      this.drawn = warnings.length === 0 && !loses(text, saved);
      if (!this.drawn) {
        console.warn("not kept whole", warnings);
        await this.modeler.importXML(EMPTY);
      }
      this.notices.tell(this.drawn ? "" : WOULD_LOSE);
    } catch (failure) {
      console.warn(failure);
      this.notices.tell(failure.message === NO_VIEW ? WOULD_LOSE : UNREADABLE);
    }
    this.#offer(this.drawn);
    return this.drawn;
  }

  /** Return what the editor holds; the file as it is when it is not shown. */
  async text() {
    if (!this.drawn) return this.content;
    const { xml } = await this.modeler.saveXML({ format: true });
    return this.back(xml);
  }

  // nothing to draw on when it would not be saved
  #offer(shown) {
    for (const each of document.querySelectorAll("[data-canvas], [data-views], [data-tools], [data-adds]"))
      each.hidden = !shown;
  }
}
