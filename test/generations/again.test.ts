import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { alternativesTo, askAgain, type Change } from "../../src/generations/request/again.ts";
import { familyOf } from "../../src/models/families.ts";
import { complete, modelOf, said } from "../models/ask.ts";
import { requests as kling3 } from "../models/requests-kling-3.ts";
import { requests as klingO3 } from "../models/requests-kling-o3.ts";
import { requests as others } from "../models/requests-others.ts";
import { ada, clip, cy, picture, shots } from "../models/samples.ts";
import { rowOf } from "./rows.ts";

type Input = Record<string, unknown>;

const deps = { model: modelOf, maker: () => undefined };
const requests = [...kling3, ...klingO3, ...others].map(({ model, title, input }) => ({ model, title, input }));

/** A job of that model as it was written: its input judged and completed. */
function jobOf(model: string, input: Input) {
  return rowOf({ model, input: JSON.stringify(complete(model, input)) });
}

function again(model: string, input: Input, change: Change = {}) {
  const asked = askAgain(deps, jobOf(model, input), change);
  return { model: asked.model, input: complete(asked.model, asked.draft) as Input };
}

describe("the same once more", () => {
  it("is refused for a character, whose likeness is asked about first", () => {
    const character = others.find(({ model }) => model === "kling-custom-element");
    const { model = "", input = {} } = character ?? {};
    expect(() => again(model, input as Input)).toThrow("Make characters with /element create");
  });

  it.each(requests.filter(({ model }) => modelOf(model).makes === "video"))(
    "is what was asked of $model: $title",
    ({ model, input }) => {
      expect(again(model, input)).toEqual({ model, input: complete(model, input) });
    },
  );

  it("changes the quality and nothing else", () => {
    const input = { prompt: "a boat", duration: 8, sound: true };
    const sharper = { ...(complete("kling-v3-text-to-video", input) as Input), quality: "1080p" };
    expect(again("kling-v3-text-to-video", input, { quality: "1080p" }).input).toEqual(sharper);
    const motion = { image: picture("hero"), video: clip("dance"), orientation: "video" };
    expect(again("kling-v3-motion-control", motion, { quality: "1080p" })).toMatchObject({
      model: "kling-v3-motion-control",
      input: { quality: "1080p", orientation: "video" },
    });
  });

  it("by another model keeps all that it has, and takes its form for words or for pictures", () => {
    const words = { prompt: "a boat", duration: 8, aspect: "9:16", sound: true, negative: "rain" };
    const turbo = again("kling-v3-text-to-video", words, { model: "kling-turbo" });
    expect(turbo.model).toBe("kling-v3-turbo-text-to-video");
    expect(turbo.input).toEqual({ prompt: "a boat", duration: 8, quality: "720p", aspect: "9:16" });
    const image = picture("boat");
    const o3 = again("kling-v3-turbo-image-to-video", { image, duration: 3 }, { model: "kling-o3" });
    expect(o3).toMatchObject({ model: "kling-o3-image-to-video", input: { image, duration: 3, quality: "720p" } });
  });

  it("by a model that has no elements names them in words", () => {
    const boat = { image: picture("boat"), prompt: "<<<element_1>>> waves at <<<element_2>>>", elements: [ada, cy] };
    const turbo = again("kling-v3-image-to-video", boat, { model: "kling-turbo" });
    expect(turbo.input).toMatchObject({ prompt: "@Ada waves at @Cy" });
    const told = { shots: [{ prompt: "<<<element_1>>> wakes up", seconds: 4 }], elements: [ada] };
    const cut = again("kling-o3-text-to-video", told, { model: "kling-3" });
    expect(cut.input).toMatchObject({ shots: [{ prompt: "@Ada wakes up", seconds: 4 }] });
  });

  it("by a model that doesn't know pictures by name is refused, with the name", () => {
    const boat = { image: picture("boat"), references: [picture("sea")], prompt: "<<<image_1>>> on <<<image_2>>>" };
    const { model, draft } = askAgain(deps, jobOf("kling-o3-image-to-video", boat), { model: "kling-3" });
    expect(draft).toMatchObject({ prompt: "@start on @image1" });
    expect(said(modelOf(model).problems(draft))).toEqual([
      "prompt: Leave @start out, or choose kling-o3: kling-3 doesn't know pictures by name.",
    ]);
    expect(again("kling-o3-image-to-video", boat, { quality: "1080p" }).input).toMatchObject({ prompt: boat.prompt });
  });

  it("is refused by another model where there is none of the kind", () => {
    const motion = { image: picture("hero"), video: clip("dance"), orientation: "video" };
    expect(() => again("kling-v3-motion-control", motion, { model: "kling-o3" })).toThrow(UserError);
  });
});

describe("the other models for a job", () => {
  const choices = (model: string, input: Input) =>
    alternativesTo(deps, jobOf(model, input)).map(({ family, price, without }) => ({ family, price, without }));

  it("come cheapest first, each with what it costs and what it leaves out", () => {
    expect(choices("kling-v3-text-to-video", { prompt: "a boat", sound: true, negative: "rain" })).toEqual([
      { family: "kling-turbo", price: 360_000, without: ["negative", "sound"] },
      { family: "kling-o3", price: 360_180, without: ["negative"] },
    ]);
    expect(choices("kling-v3-turbo-text-to-video", { prompt: "a boat" })).toEqual([
      { family: "kling-3", price: 270_000, without: [] },
      { family: "kling-o3", price: 270_000, without: [] },
    ]);
  });

  it("are only those that take it", () => {
    const last = { end_image: picture("end"), prompt: "a boat" };
    expect(choices("kling-v3-image-to-video", last)).toEqual([]);
    expect(choices("kling-v3-text-to-video", { prompt: "a day at sea", shots: "auto" })).toEqual([]);
    const video = { image: picture("boat"), elements: [cy] };
    expect(choices("kling-v3-image-to-video", video).map(({ family }) => family)).toEqual(["kling-turbo"]);
    expect(choices("kling-v3-text-to-video", { shots }).map(({ family }) => family)).toEqual([
      "kling-o3",
      "kling-turbo",
    ]);
  });

  it.each(requests.filter(({ model }) => familyOf(model) !== undefined))(
    "take it, for that price, when they are chosen ($model: $title)",
    ({ model, input }) => {
      const offers = alternativesTo(deps, jobOf(model, input));
      expect(offers.map(({ price }) => price)).toEqual(offers.map(({ price }) => price).toSorted((a, b) => a - b));
      for (const { family, price, without } of offers) {
        expect(family).not.toBe(familyOf(model));
        const chosen = again(model, input, { model: family });
        expect(modelOf(chosen.model).price(chosen.input)).toBe(price);
        if (without.includes("elements")) expect(JSON.stringify(chosen.input)).not.toContain("<<<element");
        for (const name of without) expect(chosen.input).not.toHaveProperty(name);
      }
    },
  );

  it.each(requests.filter(({ model }) => familyOf(model) === undefined))(
    "are none for what only one model makes ($model: $title)",
    ({ model, input }) => {
      expect(() => alternativesTo(deps, jobOf(model, input))).toThrow(/No other model makes this kind/);
    },
  );
});
