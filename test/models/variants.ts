import type { Media, Model } from "../../src/models/parts/model.ts";
import { QUALITIES } from "../../src/models/parts/parts.ts";
import { clip, picture } from "./samples.ts";

/** A model's example with real samples in the place of its files, one name each. */
export function exampleOf({ example, options }: Model): Record<string, unknown> {
  const file = (good: Media, value: unknown) => {
    const { name: _, hash: __, ...measured } = good;
    return good.kind === "image" ? picture(String(value), measured) : clip(String(value), measured);
  };
  const entries = Object.entries(example).map(([name, value]) => {
    const good = options[name]?.good;
    return [name, good ? file(good, value) : value];
  });
  return Object.fromEntries(entries);
}

/** Everything that decides a price, in each way that the model takes it: completed inputs of its example. */
export function variantsOf(model: Model): unknown[] {
  const qualities = model.lacks("quality") ? [{}] : QUALITIES.map((quality) => ({ quality }));
  const sounds = model.lacks("sound") ? [{}] : [{ sound: false }, { sound: true }];
  const { lengths } = model;
  const durations = lengths ? [{}, { duration: lengths.min }, { duration: lengths.max }] : [{}];
  const all = qualities.flatMap((quality) =>
    sounds.flatMap((sound) =>
      durations.map((duration) => ({ ...exampleOf(model), ...quality, ...sound, ...duration })),
    ),
  );
  return all.map((asked) => {
    const judged = model.judge(asked);
    if ("problems" in judged)
      throw new Error(`${model.id} refuses its own example: ${JSON.stringify(judged.problems)}`);
    return judged.input;
  });
}
