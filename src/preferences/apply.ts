import { isFileSource } from "../chat/contract/invocation.ts";
import type { Units } from "../credits/units.ts";
import { type FamilyName, modelIdOf, usualFamily } from "../models/families.ts";
import { findModel } from "../models/index.ts";
import type { Draft } from "../models/parts/draft.ts";
import type { Form, Media, Model } from "../models/parts/model.ts";
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
 * else the usual one. `from` says which of the family's two models it is about. Elements are looked up already.
 */
export function familyFor(from: Form, draft: Draft, preferences: Preferences): FamilyName {
  const usual = usualFamily(from);
  const { model: preferred = usual } = preferences;
  return modelOf(preferred, from)?.schema.safeParse(readable(draft)).success ? preferred : usual;
}

/** What a video from words alone costs with these preferences. */
export function priceWith(preferences: Preferences): Units {
  const draft = { prompt: "words" };
  const family = familyFor("text", draft, preferences);
  const model = modelOf(family, "text");
  if (!model) throw new RangeError(`${family} makes no videos from words`);
  return model.price(model.schema.parse(withPreferences(model, draft, preferences)));
}

/** Whether the family makes videos without sound only. */
export function lacksSound(family: FamilyName): boolean {
  const forms = [modelOf(family, "text"), modelOf(family, "image")];
  return forms.every((model) => !Object.hasOwn(model?.options ?? {}, "sound"));
}

/** Nothing where the family doesn't have that form. */
function modelOf(family: FamilyName, from: Form): Model | undefined {
  const id = modelIdOf(family, from);
  return id === undefined ? undefined : findModel(id);
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
