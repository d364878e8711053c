import { describe, expect, it } from "vitest";
import { inEnglish } from "../../src/text/render.ts";
import { complete, modelOf } from "./ask.ts";
import { requests as kling3 } from "./requests-kling-3.ts";
import { requests as klingO3 } from "./requests-kling-o3.ts";
import { requests as others } from "./requests-others.ts";
import { address, sent } from "./samples.ts";
import { complaints, specified } from "./specification.ts";

const samples = [...kling3, ...klingO3, ...others];

describe.each(samples)("$model: $title", ({ model: id, input, wire, line }) => {
  const model = modelOf(id);
  const ready = complete(id, input);

  it("goes on the wire as the gateway documents it", () => {
    expect(model.toWire(ready, address)).toStrictEqual(sent(wire));
  });

  it("is described in one line", () => {
    expect(inEnglish(model.describe(ready))).toBe(line);
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
  it.skipIf(!specified).each(samples)("$model: $title is valid", ({ wire }) => {
    expect(complaints(sent(wire))).toEqual([]);
  });

  it.skipIf(!specified)("a wrong body is not valid", () => {
    const wire = modelOf("kling-v3-text-to-video").toWire(complete("kling-v3-text-to-video", { prompt: "a" }), address);
    for (const wrong of [{ duration: 2 }, { quality: "8k" }, { prompt: undefined }, { unheard_of: 1 }]) {
      expect(complaints(JSON.parse(JSON.stringify({ ...wire, ...wrong })))).not.toEqual([]);
    }
  });
});
