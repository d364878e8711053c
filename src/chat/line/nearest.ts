import { closest, distance } from "fastest-levenshtein";

/** The word that was meant, where at most so many letters of what was typed are wrong. */
export function nearestOf(said: string, words: readonly string[], most: number): string | undefined {
  if (words.length === 0) return undefined;
  const best = closest(said, words);
  return distance(said, best) <= most ? best : undefined;
}
