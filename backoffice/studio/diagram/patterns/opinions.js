// Patterns that ask somebody's view: another service, the hierarchy, a commission.
import { choice, day, file, form, letter, longText } from "./files.js";

export const avis = {
  id: "avis",
  title: "Avis d’un service",
  told: "Un service rend son avis dans un délai ; passé ce délai, on continue sans lui.",
  build({ n }) {
    const name = `avis${n}`;
    return {
      nodes: [
        { key: "rendre", type: "UserTask", name: "Rendre un avis", role: "agent", col: 0,
          form: name, due: "P30D",
          told: "Le service consulté dit s’il est favorable, et pourquoi." },
        { key: "delai", type: "BoundaryEvent", on: "rendre", name: "30 jours sans avis",
          timer: "P30D" },
        { key: "retenir", type: "ScriptTask", name: "Retenir l’avis", role: "system", col: 1,
          script: `=if ${name} = null then "tacite" else ${name}`, result: `${name}Retenu` },
      ],
      flows: [["rendre", "retenir", { name: "avis rendu" }],
        ["delai", "retenir", { name: "avis tacite" }]],
      files: {
        [`forms/${name}.form`]: form(name, "Votre avis", [
          choice(name, "Votre avis", { favorable: "Favorable", reserve: "Favorable avec réserves",
            defavorable: "Défavorable" }),
          longText(`${name}Motif`, "Motifs et réserves"),
        ]),
      },
      entry: "rendre", exit: "retenir",
    };
  },
};

export const visa = {
  id: "visa",
  title: "Visa",
  told: "Un supérieur vise le projet, ou le renvoie à corriger autant de fois qu’il faut.",
  build({ n }) {
    const name = `visa${n}`;
    return {
      nodes: [
        { key: "venir", type: "ExclusiveGateway", role: "agent", col: 0 },
        { key: "viser", type: "UserTask", name: "Viser le projet", role: "agent", col: 1,
          form: name, due: "P30D",
          told: "Le supérieur vise le projet ou le renvoie, avec ses observations." },
        { key: "choix", type: "ExclusiveGateway", name: "Visa donné ?", role: "agent", col: 2 },
        { key: "corriger", type: "UserTask", name: "Corriger le projet", role: "agent", col: 1,
          row: 1, form: `correction${n}`, due: "P30D",
          told: "L’agent répond aux observations du supérieur." },
        { key: "donne", type: "IntermediateThrowEvent", name: "Projet visé", role: "agent", col: 3 },
      ],
      flows: [["venir", "viser"], ["viser", "choix"],
        ["choix", "donne", { name: "visé", default: true }],
        ["choix", "corriger", { name: "à corriger", condition: `=${name} = "renvoye"` }],
        ["corriger", "venir"]],
      files: {
        [`forms/${name}.form`]: form(name, "Visa", [
          choice(name, "Votre décision", { vise: "Viser le projet", renvoye: "Renvoyer à corriger" }),
          longText(`${name}Observations`, "Vos observations",
            { hide: `=${name} != "renvoye"` }),
        ]),
        [`forms/correction${n}.form`]: form(`correction${n}`, "Correction", [
          { id: `Texte_correction${n}`, type: "text",
            text: `**Observations du supérieur :** {{${name}Observations}}` },
          longText(`correction${n}Reponse`, "Ce qui a été corrigé"),
        ]),
      },
      entry: "venir", exit: "donne",
    };
  },
};

export const commission = {
  id: "commission",
  title: "Commission",
  told: "Inscription à l’ordre du jour, information de l’usager, attente du jour, puis avis.",
  build({ n }) {
    const held = `commissionDate${n}`;
    const said = `commissionAvis${n}`;
    return {
      nodes: [
        { key: "inscrire", type: "UserTask", name: "Inscrire à l’ordre du jour", role: "agent",
          col: 0, form: `ordre_du_jour${n}`, due: "P30D",
          told: "L’agent choisit la séance de la commission." },
        { key: "informer", type: "SendTask", name: "Annoncer la commission", role: "system",
          col: 1, letter: `commission${n}` },
        { key: "jour", type: "IntermediateCatchEvent", name: "Jour de la commission",
          role: "system", col: 2, date: `=date and time(${held}, time("08:00:00"))` },
        { key: "saisir", type: "UserTask", name: "Saisir l’avis de la commission", role: "agent",
          col: 3, form: `commission${n}`, due: "P30D",
          told: "L’agent recopie l’avis et joint le procès-verbal." },
        { key: "retenir", type: "ScriptTask", name: "Retenir l’avis de la commission",
          role: "system", col: 4, script: `=${said}`, result: `${said}Retenu` },
      ],
      flows: [["inscrire", "informer"], ["informer", "jour"], ["jour", "saisir"],
        ["saisir", "retenir"]],
      files: {
        [`forms/ordre_du_jour${n}.form`]: form(`ordre_du_jour${n}`, "Ordre du jour", [
          day(held, "Date de la commission", "Jour de la séance où le dossier sera examiné."),
        ]),
        [`forms/commission${n}.form`]: form(`commission${n}`, "Avis de la commission", [
          choice(said, "Avis de la commission", { favorable: "Favorable",
            defavorable: "Défavorable", ajourne: "Ajourné" }),
          longText(`${said}Motif`, "Motifs"),
          file(`${said}ProcesVerbal`, "Procès-verbal de la séance"),
        ]),
        [`letters/commission${n}.txt`]: letter(
          "Votre dossier {{ numero }} passe en commission",
          `Votre demande « {{ demarche }} » sera examinée par la commission du {{ ${held} }}.`,
          "Suivez votre dossier en ligne :\n{{ lien }}",
        ),
      },
      entry: "inscrire", exit: "retenir",
    };
  },
};
