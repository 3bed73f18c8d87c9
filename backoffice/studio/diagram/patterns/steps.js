// Patterns of the instruction itself: what is missing, what is decided, what is told, by when.
import { choice, file, form, letter, longText, note } from "./files.js";

const ONLINE = "Suivez votre dossier en ligne :\n{{ lien }}";

export const complement = {
  id: "complement",
  title: "Demande de complément",
  told: "L’usager complète son dossier : rappel à 15 jours, classement sans suite à 30 jours.",
  build({ n }) {
    const asked = `complement${n}Demande`;
    return {
      nodes: [
        { key: "preciser", type: "UserTask", name: "Préciser ce qui manque", role: "agent", col: 0,
          form: `complement_demande${n}`, due: "P30D",
          told: "L’agent écrit à l’usager ce qu’il doit fournir." },
        { key: "demander", type: "SendTask", name: "Demander le complément", role: "system", col: 1,
          letter: `complement${n}` },
        { key: "completer", type: "UserTask", name: "Compléter le dossier", role: "citizen", col: 2,
          form: `complement${n}`, due: "P30D",
          told: "L’usager fournit ce qui a été demandé." },
        { key: "rappel", type: "BoundaryEvent", on: "completer", name: "15 jours", timer: "P15D",
          beside: true, at: 0.75 },
        { key: "terme", type: "BoundaryEvent", on: "completer", name: "30 jours", timer: "P30D",
          at: 0.25 },
        { key: "relancer", type: "SendTask", name: "Relancer l’usager", role: "system", col: 3,
          letter: `complement_rappel${n}` },
        { key: "relance", type: "EndEvent", name: "Relance envoyée", role: "system", col: 4 },
        { key: "annoncer", type: "SendTask", name: "Annoncer le classement", role: "system", col: 2,
          row: 1, letter: `sans_suite${n}` },
        { key: "classe", type: "EndEvent", name: "Classé sans suite", role: "system", col: 3,
          row: 1, outcome: "sans_suite" },
      ],
      flows: [["preciser", "demander"], ["demander", "completer"], ["rappel", "relancer"],
        ["relancer", "relance"], ["terme", "annoncer"], ["annoncer", "classe"]],
      files: complementFiles(n, asked),
      entry: "preciser", exit: "completer",
    };
  },
};

function complementFiles(n, asked) {
  return {
    [`forms/complement_demande${n}.form`]: form(`complement_demande${n}`, "Complément", [
      longText(asked, "Ce que l’usager doit fournir",
        { description: "Ce texte est envoyé tel quel à l’usager." }),
    ]),
    [`forms/complement${n}.form`]: form(`complement${n}`, "Votre complément", [
      note(`complement${n}`, `**Ce que le service vous demande :** {{${asked}}}`),
      longText(`complement${n}Reponse`, "Votre réponse", { required: false }),
      file(`complement${n}Pieces`, "Vos pièces"),
    ]),
    [`letters/complement${n}.txt`]: letter(
      "Votre dossier {{ numero }} est à compléter",
      "Pour continuer l’examen de votre demande « {{ demarche }} », nous avons besoin de ceci :",
      `{{ ${asked} }}`,
      "Complétez votre dossier en ligne dans les 30 jours :\n{{ lien }}",
      "Sans réponse dans ce délai, votre demande sera classée sans suite.",
    ),
    [`letters/complement_rappel${n}.txt`]: letter(
      "Rappel : votre dossier {{ numero }} attend votre réponse",
      "Il y a 15 jours, nous vous avons demandé de compléter votre demande « {{ demarche }} » :",
      `{{ ${asked} }}`,
      "Il vous reste 15 jours :\n{{ lien }}",
    ),
    [`letters/sans_suite${n}.txt`]: letter(
      "Votre dossier {{ numero }} est classé sans suite",
      "Faute de réponse dans les 30 jours, votre demande « {{ demarche }} » est classée sans suite.",
      "Vous pouvez en déposer une nouvelle à tout moment.",
    ),
  };
}

