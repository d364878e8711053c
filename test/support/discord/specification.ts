import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

/** Discord's published OpenAPI document, where it lies beside the checkout. */
const SPECIFICATION = new URL("../../../../shared/specs/discord-openapi.json", import.meta.url);

/** Whether there is a specification to judge by. */
export const specified = existsSync(SPECIFICATION);

/** What the specification has against a request's body, one sentence each: nothing when it is valid. */
export type Judge = (method: string, path: string, body: unknown) => string[];

type Schema = Record<string, unknown>;

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly body: () => z.ZodType;
}

interface Document {
  readonly paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: unknown }> } }>>;
  readonly components: { readonly schemas: Record<string, Schema> };
}

const MESSAGES = /^(IncomingWebhook\w*Request\w*|MessageEditRequestPartial)$/;

/**
 * Where the specification is behind what Discord takes and its own pages say. Everything else is held to it, and a
 * parameter that it doesn't know is an error.
 */
const DIFFERENCES: readonly { schemas: RegExp; property: string; as: Schema; because: string }[] = [
  {
    schemas: /^ApplicationCommand(Create|Update|Patch\w*)Request/,
    property: "default_member_permissions",
    as: { type: ["string", "null"], pattern: "^[0-9]+$" },
    because: "permissions are strings of digits everywhere in version 10: …/interactions/application-commands",
  },
  {
    schemas: /^ApplicationCommand(Create|Update|Patch\w*)Request/,
    property: "nsfw",
    as: { type: ["boolean", "null"] },
    because: "a command may be age-restricted: …/interactions/application-commands#agerestricted-commands",
  },
  {
    schemas: MESSAGES,
    property: "tts",
    as: { type: ["boolean", "null"] },
    because: "discord.js sends it with every message and edit, and Discord ignores it where it means nothing",
  },
  {
    schemas: MESSAGES,
    property: "enforce_nonce",
    as: { type: ["boolean", "null"] },
    because: "the same",
  },
  {
    schemas: /^MessageAttachmentRequest$/,
    property: "id",
    as: { type: ["string", "integer"] },
    because: "the number of a new file may be a number: …/reference#uploading-files",
  },
  {
    schemas: /^(FileUploadComponentForModalRequest|ApplicationCommandAttachmentOption)$/,
    property: "file_types",
    as: { type: ["array", "null"], items: { type: "string", pattern: "^(audio|image|video|\\.\\w+)$" } },
    because: "a file can be asked for by its kind or its ending: …/reference#file-type-filtering",
  },
];

/** Throws when the document can't be read as OpenAPI 3.1. */
export function openSpecification(): Judge {
  const document = JSON.parse(readFileSync(SPECIFICATION, "utf8")) as Document;
  const { schemas } = document.components;
  for (const [name, schema] of Object.entries(schemas)) {
    const properties = schema.properties as Schema | undefined;
    for (const { schemas: which, property, as } of DIFFERENCES) {
      if (properties && which.test(name)) properties[property] = as;
    }
  }
  const $defs = each(schemas, prepared);
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { requestBody }]): Route[] => {
      const schema = requestBody?.content["application/json"]?.schema;
      if (schema === undefined) return [];
      const pattern = new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`);
      let compiled: z.ZodType | undefined;
      const body = () => {
        compiled ??= z.fromJSONSchema({ ...(prepared(schema) as Schema), $defs } as JsonSchema);
        return compiled;
      };
      return [{ method: method.toUpperCase(), pattern, body }];
    }),
  );
  // A path that is written out comes before one with a parameter in its place.
  routes.sort((a, b) => a.pattern.source.split("[^/]+").length - b.pattern.source.split("[^/]+").length);
  return (method, path, body) => {
    const route = routes.find((one) => one.method === method && one.pattern.test(path));
    if (!route) return [`the specification has no body for ${method} ${path}`];
    const { error } = route.body().safeParse(body);
    return (error?.issues ?? []).map((issue) => complaintOf(issue));
  };
}

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0];

/** Closed, without defaults (which would fill in what is missing), and with references to where the schemas now are. */
function prepared(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(prepared);
  if (typeof schema === "string") return schema.replace(/^#\/components\/schemas\//, "#/$defs/");
  if (typeof schema !== "object" || schema === null) return schema;
  const { default: _, ...rest } = schema as Schema;
  const inner: Schema = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, prepared(value)]));
  if (inner.properties) inner.properties = each(rest.properties as Schema, prepared);
  const open = inner.type !== "object" || inner.properties === undefined || inner.additionalProperties !== undefined;
  return open ? inner : { ...inner, additionalProperties: false };
}

/** Properties may be named like a schema's own words. */
function each(properties: Schema, change: (schema: unknown) => unknown): Schema {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, change(schema)]));
}

/** Of a union's complaints the one that got furthest, which is that of the kind that was meant. */
function complaintOf(issue: z.core.$ZodIssue): string {
  const { path, message } = furthest(issue);
  return `${path.join(".")}: ${message}`;
}

function furthest(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== "invalid_union") return issue;
  // A kind whose `type` is another was not meant.
  const meant = issue.errors.filter((branch) => !branch.some(({ path }) => path.join() === "type"));
  const inside = (meant.length > 0 ? meant : issue.errors).flat().map(furthest);
  const [first] = inside.toSorted((a, b) => b.path.length - a.path.length);
  return first === undefined ? issue : { ...first, path: [...issue.path, ...first.path] };
}
