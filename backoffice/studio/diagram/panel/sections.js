// Our sections of the properties panel, and which of bpmn.io's stay.
import { Group } from "@bpmn-io/properties-panel";
import { is } from "bpmn-js/lib/util/ModelUtil";
import { extension, HEADERS, pairs } from "./extensions.js";
import { laneSection } from "./lane.js";
import { outcomeSection } from "./outcome.js";
import { callSection, decisionSection, isSentByUs, messageSection, peopleSection, serviceSection,
  throwsMessage } from "./work.js";

const LATE = 100; // after bpmn.io's own providers
const AFTER = "general";
// What our engine does not read is shown only when a file already says something there.
const UNREAD_LISTS = ["Zeebe__ExtensionProperties", "Zeebe__ExecutionListeners",
  "Zeebe__TaskListeners", "headers"];
const UNREAD_GROUPS = { jobPriorityDefinition: "zeebe:JobPriorityDefinition",
  userTaskImplementation: null, businessRuleImplementation: "zeebe:TaskDefinition",
  scriptImplementation: "zeebe:TaskDefinition", businessId: null, form: null, calledDecision: null,
  calledElement: null, taskDefinition: "zeebe:TaskDefinition" };
const UNREAD_ENTRIES = [
  [/assignee/i, "zeebe:AssignmentDefinition", "assignee"],
  [/candidateUsers/i, "zeebe:AssignmentDefinition", "candidateUsers"],
  [/candidateGroups/i, null], // our own section has it
  [/followUpDate/i, "zeebe:TaskSchedule", "followUpDate"],
  [/priority/i, "zeebe:PriorityDefinition", "priority"],
  [/versionTag/i, "zeebe:VersionTag", "value"],
];
const SECTIONS = [laneSection, peopleSection, decisionSection, serviceSection, callSection,
  messageSection, outcomeSection];

class Sections {
  constructor(propertiesPanel, injector) {
    this.injector = injector;
    propertiesPanel.registerProvider(LATE, this);
  }

  getGroups(element) {
    const desk = this.injector.get("desk");
    return (groups) => {
      const kept = groups.filter((group) => isRead(group, element, desk))
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

function isRead(group, element, desk) {
  if (is(element, "bpmn:Lane") && UNREAD_LISTS.includes(group.id)) return false;
  if (group.id === "taskDefinition" && isSentByUs(element)) return false;
  if (group.id === "headers" && hasOwnHeaders(element)) return hasOthers(group, element, desk);
  if (UNREAD_LISTS.includes(group.id)) return Boolean(group.items?.length) && !onlyOutcome(group);
  if (group.id in UNREAD_GROUPS) {
    const type = UNREAD_GROUPS[group.id];
    return Boolean(type && extension(element, type));
  }
  return true;
}

function hasOwnHeaders(element) {
  return isSentByUs(element) || throwsMessage(element);
}

// headers beyond the named ones: a file has some, or the kind of work takes any
function hasOthers(group, element, desk) {
  const type = extension(element, "zeebe:TaskDefinition")?.get("type") ?? "message";
  const service = desk.choices.services.find((each) => each.type === type);
  const named = service?.headers.map(({ key }) => key) ?? [];
  const others = Object.keys(pairs(element, HEADERS)).some((key) => !named.includes(key));
  return Boolean(group.items && (others || service?.open));
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
