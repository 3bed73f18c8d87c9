// The findings on the elements that they speak of: a badge with the level and the message.
const PLACE = { top: -10, right: 10 };
const LEVELS = ["error", "warning"];
const WORDS = { error: "Erreur", warning: "Avertissement" };
const KIND = "finding";

class FindingMarks {
  constructor(overlays, canvas, elementRegistry) {
    Object.assign(this, { overlays, canvas, elementRegistry });
    this.marked = [];
  }

  /** Show the findings by element id; those of before go. */
  show(byElement) {
    this.overlays.remove({ type: KIND });
    for (const [id, level] of this.marked) {
      if (this.elementRegistry.get(id)) this.canvas.removeMarker(id, `has-${level}`);
    }
    this.marked = [];
    for (const [id, findings] of byElement) {
      if (this.elementRegistry.get(id)) this.#mark(id, findings);
    }
  }

  #mark(id, findings) {
    const level = LEVELS.find((each) => findings.some((finding) => finding.level === each));
    this.canvas.addMarker(id, `has-${level}`);
    this.marked.push([id, level]);
    this.overlays.add(id, KIND, { position: PLACE, html: badge(level, findings) });
  }
}

FindingMarks.$inject = ["overlays", "canvas", "elementRegistry"];

export const MarksModule = { findingMarks: ["type", FindingMarks] };

function badge(level, findings) {
  const made = document.createElement("div");
  made.className = `diagram-mark diagram-mark--${level}`;
  made.textContent = findings.length > 1 ? findings.length : "!";
  made.title = findings.map((each) => `${WORDS[each.level]} : ${each.message} ${each.remedy}`)
    .join("\n");
  return made;
}
