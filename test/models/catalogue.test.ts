import { describe, expect, it } from "vitest";
import { families, familyAliases, familyLengths, familyOf, lackingForm, modelIdOf } from "../../src/models/families.ts";
import { findModel, models } from "../../src/models/index.ts";
import { withRefusals } from "../../src/models/parts/lacking.ts";
import type { Asked, Model } from "../../src/models/parts/model.ts";
import { complete, modelIn, modelOf, sentences } from "./ask.ts";
import { clip, picture } from "./samples.ts";

const FORMS = ["text", "image"] as const;

describe("the catalogue", () => {
  it("has every model once, and finds it by its id", () => {
    expect(new Set(models.map(({ id }) => id)).size).toBe(models.length);
    for (const model of models) expect(findModel(model.id)).toBe(model);
    expect(findModel("kling-v9")).toBeUndefined();
  });

  it("says the limits of every option", () => {
    for (const { options } of models) {
      for (const limits of Object.values(options)) expect(limits).not.toBe("");
    }
  });

  it.each(models.map((model) => ({ model, id: model.id })))("says in numbers how long $id lasts", ({ model }) => {
    const { id, options, lengths } = model;
    expect(lengths !== undefined).toBe(Object.hasOwn(options, "duration"));
    if (!lengths) return;
    const refused = (duration: number) => sentences(id, { duration }).some((said) => said.startsWith("duration:"));
    expect([lengths.min - 1, lengths.min, lengths.max, lengths.max + 1].map(refused)).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
});

describe("the families", () => {
  it("are what the models say of themselves, each with one alias and one name for people", () => {
    expect(familyAliases).toMatchObject({ 3: "kling-3", o3: "kling-o3", turbo: "kling-turbo" });
    expect(new Set(families.flatMap(({ name, alias }) => [name, alias])).size).toBe(families.length * 2);
    for (const { id, label, asked } of models) {
      if ("command" in asked) expect(familyOf(id)).toBeUndefined();
      else {
        expect(modelIdOf(asked.family, asked.from)).toBe(id);
        expect(families).toContainEqual(expect.objectContaining({ name: asked.family, alias: asked.alias, label }));
      }
    }
  });

  it("make videos from words without a picture, and from pictures with one", () => {
    for (const { name, text, image } of families) {
      if (text !== undefined) expect(modelIn(name, "text").media(complete(text, { prompt: "a" }))).toEqual([]);
      if (image !== undefined) expect(modelIn(name, "image").options).toHaveProperty("image");
    }
  });

  it("last from the shortest to the longest of them all", () => {
    for (const { lengths } of families.flatMap(({ name, text }) => (text ? modelIn(name, "text") : []))) {
      expect(familyLengths.min).toBeLessThanOrEqual(lengths?.min ?? 0);
      expect(familyLengths.max).toBeGreaterThanOrEqual(lengths?.max ?? Number.POSITIVE_INFINITY);
    }
  });

  it("say which of them have a form that one lacks", () => {
    for (const from of FORMS) {
      expect(lackingForm("kling-x", from)).toMatch(
        /^kling-x makes no videos from .*; .*kling-3, .* do\. Choose one of/,
      );
    }
  });
});

describe("an option that a model lacks", () => {
  const optionNames = [...new Set(models.flatMap(({ options }) => Object.keys(options)))];

  it("gets one sentence on every model, about that option and nothing of zod's own", () => {
    for (const { id, options } of models) {
      for (const option of optionNames.filter((name) => !Object.hasOwn(options, name))) {
        const [sentence, ...more] = sentences(id, { [option]: "something" });
        expect(sentence).toMatch(new RegExp(`^${option}: .*Leave ${option} out`));
        expect(more).toEqual([]);
      }
    }
  });

  it("is as good as absent when it is undefined", () => {
    expect(sentences("kling-v3-turbo-text-to-video", { prompt: "a cat", sound: undefined, shots: undefined })).toEqual(
      [],
    );
  });

  it.each<[string, Asked, readonly Asked[], string]>([
    [
      "the families that have it",
      { family: "a", alias: "a", from: "text" },
      [{ family: "b", alias: "b", from: "text" }, { family: "b", alias: "b", from: "image" }, { command: "edit" }],
      "a takes no tempo; b does. Leave tempo out or choose it.",
    ],
    [
      "each of several families",
      { command: "edit" },
      [
        { family: "b", alias: "b", from: "text" },
        { family: "c", alias: "c", from: "text" },
      ],
      "Label takes no tempo; b and c do. Leave tempo out or choose one of them.",
    ],
    [
      "the form of its own family that has it",
      { family: "a", alias: "a", from: "image" },
      [
        { family: "a", alias: "a", from: "text" },
        { family: "b", alias: "b", from: "image" },
      ],
      "a takes tempo only in a video from words. Leave tempo out here.",
    ],
    [
      "a command where no family has it",
      { family: "a", alias: "a", from: "text" },
      [{ command: "edit" }],
      "a takes no tempo; the edit command does. Leave tempo out or use it.",
    ],
    [
      "several commands where no family has it",
      { family: "a", alias: "a", from: "text" },
      [{ command: "reference" }, { command: "edit" }],
      "a takes no tempo; the commands reference and edit do. Leave tempo out or use one of them.",
    ],
    [
      "nobody where there is no such option",
      { command: "edit" },
      [],
      "There is no option called tempo. Leave tempo out.",
    ],
  ])("names %s", (_, asked, having, sentence) => {
    const like = (asked: Asked, options: Model["options"]) => ({ ...modelOf("kling-o3-video-edit"), asked, options });
    const [model] = withRefusals([
      { ...like(asked, {}), label: "Label" },
      ...having.map((one) => like(one, { tempo: "" })),
    ]);
    expect(model?.schema.safeParse({ tempo: 3 }).error?.issues.map(({ message }) => message)).toEqual([sentence]);
  });
});

describe("what every model says about any value", () => {
  const oddities = [null, 7, -1, "", "x", true, [], [null], {}, Number.NaN, clip("v", { kind: "image" }), picture("p")];

  it("is a sentence of ours, never zod's own", () => {
    for (const { id, options } of models) {
      for (const option of Object.keys(options)) {
        for (const value of oddities) {
          for (const sentence of sentences(id, { [option]: value })) {
            expect(sentence).toMatch(/^[a-z_]+: .+[.:]$/s);
            expect(sentence).not.toMatch(/invalid|expected|received|undefined|\[object/i);
          }
        }
      }
    }
  });
});

describe("estimates", () => {
  it("are first guesses that grow mildly with the seconds", () => {
    const estimate = (id: string, input: Record<string, unknown>) => modelOf(id).estimate(complete(id, input));
    expect(estimate("kling-v3-text-to-video", { prompt: "a" })).toBe(180);
    expect(estimate("kling-v3-text-to-video", { prompt: "a", duration: 15 })).toBe(270);
    expect(estimate("kling-v3-turbo-text-to-video", { prompt: "a" })).toBe(60);
    expect(estimate("kling-custom-element", { name: "A", description: "b", image: picture("p") })).toBe(600);
  });
});

describe("seconds", () => {
  it.each([
    ["image", 11, 10],
    ["video", 11, 11],
    ["image", 7.2, 8],
  ])("of motion control with orientation %s and a video of %s s are %s", (orientation, seconds, expected) => {
    const id = "kling-v3-motion-control";
    const input = complete(id, { image: picture("p"), video: clip("v", { seconds }), orientation });
    expect(modelOf(id).seconds(input)).toBe(expected);
  });

  it("of an element are none", () => {
    const id = "kling-custom-element";
    expect(modelOf(id).seconds(complete(id, { name: "A", description: "b", image: picture("p") }))).toBe(0);
  });
});
