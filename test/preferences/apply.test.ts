import { Readable } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isFileSource } from "../../src/chat/contract/invocation.ts";
import { type FamilyName, familyLengths, familyNames } from "../../src/models/families.ts";
import { models } from "../../src/models/index.ts";
import { ASPECTS } from "../../src/models/parts/parts.ts";
import { familyFor, usualJob, withPreferences } from "../../src/preferences/apply.ts";
import type { Preferences } from "../../src/preferences/preferences.ts";
import { modelIn, modelOf } from "../models/ask.ts";
import { ada, clip, cy, picture, shots } from "../models/samples.ts";

type Draft = Record<string, unknown>;

const ALL: Preferences = { model: "kling-turbo", quality: "1080p", aspect: "9:16", duration: 12, sound: true };

/** A picture or a video as a command hands it over, before anybody has read it. */
const file = { name: "boat.png", bytes: 1, open: async () => Readable.from([]) };
const link = { link: "https://files.example/boat.png" };

describe("a draft with preferences", () => {
  it.each<[string, string, Draft, Draft]>([
    [
      "gets all that its model has",
      "kling-v3-text-to-video",
      { prompt: "a boat", quality: undefined },
      { quality: "1080p", aspect: "9:16", duration: 12, sound: true },
    ],
    [
      "keeps what the member gave",
      "kling-v3-text-to-video",
      { prompt: "a boat", duration: 5, sound: false, aspect: "1:1" },
      { quality: "1080p" },
    ],
    [
      "gets no sound from a model that makes none",
      "kling-v3-turbo-text-to-video",
      { prompt: "a boat" },
      { quality: "1080p", aspect: "9:16", duration: 12 },
    ],
    [
      "keeps the shape of its first frame",
      "kling-o3-image-to-video",
      { image: file },
      { quality: "1080p", duration: 12, sound: true },
    ],
    [
      "keeps the shape of its last frame",
      "kling-v3-image-to-video",
      { end_image: link },
      { quality: "1080p", duration: 12, sound: true },
    ],
    [
      "gets a shape where pictures only are a reference",
      "kling-o3-image-to-video",
      { references: [file, { job: "g_1", part: "image" }] },
      { quality: "1080p", duration: 12, sound: true, aspect: "9:16" },
    ],
    [
      "lasts as long as its shots",
      "kling-o3-text-to-video",
      { shots },
      { quality: "1080p", sound: true, aspect: "9:16" },
    ],
    [
      "lasts as preferred where the model cuts the shots",
      "kling-v3-text-to-video",
      { shots: "auto", prompt: "a boat" },
      { quality: "1080p", duration: 12, sound: true, aspect: "9:16" },
    ],
    [
      "lasts as usual where the preferred length is too long",
      "kling-o3-reference-to-video",
      { video: file, prompt: "a boat", references: [file], elements: [ada] },
      { quality: "1080p" },
    ],
    [
      "follows its video in length and shape",
      "kling-o3-video-edit",
      { video: file, prompt: "x" },
      { quality: "1080p" },
    ],
    ["follows its performance", "kling-v3-motion-control", { image: file, video: link }, { quality: "1080p" }],
    ["stays as it is where an element is made", "kling-custom-element", { name: "Ada", image: file }, {}],
    [
      "lasts as long as shots that name somebody",
      "kling-o3-text-to-video",
      { shots: [{ prompt: "<<<element_1>>> waves", seconds: 4 }], elements: [ada] },
      { quality: "1080p", sound: true, aspect: "9:16" },
    ],
  ])("%s (%s)", (_, id, draft, added) => {
    expect(withPreferences(modelOf(id), draft, ALL)).toEqual({ ...draft, ...added });
  });

  it("is the same draft without preferences", () => {
    for (const model of models) expect(withPreferences(model, { prompt: "a boat" }, {})).toEqual({ prompt: "a boat" });
  });

  it("is refused for what the member gave, never for what they prefer", () => {
    const model = modelOf("kling-v3-text-to-video");
    const draft = { shots: [{ prompt: "the door opens", seconds: 0 }], prompt: "and closes" };
    const said = (input: unknown) => model.schema.safeParse(input).error?.issues.map(({ message }) => message);
    expect(said(withPreferences(model, draft, ALL))).toEqual(said(draft));
  });
});

/** Each option with values that some models take and others don't, or left out. */
const drafts = fc.record<Draft>(
  {
    prompt: fc.constantFrom("a boat", "<<<element_1>>> waves", " "),
    negative: fc.constant("rain"),
    image: fc.constantFrom(file, link, picture("kept")),
    end_image: fc.constant(file),
    video: fc.constantFrom(file, clip("kept", { seconds: 4 })),
    references: fc.array(fc.constantFrom(file, link), { maxLength: 8 }),
    elements: fc.array(fc.constantFrom(ada, cy), { maxLength: 4 }),
    shots: fc.constantFrom<unknown>("auto", shots, [{ prompt: "one", seconds: 3 }], [{ prompt: "long", seconds: 16 }]),
    duration: fc.constantFrom(3, 8, 15, 16),
    quality: fc.constantFrom("720p", "1080p", "4k"),
    aspect: fc.constantFrom("16:9", "4:3"),
    sound: fc.boolean(),
    keep_sound: fc.boolean(),
    orientation: fc.constantFrom("image", "video"),
    name: fc.constant("Ada"),
    description: fc.constant("a young woman"),
    voice: fc.constant("gentle woman"),
  },
  { requiredKeys: [] },
);

