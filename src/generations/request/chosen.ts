import type { Units } from "../../credits/units.ts";
import type { Draft } from "../../models/parts/draft.ts";
import type { Model } from "../../models/parts/model.ts";
import { withGoodFiles } from "../../models/parts/option.ts";
import type { Text } from "../../text/text.ts";

/** Why a model makes what its member would usually have had from another. */
export interface Chosen {
  /** What makes it, and what would usually have. */
  model: Text;
  usual: Text;
  /** The options that were given and the usual one doesn't have; none where it has them all and not together. */
  lacks: readonly string[];
  /** What the usual one would have cost; undefined where it makes nothing of the kind. */
  usualPrice: Units | undefined;
}

/** What of a request its price depends on. */
const PRICED = ["duration", "quality", "sound", "shots"];

/** Compares the model of the draft with the one that its member would usually have had. */
export function chosenInstead(model: Model, usual: Model, draft: Draft): Chosen {
  const given = Object.keys(draft).filter((option) => isGiven(draft[option]));
  const lacks = given.filter((option) => usual.lacks(option) && !model.lacks(option));
  return { model: model.label, usual: usual.label, lacks, usualPrice: priceOfLike(usual, draft) };
}

/** What the model takes for the least that it makes, as long, as sharp and with as much sound as the draft says. */
function priceOfLike(model: Model, draft: Draft): Units | undefined {
  const priced = PRICED.filter((option) => draft[option] !== undefined && !model.lacks(option));
  const { prompt, ...example } = model.example;
  // Shots that are written out stand in the place of the prompt.
  const least = Array.isArray(draft.shots) && priced.includes("shots") ? example : { ...example, prompt };
  const wanted = { ...least, ...Object.fromEntries(priced.map((option) => [option, draft[option]])) };
  const judged = model.judge(withGoodFiles(wanted, model.options));
  return "input" in judged ? model.price(judged.input) : undefined;
}

function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false && value !== "";
}
