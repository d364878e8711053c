import { describe, expect, it } from "vitest";
import { models } from "../../src/models/index.ts";
import { findWireModel, wireModels } from "../../src/sandbox/models/index.ts";

describe("the sandbox beside the catalogue", () => {
  it.each(models.map(({ id }) => id))("has its own reading of %s", (id) => {
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
});