const preferences = fc.record<Preferences>(
  {
    model: fc.constantFrom(...familyNames),
    quality: fc.constantFrom("720p", "1080p"),
    aspect: fc.constantFrom(...ASPECTS),
    duration: fc.integer(familyLengths),
    sound: fc.boolean(),
  },
  { requiredKeys: [] },
);

/** The draft with the real files in it, as the model judges it in the end. */
function measured(draft: Draft): Draft {
  const read = (option: string, value: unknown) => {
    if (!isFileSource(value)) return value;
    return option === "video" ? clip("read", { seconds: 7.5, width: 1080, height: 1920 }) : picture("read");
  };
  const entries = Object.entries(draft).map(([option, value]) => [
    option,
    Array.isArray(value) ? value.map((one) => read(option, one)) : read(option, value),
  ]);
  return Object.fromEntries(entries);
}

describe("whatever is preferred", () => {
  it.each(models.map((model) => ({ model, id: model.id })))("a draft that $id takes, it takes", ({ model }) => {
    const usable = drafts
      .map((draft) => only(draft, Object.keys(model.options)))
      .filter((draft) => model.schema.safeParse(measured(draft)).success);
    const run = fc.property(usable, preferences, (draft, chosen) => {
      const filled = withPreferences(model, draft, chosen);
      expect(model.schema.safeParse(measured(filled)).error).toBeUndefined();
      expect(filled).toMatchObject(draft);
      const { model: _, ...values } = chosen;
      expect({ ...values, ...draft }).toMatchObject(filled);
    });
    fc.assert(run, { numRuns: 200 });
  });

  it.each(["text", "image"] as const)("the family for a command from %s takes what the usual one takes", (from) => {
    const judge = (family: FamilyName, draft: Draft) => modelIn(family, from).schema.safeParse(measured(draft));
    const usable = drafts
      .map((draft) => only(draft, Object.keys(modelIn("kling-3", from).options)))
      .filter((draft) => judge("kling-3", draft).success);
    const run = fc.property(usable, preferences, (draft, chosen) => {
      expect(judge(familyFor(from, draft, chosen), draft).error).toBeUndefined();
    });
    fc.assert(run, { numRuns: 500 });
  });
});

function only(draft: Draft, options: readonly string[]): Draft {
  return Object.fromEntries(Object.entries(draft).filter(([option]) => options.includes(option)));
}

describe("the family of a command without a model", () => {
  it.each<[string, "text" | "image", Draft, Preferences["model"], string]>([
    ["is the usual one where none is preferred", "text", { prompt: "a boat" }, undefined, "kling-3"],
    ["is the preferred one", "text", { prompt: "a boat" }, "kling-turbo", "kling-turbo"],
    ["is the preferred one with a picture", "image", { image: link, sound: undefined }, "kling-turbo", "kling-turbo"],
    ["is the usual one where sound is asked of Turbo", "text", { prompt: "a", sound: true }, "kling-turbo", "kling-3"],
    ["is the usual one for a last frame alone", "image", { end_image: file }, "kling-o3", "kling-3"],
    ["is the usual one for auto shots", "text", { prompt: "a", shots: "auto" }, "kling-o3", "kling-3"],
    ["is the preferred one for written shots", "text", { shots }, "kling-turbo", "kling-turbo"],
    ["is the preferred one for its references", "image", { references: [file, file] }, "kling-o3", "kling-o3"],
    [
      "is the usual one where Turbo would meet an element",
      "image",
      { image: file, elements: [ada] },
      "kling-turbo",
      "kling-3",
    ],
    [
      "is the preferred one for somebody of either kind",
      "text",
      { prompt: "waves", elements: [ada, cy] },
      "kling-o3",
      "kling-o3",
    ],
    [
      "is the preferred one for somebody made from pictures",
      "image",
      { image: file, elements: [ada] },
      "kling-o3",
      "kling-o3",
    ],
    [
      "is the usual one for somebody made from a video",
      "image",
      { image: file, elements: [cy] },
      "kling-o3",
      "kling-3",
    ],
  ])("%s", (_, from, draft, model, expected) => {
    expect(familyFor(from, draft, { model })).toBe(expected);
  });
});

describe("the price of a video with preferences", () => {
  it.each<[Preferences, number]>([
    [{}, 270_000],
    [{ model: "kling-turbo", quality: "1080p", sound: true }, 450_000],
    [{ quality: "1080p", duration: 15, sound: true, aspect: "1:1" }, 1_620_000],
  ])("%o", (chosen, units) => {
    expect(usualJob(chosen).price).toBe(units);
  });
});
