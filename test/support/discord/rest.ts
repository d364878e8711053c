import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { Refusal, refusals } from "./errors.ts";
import { createLimits } from "./limits.ts";
import type { Fault, Request } from "./local-discord.ts";
import type { Reply, Route } from "./routes.ts";
import type { Judge } from "./specification.ts";
import type { File } from "./types.ts";
import type { World } from "./world.ts";
import { NO_UPLOADS, type Uploads } from "./writing.ts";

const KEPT_REQUESTS = 10_000;
const PREFIX = "/api/v10";

export interface Rest {
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  fail(fault: Fault): void;
  readonly requests: readonly Request[];
  readonly violations: string[];
  readonly limited: number;
  readonly invalid: number;
}

/** discord-invalid-requests */
const INVALID = new Set<number | string>([401, 403, 429]);
const INVALID_MS = 10 * 60_000;

interface Outcome extends Reply {
  readonly headers?: Readonly<Record<string, string>>;
}

/** Discord's REST, version 10, and its attachments. */
export function createRest(
  world: World,
  routes: readonly Route[],
  isToken: (given: string) => boolean,
  judge: Judge | undefined,
): Rest {
  const limits = createLimits(world.options.rate);
  const faults: { fault: Fault; left: number }[] = [];
  const requests: Request[] = [];
  const violations: string[] = [];
  let limited = 0;

  function faultFor(method: string, path: string): Fault | undefined {
    const found = faults.find(
      ({ fault, left }) => left > 0 && (fault.method ?? method) === method && fault.path.test(path),
    );
    if (found) found.left--;
    return found?.fault;
  }

  function tooMany(seconds: number, global: boolean, headers: Readonly<Record<string, string>> = {}): Outcome {
    limited++;
    const scope = global
      ? { "x-ratelimit-global": "true", "x-ratelimit-scope": "global" }
      : { "x-ratelimit-scope": "user" };
    return {
      status: 429,
      // The header is in whole seconds, unless a test asks for less than one.
      headers: { ...headers, ...scope, "retry-after": String(seconds < 1 ? seconds : Math.ceil(seconds)) },
      body: { message: "You are being rate limited.", retry_after: seconds, global },
    };
  }

  function refused(refusal: Refusal, where: string): Outcome {
    if (refusal.code === 50035) violations.push(...refusal.details.map((detail) => `${where}: ${detail}`));
    return { status: refusal.status, body: refusal.toJSON() };
  }

  function done(method: string, url: URL, read: Read): Outcome {
    const path = url.pathname.slice(PREFIX.length);
    const where = `${method} ${path}`;
    try {
      const route = routes.find((one) => one.method === method && one.pattern.test(path));
      if (!route) throw refusals.noRoute();
      const wrong = judge && read.body !== undefined ? judge(method, path, read.body) : [];
      if (wrong.length > 0) throw refusals.badForm(wrong);
      const [, ...ids] = (route.pattern.exec(path) ?? []).map(decodeURIComponent);
      const told = route.handle({ query: url.searchParams, ...read }, ...ids);
      if (told === undefined) return { status: 204, body: undefined };
      return isReply(told) ? told : { status: 200, body: told };
    } catch (error) {
      if (error instanceof Refusal) return refused(error, where);
      throw error;
    }
  }

  async function outcome(request: IncomingMessage, url: URL, method: string, fault: Fault | undefined, read: Read) {
    const path = url.pathname.slice(PREFIX.length);
    if (fault?.answer === "cut") return "cut";
    if (fault?.answer === 429) return tooMany(fault.retryAfter ?? 1, fault.global ?? false);
    if (typeof fault?.answer === "number" || typeof fault?.answer === "object") {
      const { status, code } = typeof fault.answer === "number" ? { status: fault.answer, code: 0 } : fault.answer;
      return { status, body: { message: `${status}: made by the test`, code } };
    }
    if (fault?.answer === "slow") await delay(fault.delayMs ?? 0);
    if (!/^\/(interactions|webhooks)\/|^\/gateway$/.test(path) && !isToken(tokenOf(request))) {
      return refused(refusals.unauthorized(), path);
    }
    const { headers, retryAfter, global } = limits(method, path);
    if (retryAfter !== undefined) return tooMany(retryAfter, global, headers);
    const { status, body } = done(method, url, read);
    return fault?.answer === "lose" ? "cut" : { status, body, headers };
  }

  return {
    requests,
    violations,
    get invalid() {
      const since = Date.now() - INVALID_MS;
      return requests.filter(({ status, at }) => INVALID.has(status) && at > since).length;
    },
    get limited() {
      return limited;
    },
    fail: (fault) => {
      faults.push({ fault, left: fault.times ?? 1 });
    },
    answer: async (request, response) => {
      const method = request.method ?? "GET";
      const url = new URL(request.url ?? "/", world.url);
      if (url.pathname.startsWith("/attachments/")) {
        return serve(world, url, response, faultFor(method, url.pathname)?.answer === "cut");
      }
      const path = url.pathname.slice(PREFIX.length) + url.search;
      const known = url.pathname.startsWith(`${PREFIX}/`);
      const fault = known ? faultFor(method, path) : undefined;
      let read: Read = { body: undefined, uploads: NO_UPLOADS };
      let told: Outcome | "cut";
      try {
        const bytes = await bytesOf(request);
        read = await readBody(bytes, request.headers["content-type"] ?? "");
        told = known ? await outcome(request, url, method, fault, read) : refused(refusals.noRoute(), path);
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        told = refused(refusals.badJson(), path);
      }
      const status = told === "cut" ? told : told.status;
      requests.push({ method, path, status, at: Date.now(), body: read.body, files: read.uploads.size });
      if (requests.length > KEPT_REQUESTS) requests.shift();
      if (told === "cut") request.socket.destroy();
      else write(response, told);
      world.changed();
    },
  };
}

