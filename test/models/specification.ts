import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { z } from "zod";
import type { WireBody } from "../../src/models/parts/model.ts";

/** The gateway's published OpenAPI documents, where they lie beside the checkout. */
const SPECIFICATIONS = new URL("../../../shared/evolink/", import.meta.url);

/** Whether there are specifications to judge by. */
export const specified = existsSync(SPECIFICATIONS);
if (!specified)
  process.stderr.write("../shared/evolink is absent: nothing is judged by the gateway's specifications\n");

/** Whether there is one of that model. */
export function specifiedModel(id: string): boolean {
  return existsSync(new URL(`${id}.json`, SPECIFICATIONS));
}

/** What the gateway's own document has against a body: nothing when it is valid. */
export function complaints(body: WireBody): z.core.$ZodIssue[] {
  return specificationOf(body.model).safeParse(withoutDisagreements(body)).error?.issues ?? [];
}

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

/** A schema as the documents have it, as far as its parameters can be read off it. */
interface Described {
  $ref?: string;
  properties?: Readonly<Record<string, Described>>;
  items?: Described;
}

interface Document {
  paths: Readonly<
    Record<string, Readonly<Record<string, { requestBody?: { content: Record<string, { schema: Described }> } }>>>
  >;
  components: { schemas: Readonly<Record<string, Described>> };
}

/** The names of all the documents. */
export function specifications(): string[] {
  return readdirSync(SPECIFICATIONS)
    .filter((file) => file.endsWith(".json"))
    .map((file) => basename(file, ".json"));
}

/** The path of each parameter that a document's request bodies have (`model_params.multi_prompt[].prompt`), those alone that hold no others. */
export function parametersOf(name: string): string[] {
  const { paths, components }: Document = JSON.parse(readFileSync(new URL(`${name}.json`, SPECIFICATIONS), "utf8"));
  const resolved = (schema: Described): Described => {
    const named = schema.$ref?.split("/").at(-1);
    return named === undefined ? schema : resolved(components.schemas[named] ?? {});
  };
  const walk = (schema: Described, path: string): string[] => {
    const { properties = {}, items } = resolved(schema);
    const inner = Object.entries(properties).flatMap(([key, one]) => walk(one, path === "" ? key : `${path}.${key}`));
    const listed = items ? walk(items, `${path}[]`).filter((one) => one !== `${path}[]`) : [];
    const held = [...inner, ...listed];
    return held.length > 0 || path === "" ? held : [path];
  };
  const bodies = Object.values(paths).flatMap((calls) => Object.values(calls));
  const schemas = bodies.flatMap(({ requestBody }) => Object.values(requestBody?.content ?? {}));
  return [...new Set(schemas.flatMap(({ schema }) => walk(schema, "")))];
}
