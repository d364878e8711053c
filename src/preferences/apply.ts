import { isFileSource } from "../chat/invocation.ts";
import type { Units } from "../credits/units.ts";
import { type FamilyName, families, modelIdOf } from "../models/families.ts";
import { findModel } from "../models/index.ts";
import type { Media, Model } from "../models/model.ts";
import type { Preferences } from "./preferences.ts";

/** A model's input as a command puts it together: elements looked up in the cast, files not read yet, nothing judged. */
type Draft = Readonly<Record<string, unknown>>;

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
  const known = new Set(problems(model, readable(draft)));
  let filled = draft;
  for (const option of OPTIONS) {
    const value = preferences[option];
    if (value === undefined || draft[option] !== undefined || !Object.hasOwn(model.options, option)) continue;
    if (option === "aspect" && SHAPED.some((name) => draft[name] !== undefined)) continue;
    const tried = { ...filled, [option]: value };
    if (problems(model, readable(tried)).every((problem) => known.has(problem))) filled = tried;
  }
  return filled;
}

/**
 * The family for a command whose `model` was left out: the preferred one where it takes all that the member gave,
 * else the usual one. `from` says which of the family's two models it is about.
 */
export function familyFor(from: "text" | "image", draft: Draft, preferences: Preferences): FamilyName {
  const usual = families[0].name;
  const { model: preferred = usual } = preferences;
  return modelOf(preferred, from).schema.safeParse(readable(draft)).success ? preferred : usual;
}

/** What a video from words alone costs with these preferences. */
export function priceWith(preferences: Preferences): Units {
  const draft = { prompt: "words" };
  const model = modelOf(familyFor("text", draft, preferences), "text");
  return model.price(model.schema.parse(withPreferences(model, draft, preferences)));
}

/** Whether the family makes videos without sound only. */
export function lacksSound(family: FamilyName): boolean {
  return !Object.hasOwn(modelOf(family, "text").options, "sound");
}

function modelOf(family: FamilyName, from: "text" | "image"): Model {
  const model = findModel(modelIdOf(family, from));
  if (!model) throw new RangeError(`${family} names a model that is not in the catalogue`);
  return model;
}

function problems(model: Model, input: Draft): string[] {
  return (model.schema.safeParse(input).error?.issues ?? []).map(({ message }) => message);
}

/** The draft as a model can judge it before any file has been read: each is taken for one that every model takes. */
function readable(draft: Draft): Draft {
  const entries = Object.entries(draft).map(([option, value]) => {
    const seen = (one: unknown) => (isFileSource(one) ? standIn(option) : one);
    return [option, Array.isArray(value) ? value.map(seen) : seen(value)];
  });
  return Object.fromEntries(entries);
}

/** Within the limits of every model: only the real file can break them, whatever is preferred. */
function standIn(option: string): Media {
  const file = { hash: "", name: "", bytes: 400_000, width: 1280, height: 720 };
  if (!option.includes("video")) return { ...file, kind: "image", type: "image/png" };
  return { ...file, kind: "video", type: "video/mp4", seconds: 5, frameRate: 30 };
}
