import { z } from "zod";
import type { Text } from "../../text/text.ts";
import type { AboutOption, Media } from "./model.ts";

/** What every part says of the option that it is, when it is made. */
const abouts = z.registry<AboutOption>();

/** Says of a schema what is known of its option; the schema itself is given back. */
export function about<Schema extends z.ZodType>(schema: Schema, known: AboutOption): Schema {
  abouts.add(schema, known);
  return schema;
}

/** The same option, of which one model asks more than others do: `say` is given the limits that the part says. */
export function aboutMore<Schema extends z.ZodType>(schema: Schema, say: (limits: Text) => Text): Schema {
  const known = abouts.get(schema);
  if (!known) throw new RangeError("An option of which nothing is said has no more to say");
  return about(schema, { ...known, limits: say(known.limits) });
}

/** The options of a shape, by name. Throws RangeError for one of which nothing is said. */
export function aboutAll(shape: Readonly<Record<string, z.ZodType>>): Readonly<Record<string, AboutOption>> {
  const entries = Object.entries(shape).map(([name, part]) => {
    const known = abouts.get(part);
    if (!known) throw new RangeError(`The option ${name} doesn't say its limits`);
    return [name, known] as const;
  });
  return Object.fromEntries(entries);
}

/** The options with a good file in the place of each that nobody has read yet: only the real one can break its limits. */
export function withGoodFiles(
  options: Readonly<Record<string, unknown>>,
  known: Readonly<Record<string, AboutOption>>,
): Readonly<Record<string, unknown>> {
  const entries = Object.entries(options).map(([name, value]) => {
    const good = Object.hasOwn(known, name) ? known[name]?.good : undefined;
    const seen = (one: unknown) => (one === undefined || isMedia(one) ? one : good);
    return [name, good === undefined ? value : Array.isArray(value) ? value.map(seen) : seen(value)];
  });
  return Object.fromEntries(entries);
}

/** Whether the value is what the probe gives; its limits are judged after. */
export function isMedia(value: unknown): value is Media {
  if (typeof value !== "object" || value === null) return false;
  const { kind, hash, name, type, bytes, width, height } = value as Partial<Media>;
  const named = [hash, name, type].every((part) => typeof part === "string");
  const measured = [bytes, width, height].every((part) => typeof part === "number");
  return (kind === "image" || kind === "video") && named && measured;
}
