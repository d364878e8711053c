import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Api, addEphemeral, checkedBlocks, type MethodCode, notePings, Refusal, text } from "./call.ts";
import { takeUpload } from "./files.ts";
import { isMethod, type Method, type RateLimits, scopeOf } from "./limits.ts";
import type { Call, Fault, Json, Ping, Team } from "./types.ts";
import { addMessage, type World } from "./world.ts";

export interface ServerParts {
  world: World;
  limits: RateLimits;
  methods: Readonly<Record<Method, MethodCode>>;
  scopes: ReadonlySet<string>;
  scopesUsed: Set<string>;
  appToken: string;
  pinged: Ping[];
  calls: Call[];
  refused: Map<string, number>;
  faults: Fault[];
  /** The code by which every call is refused, once the app is removed: slack-token-refused. */
  revoked: string | undefined;
  ticket(): string;
}

interface Answered {
  status: number;
  headers?: Record<string, string>;
  body: string | Buffer;
}

/** Arguments that are JSON within a form. */
const JSON_ARGUMENTS = new Set(["blocks", "view", "metadata", "attachments", "files", "file_ids"]);
const LOGIN_PAGE =
  "<!DOCTYPE html><html><head><title>Slack</title></head><body>Sign in to your workspace</body></html>";

export function slackServer(parts: ServerParts): Server {
  return createServer((request, response) => {
    answer(parts, request, response).catch((error: unknown) => {
      parts.world.violations.push(`the local Slack failed: ${error instanceof Error ? error.stack : String(error)}`);
      request.socket.destroy();
    });
  });
}

async function answer(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://slack");
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const [, area = "", name = "", ...rest] = pathname.split("/");
  const type = request.headers["content-type"] ?? "";
  const done = (answered: Answered | undefined) => {
    parts.world.changed();
    if (!answered) {
      request.socket.destroy();
      return;
    }
    const json = typeof answered.body === "string" && answered.body.startsWith("{");
    response.writeHead(answered.status, {
      "content-type": json ? "application/json; charset=utf-8" : "text/html; charset=utf-8",
      ...answered.headers,
    });
    response.end(answered.body);
  };
  parts.world.settle();
  if (area === "api") {
    const args = { ...Object.fromEntries(searchParams), ...argumentsOf(bytes, type) };
    return done(faulty(parts, name, args, () => call(parts, name, request, args)));
  }
  if (area === "upload") {
    const file = await uploaded(bytes, type);
    const [id = "", length = ""] = rest;
    return done(faulty(parts, "upload", { id }, () => upload(parts, id, Number(length), file)));
  }
  if (area === "files-pri") {
    const id = name.split("-")[1] ?? "";
    return done(faulty(parts, "download", { id }, () => download(parts, id, request)));
  }
  if (area === "response") {
    const args = argumentsOf(bytes, type);
    return done(faulty(parts, "response_url", args, () => respond(parts, name, args)));
  }
  done({ status: 404, body: "not found" });
}

/** Does it, unless a fault is in the way. Gives undefined where the connection is cut. */
function faulty(parts: ServerParts, method: string, args: Json, act: () => Answered): Answered | undefined {
  const at = parts.faults.findIndex((one) => one.method === method && (one.when?.(args) ?? true));
  const fault = parts.faults[at];
  if (!fault) return act();
  const left = (fault.times ?? 1) - 1;
  if (left > 0) fault.times = left;
  else parts.faults.splice(at, 1);
  if (fault.status === "lose") {
    act();
    return undefined;
  }
  const code = fault.error ?? (fault.status === 429 ? "ratelimited" : String(fault.status));
  const status = typeof fault.status === "number" ? fault.status : fault.status === "cut" ? 0 : 200;
  note(parts, method, args, undefined, status, code);
  if (fault.status === "cut") return undefined;
  const wait: Record<string, string> = status === 429 ? { "retry-after": String(fault.retryAfter ?? 1) } : {};
  const json = status === 200 || status === 429;
  return { status, headers: wait, body: json ? JSON.stringify({ ok: false, error: code }) : "server error" };
}

function note(parts: ServerParts, method: string, args: Json, team: Team | undefined, status: number, error?: string) {
  parts.calls.push({ method, args, team: team?.id, at: parts.world.now(), status, error });
}

function argumentsOf(bytes: Buffer, type: string): Json {
  if (bytes.length === 0) return {};
  if (type.includes("json")) return JSON.parse(bytes.toString()) as Json;
  const fields = [...new URLSearchParams(bytes.toString())];
  return Object.fromEntries(
    fields.map(([name, value]) => [name, JSON_ARGUMENTS.has(name) ? (JSON.parse(value) as unknown) : value]),
  );
}

function tokenOf(request: IncomingMessage, args: Json): string {
  return /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? text(args, "token");
}