interface Read {
  readonly body: unknown;
  readonly uploads: Uploads;
}

async function bytesOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

/** Throws SyntaxError when it is no JSON. */
async function readBody(bytes: Buffer<ArrayBuffer>, type: string): Promise<Read> {
  if (bytes.length === 0) return { body: undefined, uploads: NO_UPLOADS };
  if (!type.startsWith("multipart/")) return { body: JSON.parse(bytes.toString("utf8")), uploads: NO_UPLOADS };
  const form = await new Response(bytes, { headers: { "content-type": type } }).formData();
  const uploads = new Map<number, File>();
  for (const [name, value] of form) {
    const number = /^files\[(\d+)\]$/.exec(name)?.[1];
    if (number === undefined || typeof value === "string") continue;
    uploads.set(Number(number), { name: value.name, bytes: new Uint8Array(await value.arrayBuffer()) });
  }
  return { body: JSON.parse(String(form.get("payload_json") ?? "{}")), uploads };
}

function tokenOf(request: IncomingMessage): string {
  return /^Bot (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
}

function isReply(told: unknown): told is Reply {
  return typeof told === "object" && told !== null && "status" in told && "body" in told;
}

function write(response: ServerResponse, { status, body, headers = {} }: Outcome): void {
  if (body === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  const text = JSON.stringify(body);
  response.writeHead(status, { ...headers, "content-type": "application/json" }).end(text);
}

/** An attachment; with `cut`, half of it. */
function serve(world: World, url: URL, response: ServerResponse, cut: boolean): void {
  const attachment = world.served(url);
  if (!attachment) {
    response.writeHead(404, { "content-type": "text/plain" }).end("This content is no longer available.");
    return;
  }
  const { contentType, bytes } = attachment;
  response.writeHead(200, { "content-type": contentType, "content-length": bytes.byteLength });
  if (cut) response.write(bytes.subarray(0, bytes.byteLength / 2), () => response.destroy());
  else response.end(bytes);
}
