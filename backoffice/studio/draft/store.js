// One file of a draft in an editor: read, saved by itself under its optimistic lock, never lost.
//
//   const file = await openDraftFile("process.bpmn", {
//     read: async () => xml,            // what the editor holds now, as text
//     replace: async (text) => {},      // show the colleague's text instead
//   });
//   file.content                        // what was read; null when the file is not there yet
//   file.touch()                        // something changed: saved after a pause
//   await file.save()                   // now; true when the server has it; Ctrl + S does it too
//
// The page has one `saving()` of studio_parts.html: the status line is there.
import { ask, base, fileUrl } from "./place.js";
import { askWhich } from "./conflict.js";

const PAUSE = 1500; // milliseconds without a change before it is saved
const AGAIN = 10000; // milliseconds before a server out of reach is asked again
const LEAVING = 60000; // characters that a page being left may still send
const SIGNED_OUT =
  "Votre session est terminée : reconnectez-vous dans un autre onglet, puis réessayez ici.";
const OUT_OF_REACH = "Le serveur ne répond pas : nouvel essai dans quelques secondes.";
const CHANGED = "Modifications non enregistrées";

export async function openDraftFile(path, editor) {
  const { status, data } = await ask(fileUrl(path));
  if (status !== 200 && status !== 404) {
    const told = status === 401 ? SIGNED_OUT : data.message || "Ce fichier n’a pas pu être lu.";
    say("problem", told);
    throw new Error(told);
  }
  return new DraftFile(path, editor, status === 200 ? data : { content: null, revision: 0 });
}

class DraftFile {
  constructor(path, editor, { content, revision }) {
    Object.assign(this, { path, editor, content, revision });
    this.edits = 0; // changes seen
    this.saved = 0; // changes that the server has
    this.timer = 0;
    this.sending = null;
    window.addEventListener("beforeunload", (event) => this.dirty && event.preventDefault());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.dirty) this.save({ leaving: true });
    });
    document.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
      event.preventDefault(); // the browser would save the page
      this.save();
    });
  }

  get dirty() {
    return this.edits !== this.saved;
  }

  touch() {
    this.edits += 1;
    say("pending", CHANGED);
    this.#later(PAUSE);
  }

  // One save at a time: a second one waits for the first, and sends what changed meanwhile.
  async save(options = {}) {
    clearTimeout(this.timer);
    if (this.sending) {
      await this.sending;
      return this.dirty ? this.save(options) : true;
    }
    if (!this.dirty) return true;
    this.sending = this.#send(options);
    try {
      return await this.sending;
    } finally {
      this.sending = null;
    }
  }

  async #send({ leaving = false, kept = false }) {
    const edits = this.edits;
    const content = await this.editor.read();
    say("pending", "Enregistrement…");
    const { status, data } = await ask(fileUrl(this.path), {
      method: "PUT",
      body: { content, revision: this.revision, kept },
      keepalive: leaving && content.length < LEAVING,
    });
    if (status === 200) return this.#done(data, edits, content);
    if (status === 409) return this.#settle(data, edits, content);
    return this.#refused(status, data);
  }

  #done(data, edits, content) {
    this.revision = data.revision;
    this.content = content;
    this.saved = edits;
    if (this.dirty) this.#later(PAUSE);
    else say("saved", `Enregistré à ${clock(new Date(data.changed_at))}${following(data.followed)}`);
    document.dispatchEvent(new CustomEvent("draft-saved", { detail: { path: this.path } }));
    return true;
  }

  // A colleague was faster: tell who and when, and let the person choose; both texts are at hand.
  async #settle(theirs, edits, mine) {
    say("problem", theirs.message);
    const choice = await askWhich({ path: this.path, mine, theirs });
    this.revision = theirs.revision;
    if (choice === "mine") return this.#send({ kept: true });
    const gone = theirs.revision === 0; // nothing is left to edit here
    this.content = theirs.content;
    if (!gone) await this.editor.replace(theirs.content);
    this.saved = this.edits = edits;
    if (gone) location.assign(base());
    say("saved", "Version de votre collègue chargée");
    return false;
  }

  #refused(status, data) {
    if (status === 0) this.#later(AGAIN);
    const told = { 0: OUT_OF_REACH, 401: SIGNED_OUT }[status];
    say("problem", told ?? data.message ?? "L’enregistrement a échoué : réessayez.", () => this.save());
    return false;
  }

  #later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }
}

const clock = (moment) =>
  `${moment.getHours()} h ${String(moment.getMinutes()).padStart(2, "0")}`;

// The status line; a problem offers to try again.
function say(kind, text, again = null) {
  const line = document.querySelector("[data-saving]");
  if (!line) return;
  line.className = `saving saving--${kind}`;
  line.textContent = text;
  if (!again) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet button--small";
  button.textContent = "Réessayer";
  button.addEventListener("click", again);
  line.append(" ", button);
}

// the scenarios that took over the new name of a task
function following(followed = []) {
  if (!followed.length) return "";
  const many = followed.length > 1;
  return ` ; ${followed.length} ${many ? "scénarios suivent" : "scénario suit"} le nouveau nom`;
}
