// The patterns of the administration, in the order of the palette.
import { avis, commission, visa } from "./opinions.js";
import { complement, decision, delai, notification } from "./steps.js";

export const PATTERNS = [complement, avis, visa, commission, decision, delai, notification];

/** Build a pattern whose files and variables meet none of those of the draft. */
export function buildPattern(pattern, paths) {
  const taken = new Set(paths);
  for (let rank = 1; ; rank += 1) {
    const made = pattern.build({ n: rank === 1 ? "" : String(rank) });
    if (!Object.keys(made.files).some((path) => taken.has(path))) return made;
  }
}
