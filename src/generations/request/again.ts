import { UserError } from "../../base/errors.ts";
import type { Units } from "../../credits/units.ts";
import { type FamilyName, families, lackingForm, modelIdOf } from "../../models/families.ts";
import { type Named, namedIn, withNames } from "../../models/marks/marks.ts";
import type { Draft } from "../../models/parts/draft.ts";
import type { Form, Model } from "../../models/parts/model.ts";
import type { GenerationRow } from "../../store/tables.ts";
import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";
import { isDeparted, noLongerOffered } from "../makers/departed.ts";
import type { Makers, Models } from "../makers/finder.ts";

const words = sentences("ask-again", {
  character: "Make characters with /element create: it asks about the likeness first.",
  noOther: "No other model makes this kind of video.",
});

/** A job, or a request that is not one yet, as far as it says what was asked for. */
type Kept = Pick<GenerationRow, "model" | "input">;

/** What is to be different the next time. */
export interface Change {
  model?: FamilyName | undefined;
  quality?: string | undefined;
}

/** Another model that can make the same, what it would cost, and what it would leave out. */
export interface Alternative {
  family: FamilyName;
  label: Text;
  price: Units;
  /** Names of options that it doesn't have. */
  without: readonly string[];
}

/**
 * The model and the input of a job, with the change in it: what to ask for. Throws UserError for a family that can't
 * make this kind of video.
 */
export function askAgain(finder: Models & Makers, row: Kept, change: Change): { model: string; draft: Draft } {
  const input = JSON.parse(row.input) as Record<string, unknown>;
  const maker = finder.maker(row.model);
  if (maker) throw new UserError(maker.again);
  const { model: family, quality } = change;
  const model = finder.model(row.model);
  if (model.makes === "element") {
    throw new UserError(words.character);
  }
  if (isDeparted(model)) throw new UserError(noLongerOffered);
  const target = family === undefined ? model : finder.model(idIn(family, formOf(model)));
  const { draft } = adapt(target, quality === undefined ? input : { ...input, quality });
  return { model: target.id, draft };
}

/** The other families that take this job's input, cheapest first. */
export function alternativesTo(finder: Models, row: Kept): Alternative[] {
  const input = JSON.parse(row.input) as Record<string, unknown>;
  const from = formOf(finder.model(row.model));
  return families
    .flatMap(({ name, label, [from]: id }) => {
      if (id === undefined || id === row.model) return [];
      const model = finder.model(id);
      const { draft, without } = adapt(model, input);
      const parsed = model.schema.safeParse(draft);
      return parsed.success ? [{ family: name, label, price: model.price(parsed.data), without }] : [];
    })
    .sort((a, b) => a.price - b.price);
}

/** Whether it was made from words or from pictures. Throws UserError for a model of no family. */
function formOf({ asked }: Model): Form {
  if (!("family" in asked)) throw new UserError(words.noOther);
  return asked.from;
}

function idIn(family: FamilyName, from: Form): string {
  const id = modelIdOf(family, from);
  if (id === undefined) throw new UserError(lackingForm(family, from), { option: "model" });
  return id;
}

/** The options that the model has; what it leaves out is named when it meant something. */
function adapt(model: Model, input: Readonly<Record<string, unknown>>): { draft: Draft; without: string[] } {
  const has = (name: string) => Object.hasOwn(model.options, name);
  const entries = Object.entries(inWords(input, lostBy(model, input)));
  const without = entries.filter(([name, value]) => !has(name) && says(value)).map(([name]) => name);
  return { draft: Object.fromEntries(entries.filter(([name]) => has(name))), without };
}

/** What of an input's characters and pictures the model doesn't take: their marks would mean nothing to it, or another. */
function lostBy(model: Model, input: Readonly<Record<string, unknown>>): Named {
  const { element, image, video } = namedIn(input);
  const losesPictures = ["image", "end_image", "references"].some((name) => model.lacks(name));
  return {
    element: model.lacks("elements") ? element : [],
    image: losesPictures ? image : [],
    video: model.lacks("video") ? video : [],
  };
}

/** With these by their names in the words. */
function inWords(input: Readonly<Record<string, unknown>>, lost: Named): Readonly<Record<string, unknown>> {
  const { prompt, shots } = input;
  const named = (text: unknown) => (typeof text === "string" ? withNames(text, lost) : text);
  return {
    ...input,
    ...(prompt === undefined ? {} : { prompt: named(prompt) }),
    ...(Array.isArray(shots) ? { shots: shots.map((shot) => ({ ...shot, prompt: named(shot.prompt) })) } : {}),
  };
}

function says(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false && value !== "";
}
