import { describe, expect, it } from "vitest";
import { familyAliases, familyNames, familyOf, modelIdOf } from "../../src/models/families.ts";
import { findModel, models } from "../../src/models/index.ts";
import { OWNERS, refusalOf } from "../../src/models/input.ts";
import { complete, modelOf, sentences } from "./ask.ts";
import { clip, picture } from "./samples.ts";

describe("the catalogue", () => {
  it("has the ten models, each once", () => {
    expect(models).toHaveLength(10);
    expect(new Set(models.map(({ id }) => id)).size).toBe(10);
    for (const model of models) expect(findModel(model.id)).toBe(model);
    expect(findModel("kling-v9")).toBeUndefined();
  });

  it("says the limits of every option", () => {
    for (const { options } of models) {
      for (const limits of Object.values(options)) expect(limits).not.toBe("");
    }
  });

  it("reaches every family by its name and its alias, from words and from pictures", () => {
    expect(familyAliases).toEqual({ 3: "kling-3", o3: "kling-o3", turbo: "kling-turbo" });
    for (const name of familyNames) {
      expect(modelOf(modelIdOf(name, "text")).media(complete(modelIdOf(name, "text"), { prompt: "a" }))).toEqual([]);
      expect(modelOf(modelIdOf(name, "image")).options).toHaveProperty("image");
      expect(familyOf(modelIdOf(name, "image"))).toBe(name);
    }
    expect(familyOf("kling-o3-video-edit")).toBeUndefined();
  });
});

describe("an option that a model lacks", () => {
  it("is refused with the models that really have it", () => {
    const having = (option: string) => models.filter(({ options }) => Object.hasOwn(options, option));
    for (const [option, owners] of Object.entries(OWNERS)) {
      const families = new Set(having(option).flatMap(({ id }) => familyOf(id) ?? []));
      expect([option, [...families].sort()]).toEqual([option, [...owners.families].sort()]);
    }
    expect(Object.keys(OWNERS).sort()).toEqual(
      [...new Set(models.flatMap(({ options }) => Object.keys(options)))].sort(),
    );
  });

  it("gets one sentence on every model, about that option and nothing of zod's own", () => {
    for (const { id, options } of models) {
      for (const option of Object.keys(OWNERS).filter((name) => !Object.hasOwn(options, name))) {
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

  it("names a command where no family has it", () => {
    expect(refusalOf("kling-3", "video")).toBe(
      "kling-3 takes no video; the commands reference, edit and motion do. Leave video out or use one of them.",
    );
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
