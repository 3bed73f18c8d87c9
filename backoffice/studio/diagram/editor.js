// The editor as a whole: the draft's file in the modeler, saved by itself, checked as one draws.
import { watchFindings } from "../draft/findings.js";
import { openDraftFile } from "../draft/store.js";
import { openDesk } from "./desk.js";
import { DefaultsModule } from "./flows/defaults.js";
import { DropModule } from "./flows/drop.js";
import { FlowLabelsModule } from "./flows/labels.js";
import { PadModule } from "./gestures/pad.js";
import { TrapModule } from "./gestures/trap.js";
import { LanesModule } from "./lanes.js";
import { MarksModule } from "./marks.js";
import { MenusModule } from "./menus.js";
import { createModeler } from "./modeler.js";
import { Notices } from "./notices.js";
import { OutlineModule } from "./outline/outline.js";
import { ExtensionsModule } from "./panel/extensions.js";
import { SectionsModule } from "./panel/sections.js";
import { BelongingsModule } from "./patterns/belongings.js";
import { InsertModule } from "./patterns/insert.js";
import { PaletteModule } from "./patterns/palette.js";
import { PlacingModule } from "./patterns/placing.js";
import { RoomModule } from "./patterns/room.js";
import { applyFix } from "./fixes.js";
import { missing } from "./french/translate.js";
import { drawText } from "./reading.js";
import { SpaceModule } from "./space.js";
import { SuggestionsModule } from "./suggestions.js";
import { ViewModule } from "./view.js";

/** Open the editor in its frame. */
export async function openEditor(frame) {
  const path = frame.dataset.diagramEditor;
  const notices = new Notices();
  const desk = await openDesk();
  const modeler = build(frame, desk, notices);
  let drawn = false;
  const draw = async (xml) => {
    drawn = await drawText(modeler, xml, notices);
  };
  // for the tests, and for whoever looks from the console
  Object.assign(frame, { modeler, draw, untranslated: missing });
  const file = await openDraftFile(path, {
    read: () => text(modeler),
    replace: async (xml) => {
      await draw(xml);
      findings.check();
    },
  });
  const findings = watchFindings({
    path,
    unsaved: async () => (drawn ? { [path]: await text(modeler) } : {}),
    choose: (finding) => modeler.get("studioView").reveal(finding.element),
    fix: (finding, fix) => applyFix(finding, fix, { path, file, modeler, draw, notices }),
  });
  desk.save = () => file.save();
  await draw(file.content ?? "");
  listen({ modeler, file, findings, desk, isDrawn: () => drawn });
  hear(modeler);
  findings.now();
  frame.dataset.ready = "yes";
}

function build(frame, desk, notices) {
  const own = { desk: ["value", desk], notices: ["value", notices] };
  const modeler = createModeler({
    canvas: frame.querySelector("[data-canvas]"),
    panel: frame.querySelector("[data-properties]"),
    modules: [own, ExtensionsModule, SectionsModule, InsertModule, PlacingModule, PaletteModule,
      MenusModule, MarksModule, OutlineModule, ViewModule, SuggestionsModule, LanesModule,
      SpaceModule, TrapModule, PadModule, FlowLabelsModule, DefaultsModule,
      BelongingsModule, RoomModule, DropModule],
  });
  desk.onChange(() => modeler.get("eventBus").fire("propertiesPanel.providersChanged"));
  return modeler;
}

function listen({ modeler, file, findings, desk, isDrawn }) {
  modeler.on("commandStack.changed", ({ trigger }) => {
    // another text was drawn, or none: nothing of ours to save
    if (trigger === "clear" || !isDrawn()) return;
    file.touch();
    findings.check();
  });
  desk.onChange(() => findings.check());
  // a form or a letter made in another tab is offered here on return
  window.addEventListener("focus", () => desk.refresh());
  const wanted = decodeURIComponent(location.hash.slice(1));
  if (wanted) modeler.get("studioView").reveal(wanted);
}

function hear(modeler) {
  document.addEventListener("findings", ({ detail }) => {
    modeler.get("findingMarks").show(detail.byElement);
    count(detail.findings);
  });
}

function count(findings) {
  const errors = findings.filter(({ level }) => level === "error").length;
  fill("[data-errors]", errors, errors > 1 ? "erreurs" : "erreur");
  const warnings = findings.length - errors;
  fill("[data-warnings]", warnings, warnings > 1 ? "avertissements" : "avertissement");
}

function fill(selector, number, word) {
  const badge = document.querySelector(selector);
  const told = document.createElement("span");
  told.className = "unseen";
  told.textContent = ` ${word}`;
  badge.replaceChildren(String(number), told);
  badge.hidden = !number;
}

async function text(modeler) {
  const { xml } = await modeler.saveXML({ format: true });
  return xml;
}
