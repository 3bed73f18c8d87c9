// The kinds of elements, as the analyst's guide names them; keys are bpmn.io's, in lower case.
const PLACES = {
  "start event": "Début",
  "intermediate catch event": "Événement intermédiaire",
  "intermediate throw event": "Envoi intermédiaire",
  "boundary event": "Événement attaché",
  "end event": "Fin",
};
const KINDS = {
  message: "message",
  timer: "minuteur",
  conditional: "condition",
  signal: "signal",
  error: "erreur",
  escalation: "escalade",
  compensation: "compensation",
  compensate: "compensation",
  cancel: "annulation",
  link: "lien",
  terminate: "arrêt immédiat",
};
const NON_INTERRUPTING = "(non-interrupting)";
// « Début par message », but « Envoi intermédiaire de type message ».
const LINKS = { "start event": "par", "end event": "par" };

export const NAMES = {
  task: "Tâche sans type",
  "user task": "Tâche utilisateur",
  "service task": "Tâche de service",
  "send task": "Tâche d’envoi",
  "receive task": "Tâche de réception",
  "manual task": "Tâche manuelle",
  "business rule task": "Tâche de règle métier",
  "script task": "Tâche de script",
  "call activity": "Appel d’un processus",
  transaction: "Transaction",
  "event sub-process": "Sous-processus sur événement",
  "event sub process": "Sous-processus sur événement",
  "sub-process": "Sous-processus",
  "sub process": "Sous-processus",
  "sub-process (collapsed)": "Sous-processus (replié)",
  "sub-process (expanded)": "Sous-processus (déplié)",
  "collapsed sub process": "Sous-processus (replié)",
  "expanded sub process": "Sous-processus (déplié)",
  "ad-hoc sub-process": "Sous-processus ad hoc",
  "ad-hoc sub-process (collapsed)": "Sous-processus ad hoc (replié)",
  "ad-hoc sub-process (expanded)": "Sous-processus ad hoc (déplié)",
  "ad hoc sub process": "Sous-processus ad hoc",
  "collapsed ad hoc sub process": "Sous-processus ad hoc (replié)",
  "expanded ad hoc sub process": "Sous-processus ad hoc (déplié)",
  "exclusive gateway": "Passerelle exclusive",
  "parallel gateway": "Passerelle parallèle",
  "inclusive gateway": "Passerelle inclusive",
  "complex gateway": "Passerelle complexe",
  "event-based gateway": "Passerelle sur événement",
  "event based gateway": "Passerelle sur événement",
  "event based instantiating gateway": "Passerelle de début sur événement",
  "parallel event based instantiating gateway": "Passerelle de début parallèle sur événement",
  "data store reference": "Registre de données",
  "data object reference": "Objet de données",
  "data input": "Donnée en entrée",
  "data output": "Donnée en sortie",
  "expanded pool/participant": "Participant (déplié)",
  "empty pool/participant": "Participant (vide)",
  "empty pool/participant (removes content)": "Participant (vide, son contenu est retiré)",
  participant: "Participant",
  lane: "Couloir",
  process: "Processus",
  collaboration: "Collaboration",
  group: "Groupe",
  "text annotation": "Annotation",
  association: "Association",
  "data input association": "Association de données (entrée)",
  "data output association": "Association de données (sortie)",
  "message flow": "Flux de message",
  "sequence flow": "Flux",
  "conditional flow": "Flux conditionnel",
  "default flow": "Flux par défaut",
  ...eventNames(),
};

/** Return the French name of a kind of element, undefined when bpmn.io says something else. */
export function nameOf(key) {
  return NAMES[key.toLowerCase().replace("(non interrupting)", NON_INTERRUPTING)];
}

function eventNames() {
  const found = {};
  for (const [place, text] of Object.entries(PLACES)) {
    found[place] = text;
    found[`${place} ${NON_INTERRUPTING}`] = `${text} (non interruptif)`;
    for (const [kind, word] of Object.entries(KINDS)) {
      const name = `${text} ${LINKS[place] ?? "de type"} ${word}`;
      found[`${kind} ${place}`] = name;
      found[`${kind} ${place} ${NON_INTERRUPTING}`] = `${name} (non interruptif)`;
    }
  }
  return { ...found, ...singular() };
}

function singular() {
  return {
    "timer intermediate catch event": "Minuteur intermédiaire",
    "timer boundary event": "Minuteur attaché",
    "timer boundary event (non-interrupting)": "Minuteur attaché (non interruptif)",
    "message intermediate catch event": "Attente d’un message",
    "message intermediate throw event": "Envoi d’un message",
    "message boundary event": "Message attaché",
    "message boundary event (non-interrupting)": "Message attaché (non interruptif)",
    "signal intermediate catch event": "Attente d’un signal",
    "signal intermediate throw event": "Envoi d’un signal",
    "signal boundary event": "Signal attaché",
    "signal boundary event (non-interrupting)": "Signal attaché (non interruptif)",
    "conditional intermediate catch event": "Attente d’une condition",
    "conditional boundary event": "Condition attachée",
    "conditional boundary event (non-interrupting)": "Condition attachée (non interruptive)",
    "error boundary event": "Erreur attachée",
    "escalation boundary event": "Escalade attachée",
    "escalation boundary event (non-interrupting)": "Escalade attachée (non interruptive)",
    "compensation boundary event": "Compensation attachée",
    "compensate boundary event": "Compensation attachée",
    "cancel boundary event": "Annulation attachée",
    "link intermediate catch event": "Arrivée d’un lien",
    "link intermediate throw event": "Départ d’un lien",
    "terminate end event": "Fin avec arrêt immédiat",
  };
}
