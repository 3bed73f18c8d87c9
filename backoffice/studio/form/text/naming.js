// Keys and ids: proposed once, unique, and stable from then on.
const LONGEST = 40;
const SMALL = new Set(["de", "du", "des", "d", "la", "le", "les", "l", "un", "une", "votre", "vos"]);
const RESERVED = new Set([
  "add_row", "csrf_token", "envoi", "page", "refresh", "remove_piece", "remove_row", "save",
  "shown", "upload",
]);
export const KEY = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/;

// « Date de naissance » -> dateNaissance
export function keyFrom(label) {
  const all = plain(label).split(/[^A-Za-z0-9]+/).filter(Boolean);
  const telling = all.filter((word) => !SMALL.has(word.toLowerCase()));
  const words = telling.length ? telling : all;
  const joined = words.map((word, rank) => (rank ? capital(word) : word.toLowerCase())).join("");
  const cut = joined.slice(0, LONGEST);
  return /^[A-Za-z]/.test(cut) ? cut : `champ${capital(cut)}`;
}

// « Première demande » -> premiere_demande
export function valueFrom(label) {
  return plain(label).toLowerCase().replaceAll(/[^a-z0-9]+/g, "_").replaceAll(/^_+|_+$/g, "").slice(0, LONGEST) || "reponse";
}

export function unique(wanted, taken) {
  const free = (name) => !taken.has(name) && !RESERVED.has(name);
  if (free(wanted)) return wanted;
  let rank = 2;
  while (!free(`${wanted}${rank}`)) rank += 1;
  return `${wanted}${rank}`;
}

export function newId(kind, taken) {
  const stem = kind === "group" ? "Groupe" : kind === "text" ? "Texte" : "Champ";
  for (;;) {
    const drawn = crypto.getRandomValues(new Uint32Array(1))[0].toString(36);
    const id = `${stem}_${drawn.padStart(7, "0")}`;
    if (!taken.has(id)) return id;
  }
}

export function keyProblem(key, taken) {
  if (!key) return "Donnez une clé.";
  if (!KEY.test(key)) return "Des lettres sans accent, des chiffres et « _ », sans commencer par un chiffre.";
  if (RESERVED.has(key)) return `« ${key} » est réservée : choisissez-en une autre.`;
  if (taken.has(key)) return `« ${key} » sert déjà à un autre champ.`;
  return "";
}

const plain = (text) =>
  text.normalize("NFD").replaceAll(/\p{Mn}/gu, "").replaceAll(/œ/gi, "oe").replaceAll(/æ/gi, "ae");
const capital = (word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase();
