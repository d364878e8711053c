import { globSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { models } from "../../src/models/index.ts";
import { inEnglish } from "../../src/text/render.ts";
import { address } from "./samples.ts";
import { complaints, specifiedModel } from "./specification.ts";
import { exampleOf, variantsOf } from "./variants.ts";

const CATALOGUE = fileURLToPath(new URL("../../src/models/catalogue/", import.meta.url));

it("the catalogue lists each of its files, and each by its own name", () => {
  const files = globSync("*.ts", { cwd: CATALOGUE }).map((file) => basename(file, ".ts"));
  const forgotten =
    "A file of src/models/catalogue is not in the list in src/models/index.ts, or is named unlike its model.";
  expect(models.map(({ id }) => id).toSorted(), forgotten).toEqual(files.toSorted());
});

describe.each(models.map((model) => ({ id: model.id, model })))("$id", ({ id, model }) => {
  it("takes its own example, before and after its files are read", () => {
    expect(model.problems(model.example)).toEqual([]);
    expect(model.judge(exampleOf(model))).toHaveProperty("input");
  });

  it("takes no more than it says: every option of the example is one of its own", () => {
    for (const name of Object.keys(model.example)) expect(model.lacks(name)).toBe(false);
  });

  it("judges what it has completed as the same again, after it was kept as JSON", () => {
    for (const input of variantsOf(model)) {
      expect(model.judge(JSON.parse(JSON.stringify(input)))).toEqual({ input });
    }
  });

  it("sends its own name and the files it says, and nothing that the gateway doesn't document", () => {
    for (const input of variantsOf(model)) {
      const wire = model.toWire(input, address);
      expect(wire.model).toBe(id);
      const sent = new Set(JSON.stringify(wire).match(/https:\/\/files\.example\/[^"]+/g));
      expect(new Set(model.media(input).map(address))).toEqual(sent);
      if (specifiedModel(id)) expect(complaints(JSON.parse(JSON.stringify(wire)))).toEqual([]);
    }
  });

  it("has a price of whole units that its price list bears out, a length, an estimate and a line about it", () => {
    const prices = variantsOf(model).map((input) => model.price(input));
    for (const price of prices) expect(Number.isSafeInteger(price) && price > 0).toBe(true);
    const rates = model.rates.map(({ credits }) => Number(credits));
    expect(rates.length).toBeGreaterThan(0);
    for (const input of variantsOf(model)) {
      const seconds = model.seconds(input);
      const each = model.price(input) / 10_000 / (model.makes === "element" ? 1 : Math.max(3, seconds));
      expect(Math.min(...rates.map((rate) => Math.abs(each - rate)))).toBeLessThan(0.001);
      expect(seconds > 0).toBe(model.makes === "video");
      expect(model.estimate(input)).toBeGreaterThan(0);
      expect(inEnglish(model.describe(input))).toMatch(/\S/);
    }
  });
});
