// Our sections of the properties panel, and which of bpmn.io's stay.
import { Group } from "@bpmn-io/properties-panel";
import { is } from "bpmn-js/lib/util/ModelUtil";
import { extension } from "./extensions.js";
import { laneSection } from "./lane.js";
import { outcomeSection } from "./outcome.js";
import { decisionSection, isSentByUs, peopleSection, serviceSection } from "./work.js";

const LATE = 100; // after bpmn.io's own providers
const AFTER = "general";
// What our engine does not read is shown only when a file already says something there.
const UNREAD_LISTS = ["Zeebe__ExtensionProperties", "Zeebe__ExecutionListeners",
  "Zeebe__TaskListeners", "headers"];
const UNREAD_GROUPS = { jobPriorityDefinition: "zeebe:JobPriorityDefinition",
  userTaskImplementation: null, businessRuleImplementation: "zeebe:TaskDefinition",
  scriptImplementation: "zeebe:TaskDefinition", businessId: null, inputPropagation: null,
  outputPropagation: null, form: null, calledDecision: null };
const UNREAD_ENTRIES = [
  [/assignee/i, "zeebe:AssignmentDefinition", "assignee"],
  [/candidateUsers/i, "zeebe:AssignmentDefinition", "candidateUsers"],
  [/candidateGroups/i, null], // our own section has it
  [/followUpDate/i, "zeebe:TaskSchedule", "followUpDate"],
  [/priority/i, "zeebe:PriorityDefinition", "priority"],
  [/versionTag/i, "zeebe:VersionTag", "value"],
];
const SECTIONS = [laneSection, peopleSection, decisionSection, serviceSection, outcomeSection];

class Sections {
  constructor(propertiesPanel, injector) {
    this.injector = injector;
    propertiesPanel.registerProvider(LATE, this);
  }

  getGroups(element) {
    return (groups) => {
      const kept = groups.filter((group) => isRead(group, element))
        .map((group) => withoutUnread(group, element));
      const ours = SECTIONS.map((make) => make(element, this.injector)).filter(Boolean);
      const place = kept.findIndex(({ id }) => id === AFTER) + 1 || 1;
      const made = ours.map((section) => ({ component: Group, shouldOpen: true, ...section }));
      return [...kept.slice(0, place), ...made, ...kept.slice(place)];
    };
  }
}

Sections.$inject = ["propertiesPanel", "injector"];

export const SectionsModule = { __init__: ["studioSections"], studioSections: ["type", Sections] };

function isRead(group, element) {
  if (is(element, "bpmn:Lane") && UNREAD_LISTS.includes(group.id)) return false;
  if (group.id === "taskDefinition") return !isSentByUs(element);
  if (group.id === "headers" && isSentByUs(element)) return false;
  if (UNREAD_LISTS.includes(group.id)) return Boolean(group.items?.length) && !onlyOutcome(group);
  if (group.id in UNREAD_GROUPS) {
    const type = UNREAD_GROUPS[group.id];
    return Boolean(type && extension(element, type));
  }
  return true;
}

function onlyOutcome(group) {
  return group.items.length === 1 && group.items[0].label === "outcome";
}

function withoutUnread(group, element) {
  if (!group.entries) return group;
  return { ...group, entries: group.entries.filter((entry) => isSaid(entry, element)) };
}

function isSaid({ id }, element) {
  const unread = UNREAD_ENTRIES.find(([pattern]) => pattern.test(id));
  if (!unread) return true;
  const [, type, name] = unread;
  return Boolean(type && extension(element, type)?.get(name));
}
