import { lookup as systemLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { Agent, type Dispatcher, request } from "undici";
import type { Clock } from "../../base/clock.ts";
import { messageOf } from "../../base/errors.ts";
import { createWatchdog, type Watchdog } from "../../base/watchdog.ts";
import { DownloadFailed, UnsafeAddress } from "../keep/errors.ts";
import { isPublicAddress } from "./addresses.ts";

export interface FetchOptions {
  clock: Clock;
  /** Stops it; what it then throws is the signal's reason. */
  signal?: AbortSignal;
  /** Lets it read from machines of a private network: for links of a gateway that the operator has put there. */
  allowPrivate: boolean;
  /** Which IPs count as public; `isPublicAddress` by default. */
  isPublic?: (ip: string) => boolean;
  /** Resolves names; the system's own by default. */
  lookup?: LookupFunction;
  /** Milliseconds without a byte after which it gives up; 30 s by default. */
  idleMs?: number;
  /** Bytes a second that must come in each `idleMs`, so that a drip doesn't count as moving; one byte by default. */
  leastRate?: number;
  /** Milliseconds the whole may take; 10 minutes by default. */
  totalMs?: number;
}

/** What the last address of a chain of redirects answered. */
export interface Answer {
  status: number;
  /** The media type, lower case, without parameters; empty when none was said. */
  type: string;
  /** Bytes, when the other side said how many. */
  length: number | undefined;
  /** Throws DownloadFailed when it breaks off or stalls. */
  body: AsyncIterable<Uint8Array>;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 3;
const CONNECT_MS = 10_000;

/**
 * GETs an address that somebody else chose, and hands the answer to `use`; the connection ends with it. Each address
 * of the chain must be http(s), and the very IP that is connected to must be public unless `allowPrivate`.
 * Throws UnsafeAddress, DownloadFailed, and what `use` throws.
 */
export async function safeFetch<T>(
  url: string,
  options: FetchOptions,
  use: (answer: Answer) => Promise<T>,
): Promise<T> {
  const { clock, signal, lookup = systemLookup, idleMs = 30_000, totalMs = 600_000, leastRate = 0 } = options;
  const mayAsk = options.allowPrivate ? () => true : (options.isPublic ?? isPublicAddress);
  signal?.throwIfAborted();
  const watchdog = createWatchdog(clock, { idleMs, totalMs });
  // Checking inside the connection's own lookup leaves no gap in which the name could come to mean another machine.
  const connect = { timeout: CONNECT_MS, lookup: only(mayAsk, lookup) };
  const agent = new Agent({ connect, allowH2: false, headersTimeout: 0, bodyTimeout: 0 });
  const stops = signal ? [signal, watchdog.signal] : [watchdog.signal];
  const moves = (leastRate * idleMs) / 1000;
  const call = { agent, watchdog, signal: AbortSignal.any(stops), stopped: signal, moves };
  try {
    const response = await follow(url, mayAsk, call);
    const length = response.headers["content-length"];
    return await use({
      status: response.statusCode,
      type: mediaType(response.headers["content-type"]),
      length: typeof length === "string" ? Number(length) : undefined,
      body: watched(response.body, call),
    });
  } finally {
    await agent.destroy();
    await watchdog.stop();
  }
}

type MayAsk = (ip: string) => boolean;

interface Call {
  agent: Agent;
  watchdog: Watchdog;
  signal: AbortSignal;
  stopped: AbortSignal | undefined;
  /** As many bytes of the body count as having moved. */
  moves: number;
}

async function follow(url: string, mayAsk: MayAsk, call: Call): Promise<Dispatcher.ResponseData> {
  let address = judged(url, undefined, mayAsk);
  for (let redirects = 0; ; redirects++) {
    const response = await get(address, call);
    call.watchdog.touch();
    const { location } = response.headers;
    if (!REDIRECTS.has(response.statusCode) || typeof location !== "string") return response;
    if (redirects === MOST_REDIRECTS) throw new DownloadFailed(`More than ${MOST_REDIRECTS} redirects`);
    // Its text is of no use; what is left of the connection goes with it.
    response.body.on("error", () => undefined).destroy();
    address = judged(location, address, mayAsk);
  }
}

async function get(address: URL, call: Call): Promise<Dispatcher.ResponseData> {
  try {
    return await request(address, {
      dispatcher: call.agent,
      signal: call.signal,
      headers: { accept: "*/*", "accept-encoding": "identity", "user-agent": "Reelay" },
    });
  } catch (error) {
    throw translate(error, call);
  }
}

async function* watched(body: AsyncIterable<Uint8Array>, call: Call): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  let moved = 0;
  try {
    for (;;) {
      const next = await chunks.next().catch((error: unknown) => {
        throw translate(error, call);
      });
      if (next.done) return;
      moved += next.value.byteLength;
      if (moved >= call.moves) {
        call.watchdog.touch();
        moved = 0;
      }
      yield next.value;
    }
  } finally {
    await chunks.return?.();
  }
}

function translate(error: unknown, { stopped, watchdog }: Call): unknown {
  if (stopped?.aborted) return stopped.reason;
  if (error instanceof UnsafeAddress) return error;
  if (watchdog.signal.aborted) return new DownloadFailed("It took too long", { cause: error });
  return new DownloadFailed(messageOf(error), { cause: error });
}

/** Reads an address (relative to `base`, the one that redirected to it) and refuses what must not be asked. */
function judged(text: string, base: URL | undefined, mayAsk: MayAsk): URL {
  const url = URL.parse(text, base?.href);
  if (!url) throw new UnsafeAddress("unreadable");
  if (url.protocol !== "https:" && url.protocol !== "http:") throw new UnsafeAddress("scheme", url.hostname);
  if (url.username || url.password) throw new UnsafeAddress("secret", url.hostname);
  // An address in numbers is never looked up, so it is judged here; URL has already put 0x7f.1 and its like in order.
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  if (isIP(host) && !mayAsk(host)) {
    throw new UnsafeAddress("inside", host);
  }
  return url;
}

/** A lookup whose answers are only those that may be asked. */
function only(mayAsk: MayAsk, lookup: LookupFunction): LookupFunction {
  return (host, options, callback) => {
    lookup(host, { ...options, all: true }, (error, found, family) => {
      if (error) return callback(error, "");
      const all = typeof found === "string" ? [{ address: found, family: family ?? isIP(found) }] : found;
      const open = all.filter(({ address }) => mayAsk(address));
      const [first] = open;
      if (!first) return callback(new UnsafeAddress("inside", host), "");
      return options.all ? callback(null, open) : callback(null, first.address, first.family);
    });
  };
}

function mediaType(header: string | string[] | undefined): string {
  const [type = ""] = String(header ?? "").split(";");
  return type.trim().toLowerCase();
}
