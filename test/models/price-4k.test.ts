import { describe, expect, it } from "vitest";
import { MODELS_IN_4K, models, modelsAt } from "../../src/models/index.ts";
import type { Model } from "../../src/models/parts/model.ts";
import { parsePrices4k } from "../../src/models/parts/price-4k.ts";
import { findWireModel } from "../../src/sandbox/models/index.ts";
import { readOrder } from "../../src/sandbox/tasks/order.ts";
import { charge } from "../../src/sandbox/tasks/prices.ts";
import { inEnglish } from "../../src/text/render.ts";
import { said } from "./ask.ts";
import { address } from "./samples.ts";
import { exampleOf } from "./variants.ts";

const PRICES = parsePrices4k("kling-v3-text-to-video:12, kling-o3-image-to-video:14.5 / 20", MODELS_IN_4K) ?? {};
const priced = modelsAt(PRICES);

function modelNamed(id: string): Model {
  return priced.find((model) => model.id === id) ?? expect.fail(`There is no ${id}`);
}

function judged(id: string, input: Record<string, unknown>) {
  const model = modelNamed(id);
  const result = model.judge({ ...exampleOf(model), ...input });
  return "input" in result ? { model, input: result.input } : expect.fail(said(result.problems).join("\n"));
}

describe("the operator's prices of 4k", () => {
  it("are read with sound at the same price, or at one of its own", () => {
    expect(PRICES).toEqual({
      "kling-v3-text-to-video": { silent: 120_000, sound: 120_000 },
      "kling-o3-image-to-video": { silent: 145_000, sound: 200_000 },
    });
  });

  it.each([
    ["a model that makes no 4k", "kling-v3-turbo-text-to-video:12"],
    ["no model", ":12"],
    ["no price", "kling-v3-text-to-video"],
    ["nothing as a price", "kling-v3-text-to-video:0"],
    ["nothing as a price of sound", "kling-v3-text-to-video:12/0"],
    ["less than nothing", "kling-v3-text-to-video:-1"],
    ["five decimals", "kling-v3-text-to-video:1.00001"],
    ["more than anything costs", "kling-v3-text-to-video:10001"],
    ["a model twice", "kling-v3-text-to-video:12,kling-v3-text-to-video:13"],
    ["a comma too many", "kling-v3-text-to-video:12,"],
  ])("are not read with %s", (_, text) => {
    expect(parsePrices4k(text, MODELS_IN_4K)).toBeUndefined();
  });

  it.each([
    ["kling-v3-text-to-video", {}, 600_000],
    ["kling-v3-text-to-video", { duration: 3, sound: true }, 360_000],
    ["kling-o3-image-to-video", { duration: 15 }, 2_175_000],
    ["kling-o3-image-to-video", { sound: true }, 1_000_000],
  ])("make %s with %o cost %s units, and the sandbox charges them", (id, more, price) => {
    const { model, input } = judged(id, { ...more, quality: "4k" });
    expect(model.price(input)).toBe(price);
    expect(model.judge(JSON.parse(JSON.stringify(input)))).toEqual({ input });
    const read = readOrder(model.toWire(input, address), PRICES);
    if (!("order" in read)) expect.fail(JSON.stringify(read.refusal));
    expect(charge(read.order, model.seconds(input), PRICES)).toBe(price);
  });

  it("leave all other prices as they are", () => {
    for (const { id } of priced) {
      const { model, input } = judged(id, {});
      const published = models.find((one) => one.id === id) ?? expect.fail(`There is no ${id}`);
      expect(model.price(input)).toBe(published.price(input));
    }
  });

  it("stand in the list of prices", () => {
    const rates = modelNamed("kling-o3-image-to-video")
      .rates.map(({ what, ...rate }) => ({ what: inEnglish(what), ...rate }))
      .filter(({ what }) => what.startsWith("4k"));
    expect(rates).toEqual([
      { what: "4k", credits: "14.5", per: "second" },
      { what: "4k with sound", credits: "20", per: "second" },
    ]);
  });

  it.each([
    [
      "kling-o3-text-to-video",
      "quality: Choose 720p or 1080p, or kling-3: no price is published for kling-o3 in 4k, and whoever runs Reelay has set none.",
    ],
    ["kling-v3-turbo-text-to-video", "quality: Choose 720p or 1080p, or kling-3: kling-turbo makes no 4k."],
    ["kling-o3-video-edit", "quality: Choose 720p or 1080p: Kling O3 edit makes no 4k."],
  ])("are none of %s's, which says who has one", (id, sentence) => {
    const model = modelNamed(id);
    const result = model.judge({ ...exampleOf(model), quality: "4k" });
    expect("problems" in result && said(result.problems)).toEqual([sentence]);
  });

  it("are there for the models whose document offers 4k in the sandbox's own reading, and no others", () => {
    const takes4k = models.filter((model) => {
      const result = model.judge(exampleOf(model));
      if (!("input" in result) || model.makes === "element") return false;
      const wire = { ...model.toWire(result.input, address), quality: "4k" };
      return findWireModel(model.id)?.body.safeParse(wire).success;
    });
    expect(takes4k.map(({ id }) => id)).toEqual(MODELS_IN_4K);
    for (const id of MODELS_IN_4K) {
      const model = models.find((one) => one.id === id) ?? expect.fail(`There is no ${id}`);
      const { input } = judged(id, {});
      expect(readOrder({ ...model.toWire(input, address), quality: "4k" })).toEqual({
        refusal: expect.objectContaining({ param: "quality" }),
      });
    }
  });
});