export const decision = {
  id: "decision",
  title: "Décision",
  told: "L’agent accorde ou refuse avec un motif ; l’usager est prévenu ; le dossier se termine.",
  build({ n }) {
    const name = `decision${n}`;
    const reason = `${name}Motif`;
    return {
      nodes: [
        { key: "decider", type: "UserTask", name: "Décider", role: "agent", col: 0,
          form: name, due: "P30D",
          told: "L’agent accorde ou refuse la demande ; un refus est motivé." },
        { key: "choix", type: "ExclusiveGateway", name: "Décision ?", role: "agent", col: 1 },
        { key: "accord", type: "SendTask", name: "Notifier l’accord", role: "system", col: 2,
          letter: `accord${n}` },
        { key: "accepte", type: "EndEvent", name: "Demande accordée", role: "system", col: 3,
          outcome: "accepte" },
        { key: "refus", type: "SendTask", name: "Notifier le refus", role: "system", col: 2, row: 1,
          letter: `refus${n}` },
        { key: "refuse", type: "EndEvent", name: "Demande refusée", role: "system", col: 3, row: 1,
          outcome: "refuse" },
      ],
      flows: [["decider", "choix"], ["choix", "accord", { name: "accord", default: true }],
        ["choix", "refus", { name: "refus", condition: `=${name} = "refus"` }],
        ["accord", "accepte"], ["refus", "refuse"]],
      files: {
        [`forms/${name}.form`]: form(name, "Décision", [
          choice(name, "Décision", { accord: "Accorder la demande", refus: "Refuser la demande" }),
          longText(reason, "Motif du refus", { hide: `=${name} != "refus"`,
            description: "Ce texte est envoyé tel quel à l’usager." }),
        ]),
        [`letters/accord${n}.txt`]: letter("Votre demande {{ numero }} est acceptée",
          "Votre demande « {{ demarche }} » est acceptée.", ONLINE),
        [`letters/refus${n}.txt`]: letter("Décision sur votre demande {{ numero }}",
          "Votre demande « {{ demarche }} » est refusée pour le motif suivant :",
          `{{ ${reason} }}`,
          "Vous pouvez demander au service de revoir sa décision, ou saisir le tribunal "
            + "administratif, dans les deux mois.",
          ONLINE),
      },
      entry: "decider", exit: "",
    };
  },
};

export const delai = {
  id: "delai",
  title: "Délai légal",
  told: "Une instruction bornée par la loi : au terme, le silence vaut accord.",
  build({ n }) {
    const name = `instruction${n}`;
    return {
      nodes: [
        { key: "instruire", type: "UserTask", name: "Instruire la demande", role: "agent", col: 0,
          form: name, due: "P60D",
          told: "L’agent instruit avant le terme fixé par la loi." },
        { key: "terme", type: "BoundaryEvent", on: "instruire", name: "Deux mois : silence",
          timer: "P60D" },
        { key: "annoncer", type: "SendTask", name: "Annoncer l’accord tacite", role: "system",
          col: 1, letter: `accord_tacite${n}` },
        { key: "tacite", type: "EndEvent", name: "Accord tacite", role: "system", col: 2,
          outcome: "accepte" },
      ],
      flows: [["terme", "annoncer"], ["annoncer", "tacite"]],
      files: {
        [`forms/${name}.form`]: form(name, "Instruction", [
          longText(`${name}Constat`, "Constat de l’instruction"),
        ]),
        [`letters/accord_tacite${n}.txt`]: letter("Votre demande {{ numero }} est acceptée",
          "Aucune décision n’a été prise dans le délai prévu : "
            + "votre demande « {{ demarche }} » est acceptée.", ONLINE),
      },
      entry: "instruire", exit: "instruire",
    };
  },
};

export const notification = {
  id: "notification",
  title: "Notification",
  told: "Un document est établi et joint au dossier, puis l’usager est prévenu.",
  build({ n }) {
    return {
      nodes: [
        { key: "etablir", type: "ServiceTask", name: "Établir le document", role: "system", col: 0,
          document: `document${n}` },
        { key: "prevenir", type: "SendTask", name: "Prévenir l’usager", role: "system", col: 1,
          letter: `notification${n}` },
      ],
      flows: [["etablir", "prevenir"]],
      files: {
        [`letters/document${n}.txt`]: letter("Dossier {{ numero }}",
          "Document établi le {{ date }} pour la démarche « {{ demarche }} »."),
        [`letters/notification${n}.txt`]: letter("Du nouveau dans votre dossier {{ numero }}",
          "Un document vous attend dans votre dossier « {{ demarche }} ».", ONLINE),
      },
      entry: "etablir", exit: "prevenir",
    };
  },
};