function call(parts: ServerParts, method: string, request: IncomingMessage, args: Json): Answered {
  const { world } = parts;
  const token = tokenOf(request, args);
  const team = [...world.teams.values()].find(({ botToken }) => botToken === token);
  const finish = (body: Json, status = 200, headers: Record<string, string> = {}): Answered => {
    const error = body.ok === false ? String(body.error) : undefined;
    note(parts, method, args, team, status, error);
    const scopes = [...parts.scopes].join(",");
    return { status, headers: { ...headers, "x-oauth-scopes": scopes }, body: JSON.stringify(body) };
  };
  const refuse = (error: string, more: Json = {}) => finish({ ok: false, error, ...more });
  if (!isMethod(method)) return refuse("unknown_method");
  if (token === "") return refuse("not_authed");
  if (parts.revoked !== undefined) return refuse(parts.revoked);
  const ofApp = method === "apps.connections.open";
  if (ofApp ? token !== parts.appToken : !team) {
    return refuse(team || token === parts.appToken ? "not_allowed_token_type" : "invalid_auth");
  }
  const [first] = world.teams.values();
  const acting = team ?? first;
  if (!acting) return refuse("invalid_auth");
  const wait = parts.limits.exceeded(method, acting.id, text(args, "channel"));
  if (wait !== undefined) {
    parts.refused.set(method, (parts.refused.get(method) ?? 0) + 1);
    return finish({ ok: false, error: "ratelimited" }, 429, { "retry-after": String(wait) });
  }
  const api: Api = {
    ...{ world, team: acting, pinged: parts.pinged, ticket: parts.ticket },
    may: (scope) => {
      parts.scopesUsed.add(scope);
      return parts.scopes.has(scope);
    },
  };
  try {
    const scope = scopeNeeded(world, method, args);
    if (scope !== undefined && !api.may(scope)) {
      world.violations.push(`${method} without ${scope}`);
      return refuse("missing_scope", { needed: scope, provided: [...parts.scopes].join(",") });
    }
    return finish({ ok: true, ...parts.methods[method](api, args) });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refuse(error.code, error.more);
  }
}

function scopeNeeded(world: World, method: Method, args: Json): string | undefined {
  return scopeOf(method, world.channels.get(text(args, "channel"))?.kind);
}

/** The bytes of an upload, sent raw or as the one file of a form. */
async function uploaded(bytes: Buffer, type: string): Promise<Buffer> {
  if (!type.startsWith("multipart/form-data")) return bytes;
  const form = await new Response(new Uint8Array(bytes), { headers: { "content-type": type } }).formData();
  const file = [...form.values()].find((one) => typeof one !== "string");
  return file === undefined ? Buffer.alloc(0) : Buffer.from(await file.arrayBuffer());
}

function upload(parts: ServerParts, id: string, length: number, bytes: Buffer): Answered {
  const problem = takeUpload(parts.world, id, length, bytes);
  note(parts, "upload", { id }, undefined, problem ? 400 : 200, problem);
  return problem ? { status: 400, body: problem } : { status: 200, body: `OK - ${bytes.length}` };
}

function download(parts: ServerParts, id: string, request: IncomingMessage): Answered {
  const { world } = parts;
  const token = tokenOf(request, {});
  const team = [...world.teams.values()].find(({ botToken }) => botToken === token);
  const file = world.files.get(id);
  parts.scopesUsed.add("files:read");
  const mine = team !== undefined && parts.scopes.has("files:read") && file?.team === team.id;
  const finish = (answered: Answered, error?: string) => {
    note(parts, "download", { id }, team, answered.status, error);
    return answered;
  };
  if (file && !mine) return finish({ status: 200, body: LOGIN_PAGE }, "login");
  if (file?.state !== "ready") return finish({ status: 404, body: "<html><body>File not found</body></html>" }, "404");
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
  const size = file.bytes.length;
  const headers = { "content-type": file.mimetype, "accept-ranges": "bytes" };
  if (from === undefined) return finish({ status: 200, headers, body: file.bytes });
  const last = Math.min(to === undefined || to === "" ? size - 1 : Number(to), size - 1);
  if (Number(from) > last) return finish({ status: 416, headers: { "content-range": `bytes */${size}` }, body: "" });
  const range = { ...headers, "content-range": `bytes ${from}-${last}/${size}` };
  return finish({ status: 206, headers: range, body: file.bytes.subarray(Number(from), last + 1) });
}

function respond(parts: ServerParts, id: string, args: Json): Answered {
  const { world } = parts;
  const address = world.responses.get(id);
  const team = world.teams.get(world.channels.get(address?.channel ?? "")?.team ?? "");
  const finish = (status: number, error?: string): Answered => {
    note(parts, "response_url", args, team, status, error);
    return { status, body: error === undefined ? "ok" : JSON.stringify({ ok: false, error }) };
  };
  if (!address || !team) return finish(404, "invalid_url");
  if (world.now() > address.until) return finish(404, "expired_url");
  if (address.left <= 0) return finish(404, "used_url");
  address.left -= 1;
  try {
    const api: Api = {
      world,
      team,
      pinged: parts.pinged,
      may: (scope) => parts.scopes.has(scope),
      ticket: parts.ticket,
    };
    answerMember(api, { channel: address.channel, user: address.user, on: address.on }, args);
    return finish(200);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return finish(400, error.code);
  }
}

/** What a response address or an acknowledgement says to the member or the channel. */
export function answerMember(
  api: Api,
  { channel, user, on }: Pick<World["responses"] extends Map<string, infer R> ? R : never, "channel" | "user" | "on">,
  args: Json,
): void {
  const { world, team } = api;
  if (args.delete_original === true) {
    if (on) on.deleted = true;
    return;
  }
  const said = text(args, "text");
  const blocks = args.blocks === undefined ? [] : checkedBlocks(api, args.blocks, "response_url");
  if (said === "" && blocks.length === 0) throw new Refusal("no_text");
  if (args.replace_original === true && on) {
    Object.assign(on, { text: said, blocks });
    if ("edits" in on) on.edits.push(world.now());
    return;
  }
  const threadTs = text(args, "thread_ts") || undefined;
  if (args.response_type === "in_channel") {
    const message = addMessage(world, { channel, user: team.botUser, text: said, blocks, threadTs });
    notePings(api, message, "post", args);
  } else {
    notePings(api, addEphemeral(world, channel, user, said, blocks, threadTs), "ephemeral", args);
  }
}
