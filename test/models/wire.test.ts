import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { WireBody } from "../../src/models/model.ts";
import { complete, modelOf } from "./ask.ts";
import { requests as kling3 } from "./requests-kling-3.ts";
import { requests as klingO3 } from "./requests-kling-o3.ts";
import { requests as others } from "./requests-others.ts";
import { address } from "./samples.ts";

const samples = [...kling3, ...klingO3, ...others];

/** The gateway's published OpenAPI documents, where they lie beside the checkout. */
const SPECIFICATIONS = new URL("../../../shared/evolink/", import.meta.url);
const present = existsSync(SPECIFICATIONS);

describe.each(samples)("$model: $title", ({ model: id, input, wire, line }) => {
  const model = modelOf(id);
  const ready = complete(id, input);

  it("goes on the wire as the gateway documents it", () => {
    expect(model.toWire(ready, address)).toStrictEqual(wire);
  });

  it("is described in one line", () => {
    expect(model.describe(ready)).toBe(line);
  });

  it("names every file that the wire names", () => {
    const sent = new Set(JSON.stringify(wire).match(/https:\/\/files\.example\/[^"]+/g));
    expect(new Set(model.media(ready).map(address))).toEqual(sent);
  });

  it("is the same when it has been kept as JSON and is judged again", () => {
    expect(model.schema.parse(JSON.parse(JSON.stringify(ready)))).toEqual(ready);
  });
});

describe("the wire under the gateway's own specifications", () => {
  it.runIf(!present)("is not judged, because ../shared/evolink is absent", () => {
    process.stderr.write("../shared/evolink is absent: the wire was not judged by the gateway's specifications\n");
  });

  it.skipIf(!present).each(samples)("$model: $title is valid", ({ model, wire }) => {
    const { error } = specificationOf(model).safeParse(withoutDisagreements(wire));
    expect(error?.issues ?? []).toEqual([]);
  });

  it.skipIf(!present)("a wrong body is not valid", () => {
    const wire = modelOf("kling-v3-text-to-video").toWire(complete("kling-v3-text-to-video", { prompt: "a" }), address);
    for (const wrong of [{ duration: 2 }, { quality: "8k" }, { prompt: undefined }, { unheard_of: 1 }]) {
      const { success } = specificationOf(wire.model).safeParse(JSON.parse(JSON.stringify({ ...wire, ...wrong })));
      expect(success).toBe(false);
    }
  });
});

/**
 * Where the product pages and the specifications disagree, what only the pages have is taken away: an `aspect_ratio`
 * and a lone last frame for Kling 3.0, and the page's name for an element's video.
 */
function withoutDisagreements(wire: WireBody): unknown {
  const body = structuredClone(wire) as WireBody & { model_params?: { element_video_list?: { video_url?: string } } };
  if (body.model === "kling-v3-image-to-video") {
    delete body.aspect_ratio;
    body.image_start ??= body.image_end;
  }
  delete body.model_params?.element_video_list?.video_url;
  return body;
}

const jsonSchema = z.json().transform((json) => json as Parameters<typeof z.fromJSONSchema>[0]);

const openApi = z.object({ components: z.object({ schemas: z.record(z.string(), z.json()) }) });

/** The request's schema, closed: a parameter that the gateway doesn't document is an error. */
function specificationOf(model: string): z.ZodType {
  const { schemas } = openApi.parse(
    JSON.parse(readFileSync(new URL(`${model}.json`, SPECIFICATIONS), "utf8")),
  ).components;
  return z.fromJSONSchema(jsonSchema.parse(closed(schemas.VideoGenerationRequest ?? schemas.CustomElementRequest)));
}

function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  // A default would fill in what is missing, and `required` could not be tested.
  delete inner.default;
  return inner.type === "object" ? { ...inner, additionalProperties: false } : inner;
}
