import { describe, expect, it } from "vitest";
import { models } from "../../src/models/index.ts";
import { findWireModel, wireModels } from "../../src/sandbox/models/index.ts";
import { readOrder } from "../../src/sandbox/tasks/order.ts";
import { charge } from "../../src/sandbox/tasks/prices.ts";
import { address } from "../models/samples.ts";
import { variantsOf } from "../models/variants.ts";

const named = models.map((model) => ({ id: model.id, model }));

describe("the sandbox beside the catalogue", () => {
  it.each(named)("has its own reading of $id", ({ id }) => {
    const missing =
      `The sandbox can't answer for ${id}: write src/sandbox/models/${id}.ts from EvoLink's documents ` +
      "(not from the catalogue's file), and add it to the list in src/sandbox/models/index.ts.";
    expect(findWireModel(id) !== undefined, missing).toBe(true);
  });

  it("has each model once, and none that the catalogue doesn't have", () => {
    const ids = wireModels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(models.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
  });

  it.each(named)("takes what the catalogue sends for $id, and charges what it says", ({ id, model }) => {
    for (const input of variantsOf(model)) {
      const read = readOrder(model.toWire(input, address));
      if (!("order" in read)) expect.fail(`The sandbox refuses it: ${JSON.stringify(read.refusal)}`);
      const { order } = read;
      expect(order).toMatchObject({ model: id, makes: model.makes });
      expect(order.seconds ?? model.seconds(input)).toBe(model.seconds(input));
      expect(charge(order, model.seconds(input))).toBe(model.price(input));
    }
  });

  it.each(named)("refuses for $id what no document has", ({ model }) => {
    const [input] = variantsOf(model);
    const read = readOrder({ ...model.toWire(input, address), unheard_of: 1 });
    expect(read).toEqual({ refusal: expect.objectContaining({ kind: "parameter", param: "unheard_of" }) });
  });
});
