import type { Units } from "../credits/units.ts";
import { type FamilyName, familyNames, modelIdOf, usualFamily } from "../models/families.ts";
import { findModel } from "../models/index.ts";
import type { Draft } from "../models/parts/draft.ts";
import type { Form, Model } from "../models/parts/model.ts";
import { storeText } from "../text/stored.ts";
import type { Text } from "../text/text.ts";
import type { Preferences } from "./preferences.ts";

/** The preferences that are options of a model, in the order they are tried. */
const OPTIONS = ["quality", "duration", "sound", "aspect"] as const satisfies readonly (keyof Preferences)[];

/** What brings a shape of its own, which a general preference must not bend. */
const SHAPED = ["image", "end_image", "video"] as const;

/**
 * Fills in what the member didn't give with what they prefer: only options that the model has, only values that it
 * takes together with the rest. A draft that the model takes, it takes with any preferences; nothing that was given
 * is changed. No shape is filled in where a frame or a video brings its own.
 */
export function withPreferences(model: Model, draft: Draft, preferences: Preferences): Draft {
  const known = new Set(problemsOf(model, draft));
  let filled = draft;
  for (const option of OPTIONS) {
    const value = preferences[option];
    if (value === undefined || draft[option] !== undefined || model.lacks(option)) continue;
    if (option === "aspect" && SHAPED.some((name) => draft[name] !== undefined)) continue;
    const tried = { ...filled, [option]: value };
    if (problemsOf(model, tried).every((problem) => known.has(problem))) filled = tried;
  }
  return filled;
}

/** The family that makes what was asked for, and in whose place, where the member would usually have had another. */
export interface FamilyChoice {
  family: FamilyName;
  insteadOf?: FamilyName;
}

/**
 * The family for a command whose `model` was left out: the preferred one where it takes all that the member gave, else
 * the usual one, else the first that does. Of what none of them takes, it is the first that has all the options that were
 * given, so that what is wrong is said of them. `from` says which of the family's two models it is about. Elements are
 * looked up already.
 */
export function chooseFamily(from: Form, draft: Draft, preferences: Preferences): FamilyChoice {
  const usual = usualFamily(from);
  const { model: preferred = usual } = preferences;
  const wanted = modelOf(preferred, from) ? preferred : usual;
  const given = Object.keys(draft).filter((option) => draft[option] !== undefined);
  const takes = (name: FamilyName) => modelOf(name, from)?.accepts(draft) ?? false;
  const has = (name: FamilyName) => given.every((option) => !(modelOf(name, from)?.lacks(option) ?? true));
  const family = [wanted, usual, ...familyNames].find(takes) ?? [wanted, usual, ...familyNames].find(has) ?? usual;
  return family === wanted ? { family } : { family, insteadOf: wanted };
}

/** The same, where it is of no interest in whose place. */
export function familyFor(from: Form, draft: Draft, preferences: Preferences): FamilyName {
  return chooseFamily(from, draft, preferences).family;
}

/** A video from words alone as these preferences have it made: by which model, what it is in short, and its price. */
export function usualJob(preferences: Preferences): { model: Text; details: Text; price: Units } {
  const draft = { prompt: "words" };
  const family = familyFor("text", draft, preferences);
  const model = modelOf(family, "text");
  if (!model) throw new RangeError(`${family} makes no videos from words`);
  const input = model.schema.parse(withPreferences(model, draft, preferences));
  return { model: model.label, details: model.describe(input), price: model.price(input) };
}

/** Whether the family makes videos without sound only. */
export function lacksSound(family: FamilyName): boolean {
  const forms = [modelOf(family, "text"), modelOf(family, "image")];
  return forms.every((model) => model?.lacks("sound") ?? true);
}

/** Nothing where the family doesn't have that form. */
function modelOf(family: FamilyName, from: Form): Model | undefined {
  const id = modelIdOf(family, from);
  return id === undefined ? undefined : findModel(id);
}

/** What is wrong with the draft, each problem as something to compare. */
function problemsOf(model: Model, draft: Draft): string[] {
  return model.problems(draft).map(({ text }) => storeText(text));
}
