import { describe, expect, it } from "vitest";
import { z } from "zod";
import { families, familyAliases, familyLengths, familyOf, lackingForm, modelIdOf } from "../../src/models/families.ts";
import { findModel, models } from "../../src/models/index.ts";
import { catalogueOf, haversOf } from "../../src/models/parts/catalogue.ts";
import type { Asked, Model } from "../../src/models/parts/model.ts";
import { refuseHere } from "../../src/models/parts/problems.ts";
import { inEnglish } from "../../src/text/render.ts";
import { anyOf } from "../../src/text/text.ts";
import { complete, modelIn, modelOf, said, sentences } from "./ask.ts";
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
      for (const { limits } of Object.values(options)) expect(inEnglish(limits)).toMatch(/^\S.*\S$/);
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
      const having = families.filter((family) => family[from] !== undefined).map(({ name }) => name);
      const others = inEnglish(anyOf(having));
      expect(inEnglish(lackingForm("kling-x", from))).toMatch(
        new RegExp(`^Choose ${others}, or .*: kling-x makes no videos from `),
      );
    }
  });
});

describe("an option that a model lacks", () => {
  const optionNames = [...new Set(models.flatMap(({ options }) => Object.keys(options)))];

  it("gets one sentence on every model, about that option and nothing of zod's own", () => {
    for (const { id, lacks } of models) {
      for (const option of optionNames.filter(lacks)) {
        const [sentence, ...more] = sentences(id, { [option]: "something" });
        const called = { elements: "the characters", references: "the reference pictures" }[option] ?? option;
        expect(sentence).toMatch(new RegExp(`^${option}: .*Leave (?:${called}|${option}) out`));
        expect(more).toEqual([]);
      }
    }
  });

  it("is as good as absent when it is undefined", () => {
    expect(sentences("kling-v3-turbo-text-to-video", { prompt: "a cat", sound: undefined, shots: undefined })).toEqual(
      [],
    );
  });

  const like = (asked: Asked, options: Model["options"]): Model => ({
    ...modelOf("kling-o3-video-edit"),
    ...{ asked, options, label: "Label" },
    lacks: (option) => !Object.hasOwn(options, option),
  });
  const text = (family: string): Asked => ({ family, alias: family, from: "text" });
  const image = (family: string): Asked => ({ family, alias: family, from: "image" });

  it.each<[string, Asked, readonly Asked[], ReturnType<typeof haversOf>, string]>([
    [
      "the families that have it",
      text("a"),
      [text("b"), image("b"), { command: "edit" }],
      { by: "families", families: ["b"] },
      "Leave tempo out, or choose b: a takes no tempo.",
    ],
    [
      "each of several families",
      text("a"),
      [text("b"), image("c")],
      { by: "families", families: ["b", "c"] },
      "Leave tempo out, or choose b or c: a takes no tempo.",
    ],
    [
      "the families to a command that has no choice of them",
      { command: "edit" },
      [text("b"), text("c")],
      { by: "families", families: ["b", "c"] },
      "Leave tempo out: Label takes no tempo. b and c do, in other commands.",
    ],
    [
      "the form of its own family that has it, and who has it in this one",
      image("a"),
      [text("a"), image("b")],
      { by: "form", form: "text", families: ["b"] },
      "Leave tempo out, or choose b: a takes tempo only in /video.",
    ],
    [
      "the form of its own family alone",
      text("a"),
      [image("a"), image("b")],
      { by: "form", form: "image", families: [] },
      "Leave tempo out: a takes tempo only in /animate.",
    ],
    [
      "a command where no family has it",
      text("a"),
      [{ command: "edit" }],
      { by: "commands", commands: ["edit"] },
      "Leave tempo out, or use /edit: a takes no tempo.",
    ],
    [
      "several commands where no family has it",
      text("a"),
      [{ command: "reference" }, { command: "edit" }],
      { by: "commands", commands: ["reference", "edit"] },
      "Leave tempo out, or use /reference or /edit: a takes no tempo.",
    ],
    [
      "nobody where there is no such option",
      { command: "edit" },
      [],
      { by: "nobody" },
      "Leave tempo out: there's no such option.",
    ],
  ])("names %s", (_, asked, having, havers, sentence) => {
    const models = [like(asked, {}), ...having.map((one) => like(one, { tempo: { limits: "" } }))];
    const [first = expect.fail("There is no model")] = models;
    expect(haversOf("tempo", first, models)).toEqual(havers);
    const [model = first] = catalogueOf(models);
    expect(said(model.problems({ tempo: 3 }))).toEqual([`tempo: ${sentence}`]);
  });

  it("is looked for in what was added since, where a model refuses what another takes", () => {
    const tempo = z.object({ tempo: z.string() });
    const say = (others: readonly string[]) => anyOf(["slow down", ...others]);
    const slow = {
      ...like(text("a"), { tempo: { limits: "" } }),
      schema: tempo.superRefine((_, context) => refuseHere(context, { options: { tempo: "wild" }, say }, "tempo")),
    };
    const wild = { ...like(text("b"), { tempo: { limits: "" } }), schema: tempo };
    const sentenceIn = (models: readonly Model[]) => {
      const [model = expect.fail("There is no model")] = catalogueOf(models);
      return said(model.problems({ tempo: "wild" }));
    };
    expect(sentenceIn([slow])).toEqual(["tempo: slow down"]);
    expect(sentenceIn([slow, wild])).toEqual(["tempo: slow down or b"]);
    const otherwise = [
      { ...wild, asked: image("b") },
      { ...like(text("c"), {}), schema: tempo },
    ];
    expect(sentenceIn([slow, ...otherwise])).toEqual(["tempo: slow down"]);
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
