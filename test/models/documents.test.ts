import { describe, expect, it } from "vitest";
import { type Reached, reachedOf } from "../../scripts/parameters-doc.ts";
import { DISPUTED, disputedIn } from "../../src/models/documents/disputed.ts";
import { OTHER_CALLS } from "../../src/models/documents/parameters.ts";
import { models } from "../../src/models/index.ts";
import { complete, modelOf } from "./ask.ts";
import { requests as kling3 } from "./requests-kling-3.ts";
import { requests as klingO3 } from "./requests-kling-o3.ts";
import { requests as others } from "./requests-others.ts";
import { ada, address, clip, picture, sent } from "./samples.ts";
import { parametersOf, specifications, specified } from "./specification.ts";

const samples = [...kling3, ...klingO3, ...others];
const CHATS = ["discord", "slack", "playground"] as const satisfies readonly (keyof Reached)[];

/** What only the product pages document: docs/models.md says why it is sent. */
const ON_PAGES: Readonly<Record<string, readonly string[]>> = {
  "kling-v3-image-to-video": ["aspect_ratio"],
  "kling-custom-element": ["model_params.element_video_list.video_url"],
};

describe("the parameters of the gateway", () => {
  // Where ../shared/evolink is absent, the lists beside the models are all there is to go by.
  it.runIf(specified).each(models.map((model) => ({ id: model.id, model })))(
    "of $id are the specification's, each with an answer",
    ({ id, model }) => {
      const known = Object.keys(model.parameters).filter((path) => !ON_PAGES[id]?.includes(path));
      const documented = parametersOf(id);
      expect(documented.filter((path) => !known.some((one) => isOf(one, path)))).toEqual([]);
      expect(known.filter((one) => !documented.some((path) => isOf(one, path)))).toEqual([]);
    },
  );

  it.runIf(specified)("of every other call are known, each with the reason why no option reaches it", () => {
    const named = new Set(models.map(({ id }) => id));
    const calls = specifications().filter((name) => !named.has(name) && parametersOf(name).length > 0);
    expect(calls.toSorted()).toEqual(Object.keys(OTHER_CALLS).toSorted());
    for (const call of calls)
      expect(Object.keys(OTHER_CALLS[call] ?? {}).toSorted()).toEqual(parametersOf(call).toSorted());
  });

  it("are reached in every chat, or it is said why not", () => {
    const unanswered = models.flatMap((model) =>
      reachedOf(model).flatMap(({ parameter, because, ...ways }) => {
        if (because !== undefined) return because === "" ? [`${model.id} ${parameter}: no reason`] : [];
        return CHATS.filter((chat) => ways[chat].length === 0).map((chat) => `${model.id} ${parameter}: ${chat}`);
      }),
    );
    expect(unanswered).toEqual([]);
  });

  it("are answered by options that the model has", () => {
    for (const { id, parameters, lacks } of models) {
      for (const answer of Object.values(parameters)) {
        if (typeof answer === "string") expect(lacks(answer), `${id} ${answer}`).toBe(false);
      }
    }
  });

  it.each(models.map(({ id, parameters }) => ({ id, parameters })))("of $id are all that is ever sent", (model) => {
    const bodies = samples.filter((sample) => sample.model === model.id).map(({ wire }) => sent(wire));
    const paths = new Set(bodies.flatMap((body) => pathsIn(body)));
    const reached = Object.keys(model.parameters).filter((path) => path !== "callback_url");
    // Shots of a Turbo video go into its prompt; every other parameter is in some request of the samples.
    expect([...paths].toSorted()).toEqual(reached.toSorted());
  });
});

describe("points on which page and specification differ", () => {
  const frame = { image: picture("first") };
  const words = { prompt: "a cat" };
  const shots = [{ prompt: "a door", seconds: 5 }];

  it.each<[string, Record<string, unknown>, readonly string[]]>([
    ["kling-v3-image-to-video", frame, []],
    ["kling-v3-image-to-video", { end_image: picture("last") }, ["last-frame-alone", "aspect-of-last-frame"]],
    ["kling-v3-image-to-video", { ...frame, elements: [ada] }, ["element-id"]],
    ["kling-o3-image-to-video", { ...frame, aspect: "9:16" }, ["aspect-beside-first-frame"]],
    ["kling-o3-image-to-video", { references: [picture("one")] }, []],
    ["kling-o3-reference-to-video", { ...words, video: clip("v", { seconds: 15 }) }, []],
    ["kling-o3-reference-to-video", { ...words, video: clip("v", { seconds: 15.1 }) }, ["video-length-o3"]],
    ["kling-o3-video-edit", { ...words, video: clip("v", { seconds: 16 }) }, ["video-length-o3"]],
    ["kling-v3-turbo-text-to-video", { shots }, ["shots-in-prompt"]],
    ["kling-v3-turbo-text-to-video", words, []],
    ["kling-custom-element", { name: "A", description: "b", ...frame }, ["element-views"]],
    ["kling-custom-element", { name: "A", description: "b", ...frame, references: [picture("two")] }, []],
    ["kling-custom-element", { name: "A", description: "b", video: clip("v") }, ["element-video"]],
  ])("are used by %s with %o: %o", (id, input, points) => {
    expect(disputedIn(modelOf(id), complete(id, input))).toEqual(points);
  });

  it("are each some model's", () => {
    const named = new Set(models.flatMap(({ disputes = [] }) => disputes.map(({ point }) => point)));
    expect([...named].toSorted()).toEqual(Object.keys(DISPUTED).toSorted());
  });

  it("can all be asked of what is sent", () => {
    for (const { model, input } of samples) {
      expect(() => modelOf(model).toWire(complete(model, input), address)).not.toThrow();
      expect(disputedIn(modelOf(model), complete(model, input))).toEqual(expect.any(Array));
    }
  });
});

/** Whether it is that parameter, or stands in a list of which the document tells in words alone what its items hold. */
function isOf(known: string, documented: string): boolean {
  return known === documented || known.startsWith(`${documented}[]`);
}

/** The path of every value of a body, as a parameter is named: an item of a list by `[]`. */
function pathsIn(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) {
    const inner = value.flatMap((one) => pathsIn(one, `${path}[]`));
    return inner.every((one) => one === `${path}[]`) ? [path] : inner;
  }
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([name, one]) => pathsIn(one, path === "" ? name : `${path}.${name}`));
}
